"""Commands of joint listing that are no acts: entering a notice, the board, totals, reminders."""

import typer

from zhanlian.cli.docket.command import NEEDED, Call, add_command, argument, option
from zhanlian.cli.session import Session


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the commands to the group, with their help in the session's language."""
    programme = option("programme", str | None, "cli.listing.board-programme", session)
    page = option("limit", int, "cli.listing.limit", session, 50)
    notice = [
        argument("source", "cli.listing.import-source", session, shown="FILE|SHA256"),
        option("programme", str, "cli.listing.import-programme", session, NEEDED),
        option("case", str, "cli.listing.import-case", session, session.settings.case),
        option("batch", str, "cli.listing.import-batch", session, ""),
    ]
    add_command(group, session, "import", "cli.listing.import", _import, notice)
    add_command(group, session, "board", "cli.listing.board", _board, [programme, page])
    add_command(group, session, "totals", "cli.listing.totals", _totals, [programme])
    add_command(group, session, "reminders", "cli.listing.reminders", _remind, [programme, page])


def _import(call: Call) -> None:
    from zhanlian.app.docket.gate import Visitor
    from zhanlian.app.docket.listing_notice import Means, Order, enter_listings
    from zhanlian.app.receive import ReceiveLimits
    from zhanlian.app.wire import extract_listing, wire_reading
    from zhanlian.cli.docket.shown.listing import show_entered
    from zhanlian.cli.progress import open_progress

    session, settings = call.session, call.session.settings
    limits = ReceiveLimits(settings.batch, settings.max_file_bytes)
    order = Order(call["source"], call["programme"], call["case"], call["batch"])
    with call.open_workspace() as (workspace, around), open_progress(session) as progress:
        means = Means(wire_reading(), extract_listing, limits, progress)
        visitor = Visitor(call.who, around.now(), call.login)
        entered = enter_listings(workspace, visitor, order, means, around)
    show_entered(entered, session, as_json=call.as_json)


def _board(call: Call) -> None:
    from zhanlian.app.docket.listing_board import show_board
    from zhanlian.cli.docket.shown.listing import write_board

    programme, limit = call["programme"], call["limit"]
    with call.open_docket() as (docket, around):
        found = show_board(docket, call.who, around, programme=programme, limit=limit)
    write_board(found, call.session, as_json=call.as_json)


def _totals(call: Call) -> None:
    from zhanlian.app.docket.listing_board import total_listings
    from zhanlian.cli.docket.shown.listing import write_totals

    with call.open_docket() as (docket, around):
        found = total_listings(docket, call.who, around, programme=call["programme"])
    write_totals(found, call.session, as_json=call.as_json)


def _remind(call: Call) -> None:
    from zhanlian.app.docket.listing_board import draft_reminder, list_reminding
    from zhanlian.cli.docket.shown.listing import reminder_words, write_reminders

    who, session = call.who, call.session
    programme, limit = call["programme"], call["limit"]
    with call.open_docket() as (docket, around):
        wanted = list_reminding(docket, who, around, programme=programme, limit=limit)
        texts = ((one.record, reminder_words(one, around.now(), session)) for one in wanted)
        made = [draft_reminder(docket, who, one, text, around) for one, text in texts]
    write_reminders(made, session, as_json=call.as_json)
