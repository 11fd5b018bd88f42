"""`zhanlian backup`: docket, evidence, mappings and rules of a workspace in one file."""

from pathlib import Path
from typing import Annotated

import typer

from zhanlian.cli.progress import open_progress
from zhanlian.cli.session import Session, tell_receiver


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("backup", help=say("cli.backup.about"))
    def _backup(
        out: Annotated[Path, typer.Argument(metavar="OUT", help=say("cli.backup.out"))],
        workspace: Annotated[
            Path, typer.Option(help=say("cli.option.workspace"))
        ] = session.settings.workspace,
        who: Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))] = None,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.backup import back_up
        from zhanlian.app.wire import tell_time
        from zhanlian.words.paths import show_path

        actor = tell_receiver(who, session)
        with open_progress(session) as progress:
            made = back_up(workspace, out, actor, tell_time(), progress)
        end = made.checkpoint
        session.print(
            say(
                "cli.backup.made",
                path=show_path(out),
                objects=made.objects,
                line=end.seq,
                hash=end.hash,
            )
        )
