"""`zhanlian demo`: a synthetic case, read and opened."""

import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from zhanlian.cli.progress import open_progress
from zhanlian.cli.session import Session, has_desktop

_FOLDER: Final = Path("zhanlian-demo")


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("demo", help=say("cli.demo.about"))
    def _demo(
        out: Annotated[Path, typer.Option(help=say("cli.demo.out"))] = _FOLDER,
        open_page: Annotated[
            bool, typer.Option("--open/--no-open", help=say("cli.demo.open"))
        ] = True,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.demo import DemoRequest, run_demo
        from zhanlian.app.publish import REPORT_HTML
        from zhanlian.app.wire import wire_rooms
        from zhanlian.cli.summary import money_screen, show_run

        request = DemoRequest(out, say("cli.demo.case"), say("cli.demo.receiver"), session.language)
        with open_progress(session) as progress:
            outcome = run_demo(request, wire_rooms(), progress, money_screen(session, sys.stdout))
        show_run(outcome, session, sys.stdout)
        report = next(path for path in outcome.written if path.name == REPORT_HTML)
        if open_page and has_desktop(os.environ):
            import webbrowser

            webbrowser.open(report.resolve().as_uri())
