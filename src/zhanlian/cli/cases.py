"""`zhanlian cases`: needs no workspace; standard output holds the records and nothing else."""

from typing import Annotated

import typer

from zhanlian.cli.session import Session


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("cases", help=say("cli.cases.about"))
    def _cases(
        documents: Annotated[
            list[str], typer.Argument(help=say("cli.option.documents"), metavar="DOC…")
        ],
        as_json: Annotated[bool, typer.Option("--json", help=say("cli.cases.json"))] = False,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.wire import extract_listing
        from zhanlian.cli.documents import Kind, show_documents
        from zhanlian.cli.tables import show_listings
        from zhanlian.report.rows import listing_row

        kind = Kind(extract_listing, listing_row, show_listings)
        show_documents(documents, kind, session, as_json=as_json)
