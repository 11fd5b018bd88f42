"""Records of the docket as tables and as JSON lines."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zhanlian.cli.docket.shown.table import make_table, write_json
from zhanlian.cli.session import Session
from zhanlian.model.docket.plain import to_plain
from zhanlian.model.docket.record import AnyRecord
from zhanlian.report.docket.labels import (
    act_words,
    clock_words,
    due_words,
    kind_words,
    list_facts,
    local_time,
    state_words,
)
from zhanlian.words.paths import show_path
from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from zhanlian.app.docket.forms import Printed
    from zhanlian.app.docket.look import Seen
    from zhanlian.app.docket.perform import Done


def show_done(done: "Done", session: Session, *, as_json: bool) -> None:
    """Write what came of an act: the records written, or the draft that waits and for whom."""
    if as_json:
        rows = [_head_row(record) for record in done.records]
        write_json({"act": done.act, "draft": done.draft and done.draft.id, "records": rows})
        return
    if done.draft is not None:
        body = done.draft.body
        level = session.say(f"level.{body.level.value}")
        session.print(
            session.say("cli.docket.drafted", id=done.draft.id, level=level, count=body.approvers)
        )
        return
    for record in done.records:
        session.print(
            session.say(
                "cli.docket.written",
                kind=kind_words(record.kind, session.language),
                id=record.id,
                state=state_words(record.kind, record.state, session.language),
                version=record.version,
            )
        )


def show_printed(printed: "Printed", session: Session, *, as_json: bool) -> None:
    """Write where a form was written, and the hash that the audit line tells of it."""
    path = show_path(printed.path)
    if as_json:
        write_json({"form": printed.form, "path": path, "sha256": printed.sha256})
    else:
        session.print(session.say("cli.docket.printed", path=path, sha256=printed.sha256))


def show_list(found: Sequence["Seen"], session: Session, *, as_json: bool) -> None:
    """Write records one a line: id, kind, state, what they are called, when changed and by whom."""
    if as_json:
        write_json(*map(seen_row, found))
        return
    if not found:
        session.print(session.say("cli.docket.none"))
        return
    names = ("id", "kind", "state", "title", "changed", "by")
    headings = [session.say(f"cli.docket.column.{name}") for name in names]
    table = make_table(headings, unbroken=(0, 2))
    for seen in found:
        record = seen.record
        table.add_row(
            record.id,
            kind_words(record.kind, session.language),
            _state_told(seen, session),
            plain_line(title_words(seen, session)),
            local_time(record.at),
            plain_line(record.by),
        )
    session.console(sys.stdout).print(table)


def show_seen(seen: "Seen", session: Session, *, as_json: bool) -> None:
    """Write one record with all its fields, deadlines and approvals."""
    if as_json:
        write_json(seen_row(seen))
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    record = seen.record
    table = Table(
        box=box.SIMPLE,
        show_header=False,
        title=Text(f"{kind_words(record.kind, session.language)} {record.id}"),
        title_justify="left",
    )
    table.add_column(no_wrap=True)
    table.add_column()
    for name, text in _facts(seen, session):
        table.add_row(plain_line(name), plain_line(text))
    session.console(sys.stdout).print(table)


def _facts(seen: "Seen", session: Session) -> list[tuple[str, str]]:
    """Return name and text of everything that is told of a record."""
    from zhanlian.app.docket.catalogue import group_of_act, group_of_kind

    record = seen.record
    facts = [
        (
            session.say("cli.docket.column.state"),
            _state_told(seen, session),
        )
    ]
    changed = session.say("cli.docket.changed", at=local_time(record.at), by=record.by)
    facts.append((session.say("cli.docket.version-word"), f"{record.version} · {changed}"))
    facts += list_facts(seen.body, session.language, group_of_kind(record.kind))
    if seen.request is not None:
        facts += list_facts(seen.request, session.language, group_of_act(record.body.act))
    for clock in record.clocks:
        over = clock.name in seen.overdue
        state = session.say("clock-state.overdue" if over else f"clock-state.{clock.state.value}")
        text = session.say("cli.docket.clock", due=due_words(clock.due), state=state)
        facts.append((clock_words(clock.rule, session.language), text))
    for given in record.approvals:
        level = session.say(f"level.{given.level.value}")
        text = session.say("cli.docket.approval", by=given.by, level=level, at=local_time(given.at))
        facts.append((session.say("cli.docket.approved"), text))
    return facts


def title_words(seen: "Seen", session: Session) -> str:
    """Return what a record is called in a list: its name or title, or the first field it has."""
    body = seen.body
    if "act" in body and seen.request is not None:
        about = _find_title(seen.request) or str(body.get("target") or "")
        return " ".join((act_words(str(body["act"]), session.language), about)).strip()
    text = next((str(value) for value in body.values() if isinstance(value, str) and value), "")
    return _find_title(body) or text


def _find_title(told: Mapping[str, Any]) -> str:
    """Return what a record goes by among its fields, or an empty text."""
    for name in ("title", "name", "subject", "about", "account", "number"):
        if told.get(name):
            return str(told[name])
    return ""


def _state_told(seen: "Seen", session: Session) -> str:
    state = state_words(seen.record.kind, seen.state, session.language)
    return session.say("cli.docket.waits", state=state) if seen.waits else state


def seen_row(seen: "Seen") -> dict[str, Any]:
    """Return a record as it is seen, for machines: masked as the table is."""
    row = {**_head_row(seen.record), "state_now": seen.state, "body": dict(seen.body)}
    if seen.request is not None:
        row |= {"request": dict(seen.request), "waits_for_me": seen.waits}
    clocks, approvals = to_plain(seen.record.clocks), to_plain(seen.record.approvals)
    return {**row, "clocks": clocks, "approvals": approvals}


def _head_row(record: AnyRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "kind": record.kind,
        "case": record.case,
        "party": record.party,
        "state": record.state,
        "version": record.version,
        "author": record.author,
        "at": None if record.at is None else to_plain(record.at),
        "by": record.by,
    }
