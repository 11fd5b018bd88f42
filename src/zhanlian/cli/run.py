"""`zhanlian run`: receive, read, compare, and write the ledger."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from zhanlian.cli.progress import open_progress
from zhanlian.cli.session import Session, tell_receiver
from zhanlian.errors import InputError
from zhanlian.model.flow import ReturnReading, Rule
from zhanlian.model.zone import SHANGHAI

_YEARS: Final = (1900, 2200)
_TIMES: Final = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d"]


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say, settings = session.say, session.settings

    @app.command("run", help=say("cli.run.about"))
    def _run(
        paths: Annotated[list[str], typer.Argument(help=say("cli.run.paths"), metavar="PATH…")],
        workspace: Annotated[
            Path, typer.Option(help=say("cli.option.workspace"))
        ] = settings.workspace,
        case: Annotated[str, typer.Option(help=say("cli.option.case"))] = settings.case,
        received_by: Annotated[str | None, typer.Option(help=say("cli.run.received-by"))] = None,
        legal_basis: Annotated[str, typer.Option(help=say("cli.run.legal-basis"))] = "",
        out: Annotated[Path | None, typer.Option(help=say("cli.run.out"))] = None,
        rule: Annotated[Rule, typer.Option(help=say("cli.run.rule"))] = Rule.ROLLING,
        reading: Annotated[
            ReturnReading, typer.Option(help=say("cli.run.reading"))
        ] = ReturnReading.USUAL,
        as_of: Annotated[
            datetime | None,
            typer.Option(help=say("cli.run.as-of"), formats=_TIMES, metavar="TIME"),
        ] = None,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.receive import ReceiveLimits
        from zhanlian.app.run import RunRequest, run_case
        from zhanlian.app.wire import wire_rooms
        from zhanlian.cli.summary import money_screen, show_run

        request = RunRequest(
            paths=paths,
            workspace=workspace,
            case=case,
            received_by=tell_receiver(received_by, session),
            legal_basis=legal_basis,
            language=session.language,
            limits=ReceiveLimits(
                settings.batch, settings.max_file_bytes, settings.max_statement_bytes
            ),
            out=out,
            rule=rule,
            reading=reading,
            as_of=_place(as_of),
        )
        with open_progress(session) as progress:
            outcome = run_case(request, wire_rooms(), progress, money_screen(session, sys.stdout))
        show_run(outcome, session, sys.stdout)
        if not (outcome.summary.read or outcome.money):
            raise InputError("error.nothing-read", rejects=outcome.summary.rejects)


def _place(told: datetime | None) -> datetime | None:
    """Return an instant told in Beijing time; what no calendar of a case has is refused."""
    if told is not None and not _YEARS[0] <= told.year < _YEARS[1]:
        raise InputError("error.trace-as-of", told=told.isoformat(" "))
    return None if told is None else told.replace(tzinfo=SHANGHAI)
