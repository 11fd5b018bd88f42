"""One group of docket commands: its acts, and looking at what they made."""

import inspect
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from zhanlian.cli.docket.options import list_options, read_request
from zhanlian.cli.docket.setting import open_docket, tell_actor
from zhanlian.cli.session import Session


def add_group(app: typer.Typer, session: Session, name: str) -> typer.Typer:
    """Return a new group of commands with all acts of its name, added to the program."""
    from zhanlian.app.docket.catalogue import list_acts, list_kinds

    group = typer.Typer(
        help=session.say(f"cli.docket.{name}"), add_completion=False, rich_markup_mode=None
    )
    for act in list_acts(name):
        _add_act(group, session, act)
    kinds = tuple(kind.name for kind in list_kinds(name))
    if kinds:
        _add_looks(group, session, kinds)
        _add_print(group, session)
    if find_spec(f"zhanlian.cli.docket.more_{name}") is not None:
        import_module(f"zhanlian.cli.docket.more_{name}").add_to(group, session)
    app.add_typer(group, name=name)
    return group


def _add_act(group: typer.Typer, session: Session, act: Any) -> None:
    own_reason = any(one == "reason" for one in act.request.__dataclass_fields__)

    def run(**values: Any) -> None:
        session.check_language(values.get("lang"))
        from zhanlian.app.docket.perform import Asked, perform
        from zhanlian.app.docket.wire import wire_surroundings
        from zhanlian.cli.docket.shown import show_done

        who, login = tell_actor(values["who"], session)
        request = read_request(act.request, act.command[0], values)
        reason = values.get("reason") or (request.get("reason", "") if own_reason else "")
        asked = Asked(act.name, request, values.get("target"), values.get("version"), reason)
        with open_docket(values["workspace"], create=act.name == "user.add") as docket:
            done = perform(docket, who, asked, wire_surroundings(values["workspace"], login))
        show_done(done, session, as_json=values["as_json"])

    parameters = [*list_options(act.request, act.command[0], session), *_shared(session)]
    if not own_reason:
        parameters.append(_option("reason", str | None, "--reason", "reason", session))
    if act.on is not None:
        parameters.insert(0, _target(act.on, session))
        if not act.adds:
            parameters.append(_option("version", int | None, "--version", "version", session))
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    group.command(act.command[1], help=session.say(f"act.{act.name}"))(run)


def _target(kind: str, session: Session) -> inspect.Parameter:
    told = session.say("cli.docket.target", kind=session.say(f"kind.{kind}"))
    # An act on any kind of record has no kind to name.
    shown = kind.upper() if kind.replace("-", "").isalpha() else "ID"
    made = Annotated[str, typer.Argument(help=told, metavar=shown)]
    return inspect.Parameter("target", inspect.Parameter.KEYWORD_ONLY, annotation=made)


def _shared(session: Session) -> list[inspect.Parameter]:
    workspace = Annotated[
        Path, typer.Option("--workspace", help=session.say("cli.option.workspace"))
    ]
    return [
        _option("who", str | None, "--as", "as", session),
        inspect.Parameter(
            "workspace",
            inspect.Parameter.KEYWORD_ONLY,
            default=session.settings.workspace,
            annotation=workspace,
        ),
        inspect.Parameter(
            "as_json",
            inspect.Parameter.KEYWORD_ONLY,
            default=False,
            annotation=Annotated[bool, typer.Option("--json", help=session.say("cli.docket.json"))],
        ),
        _option("lang", str | None, "--lang", "lang", session),
    ]


def _option(name: str, kind: Any, flag: str, word: str, session: Session) -> inspect.Parameter:
    key = "cli.option.lang" if word == "lang" else f"cli.docket.{word}"
    made = Annotated[kind, typer.Option(flag, help=session.say(key))]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=made)


def _add_looks(group: typer.Typer, session: Session, kinds: tuple[str, ...]) -> None:
    def add(name: str, look: Callable[..., None], *extra: inspect.Parameter) -> None:
        def run(**values: Any) -> None:
            session.check_language(values.get("lang"))
            look(values, session, kinds)

        parameters = [*extra, *_shared(session)]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        group.command(name, help=session.say(f"cli.docket.{name}"))(run)

    record = inspect.Parameter(
        "target",
        inspect.Parameter.KEYWORD_ONLY,
        annotation=Annotated[
            str, typer.Argument(help=session.say("cli.docket.record"), metavar="ID")
        ],
    )
    reason = inspect.Parameter(
        "reason",
        inspect.Parameter.KEYWORD_ONLY,
        annotation=Annotated[str, typer.Option("--reason", help=session.say("cli.docket.reason"))],
    )
    state = _option("state", list[str] | None, "--state", "state", session)
    case = _option("case", str | None, "--case", "case-option", session)
    add("list", _list, state, case)
    add("show", _show, record)
    add("history", _history, record)
    add("unmask", _unmask, record, reason)


def _add_print(group: typer.Typer, session: Session) -> None:
    """Add the command that writes a form of an office for a record."""

    @group.command("print", help=session.say("cli.docket.print"))
    def _print(
        target: Annotated[str, typer.Argument(help=session.say("cli.docket.record"), metavar="ID")],
        out: Annotated[Path, typer.Option(help=session.say("cli.docket.print-out"))],
        form: Annotated[str, typer.Option(help=session.say("cli.docket.print-form"))] = "",
        who: Annotated[str | None, typer.Option("--as", help=session.say("cli.docket.as"))] = None,
        workspace: Annotated[
            Path, typer.Option(help=session.say("cli.option.workspace"))
        ] = session.settings.workspace,
        as_json: Annotated[
            bool, typer.Option("--json", help=session.say("cli.docket.json"))
        ] = False,
        lang: Annotated[
            str | None, typer.Option(help=session.say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.forms import print_form
        from zhanlian.app.docket.wire import wire_surroundings
        from zhanlian.cli.docket.shown import show_printed

        actor, login = tell_actor(who, session)
        with open_docket(workspace) as docket:
            printed = print_form(
                docket,
                actor,
                target,
                out,
                wire_surroundings(workspace, login),
                form=form,
                language=session.language,
            )
        show_printed(printed, session, as_json=as_json)


def _list(values: dict[str, Any], session: Session, kinds: tuple[str, ...]) -> None:
    from zhanlian.app.docket.look import list_records
    from zhanlian.app.docket.wire import wire_surroundings
    from zhanlian.cli.docket.shown import show_list

    who, login = tell_actor(values["who"], session)
    states = tuple(values["state"] or ())
    with open_docket(values["workspace"]) as docket:
        here = wire_surroundings(values["workspace"], login)
        found = list_records(docket, who, kinds, here, states=states, case=values["case"])
    show_list(found, session, as_json=values["as_json"])


def _show(values: dict[str, Any], session: Session, kinds: tuple[str, ...]) -> None:
    from zhanlian.app.docket.look import show_record
    from zhanlian.app.docket.wire import wire_surroundings
    from zhanlian.cli.docket.shown import show_seen

    who, login = tell_actor(values["who"], session)
    with open_docket(values["workspace"]) as docket:
        surroundings = wire_surroundings(values["workspace"], login)
        seen = show_record(docket, who, values["target"], surroundings, kinds)
    show_seen(seen, session, as_json=values["as_json"])


def _history(values: dict[str, Any], session: Session, kinds: tuple[str, ...]) -> None:
    from zhanlian.app.docket.look import list_history
    from zhanlian.app.docket.wire import wire_surroundings
    from zhanlian.cli.docket.shown import show_seen

    who, login = tell_actor(values["who"], session)
    with open_docket(values["workspace"]) as docket:
        surroundings = wire_surroundings(values["workspace"], login)
        versions = list_history(docket, who, values["target"], surroundings, kinds)
    for seen in versions:
        show_seen(seen, session, as_json=values["as_json"])


def _unmask(values: dict[str, Any], session: Session, kinds: tuple[str, ...]) -> None:
    from zhanlian.app.docket.look import unmask_record
    from zhanlian.app.docket.wire import wire_surroundings
    from zhanlian.cli.docket.shown import show_seen

    who, login = tell_actor(values["who"], session)
    with open_docket(values["workspace"]) as docket:
        surroundings = wire_surroundings(values["workspace"], login)
        seen = unmask_record(docket, who, values["target"], values["reason"], surroundings, kinds)
    show_seen(seen, session, as_json=values["as_json"])
