"""`zhanlian audit`: who did what to which object when, and what changed; masked."""

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhanlian.cli.docket.setting import open_docket, tell_visitor
from zhanlian.cli.session import Session
from zhanlian.words import has_key
from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from zhanlian.app.docket.audit import ReadLine


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("audit", help=say("cli.audit.about"))
    def _audit(
        about: Annotated[str, typer.Option("--object", help=say("cli.audit.object"))] = "",
        actor: Annotated[str, typer.Option(help=say("cli.audit.actor"))] = "",
        action: Annotated[str, typer.Option(help=say("cli.audit.action"))] = "",
        since: Annotated[str, typer.Option(help=say("cli.audit.since"), metavar="TIME")] = "",
        until: Annotated[str, typer.Option(help=say("cli.audit.until"), metavar="TIME")] = "",
        limit: Annotated[int, typer.Option(help=say("cli.audit.limit"), min=1)] = 50,
        out: Annotated[Path | None, typer.Option(help=say("cli.audit.out"))] = None,
        who: Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))] = None,
        workspace: Annotated[
            Path, typer.Option(help=say("cli.option.workspace"))
        ] = session.settings.workspace,
        as_json: Annotated[bool, typer.Option("--json", help=say("cli.docket.json"))] = False,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.audit import ask, export_lines, line_row, list_lines
        from zhanlian.report.jsonl import json_line

        # A file holds all that is asked for; a screen the newest of it.
        query = ask(about, actor, action, (since, until), limit if out is None else None)
        visitor = tell_visitor(who, session)
        with open_docket(workspace) as docket:
            if out is not None:
                lines = export_lines(docket, visitor, query, out)
                _say_written(len(lines), out, session)
                return
            lines = list_lines(docket, visitor, query)
        if as_json:
            sys.stdout.writelines(json_line(line_row(line)) for line in lines)
        else:
            _show(lines, session)


def _say_written(count: int, out: Path, session: Session) -> None:
    from zhanlian.words.paths import show_path

    session.print(session.say("cli.audit.written", count=count, path=show_path(out)))


def _show(lines: "tuple[ReadLine, ...]", session: Session) -> None:
    from rich import box
    from rich.table import Table

    if not lines:
        session.print(session.say("cli.audit.none"))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("seq", "at", "actor", "action", "object", "changed", "told"):
        heading = session.say(f"cli.audit.column.{name}")
        table.add_column(heading, overflow="fold", justify="right" if name == "seq" else "left")
    for line in lines:
        changed = session.say("cli.list-comma").join(_name(one, session) for one in line.changed)
        cells = (_time(line.at), line.actor, line.action, line.object, changed)
        table.add_row(str(line.seq), *map(plain_line, (*cells, _told(line.told, session))))
    session.console(sys.stdout).print(table)


def _told(told: Mapping[str, Any], session: Session) -> str:
    return "  ".join(f"{_name(name, session)}: {value}" for name, value in told.items())


def _name(name: str, session: Session) -> str:
    for key in (f"cli.audit.field.{name}", f"field.{name}"):
        if has_key(key):
            return session.say(key)
    return name


def _time(at: str) -> str:
    from zhanlian.model.zone import SHANGHAI

    try:
        return f"{datetime.fromisoformat(at).astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return at
