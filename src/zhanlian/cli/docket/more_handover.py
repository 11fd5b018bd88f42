"""Commands of hand-overs that are no acts: matching, custody, statement, statistics."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from zhanlian.cli.docket import handover_shown
from zhanlian.cli.docket.setting import open_docket, tell_actor, tell_visitor
from zhanlian.cli.session import Session

_DAYS = ["%Y-%m-%d"]


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the commands to the group, with their help in the session's language."""
    _add_look(group, session, "match", _match)
    _add_look(group, session, "custody", _custody)
    _add_look(group, session, "statement", _statement)
    _add_statistics(group, session)


def _add_look(group: typer.Typer, session: Session, name: str, look: Callable[..., None]) -> None:
    @group.command(name, help=session.say(f"cli.handover.{name}"))
    def run(
        target: Annotated[str, typer.Argument(help=session.say("cli.docket.record"), metavar="ID")],
        who: Annotated[str | None, typer.Option("--as", help=session.say("cli.docket.as"))] = None,
        workspace: Annotated[
            Path, typer.Option("--workspace", help=session.say("cli.option.workspace"))
        ] = session.settings.workspace,
        as_json: Annotated[
            bool, typer.Option("--json", help=session.say("cli.docket.json"))
        ] = False,
        lang: Annotated[
            str | None, typer.Option("--lang", help=session.say("cli.option.lang"))
        ] = None,
    ) -> None:
        session.check_language(lang)
        look(target, tell_actor(who, session), workspace, session, as_json=as_json)


def _match(
    target: str, actor: tuple[str, str], workspace: Path, session: Session, *, as_json: bool
) -> None:
    from zhanlian.app.docket.handovers import match_handover

    with open_docket(workspace) as docket:
        found = match_handover(docket, actor[0], target)
    handover_shown.show_matches(found, session, as_json=as_json)


def _custody(
    target: str, actor: tuple[str, str], workspace: Path, session: Session, *, as_json: bool
) -> None:
    from zhanlian.app.docket.handovers import report_custody
    from zhanlian.app.docket.wire import wire_surroundings

    who, login = actor
    with open_docket(workspace) as docket:
        found = report_custody(docket, who, target, wire_surroundings(workspace, login))
    handover_shown.show_custody(found, session, as_json=as_json)


def _statement(
    target: str, actor: tuple[str, str], workspace: Path, session: Session, *, as_json: bool
) -> None:
    from zhanlian.app.docket.handovers import state_handover

    with open_docket(workspace) as docket:
        told = state_handover(docket, actor[0], target, session.language)
    handover_shown.show_statement(told, session, as_json=as_json)


def _add_statistics(group: typer.Typer, session: Session) -> None:
    @group.command("statistics", help=session.say("cli.handover.statistics"))
    def statistics(
        case: Annotated[
            str | None, typer.Option("--case", help=session.say("cli.docket.case-option"))
        ] = None,
        since: Annotated[
            datetime | None,
            typer.Option(formats=_DAYS, metavar="DAY", help=session.say("cli.handover.since")),
        ] = None,
        until: Annotated[
            datetime | None,
            typer.Option(formats=_DAYS, metavar="DAY", help=session.say("cli.handover.until")),
        ] = None,
        against: Annotated[
            Path | None, typer.Option(help=session.say("cli.handover.against"))
        ] = None,
        published: Annotated[
            bool, typer.Option("--published", help=session.say("cli.handover.published"))
        ] = False,
        who: Annotated[str | None, typer.Option("--as", help=session.say("cli.docket.as"))] = None,
        workspace: Annotated[
            Path, typer.Option("--workspace", help=session.say("cli.option.workspace"))
        ] = session.settings.workspace,
        as_json: Annotated[
            bool, typer.Option("--json", help=session.say("cli.docket.json"))
        ] = False,
        lang: Annotated[
            str | None, typer.Option("--lang", help=session.say("cli.option.lang"))
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.statistics import StatisticsRequest

        asked = StatisticsRequest(
            case, since and since.date(), until and until.date(), session.language
        )
        ledger = against
        if published:
            ledger = _find_published(case, who, workspace, session)
        _count(asked, ledger, tell_actor(who, session), workspace, session, as_json)


def _find_published(case: str | None, who: str | None, workspace: Path, session: Session) -> Path:
    """Return the ledger of a case, for whoever may read its evidence."""
    from zhanlian.app.docket.gate import READ, admit_to_case
    from zhanlian.app.docket.published_claims import load_ledger_path

    with open_docket(workspace) as docket:
        admit_to_case(docket, READ, tell_visitor(who, session), case or "")
    return load_ledger_path(workspace, case or "")


def _count(
    asked: Any,
    ledger: Path | None,
    actor: tuple[str, str],
    workspace: Path,
    session: Session,
    as_json: bool,
) -> None:
    """Write the figures, and how they stand to published ones where there are any."""
    from zhanlian.app.docket.published_claims import load_published
    from zhanlian.app.docket.reconciling import reconcile
    from zhanlian.app.docket.statistics import make_statistics
    from zhanlian.app.docket.wire import wire_surroundings
    from zhanlian.app.wire import wire_figuring

    who, login = actor
    with open_docket(workspace) as docket:
        made = make_statistics(docket, who, asked, wire_surroundings(workspace, login))
    handover_shown.show_statistics(made, session, as_json=as_json)
    if ledger is not None:
        compared = reconcile(made.claims, load_published(ledger), wire_figuring())
        handover_shown.show_reconciled(compared, session, as_json=as_json)
