"""Commands of operations that are no acts: boards, who would see a release, entering a notice."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from zhanlian.cli.docket.setting import open_docket, tell_actor, tell_visitor
from zhanlian.cli.session import Session

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the commands to the group."""
    _add_audience(group, session)
    _add_board(group, session, "counts", "OPERATION")
    _add_places(group, session)
    _add_board(group, session, "trace", "OPERATION")
    _add_board(group, session, "score", "CAMPAIGN")
    _add_import(group, session)


def _add_audience(group: typer.Typer, session: Session) -> None:
    say = session.say

    @group.command("audience", help=say("cli.operation.audience"))
    def _audience(
        target: Annotated[str, typer.Argument(help=say("cli.docket.record"), metavar="ID")],
        to: Annotated[str, typer.Option("--to", help=say("cli.operation.audience-to"))],
        whole: Annotated[
            bool, typer.Option("--whole", help=say("cli.operation.audience-whole"))
        ] = False,
        who: Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))] = None,
        workspace: Annotated[
            Path, typer.Option("--workspace", help=say("cli.option.workspace"))
        ] = session.settings.workspace,
        as_json: Annotated[bool, typer.Option("--json", help=say("cli.docket.json"))] = False,
        lang: Annotated[
            str | None, typer.Option("--lang", help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.audience import tell_audience
        from zhanlian.app.docket.wire import wire_surroundings
        from zhanlian.cli.docket.operation_shown import show_audience

        account, login = tell_actor(who, session)
        with open_docket(workspace) as docket:
            found = tell_audience(docket, account, target, to, wire_surroundings(workspace, login))
        show_audience(found, session, whole=whole, as_json=as_json)


def _add_board(group: typer.Typer, session: Session, name: str, of: str) -> None:
    say = session.say

    @group.command(name, help=say(f"cli.operation.{name}"))
    def _board(
        target: Annotated[str, typer.Argument(help=say("cli.docket.record"), metavar=of)],
        who: Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))] = None,
        workspace: Annotated[
            Path, typer.Option("--workspace", help=say("cli.option.workspace"))
        ] = session.settings.workspace,
        as_json: Annotated[bool, typer.Option("--json", help=say("cli.docket.json"))] = False,
        lang: Annotated[
            str | None, typer.Option("--lang", help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.wire import wire_surroundings

        look, show = _find_board(name)
        account, login = tell_actor(who, session)
        with open_docket(workspace) as docket:
            found = look(docket, account, target, wire_surroundings(workspace, login))
        show(found, session, as_json=as_json)


def _find_board(name: str) -> tuple[Callable[..., Any], Callable[..., None]]:
    from zhanlian.app.docket import boards
    from zhanlian.cli.docket import operation_shown as shown

    known: dict[str, tuple[Callable[..., Any], Callable[..., None]]] = {
        "counts": (boards.compare_operation, shown.show_counts),
        "trace": (boards.trace_operation, shown.show_trace),
        "score": (boards.score_campaign, shown.show_scores),
    }
    return known[name]


def _add_places(group: typer.Typer, session: Session) -> None:
    say = session.say

    @group.command("places", help=say("cli.operation.places"))
    def _places(
        operation: Annotated[str, typer.Option(help=say("cli.operation.places-operation"))] = "",
        who: Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))] = None,
        workspace: Annotated[
            Path, typer.Option("--workspace", help=say("cli.option.workspace"))
        ] = session.settings.workspace,
        as_json: Annotated[bool, typer.Option("--json", help=say("cli.docket.json"))] = False,
        lang: Annotated[
            str | None, typer.Option("--lang", help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.boards import list_places
        from zhanlian.app.docket.wire import wire_surroundings
        from zhanlian.cli.docket.operation_shown import show_places

        account, login = tell_actor(who, session)
        with open_docket(workspace) as docket:
            surroundings = wire_surroundings(workspace, login)
            found = list_places(docket, account, surroundings, operation)
        show_places(found, session, as_json=as_json)


def _add_import(group: typer.Typer, session: Session) -> None:
    say = session.say

    @group.command("import", help=say("cli.operation.import"))
    def _import(
        document: Annotated[
            str, typer.Argument(help=say("cli.operation.import-document"), metavar="FILE|SHA256")
        ],
        case: Annotated[str, typer.Option(help=say("cli.operation.import-case"))] = "",
        says: Annotated[str, typer.Option(help=say("cli.operation.import-says"))] = "",
        campaign: Annotated[str, typer.Option(help=say("cli.operation.import-campaign"))] = "",
        who: Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))] = None,
        workspace: Annotated[
            Path, typer.Option("--workspace", help=say("cli.option.workspace"))
        ] = session.settings.workspace,
        as_json: Annotated[bool, typer.Option("--json", help=say("cli.docket.json"))] = False,
        lang: Annotated[
            str | None, typer.Option("--lang", help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.notice import enter_notice
        from zhanlian.app.docket.wire import wire_surroundings
        from zhanlian.app.wire import open_workspace
        from zhanlian.cli.docket.shown import show_done

        account, login = tell_actor(who, session)
        opened: Any
        with open_workspace(workspace, create=False) as opened:
            notice = _read_notice(opened, document, case, tell_visitor(who, session), session)
            entered = enter_notice(
                opened.docket,
                account,
                notice,
                wire_surroundings(workspace, login),
                says=says,
                campaign=campaign,
            )
        for done in entered:
            show_done(done, session, as_json=as_json)


def _read_notice(workspace: Any, document: str, case: str, visitor: Any, session: Session) -> Any:
    from zhanlian.app.docket.notice import load_evidence, load_file, read_notice
    from zhanlian.app.wire import extract_operations, wire_tree
    from zhanlian.errors import InputError

    if _SHA256.fullmatch(document) is None:
        path = Path(document)
        data, sha256 = load_file(path, session.settings.max_file_bytes)
        name = path.name
    elif case:
        data, sha256, name = load_evidence(workspace, visitor, document, case), document, document
    else:
        raise InputError("error.docket-notice-case")
    return read_notice(data, sha256, name, wire_tree(), extract_operations)
