"""Records of the docket as tables and as JSON lines."""

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhanlian.cli.session import Session
from zhanlian.model.docket.plain import to_plain
from zhanlian.model.docket.record import AnyRecord
from zhanlian.model.zone import SHANGHAI
from zhanlian.words import has_key
from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from zhanlian.app.docket.look import Seen
    from zhanlian.app.docket.perform import Done


def show_done(done: "Done", session: Session, *, as_json: bool) -> None:
    """Write what came of an act: the records written, or the draft that waits and for whom."""
    if as_json:
        rows = [_head_row(record) for record in done.records]
        _write_json({"act": done.act, "draft": done.draft and done.draft.id, "records": rows})
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
                kind=session.say(f"kind.{record.kind}"),
                id=record.id,
                state=state_words(record, session),
                version=record.version,
            )
        )


def show_list(found: Sequence["Seen"], session: Session, *, as_json: bool) -> None:
    """Write records one a line: id, kind, state, what they are called, when changed and by whom."""
    if as_json:
        for seen in found:
            _write_json(seen_row(seen))
        return
    if not found:
        session.print(session.say("cli.docket.none"))
        return
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("id", "kind", "state", "title", "changed", "by"):
        table.add_column(session.say(f"cli.docket.column.{name}"), no_wrap=name in ("id", "state"))
    for seen in found:
        record = seen.record
        table.add_row(
            record.id,
            session.say(f"kind.{record.kind}"),
            state_words(record, session),
            plain_line(title_words(seen, session)),
            local_time(record.at),
            plain_line(record.by),
        )
    session.console(sys.stdout).print(table)


def show_seen(seen: "Seen", session: Session, *, as_json: bool) -> None:
    """Write one record with all its fields, deadlines and approvals."""
    if as_json:
        _write_json(seen_row(seen))
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    record = seen.record
    table = Table(
        box=box.SIMPLE,
        show_header=False,
        title=Text(f"{session.say(f'kind.{record.kind}')} {record.id}"),
        title_justify="left",
    )
    table.add_column(no_wrap=True)
    table.add_column()
    for name, text in _facts(seen, session):
        table.add_row(plain_line(name), plain_line(text))
    session.console(sys.stdout).print(table)


def _facts(seen: "Seen", session: Session) -> list[tuple[str, str]]:
    """Return name and text of everything that is told of a record."""
    record = seen.record
    facts = [(session.say("cli.docket.column.state"), state_words(record, session))]
    changed = session.say("cli.docket.changed", at=local_time(record.at), by=record.by)
    facts.append((session.say("cli.docket.version-word"), f"{record.version} · {changed}"))
    facts += _fields(seen.body, session)
    if seen.request is not None:
        facts += _fields(seen.request, session)
    for clock in record.clocks:
        state = session.say(f"clock-state.{clock.state.value}")
        text = session.say("cli.docket.clock", due=local_time(clock.due), state=state)
        facts.append((clock_words(clock.rule, session), text))
    for given in record.approvals:
        level = session.say(f"level.{given.level.value}")
        text = session.say("cli.docket.approval", by=given.by, level=level, at=local_time(given.at))
        facts.append((session.say("cli.docket.approved"), text))
    return facts


def _fields(told: Mapping[str, Any], session: Session, name: str = "") -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    for key, value in told.items():
        if value in (None, "", [], {}):
            continue
        label = session.say(f"field.{key}") if has_key(f"field.{key}") else key
        label = f"{name} {label}".strip()
        if isinstance(value, Mapping):
            facts += _fields(value, session, label)
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            for number, one in enumerate(value, start=1):
                facts += _fields(one, session, f"{label} {number}")
        else:
            facts.append((label, value_words(value, session)))
    return facts


def value_words(value: object, session: Session) -> str:
    """Return a value as a reader sees it: codes in words, times in the zone of the docket."""
    if isinstance(value, list):
        return session.say("cli.list-comma").join(value_words(one, session) for one in value)
    if isinstance(value, bool):
        return session.say("cli.docket.yes" if value else "cli.docket.no")
    text = str(value)
    if has_key(f"choice.{text}"):
        return session.say(f"choice.{text}")
    if len(text) == 32 and text.endswith("+00:00"):
        return local_time(datetime.fromisoformat(text))
    return text


def state_words(record: AnyRecord, session: Session) -> str:
    """Return the words of a record's state."""
    return session.say(f"state.{record.kind}.{record.state}")


def title_words(seen: "Seen", session: Session) -> str:
    """Return what a record is called in a list: its name or title, or the first field it has."""
    body = seen.body
    if "act" in body and seen.request is not None:
        return session.say(f"act.{body['act']}")
    for name in ("title", "name", "subject", "about", "account", "number"):
        if body.get(name):
            return str(body[name])
    return next((str(value) for value in body.values() if isinstance(value, str) and value), "")


def clock_words(rule: str, session: Session) -> str:
    """Return what a clock is called."""
    key = f"clock.{rule}"
    return session.say(key) if has_key(key) else rule


def local_time(at: datetime | None) -> str:
    """Return a time as it is read in China, to the minute."""
    return "" if at is None else f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def seen_row(seen: "Seen") -> dict[str, Any]:
    """Return a record as it is seen, for machines: masked as the table is."""
    row = {**_head_row(seen.record), "body": dict(seen.body)}
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


def _write_json(row: dict[str, object]) -> None:
    from zhanlian.report.jsonl import json_line

    sys.stdout.write(json_line(row))
