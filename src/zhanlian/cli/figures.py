"""`zhanlian figures`: needs no workspace; standard output holds the records and nothing else."""

from typing import Annotated

import typer

from zhanlian.cli.session import Session


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("figures", help=say("cli.figures.about"))
    def _figures(
        documents: Annotated[
            list[str], typer.Argument(help=say("cli.option.documents"), metavar="DOC…")
        ],
        as_json: Annotated[bool, typer.Option("--json", help=say("cli.figures.json"))] = False,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.wire import extract_claims
        from zhanlian.cli.documents import Kind, show_documents
        from zhanlian.cli.tables import show_claims
        from zhanlian.report.rows import claim_row

        kind = Kind(extract_claims, claim_row, show_claims)
        show_documents(documents, kind, session, as_json=as_json)
