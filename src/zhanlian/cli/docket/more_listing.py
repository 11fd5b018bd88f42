"""Commands of joint listing that are no acts: entering a notice, the board, totals, reminders."""

from pathlib import Path
from typing import Annotated

import typer

from zhanlian.cli.docket.listing_import import add_import
from zhanlian.cli.docket.setting import open_docket, tell_actor
from zhanlian.cli.session import Session


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the commands to the group, with their help in the session's language."""
    say = session.say
    one_programme = Annotated[
        str | None, typer.Option("--programme", help=say("cli.listing.board-programme"))
    ]
    page = Annotated[int, typer.Option("--limit", help=say("cli.listing.limit"))]
    account = Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))]
    place = Annotated[Path, typer.Option("--workspace", help=say("cli.option.workspace"))]
    json = Annotated[bool, typer.Option("--json", help=say("cli.docket.json"))]
    language = Annotated[str | None, typer.Option("--lang", help=say("cli.option.lang"))]
    add_import(group, session)

    @group.command("board", help=say("cli.listing.board"))
    def board(
        programme: one_programme = None,
        limit: page = 50,
        who: account = None,
        workspace: place = session.settings.workspace,
        as_json: json = False,
        lang: language = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.listing_board import show_board
        from zhanlian.app.docket.wire import wire_surroundings
        from zhanlian.cli.docket.listing_shown import write_board

        actor, login = tell_actor(who, session)
        around = wire_surroundings(workspace, login)
        with open_docket(workspace) as docket:
            found = show_board(docket, actor, around, programme=programme, limit=limit)
        write_board(found, session, as_json=as_json)

    @group.command("totals", help=say("cli.listing.totals"))
    def totals(
        programme: one_programme = None,
        who: account = None,
        workspace: place = session.settings.workspace,
        as_json: json = False,
        lang: language = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.listing_board import total_listings
        from zhanlian.app.docket.wire import wire_surroundings
        from zhanlian.cli.docket.listing_shown import write_totals

        actor, login = tell_actor(who, session)
        around = wire_surroundings(workspace, login)
        with open_docket(workspace) as docket:
            found = total_listings(docket, actor, around, programme=programme)
        write_totals(found, session, as_json=as_json)

    @group.command("reminders", help=say("cli.listing.reminders"))
    def reminders(
        programme: one_programme = None,
        limit: page = 50,
        who: account = None,
        workspace: place = session.settings.workspace,
        as_json: json = False,
        lang: language = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.listing_board import draft_reminder, list_reminding
        from zhanlian.app.docket.wire import wire_surroundings
        from zhanlian.cli.docket.listing_shown import reminder_words, write_reminders

        actor, login = tell_actor(who, session)
        around = wire_surroundings(workspace, login)
        with open_docket(workspace) as docket:
            wanted = list_reminding(docket, actor, around, programme=programme, limit=limit)
            texts = ((one.record, reminder_words(one, around.now(), session)) for one in wanted)
            made = [draft_reminder(docket, actor, one, text, around) for one, text in texts]
        write_reminders(made, session, as_json=as_json)
