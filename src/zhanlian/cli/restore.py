"""`zhanlian restore`: a new workspace from a backup, in SQLite or PostgreSQL."""

from pathlib import Path
from typing import Annotated

import typer

from zhanlian.cli.progress import open_progress
from zhanlian.cli.session import Session, tell_receiver


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("restore", help=say("cli.restore.about"))
    def _restore(
        backup: Annotated[Path, typer.Argument(metavar="BACKUP", help=say("cli.restore.backup"))],
        workspace: Annotated[Path, typer.Option(help=say("cli.restore.workspace"))],
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.backup import restore
        from zhanlian.app.wire import tell_time
        from zhanlian.words.paths import show_path

        actor = tell_receiver(None, session)
        with open_progress(session) as progress:
            made = restore(backup, workspace, actor, tell_time(), progress)
        end = made.checkpoint
        session.print(
            say(
                "cli.restore.made",
                path=show_path(workspace),
                objects=made.objects,
                line=end.seq,
                hash=end.hash,
                made_at=made.made_at,
            )
        )
