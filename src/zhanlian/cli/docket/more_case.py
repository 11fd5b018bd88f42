"""``zhanlian case timeline``: the three tracks of a case by date."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhanlian.cli.docket.setting import open_docket, tell_actor
from zhanlian.cli.session import Session

if TYPE_CHECKING:
    from zhanlian.app.docket.timeline import TimelineRow


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the command to the group, with its help in the session's language."""

    @group.command("timeline", help=session.say("cli.timeline.about"))
    def timeline(
        target: Annotated[
            str, typer.Argument(help=session.say("cli.docket.record"), metavar="CASE")
        ],
        who: Annotated[str | None, typer.Option("--as", help=session.say("cli.docket.as"))] = None,
        workspace: Annotated[
            Path, typer.Option("--workspace", help=session.say("cli.option.workspace"))
        ] = session.settings.workspace,
        as_json: Annotated[
            bool, typer.Option("--json", help=session.say("cli.docket.json"))
        ] = False,
        lang: Annotated[
            str | None, typer.Option("--lang", help=session.say("cli.option.lang"))
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.timeline import list_timeline
        from zhanlian.app.docket.wire import wire_surroundings

        actor, login = tell_actor(who, session)
        with open_docket(workspace) as docket:
            rows = list_timeline(docket, actor, target, wire_surroundings(workspace, login))
        if as_json:
            _write_json(rows)
        else:
            _show(rows, session)


def _write_json(rows: "tuple[TimelineRow, ...]") -> None:
    from zhanlian.model.docket.plain import to_plain
    from zhanlian.report.jsonl import json_line

    for row in rows:
        sys.stdout.write(json_line(to_plain(row)))


def _show(rows: "tuple[TimelineRow, ...]", session: Session) -> None:
    from rich import box
    from rich.table import Table

    from zhanlian.report.docket.labels import due_words, local_time
    from zhanlian.words.shown import plain_line

    if not rows:
        session.print(session.say("cli.timeline.none"))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("at", "track", "event", "about", "source", "id"):
        table.add_column(
            session.say(f"cli.timeline.column.{name}"), no_wrap=name in ("at", "track", "id")
        )
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
    from zhanlian.report.docket.labels import clock_words, kind_words, label_words, value_words

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
