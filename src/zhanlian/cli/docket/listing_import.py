"""``zhanlian listing import``: a batch and its cases from their notice, in one step."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhanlian.cli.docket.setting import tell_visitor
from zhanlian.cli.session import Session

if TYPE_CHECKING:
    from zhanlian.app.docket.listing_notice import Entered


def add_import(group: typer.Typer, session: Session) -> None:
    """Add the command to the group, with its help in the session's language."""
    say, settings = session.say, session.settings

    @group.command("import", help=say("cli.listing.import"))
    def _import(
        source: Annotated[
            str, typer.Argument(help=say("cli.listing.import-source"), metavar="FILE|SHA256")
        ],
        programme: Annotated[
            str, typer.Option("--programme", help=say("cli.listing.import-programme"))
        ],
        case: Annotated[
            str, typer.Option("--case", help=say("cli.listing.import-case"))
        ] = settings.case,
        batch: Annotated[str, typer.Option("--batch", help=say("cli.listing.import-batch"))] = "",
        who: Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))] = None,
        workspace: Annotated[
            Path, typer.Option("--workspace", help=say("cli.option.workspace"))
        ] = settings.workspace,
        as_json: Annotated[bool, typer.Option("--json", help=say("cli.docket.json"))] = False,
        lang: Annotated[str | None, typer.Option("--lang", help=say("cli.option.lang"))] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.listing_notice import Means, Order, enter_listings
        from zhanlian.app.docket.wire import wire_surroundings
        from zhanlian.app.receive import ReceiveLimits
        from zhanlian.app.wire import extract_listing, open_workspace, wire_reading
        from zhanlian.cli.progress import open_progress

        visitor = tell_visitor(who, session)
        limits = ReceiveLimits(settings.batch, settings.max_file_bytes)
        order = Order(source, programme, case, batch)
        around = wire_surroundings(workspace, visitor.login)
        with open_workspace(workspace, create=False) as opened, open_progress(session) as progress:
            means = Means(wire_reading(), extract_listing, limits, progress)
            entered = enter_listings(opened, visitor, order, means, around)
        _show(entered, session, as_json=as_json)


def _show(entered: "Entered", session: Session, *, as_json: bool) -> None:
    if as_json:
        from zhanlian.report.jsonl import json_line

        added = [{"id": one.id, "name": one.body.name} for one in entered.listings]
        told = {"batch": entered.batch, "source": entered.sha256, "told": entered.told}
        sys.stdout.write(json_line({**told, "added": added}))
        return
    if not entered.listings:
        session.print(session.say("cli.listing.import-known", count=entered.told))
        return
    session.print(
        session.say(
            "cli.listing.imported",
            batch=entered.batch,
            added=len(entered.listings),
            known=entered.told - len(entered.listings),
            source=entered.sha256,
        )
    )
    for one in entered.listings:
        session.print(f"{one.id}  {one.body.name}")
