"""`zhanlian row`: the bytes of a row in the evidence, and what was read from them."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from zhanlian.cli.docket.setting import tell_visitor
from zhanlian.cli.session import Session
from zhanlian.model.asset import show_grouped
from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from zhanlian.app.money.source_row import SourceRow

_SUMS: Final = frozenset(
    ("amount", "balance", "other_balance", "fee", "available", "loss", "recovered")
)


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("row", help=say("cli.row.about"))
    def _row(
        item: Annotated[str, typer.Argument(help=say("cli.row.item"), metavar="SHA256")],
        line: Annotated[int, typer.Argument(help=say("cli.row.line"), min=1)],
        workspace: Annotated[
            Path, typer.Option(help=say("cli.option.workspace"))
        ] = session.settings.workspace,
        as_bytes: Annotated[bool, typer.Option("--bytes", help=say("cli.row.bytes"))] = False,
        who: Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))] = None,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.money.source_row import load_rows
        from zhanlian.app.money.wire import wire_statements

        rows = load_rows(workspace, item, line, wire_statements(), tell_visitor(who, session))
        if as_bytes:
            sys.stdout.flush()
            for row in rows:
                sys.stdout.buffer.write((row.data or b"") + b"\n")
            return
        for row in rows:
            _show(row, session)


def _show(row: "SourceRow", session: Session) -> None:
    session.print(
        session.say(
            "cli.row.place",
            name=row.item.name,
            line=row.line,
            sheet=row.sheet or "-",
            offset="-" if row.offset is None else row.offset,
        )
    )
    session.print(f"SHA-256 {row.item.sha256}")
    if row.data is not None:
        session.print(session.say("cli.row.raw", text=_decode(row.data)))
    asset = str(dict(row.cells).get("asset") or "")
    for name, value in row.cells:
        told = (
            show_grouped(value, asset) if asset and name in _SUMS else _tell(name, value, session)
        )
        words = session.say(f"cli.row.cell.{name}")
        session.print(session.say("cli.row.told", name=words, told=plain_line(told)))


def _tell(name: str, value: object, session: Session) -> str:
    """Return a cell as a reader says it: codes in words, times in Beijing time."""
    # Not above: they load Arrow, which a call for help needs not wait for.
    from zhanlian.model.statement import Direction, Precision, RowKind, RowStatus
    from zhanlian.report.flow.labels import code_words, reason_words, time_text

    codes = {"direction": Direction, "kind": RowKind, "precision": Precision, "status": RowStatus}
    if isinstance(value, datetime):
        return session.say("cli.row.time", time=time_text(value))
    if isinstance(value, bool):
        return session.say("cli.row.yes" if value else "cli.row.no")
    if isinstance(value, int) and name in codes:
        return code_words(codes[name](value), session.language)
    if name == "reason":
        return reason_words(f"reject.{value}", session.language)
    return str(value)


def _decode(data: bytes) -> str:
    """Return bytes as text to look at; `--bytes` gives them as they are."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "backslashreplace")
