"""``zhanlian task due`` and ``task calendar``: what runs out when, and as a calendar file."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhanlian.cli.docket.setting import open_docket, tell_actor
from zhanlian.cli.session import Session

if TYPE_CHECKING:
    from rich.text import Text

    from zhanlian.app.docket.due_list import DueItem, DueList

_COLUMNS = ("colour", "due", "left", "kind", "title", "rule", "source")


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the commands to the group, with their help in the session's language."""
    say = session.say
    one_case = Annotated[str | None, typer.Option("--case", help=say("cli.task.due-case"))]
    account = Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))]
    place = Annotated[Path, typer.Option("--workspace", help=say("cli.option.workspace"))]
    json = Annotated[bool, typer.Option("--json", help=say("cli.docket.json"))]
    language = Annotated[str | None, typer.Option("--lang", help=say("cli.option.lang"))]

    @group.command("due", help=say("cli.task.due"))
    def due(
        case: one_case = None,
        limit: Annotated[int, typer.Option("--limit", help=say("cli.listing.limit"))] = 50,
        who: account = None,
        workspace: place = session.settings.workspace,
        as_json: json = False,
        lang: language = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.due_list import list_due_items
        from zhanlian.app.docket.wire import wire_surroundings

        actor, login = tell_actor(who, session)
        around = wire_surroundings(workspace, login)
        with open_docket(workspace) as docket:
            found = list_due_items(docket, actor, around, case=case, limit=limit)
        if as_json:
            _write_json(found, session)
        else:
            _show(found, session)

    @group.command("calendar", help=say("cli.task.calendar"))
    def calendar(
        out: Annotated[Path, typer.Option("--out", help=say("cli.task.calendar-out"))],
        case: one_case = None,
        stamp: Annotated[
            datetime | None, typer.Option("--stamp", help=say("cli.task.calendar-stamp"))
        ] = None,
        who: account = None,
        workspace: place = session.settings.workspace,
        as_json: json = False,
        lang: language = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.calendar_export import export_calendar
        from zhanlian.app.docket.wire import wire_surroundings
        from zhanlian.model.zone import SHANGHAI
        from zhanlian.words.paths import show_path

        actor, login = tell_actor(who, session)
        around = wire_surroundings(workspace, login)
        made = None if stamp is None else stamp.replace(tzinfo=stamp.tzinfo or SHANGHAI)
        with open_docket(workspace) as docket:
            written = export_calendar(
                docket, actor, out, around, case=case, stamp=made, language=session.language
            )
        if as_json:
            from zhanlian.report.jsonl import json_line

            told = {"deadlines": written.count, "sha256": written.sha256}
            sys.stdout.write(json_line({"path": show_path(written.path), **told}))
        else:
            path = show_path(written.path)
            session.print(session.say("cli.task.calendar-written", count=written.count, path=path))


def _write_json(found: "DueList", session: Session) -> None:
    from zhanlian.app.docket.look import Seen
    from zhanlian.cli.docket.due_shown import days_left
    from zhanlian.cli.docket.shown import title_words
    from zhanlian.model.docket.plain import to_plain
    from zhanlian.report.jsonl import json_line

    for item in found.items:
        told = {
            "id": item.record.id,
            "kind": item.record.kind,
            "case": item.record.case,
            "title": title_words(Seen(item.record, item.body), session),
            "clock": item.name,
            "rule": item.rule,
            "due": to_plain(item.due),
            "colour": item.colour.value,
            "days_left": days_left(item.due, found.now),
            "law": item.law,
            "article": item.article,
            "status": to_plain(item.status),
        }
        sys.stdout.write(json_line(told))
    sys.stdout.write(json_line({"counts": to_plain(found.counts), "now": to_plain(found.now)}))


def _show(found: "DueList", session: Session) -> None:
    from zhanlian.cli.docket.due_shown import make_table
    from zhanlian.model.docket.plain import to_plain

    if not found.items:
        session.print(session.say("cli.task.due-none"))
        return
    table = make_table([session.say(f"cli.task.column.{name}") for name in _COLUMNS])
    for item in found.items:
        table.add_row(*_cells(item, found.now, session))
    session.console(sys.stdout).print(table)
    counts = to_plain(found.counts)
    session.print(session.say("cli.task.due-counts", shown=len(found.items), **counts))


def _cells(item: "DueItem", now: datetime, session: Session) -> "tuple[str | Text, ...]":
    from zhanlian.app.docket.calendar_export import source_words
    from zhanlian.app.docket.look import Seen
    from zhanlian.cli.docket.due_shown import colour_words, left_words
    from zhanlian.cli.docket.shown import title_words
    from zhanlian.report.docket.labels import clock_words, due_words, kind_words
    from zhanlian.words.shown import plain_line

    return (
        colour_words(item.colour.value, session),
        due_words(item.due),
        left_words(item.due, now, session),
        kind_words(item.record.kind, session.language),
        plain_line(f"{item.record.id} {title_words(Seen(item.record, item.body), session)}"),
        plain_line(clock_words(item.rule, session.language)),
        plain_line(source_words(item, session.language)),
    )
