"""One group of docket commands: its acts, and looking at what they made."""

import inspect
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import typer

from zhanlian.cli.docket.command import Call, add_command, option, target_argument
from zhanlian.cli.docket.looks import add_looks
from zhanlian.cli.docket.options import list_options, read_request
from zhanlian.cli.session import Session

_RELEASE = "record.release"
_FIRST = "user.add"  # makes the workspace, too, where there is none


def add_group(app: typer.Typer, session: Session, name: str, asked: str | None = None) -> None:
    """Add a group of commands with all acts of its name to the program.

    Args:
        app: the program.
        session: language and settings.
        name: of the group.
        asked: the one of its commands that is built; all of them where there is none such, or
            where none is told.
    """
    from zhanlian.app.docket.catalogue import list_acts, list_kinds

    group = _begin(app, session, name)
    for act in list_acts(name):
        _add_act(group, session, act)
    kinds = tuple(kind.name for kind in list_kinds(name))
    if kinds:
        add_looks(group, session, kinds)
    if find_spec(f"zhanlian.cli.docket.more.{name}") is not None:
        import_module(f"zhanlian.cli.docket.more.{name}").add_to(group, session)
    # Typer looks into each option of each command: 3 ms a command, and only one is run.
    one = [command for command in group.registered_commands if command.name == asked]
    group.registered_commands = one or group.registered_commands


def name_group(app: typer.Typer, session: Session, name: str) -> None:
    """Add a group of commands by its name and help alone, for a list of what there is."""
    _begin(app, session, name)


def _begin(app: typer.Typer, session: Session, name: str) -> typer.Typer:
    about = session.say(f"cli.docket.{name}")
    group = typer.Typer(help=about, add_completion=False, rich_markup_mode=None)
    app.add_typer(group, name=name)
    return group


def _add_act(group: typer.Typer, session: Session, act: Any) -> None:
    own_reason = any(one == "reason" for one in act.request.__dataclass_fields__)

    def run(call: Call) -> None:
        from zhanlian.app.docket.perform import Asked, perform
        from zhanlian.cli.docket.shown.record import show_done

        told = call.values
        request = read_request(act.request, act.command[0], told)
        reason = told.get("reason") or (request.get("reason", "") if own_reason else "")
        asked = Asked(act.name, request, told.get("target"), told.get("version"), reason)
        with call.open_docket(create=act.name == _FIRST) as (docket, around):
            if act.name == _RELEASE and not call.as_json:
                _show_audience(call, docket, request, around)
            done = perform(docket, call.who, asked, around)
        show_done(done, session, as_json=call.as_json)

    own: list[inspect.Parameter] = list(list_options(act.request, act.command[0], session))
    if act.on is not None:
        own.insert(0, target_argument(act.on, session))
    if not own_reason:
        own.append(option("reason", str | None, "cli.docket.reason", session))
    if act.on is not None and not act.adds:
        own.append(option("version", int | None, "cli.docket.version", session))
    add_command(group, session, act.command[1], f"act.{act.name}", run, own)


def _show_audience(call: Call, docket: Any, request: dict[str, Any], around: Any) -> None:
    """Write who would see what of a record, before anybody asks for its release."""
    from zhanlian.app.docket.audience import tell_audience
    from zhanlian.cli.docket.shown.operation import show_audience
    from zhanlian.errors import DeniedError, NotFoundError

    # Who may not release it, or names what is not there, is told so by the act itself.
    with suppress(DeniedError, NotFoundError):
        found = tell_audience(docket, call.who, call["target"], request["to_party"], around)
        whole = str(request.get("whole", False)).lower() == "true"
        show_audience(found, call.session, whole=whole, as_json=False)
