"""`zhanlian row`: the bytes of a row in the evidence, and what was read from them."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhanlian.cli.session import Session
from zhanlian.model.asset import show_amount
from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from zhanlian.app.money.source_row import SourceRow

_SUMS = frozenset(("amount", "balance", "other_balance", "fee", "available", "loss", "recovered"))


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
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.money.source_row import load_rows
        from zhanlian.app.money.wire import wire_statements

        rows = load_rows(workspace, item, line, wire_statements())
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
        told = show_amount(value, asset) if asset and name in _SUMS else str(value)
        session.print(f"  {name} = {plain_line(told)}")


def _decode(data: bytes) -> str:
    """Return bytes as text to look at; `--bytes` gives them as they are."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "backslashreplace")
