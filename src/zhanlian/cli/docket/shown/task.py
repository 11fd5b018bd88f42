"""What is due, and the calendar of it, as tables and as JSON lines."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhanlian.cli.docket.shown.due import colour_words, days_left, left_words
from zhanlian.cli.docket.shown.record import title_words
from zhanlian.cli.docket.shown.table import make_table, write_json
from zhanlian.cli.session import Session
from zhanlian.model.docket.plain import to_plain
from zhanlian.report.docket.labels import clock_words, due_words, kind_words
from zhanlian.words.paths import show_path
from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from rich.text import Text

    from zhanlian.app.docket.calendar_export import Exported
    from zhanlian.app.docket.due_list import DueItem, DueList

_COLUMNS = ("colour", "due", "left", "kind", "title", "rule", "source")


def _due_row(item: "DueItem", now: datetime, session: Session) -> dict[str, Any]:
    return {
        "id": item.record.id,
        "kind": item.record.kind,
        "case": item.record.case,
        "title": _title(item, session),
        "clock": item.name,
        "rule": item.rule,
        "due": to_plain(item.due),
        "colour": item.colour.value,
        "days_left": days_left(item.due, now),
        "law": item.law,
        "article": item.article,
        "status": to_plain(item.status),
    }


def show_due(found: "DueList", session: Session, *, as_json: bool) -> None:
    """Write what is due by when, the most urgent first, and the counts over all."""
    counts = to_plain(found.counts)
    if as_json:
        write_json(*(_due_row(item, found.now, session) for item in found.items))
        write_json({"counts": counts, "now": to_plain(found.now)})
        return
    if not found.items:
        session.print(session.say("cli.task.due-none"))
        return
    table = make_table([session.say(f"cli.task.column.{name}") for name in _COLUMNS])
    for item in found.items:
        table.add_row(*_cells(item, found.now, session))
    session.console(sys.stdout).print(table)
    session.print(session.say("cli.task.due-counts", shown=len(found.items), **counts))


def _cells(item: "DueItem", now: datetime, session: Session) -> "tuple[str | Text, ...]":
    from zhanlian.app.docket.calendar_export import source_words

    return (
        colour_words(item.colour.value, session),
        due_words(item.due),
        left_words(item.due, now, session),
        kind_words(item.record.kind, session.language),
        plain_line(f"{item.record.id} {_title(item, session)}"),
        plain_line(clock_words(item.rule, session.language)),
        plain_line(source_words(item, session.language)),
    )


def _title(item: "DueItem", session: Session) -> str:
    from zhanlian.app.docket.look import Seen

    return title_words(Seen(item.record, item.body), session)


def show_calendar(written: "Exported", session: Session, *, as_json: bool) -> None:
    """Write where a calendar was written, how much it holds, and its hash."""
    path = show_path(written.path)
    if as_json:
        write_json({"path": path, "deadlines": written.count, "sha256": written.sha256})
    else:
        session.print(session.say("cli.task.calendar-written", count=written.count, path=path))
