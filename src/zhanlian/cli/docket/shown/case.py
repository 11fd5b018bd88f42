"""The timeline of a case as a table and as JSON lines."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhanlian.cli.docket.shown.table import make_table, write_json
from zhanlian.cli.session import Session
from zhanlian.model.docket.plain import to_plain
from zhanlian.report.docket.labels import (
    clock_words,
    due_words,
    kind_words,
    label_words,
    local_time,
    value_words,
)
from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from zhanlian.app.docket.timeline import TimelineRow


def show_timeline(rows: "Sequence[TimelineRow]", session: Session, *, as_json: bool) -> None:
    """Write everything dated of a case, the earliest first."""
    if as_json:
        write_json(*map(to_plain, rows))
        return
    if not rows:
        session.print(session.say("cli.timeline.none"))
        return
    names = ("at", "track", "event", "about", "source", "id")
    headings = [session.say(f"cli.timeline.column.{name}") for name in names]
    table = make_table(headings, unbroken=(0, 1, 5))
    for row in rows:
        table.add_row(
            due_words(row.at) if row.sort.value == "deadline" else local_time(row.at),
            session.say(f"cli.timeline.track.{row.track.value}"),
            plain_line(_event_words(row, session)),
            plain_line(row.about),
            plain_line(row.source),
            row.record,
        )
    session.console(sys.stdout).print(table)


def _event_words(row: "TimelineRow", session: Session) -> str:
    language = session.language
    if row.sort.value == "deadline":
        late = session.say("cli.timeline.overdue")
        state = late if row.overdue else session.say(f"clock-state.{row.note}")
        clock = clock_words(row.code, language)
        return session.say("cli.timeline.due", clock=clock, state=state)
    if row.sort.value == "date":
        return f"{kind_words(row.kind, language)} · {label_words(row.code, language)}"
    words = value_words(row.code, language)
    if row.stands:
        return f"{words} {row.note}".strip()
    return f"{words} · {session.say('cli.timeline.superseded', reason=row.note)}"
