"""`zhanlian evidence`: what a workspace holds, who received it, and what could not be read."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhanlian.cli.docket.setting import tell_visitor
from zhanlian.cli.session import Session

if TYPE_CHECKING:
    from rich.table import Table

    from zhanlian.app.verify import CaseEvidence


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("evidence", help=say("cli.evidence.about"))
    def _evidence(
        workspace: Annotated[
            Path, typer.Option(help=say("cli.option.workspace"))
        ] = session.settings.workspace,
        case: Annotated[str | None, typer.Option(help=say("cli.evidence.case"))] = None,
        who: Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))] = None,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.verify import list_evidence

        console = session.console(sys.stdout)
        for evidence in list_evidence(workspace, case, tell_visitor(who, session)):
            console.print(_items(evidence, session))
            console.print(_receipts(evidence, session))
            if evidence.rejects:
                console.print(_rejects(evidence, session))


def _items(evidence: "CaseEvidence", session: Session) -> "Table":
    title = session.say("cli.evidence.items", case=evidence.case, count=len(evidence.items))
    table = _table(title, session, "name", "media_type", "size", "sha256", "sm3")
    for item in evidence.items:
        _add(table, item.name, item.media_type, f"{item.size:,}", item.sha256, item.sm3)
    return table


def _receipts(evidence: "CaseEvidence", session: Session) -> "Table":
    title = session.say("cli.evidence.receipts", count=len(evidence.receipts))
    names = ("source", "sha256", "received_at", "received_by", "legal_basis")
    table = _table(title, session, *names)
    for receipt in evidence.receipts:
        at = receipt.received_at.isoformat(timespec="seconds")
        short = receipt.sha256[:12]
        _add(table, receipt.source, short, at, receipt.received_by, receipt.legal_basis)
    return table


def _rejects(evidence: "CaseEvidence", session: Session) -> "Table":
    title = session.say("cli.evidence.rejects", count=len(evidence.rejects))
    table = _table(title, session, "source", "source_place", "reason")
    for _, reject in evidence.rejects:
        _add(table, reject.source, reject.place, session.tell(reject.reason))
    return table


def _table(title: str, session: Session, *columns: str) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, title=Text(title), title_justify="left")
    for name in columns:
        # Hashes are folded, never cut: a hash that is not whole identifies nothing.
        table.add_column(
            session.say(f"cli.column.{name}"),
            overflow="fold",
            justify="right" if name == "size" else "left",
        )
    return table


def _add(table: "Table", *values: str) -> None:
    from zhanlian.words.shown import plain_text

    table.add_row(*(plain_text(value) for value in values))
