"""`zhanlian map`: how a table that no format knows is read; proposed, tried, put to use."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhanlian.cli.session import Session, tell_receiver
from zhanlian.errors import InputError

if TYPE_CHECKING:
    from rich.table import Table

    from zhanlian.app.mapping import Proposal, Trial


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("map", help=say("cli.map.about"))
    def _map(
        file: Annotated[
            Path | None, typer.Argument(help=say("cli.map.file"), metavar="FILE")
        ] = None,
        out: Annotated[Path | None, typer.Option(help=say("cli.map.out"))] = None,
        own_account: Annotated[str, typer.Option(help=say("cli.map.own-account"))] = "",
        asset: Annotated[str, typer.Option(help=say("cli.map.asset"))] = "",
        check: Annotated[
            Path | None, typer.Option(help=say("cli.map.check"), metavar="MAPPING")
        ] = None,
        add: Annotated[
            Path | None, typer.Option(help=say("cli.map.add"), metavar="MAPPING")
        ] = None,
        workspace: Annotated[
            Path, typer.Option(help=say("cli.option.workspace"))
        ] = session.settings.workspace,
        force: Annotated[bool, typer.Option("--force", help=say("cli.map.force"))] = False,
        received_by: Annotated[str | None, typer.Option(help=say("cli.map.received-by"))] = None,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        if add is not None:
            _add(session, add, workspace, (force, tell_receiver(received_by, session)))
        elif file is None:
            raise InputError("error.mapping-no-file")
        elif check is not None:
            _check(session, file, check)
        else:
            _propose(session, file, out, (own_account, asset), force)


def _propose(
    session: Session, file: Path, out: Path | None, told: tuple[str, str], force: bool
) -> None:
    from zhanlian.app.mapping import name_mapping, propose, save_proposal
    from zhanlian.words.paths import show_path

    proposal = propose(file, *told)
    target = Path(name_mapping(file)) if out is None else out
    written = save_proposal(proposal, target, session.language, file=file, force=force)
    session.console(sys.stdout).print(_proposal_table(proposal, session))
    mapping = proposal.mapping
    for name in ("header_line", "encoding", "dates", "zone", "units", "direction", "asset"):
        session.print(f"{name} = {getattr(mapping, name)}")
    session.print(f"own_account = {mapping.own_account}")
    session.print(session.say("cli.map.written", path=show_path(written)))
    for name in proposal.missing:
        session.print(session.say("cli.map.todo", what=session.say(f"mapping.missing.{name}")))


def _check(session: Session, file: Path, mapping: Path) -> None:
    from zhanlian.app.mapping import try_mapping

    trial = try_mapping(file, mapping)
    session.console(sys.stdout).print(_rows_table(trial, session))
    session.print(session.say("cli.map.counts", rows=trial.rows, others=trial.others))
    for direction, amount, asset in trial.sums:
        way = session.say(f"cli.map.direction.{direction.name.lower()}")
        session.print(session.say("cli.map.sum", direction=way, amount=amount, asset=asset))
    for reason, count in trial.left_out:
        why = session.say(f"reject.{reason}")
        session.print(session.say("cli.map.left-out", count=count, why=why))
    for reject in trial.rejects:
        session.print(session.tell(reject.reason))


def _add(session: Session, mapping: Path, workspace: Path, told: tuple[bool, str]) -> None:
    from zhanlian.app.mapping import add_mapping
    from zhanlian.app.wire import tell_time
    from zhanlian.words.paths import show_path

    force, actor = told
    written = add_mapping(mapping, workspace, force, (actor, tell_time()))
    session.print(session.say("cli.map.added", path=show_path(written)))


def _proposal_table(proposal: "Proposal", session: Session) -> "Table":
    table = _table(session, "name", "field", "how", "examples")
    for column in proposal.columns:
        known = column.field != "-"
        word = session.say(f"mapping.field.{column.field}") if known else ""
        field = f"{column.field}  {word}" if word != column.field else word
        how = session.say(f"mapping.confidence.{column.confidence.value}")
        _add_cells(table, column.label, field.strip(), how, " | ".join(column.examples))
    return table


def _rows_table(trial: "Trial", session: Session) -> "Table":
    names = ("line", "time", "own", "other", "direction", "amount", "asset", "balance")
    table = _table(session, *names)
    for row in trial.first:
        way = session.say(f"cli.map.direction.{row.direction.name.lower()}")
        told = (row.own, row.other, way, row.amount, row.asset, row.balance)
        _add_cells(table, str(row.line), row.time, *told)
    return table


def _table(session: Session, *columns: str) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for name in columns:
        right = name in ("line", "amount", "balance")
        heading = session.say(f"cli.map.column.{name}")
        table.add_column(heading, justify="right" if right else "left", overflow="fold")
    return table


def _add_cells(table: "Table", *values: str) -> None:
    from zhanlian.words.shown import plain_line

    table.add_row(*(plain_line(value) for value in values))
