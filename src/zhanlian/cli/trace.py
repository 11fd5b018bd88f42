"""`zhanlian trace`: follow victims' money through a table of transfers."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from zhanlian.cli.session import Session
from zhanlian.errors import InputError
from zhanlian.model.flow import Rule

if TYPE_CHECKING:
    from datetime import datetime

# Rolling charge is what fits mixed accounts without favouring the first or the last victim, and
# it apportions; it is a choice, so it is named in every answer.
_USUAL: Final = Rule.ROLLING
_RULES: Final = "|".join(rule.value for rule in Rule)


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("trace", help=say("cli.trace.about"))
    def _trace(
        transfers: Annotated[
            Path, typer.Argument(help=say("cli.trace.transfers"), metavar="TRANSFERS")
        ],
        victims: Annotated[Path, typer.Option(help=say("cli.trace.victims"))],
        out: Annotated[Path, typer.Option(help=say("cli.trace.out"))],
        rule: Annotated[
            str, typer.Option(help=say("cli.trace.rule"), metavar=_RULES)
        ] = _USUAL.value,
        accounts: Annotated[Path | None, typer.Option(help=say("cli.trace.accounts"))] = None,
        compare: Annotated[bool, typer.Option("--compare", help=say("cli.trace.compare"))] = False,
        as_of: Annotated[
            str | None, typer.Option(help=say("cli.trace.as-of"), metavar="TIME")
        ] = None,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from time import perf_counter

        from zhanlian.app.trace import TraceRequest, run_trace
        from zhanlian.app.trace_files import TraceFindings
        from zhanlian.cli.trace_screen import show_findings, show_written

        request = TraceRequest(
            transfers=transfers,
            victims=victims,
            accounts=accounts,
            rule=_parse_rule(rule),
            out=out,
            compare=compare,
            as_of=_parse_as_of(as_of),
            tell=session.tell,
        )

        def show(findings: TraceFindings) -> None:
            show_findings(findings, session, sys.stdout)

        show_written(run_trace(request, perf_counter, show), session)


def _parse_rule(told: str) -> Rule:
    try:
        return Rule(told)
    except ValueError:
        raise InputError(
            "error.trace-rule", rule=told, known=", ".join(rule.value for rule in Rule)
        ) from None


def _parse_as_of(told: str | None) -> "datetime | None":
    from zhanlian.app.trace import parse_instant

    if told is None:
        return None
    found = parse_instant(told)
    if found is None:
        raise InputError("error.trace-as-of", told=told)
    return found
