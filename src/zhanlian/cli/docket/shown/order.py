"""The money track of a case and what was drafted from a list, as tables and as JSON lines."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhanlian.cli.docket.shown.table import make_table, write_json
from zhanlian.cli.session import Session
from zhanlian.model.docket.plain import to_plain
from zhanlian.report.docket.labels import local_time
from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from rich.table import Table

    from zhanlian.app.docket.drafting import DraftedLine
    from zhanlian.app.docket.track import AccountTrack, MoneyTrack
    from zhanlian.model.docket.amount import Amount


def show_drafted(found: Sequence["DraftedLine"], session: Session, *, as_json: bool) -> None:
    """Write what came of each line of a list."""
    if as_json:
        write_json(*map(to_plain, found))
        return
    table = _table(session, "drafting", ("rank", "account", "amount", "draft"))
    for line in found:
        told = line.draft if line.why is None else session.tell(line.why)
        cells = (str(line.rank), line.account, line.amount, told)
        table.add_row(*map(plain_line, cells))
    session.console(sys.stdout).print(table)


def show_track(track: "MoneyTrack", session: Session, *, as_json: bool) -> None:
    """Write the money track, account by account, and the sums by asset."""
    if as_json:
        write_json(to_plain(track))
        return
    if not track.accounts:
        session.print(session.say("cli.order.no-track"))
        return
    table = _table(session, "track", ("account", "at", "event", "amount", "id"))
    for account in track.accounts:
        _add_account(table, account, session)
    session.console(sys.stdout).print(table)
    for name, sums in (("saved", track.saved), ("returned", track.returned)):
        session.print(session.say(f"cli.order.{name}", sums=_sums(sums, session)))


def _add_account(table: "Table", account: "AccountTrack", session: Session) -> None:
    shown = plain_line(account.account)
    for step in account.steps:
        event = session.say(f"cli.order.event.{step.event}")
        amount = "" if step.amount is None else step.amount.show()
        table.add_row(shown, local_time(step.at), event, amount, step.record)
        shown = ""
    for one in account.measures:
        state = session.say(f"state.{one.kind}.{one.state}")
        event = session.say("cli.order.now", kind=session.say(f"kind.{one.kind}"), state=state)
        if one.position:
            event = session.say("cli.order.place", told=event, position=one.position)
        until = local_time(one.until)
        if one.holds and until:
            event = session.say("cli.order.until", told=event, until=until)
        amount = "" if one.amount is None else one.amount.show()
        table.add_row(shown, "", event, amount, one.record)
        shown = ""


def _sums(sums: Sequence["Amount"], session: Session) -> str:
    told = [one.show() for one in sums if one.units]
    return session.say("cli.list-comma").join(told) or "0"


def _table(session: Session, group: str, names: Sequence[str]) -> "Table":
    headings = [session.say(f"cli.order.column.{group}-{name}") for name in names]
    right = [number for number, name in enumerate(names) if name in ("amount", "rank")]
    return make_table(headings, unbroken=(names.index("account"),), right=right)
