"""`zhanlian checkpoint`: the end of the audit chain, to be kept outside of this machine."""

from pathlib import Path
from typing import Annotated

import typer

from zhanlian.cli.docket.setting import tell_visitor
from zhanlian.cli.session import Session


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("checkpoint", help=say("cli.checkpoint.about"))
    def _checkpoint(
        out: Annotated[Path, typer.Option(help=say("cli.checkpoint.out"))],
        workspace: Annotated[
            Path, typer.Option(help=say("cli.option.workspace"))
        ] = session.settings.workspace,
        who: Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))] = None,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.verify import save_checkpoint
        from zhanlian.words.paths import show_path

        taken = save_checkpoint(workspace, out, tell_visitor(who, session))
        session.print(
            say("cli.checkpoint.taken", line=taken.seq, hash=taken.hash, path=show_path(out))
        )
