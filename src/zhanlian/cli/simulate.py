"""`zhanlian simulate`: a synthetic case with known truth, in the formats that are received."""

from pathlib import Path
from typing import Annotated

import typer

from zhanlian.cli.progress import open_progress
from zhanlian.cli.session import Session
from zhanlian.words.paths import show_path


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("simulate", help=say("cli.simulate.about"))
    def _simulate(
        out: Annotated[Path, typer.Option(help=say("cli.simulate.out"))],
        seed: Annotated[int, typer.Option(help=say("cli.simulate.seed"))] = 1,
        scale: Annotated[str, typer.Option(help=say("cli.simulate.scale"))] = "demo",
        missing: Annotated[float, typer.Option(help=say("cli.simulate.missing"))] = 0.0,
        formats: Annotated[str, typer.Option(help=say("cli.simulate.formats"))] = "",
        without: Annotated[str, typer.Option(help=say("cli.simulate.without"))] = "",
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.simulate import SimulateRequest, simulate_case

        request = SimulateRequest(seed, scale, out, missing, _split(formats), _split(without))
        with open_progress(session) as progress:
            outcome = simulate_case(request, progress)
        session.print(
            say(
                "cli.simulate.made",
                transfers=outcome.transfers,
                victims=outcome.victims,
                rows=outcome.rows,
                missing=outcome.missing,
                files=len(outcome.written),
            )
        )
        session.print(say("cli.simulate.written", path=show_path(outcome.folder)))


def _split(told: str) -> list[str]:
    return [name.strip() for name in told.split(",") if name.strip()]
