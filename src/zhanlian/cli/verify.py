"""`zhanlian verify`: says exactly what is wrong with a workspace, or that nothing is."""

from pathlib import Path
from typing import Annotated

import typer

from zhanlian.cli.docket.setting import tell_visitor
from zhanlian.cli.progress import open_progress
from zhanlian.cli.session import Session
from zhanlian.errors import StoreError


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("verify", help=say("cli.verify.about"))
    def _verify(
        workspace: Annotated[
            Path, typer.Option(help=say("cli.option.workspace"))
        ] = session.settings.workspace,
        checkpoint: Annotated[Path | None, typer.Option(help=say("cli.verify.checkpoint"))] = None,
        who: Annotated[str | None, typer.Option("--as", help=say("cli.docket.as"))] = None,
        deep: Annotated[bool, typer.Option("--deep", help=say("cli.verify.deep"))] = False,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.money.wire import wire_statements
        from zhanlian.app.verify import verify
        from zhanlian.app.wire import wire_reading

        with open_progress(session) as progress:
            readings = (wire_reading(), wire_statements()) if deep else None
            findings = verify(workspace, checkpoint, progress, tell_visitor(who, session), readings)
        for finding in findings:
            level = say(f"cli.verify.{finding.severity.value}")
            session.print(say("cli.verify.finding", level=level, text=session.tell(finding.reason)))
        damaged = sum(finding.is_damage for finding in findings)
        if damaged:
            session.note(say("cli.verify.damaged", count=damaged))
            raise typer.Exit(StoreError.exit_code)
        session.print(say("cli.verify.whole"))
