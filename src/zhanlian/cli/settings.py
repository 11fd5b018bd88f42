"""`zhanlian settings`: every environment variable, its value now, and what it means."""

from typing import Annotated

import typer

from zhanlian.cli.session import Session
from zhanlian.settings import SETTINGS


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("settings", help=say("cli.settings.about"))
    def _settings(
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        for setting in SETTINGS:
            value = session.settings.values[setting.name]
            session.print(f"{setting.name}={int(value) if isinstance(value, bool) else value}")
            default = say("cli.settings.default", default=setting.default or "-")
            session.print(f"    {say(setting.doc)} {default}")
