"""`zhanlian order track`, `round` and `draft-…`: what is more than one act."""

from pathlib import Path
from typing import Final

import typer

from zhanlian.cli.docket.command import NEEDED, Call, add_command, option, target_argument
from zhanlian.cli.docket.options import list_options, read_request
from zhanlian.cli.session import Session
from zhanlian.model.flow import ReturnReading

_GROUP: Final = "order"


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the commands to the group, with their help in the session's language."""
    case, freeze = target_argument("case", session), target_argument("freeze", session)
    add_command(group, session, "track", "cli.order.track", _track, [case])
    reading = option("reading", ReturnReading, "field.reading", session, ReturnReading.USUAL)
    inflows = option("inflows", Path | None, "cli.order.inflows", session)
    add_command(group, session, "round", "cli.order.round", _round, [freeze, reading, inflows])
    for kind, plural in (("stop", "stops"), ("freeze", "freezes"), ("query", "queries")):
        _add_drafting(group, session, kind, f"draft-{plural}")


def _add_drafting(group: typer.Typer, session: Session, kind: str, name: str) -> None:
    from zhanlian.app.docket.drafting import TOLD

    own = [
        target_argument("case", session),
        option("path", Path, "cli.order.from", session, NEEDED, flag="--from"),
        *list_options(TOLD[kind], _GROUP, session),
        option("top", int | None, "cli.order.top", session),
    ]
    add_command(group, session, name, f"cli.order.{name}", lambda call: _draft(kind, call), own)


def _track(call: Call) -> None:
    from zhanlian.app.docket.track import track_case
    from zhanlian.cli.docket.shown.order import show_track

    with call.open_docket() as (docket, around):
        found = track_case(docket, call.who, call["target"], around)
    show_track(found, call.session, as_json=call.as_json)


def _round(call: Call) -> None:
    from zhanlian.app.docket.returning import load_inflows, propose_round
    from zhanlian.cli.docket.shown.record import show_done

    came = () if call["inflows"] is None else load_inflows(call["inflows"])
    freeze, reading = call["target"], call["reading"]
    with call.open_docket() as (docket, around):
        done = propose_round(docket, call.who, freeze, around, reading=reading, inflows=came)
    show_done(done, call.session, as_json=call.as_json)


def _draft(kind: str, call: Call) -> None:
    from zhanlian.app.docket.drafting import TOLD, DraftingRequest, draft_orders
    from zhanlian.cli.docket.shown.order import show_drafted

    told = read_request(TOLD[kind], _GROUP, call.values)
    request = DraftingRequest(kind, call["target"], call["path"], told, call["top"])
    with call.open_docket() as (docket, around):
        found = draft_orders(docket, call.who, request, around)
    show_drafted(found, call.session, as_json=call.as_json)
