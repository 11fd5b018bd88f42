"""The board of joint listing, its totals and drafted reminders, as tables and as JSON lines."""

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from zhanlian.cli.docket.shown.due import colour_words, days_left, left_words
from zhanlian.cli.docket.shown.table import make_table, write_json
from zhanlian.cli.session import Session
from zhanlian.model.docket.plain import to_plain
from zhanlian.model.docket.record import AnyRecord
from zhanlian.report.docket.labels import clock_words, due_words, local_time
from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from zhanlian.app.docket.listing_board import Board, BoardRow, Reminding, Total
    from zhanlian.app.docket.listing_notice import Entered

_COLUMNS = ("colour", "due", "left", "title", "clock", "last", "next")


def write_board(board: "Board", session: Session, *, as_json: bool) -> None:
    """Write counts by colour and the most urgent cases."""
    counts = to_plain(board.counts)
    if as_json:
        for row in board.rows:
            write_json({**_plain(row), "days_left": days_left(row.clock.due, board.now)})
        write_json({"counts": counts, "now": to_plain(board.now)})
        return
    if not board.rows:
        session.print(session.say("cli.listing.board-none"))
        return
    table = make_table([session.say(f"cli.listing.column.{name}") for name in _COLUMNS])
    for row in board.rows:
        body = row.record.body
        table.add_row(
            colour_words(row.colour.value, session),
            due_words(row.clock.due),
            left_words(row.clock.due, board.now, session),
            plain_line(f"{row.record.id} {body.name}"),
            clock_words(row.clock.rule, session.language),
            local_time(body.last_report),
            plain_line(_next_words(row, session)),
        )
    session.console(sys.stdout).print(table)
    session.print(session.say("cli.listing.board-counts", shown=len(board.rows), **counts))


def _next_words(row: "BoardRow", session: Session) -> str:
    level = "" if row.level is None else session.say(f"level.{row.level.value}")
    return session.say(f"cli.listing.next.{row.next_to_act.value}", who=row.who, level=level)


def _plain(row: "BoardRow") -> dict[str, object]:
    body = row.record.body
    return {
        "id": row.record.id,
        "name": body.name,
        "programme": body.programme,
        "batch": body.batch,
        "case": row.record.case,
        "state": row.record.state,
        "colour": row.colour.value,
        "clock": row.clock.name,
        "rule": row.clock.rule,
        "policy": body.terms.policy,
        "policy_status": body.terms.policy_status.value,
        "due": to_plain(row.clock.due),
        "last_report": to_plain(body.last_report),
        "reports": body.reports,
        "next_to_act": row.next_to_act.value,
        "unit": body.unit,
        "escalated": to_plain(body.escalated),
    }


def write_totals(totals: "Sequence[Total]", session: Session, *, as_json: bool) -> None:
    """Write each sum with its comparator: a sum of lower bounds is one, and no total."""
    if as_json:
        for total in totals:
            write_json(to_plain(total))
        return
    if not totals:
        session.print(session.say("cli.docket.none"))
    for total in totals:
        number = f"{total.value:,} {total.currency}".rstrip()
        what = session.say(f"choice.{total.counts.value}")
        if total.comparator is None:
            shown = session.say("cli.listing.totals-open")
        else:
            shown = session.say(f"figures.qualifier.{total.comparator.value}", number=number)
        key = "totals-unbounded" if total.unbounded else "totals-line"
        session.print(
            session.say(
                f"cli.listing.{key}",
                what=plain_line(total.counted_words) or what,
                number=shown,
                summed=total.summed,
                unbounded=total.unbounded,
                not_stated=total.not_stated,
            )
        )


def reminder_words(wanted: "Reminding", now: datetime, session: Session) -> str:
    """Return the text of a reminder: which case, which deadline, and how long it is over."""
    clock = "report" if wanted.clock.name == "report" else "deadline"
    late = "-late" if wanted.clock.has_run_out(now) else ""
    return session.say(
        f"cli.listing.reminder-{clock}{late}",
        name=wanted.record.body.name,
        due=due_words(wanted.clock.due),
        days=abs(now - wanted.clock.due) // timedelta(days=1),
    )


def write_reminders(made: Sequence[AnyRecord], session: Session, *, as_json: bool) -> None:
    """Write the reminders that were drafted."""
    if as_json:
        for one in made:
            write_json({"id": one.id, **to_plain(one.body)})
        return
    if not made:
        session.print(session.say("cli.listing.reminders-none"))
    for one in made:
        session.print(plain_line(f"{one.id}  {one.body.to}: {one.body.text}"))


def show_entered(entered: "Entered", session: Session, *, as_json: bool) -> None:
    """Write the batch and the cases that a notice told of and that were added."""
    if as_json:
        added = [{"id": one.id, "name": one.body.name} for one in entered.listings]
        told = {"batch": entered.batch, "source": entered.sha256, "told": entered.told}
        draft = entered.draft and entered.draft.id
        write_json({**told, "added": added, "draft": draft})
        return
    if not entered.listings:
        session.print(session.say("cli.listing.import-known", count=entered.told))
        return
    session.print(
        session.say(
            "cli.listing.imported",
            batch=entered.batch,
            added=len(entered.listings),
            known=entered.told - len(entered.listings),
            source=entered.sha256,
        )
    )
    for one in entered.listings:
        session.print(f"{one.id}  {one.body.name}")
    if entered.draft is not None:
        body = entered.draft.body
        level = session.say(f"level.{body.level.value}")
        told = {"id": entered.draft.id, "level": level, "count": body.approvers}
        session.print(session.say("cli.docket.drafted", **told))
