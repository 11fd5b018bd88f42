"""`zhanlian clock`: by when a clock ends and why then, or all clocks in force."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhanlian.cli.session import Session
from zhanlian.errors import InputError
from zhanlian.words import say as say_words
from zhanlian.words.rules import open_words
from zhanlian.words.shown import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from zhanlian.model.docket.deadline import Deadline
    from zhanlian.model.docket.rule import ClockRule


def add_to(app: typer.Typer, session: Session) -> None:
    """Add the command to the program."""
    say = session.say

    @app.command("clock", help=say("cli.clock.about"))
    def _clock(
        rule: Annotated[
            str | None, typer.Argument(help=say("cli.clock.rule"), metavar="RULE")
        ] = None,
        start: Annotated[
            str | None, typer.Option("--from", help=say("cli.clock.from"), metavar="TIME")
        ] = None,
        place: Annotated[str, typer.Option(help=say("cli.clock.place"))] = "CN",
        extend: Annotated[
            list[str] | None, typer.Option(help=say("cli.clock.extend"), metavar="RULE")
        ] = None,
        term: Annotated[int | None, typer.Option(help=say("cli.clock.term"))] = None,
        on: Annotated[str | None, typer.Option(help=say("cli.clock.on"), metavar="DAY")] = None,
        workspace: Annotated[
            Path, typer.Option(help=say("cli.clock.workspace"))
        ] = session.settings.workspace,
        as_json: Annotated[bool, typer.Option("--json", help=say("cli.clock.json"))] = False,
        lang: Annotated[
            str | None, typer.Option(help=say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)
        from zhanlian.app.docket.clock import (
            ClockQuestion,
            explain_clock,
            list_clocks,
            parse_day,
            parse_start,
        )
        from zhanlian.app.docket.wire import list_own_rules
        from zhanlian.app.wire import tell_time

        day, own = None if on is None else parse_day(on), list_own_rules(workspace)
        if rule is None:
            _check_alone(start, extend, term)
            _list(list_clocks(day, place, tell_time, own), session, as_json=as_json)
            return
        if start is None:
            raise InputError("error.clock-from-missing", rule=rule)
        question = ClockQuestion(rule, parse_start(start), place, tuple(extend or ()), day, term)
        _explain(explain_clock(question, own), session, as_json=as_json)


def _check_alone(start: str | None, extend: list[str] | None, term: int | None) -> None:
    """Refuse options that mean nothing without a rule."""
    if start is not None or extend or term is not None:
        raise InputError("error.clock-rule-missing")


def _list(rules: "tuple[ClockRule, ...]", session: Session, *, as_json: bool) -> None:
    from rich import box
    from rich.table import Table

    from zhanlian.report.deadlines import clock_row, limit_words, source_words
    from zhanlian.report.jsonl import json_line

    if as_json:
        sys.stdout.writelines(json_line(clock_row(rule)) for rule in rules)
        return
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("rule", "title", "limit", "source", "status"):
        table.add_column(session.say(f"cli.clock.column.{name}"))
    language = session.language
    for rule in rules:
        limit = limit_words(rule, language) or session.say("cli.clock.decided")
        if rule.lengthens is not None:
            limit = session.say(f"cli.clock.lengthens-{rule.lengthens}", limit=limit)
        told = (rule.id, open_words(rule.title, language), limit, source_words(rule, language))
        status = session.say(f"cli.clock.status.{rule.status}")
        table.add_row(*(plain_text(cell) for cell in told), status)
    session.console(sys.stdout).print(table)
    session.print(session.say("cli.clock.policy", version=rules[0].policy if rules else "-"))


def _explain(deadline: "Deadline", session: Session, *, as_json: bool) -> None:
    from zhanlian.report.deadlines import deadline_row, limit_words, source_words
    from zhanlian.report.jsonl import json_line

    if as_json:
        sys.stdout.write(json_line(deadline_row(deadline)))
        return
    rule, say, language = deadline.rule, session.say, session.language
    session.print(say("cli.clock.due", due=deadline.local))
    title = open_words(rule.title, language)
    session.print(say("cli.clock.of", title=title, rule=rule.id))
    limit = limit_words(rule, language) or say("cli.clock.decided")
    session.print(say("cli.clock.limit", limit=limit))
    status = say_words(f"rule-status.{rule.status}", language)
    session.print(say("cli.clock.source", source=source_words(rule, language), status=status))
    valid = "cli.clock.valid-open" if rule.valid_to is None else "cli.clock.valid"
    session.print(say(valid, place=rule.place, first=rule.valid_from, last=rule.valid_to))
    for number, step in enumerate(deadline.steps, start=1):
        session.print(f"  {number}. {session.tell(step)}")
    if deadline.warn_at:
        told = [_local(at) for at in deadline.warn_at]
        session.print(say("cli.clock.warn", times=say("cli.list-comma").join(told)))
    for name, text in _list_remarks(deadline):
        session.print(say(f"cli.clock.{name}", text=open_words(text, language)))
    session.print(say("cli.clock.policy", version=rule.policy))


def _list_remarks(deadline: "Deadline") -> "Iterator[tuple[str, str]]":
    """Yield conditions and notes of the rules that were used, each once."""
    rules = (deadline.rule, *deadline.extensions)
    for name in ("condition", "note"):
        for text in dict.fromkeys(getattr(rule, name) for rule in rules):
            if text:
                yield name, text


def _local(at: "datetime") -> str:
    """Return an instant of warning in Beijing time."""
    from zhanlian.model.zone import SHANGHAI

    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
