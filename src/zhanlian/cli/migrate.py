"""`zhanlian migrate`: the docket of a workspace at the version that this program writes."""

from pathlib import Path
from typing import Annotated

import typer

from zhanlian.cli.session import Session, tell_receiver


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("migrate", help=say("cli.migrate.about"))
    def _migrate(
        workspace: Annotated[
            Path, typer.Option(help=say("cli.option.workspace"))
        ] = session.settings.workspace,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.migrate import migrate
        from zhanlian.app.wire import tell_time
        from zhanlian.words.paths import show_path

        done = migrate(workspace, tell_receiver(None, session), tell_time())
        if done.before == done.after:
            session.print(say("cli.migrate.nothing", version=done.after))
            return
        session.print(say("cli.migrate.done", before=done.before, after=done.after))
        if done.copy is not None:
            session.print(say("cli.migrate.copy", path=show_path(done.copy)))
