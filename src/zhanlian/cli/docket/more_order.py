"""`zhanlian order track`, `round` and `draft-…`: what is more than one act."""

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from zhanlian.cli.docket.options import list_options, read_request
from zhanlian.cli.docket.setting import open_docket, tell_actor
from zhanlian.cli.session import Session
from zhanlian.model.flow import ReturnReading

_GROUP: Final = "order"
_NEEDED: Final = inspect.Parameter.empty

Values = dict[str, Any]


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the commands to the group, with their help in the session's language."""
    _add(group, session, "track", _track, [_target("case", session)])
    reading = _option("reading", ReturnReading, "field.reading", session, ReturnReading.USUAL)
    inflows = _option("inflows", Path | None, "cli.order.inflows", session, None)
    _add(group, session, "round", _round, [_target("freeze", session), reading, inflows])
    for kind, plural in (("stop", "stops"), ("freeze", "freezes"), ("query", "queries")):
        _add_drafting(group, session, kind, f"draft-{plural}")


def _add_drafting(group: typer.Typer, session: Session, kind: str, command: str) -> None:
    from zhanlian.app.docket.drafting import TOLD

    def run(values: Values, session: Session) -> None:
        _draft(kind, values, session)

    parameters = [
        _target("case", session),
        _option("path", Path, "cli.order.from", session, _NEEDED, flag="--from"),
        *list_options(TOLD[kind], _GROUP, session),
        _option("top", int | None, "cli.order.top", session, None),
    ]
    _add(group, session, command, run, parameters)


def _add(
    group: typer.Typer,
    session: Session,
    name: str,
    use: Callable[[Values, Session], None],
    own: Sequence[inspect.Parameter],
) -> None:
    def run(**values: Any) -> None:
        session.check_language(values["lang"])
        use(values, session)

    folder = session.settings.workspace
    parameters = [
        *own,
        _option("who", str | None, "cli.docket.as", session, None, flag="--as"),
        _option("workspace", Path, "cli.option.workspace", session, folder),
        _option("as_json", bool, "cli.docket.json", session, False, flag="--json"),
        _option("lang", str | None, "cli.option.lang", session, None),
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    group.command(name, help=session.say(f"cli.order.{name}"))(run)


def _target(kind: str, session: Session) -> inspect.Parameter:
    told = session.say("cli.docket.target", kind=session.say(f"kind.{kind}"))
    made = Annotated[str, typer.Argument(help=told, metavar=kind.upper())]
    return inspect.Parameter("target", inspect.Parameter.KEYWORD_ONLY, annotation=made)


def _option(
    name: str, kind: Any, key: str, session: Session, default: Any, *, flag: str = ""
) -> inspect.Parameter:
    made = Annotated[kind, typer.Option(flag or f"--{name}", help=session.say(key))]
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, keyword, default=default, annotation=made)


def _track(values: Values, session: Session) -> None:
    from zhanlian.app.docket.track import track_case
    from zhanlian.app.docket.wire import wire_surroundings
    from zhanlian.cli.docket.order_shown import show_track

    who, login = tell_actor(values["who"], session)
    around = wire_surroundings(values["workspace"], login)
    with open_docket(values["workspace"]) as docket:
        found = track_case(docket, who, values["target"], around)
    show_track(found, session, as_json=values["as_json"])


def _round(values: Values, session: Session) -> None:
    from zhanlian.app.docket.returning import load_inflows, propose_round
    from zhanlian.app.docket.wire import wire_surroundings
    from zhanlian.cli.docket.shown import show_done

    who, login = tell_actor(values["who"], session)
    came = () if values["inflows"] is None else load_inflows(values["inflows"])
    around = wire_surroundings(values["workspace"], login)
    with open_docket(values["workspace"]) as docket:
        reading, freeze = values["reading"], values["target"]
        done = propose_round(docket, who, freeze, around, reading=reading, inflows=came)
    show_done(done, session, as_json=values["as_json"])


def _draft(kind: str, values: Values, session: Session) -> None:
    from zhanlian.app.docket.drafting import TOLD, DraftingRequest, draft_orders
    from zhanlian.app.docket.wire import wire_surroundings
    from zhanlian.cli.docket.order_shown import show_drafted

    who, login = tell_actor(values["who"], session)
    told = read_request(TOLD[kind], _GROUP, values)
    request = DraftingRequest(kind, values["target"], values["path"], told, values["top"])
    around = wire_surroundings(values["workspace"], login)
    with open_docket(values["workspace"]) as docket:
        found = draft_orders(docket, who, request, around)
    show_drafted(found, session, as_json=values["as_json"])
