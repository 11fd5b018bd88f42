"""`zhanlian restitution`: who would be due what of one frozen sum."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhanlian.cli.session import Session
from zhanlian.model.asset import show_grouped
from zhanlian.model.flow import ReturnReading
from zhanlian.words.shown import plain_text

if TYPE_CHECKING:
    from zhanlian.model.answers import RestitutionSchedule


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("restitution", help=say("cli.restitution.about"))
    def _restitution(
        claims: Annotated[Path, typer.Argument(help=say("cli.restitution.claims"))],
        frozen: Annotated[str | None, typer.Option(help=say("cli.restitution.frozen"))] = None,
        asset: Annotated[str, typer.Option(help=say("cli.restitution.asset"))] = "CNY",
        account: Annotated[str, typer.Option(help=say("cli.restitution.account"))] = "",
        inflows: Annotated[Path | None, typer.Option(help=say("cli.restitution.inflows"))] = None,
        reading: Annotated[
            ReturnReading, typer.Option(help=say("cli.run.reading"))
        ] = ReturnReading.USUAL,
        objection: Annotated[
            bool, typer.Option("--objection", help=say("cli.restitution.objection"))
        ] = False,
        former: Annotated[Path | None, typer.Option(help=say("cli.restitution.former"))] = None,
        out: Annotated[Path | None, typer.Option(help=say("cli.restitution.out"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=say("cli.restitution.json"))] = False,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.restitution import ReturnRequest, schedule_claims
        from zhanlian.report.flow.jsonl import restitution_row
        from zhanlian.report.jsonl import json_line

        schedule = schedule_claims(
            ReturnRequest(claims, frozen, asset, account, inflows, reading, objection, former, out)
        )
        if as_json:
            sys.stdout.write(json_line(restitution_row(schedule)))
        else:
            _show(schedule, session)


def _show(schedule: "RestitutionSchedule", session: Session) -> None:
    from rich import box
    from rich.table import Table

    from zhanlian.report.flow.labels import code_words

    console = session.console(sys.stdout)
    asset = schedule.asset
    frozen, residue = (show_grouped(units, asset) for units in (schedule.frozen, schedule.residue))
    account = plain_text(schedule.account) or "-"
    head = {"account": account, "frozen": frozen, "asset": asset, "round": schedule.round}
    console.print(session.say("cli.restitution.head", **head))
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("victim", "method", "loss", "recovered", "payment", "note"):
        right = name in ("loss", "recovered", "payment")
        heading = session.say(f"cli.restitution.column.{name}")
        table.add_column(heading, justify="right" if right else "left")
    for line in schedule.lines:
        notes = [
            session.say(f"cli.restitution.{name}")
            for name, stands in (("capped", line.capped), ("paused", line.paused))
            if stands
        ]
        sums = (show_grouped(sum_, asset) for sum_ in (line.loss, line.recovered, line.payment))
        method = code_words(line.method, session.language)
        table.add_row(plain_text(line.victim), method, *sums, " ".join(notes))
    console.print(table)
    console.print(session.say("cli.restitution.residue", residue=residue, asset=asset))
    paused = sum(line.payment for line in schedule.lines if line.paused)
    if paused:
        told = show_grouped(paused, asset)
        console.print(session.say("cli.restitution.of-paused", paused=told, asset=asset))
    for message in schedule.disclosed:
        console.print(plain_text(session.tell(message)))
    console.print(session.say("cli.restitution.aid"))
