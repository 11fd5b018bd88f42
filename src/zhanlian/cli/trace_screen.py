"""The first screen of a trace: the balance and its proof, whom to ask, what to stop."""

from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING, Final, TypeAlias

from zhanlian.app.trace import TraceWritten
from zhanlian.app.trace_files import TraceFindings
from zhanlian.cli.session import Session
from zhanlian.model.answers import AssetTotal, FreezeLine, QueryLine
from zhanlian.model.asset import show_amount, show_grouped
from zhanlian.report.flow.labels import (
    account_words,
    code_words,
    duration_text,
    share_text,
    time_text,
)
from zhanlian.words.paths import show_path
from zhanlian.words.shown import plain_text

if TYPE_CHECKING:
    from rich.table import Table

_SHOWN: Final = 10
_Show: TypeAlias = Callable[[str], None]


def show_findings(findings: TraceFindings, session: Session, stream: IO[str]) -> None:
    """Write the first screen of a trace."""
    console = session.console(stream)
    say = session.say
    rule = code_words(findings.trail.rule, session.language)
    console.print(say("cli.trace.head", rule=rule, time=time_text(findings.trail.as_of)))
    counts = {name: f"{count:,}" for name, count in findings.counts.items()}
    console.print(say("cli.trace.counted", **counts))
    for total in findings.totals:
        _show_total(total, session, console.print)
    console.print(_list_queries(findings, session))
    _note_rest(findings.query_count, len(findings.queries), session, console.print)
    console.print(_list_freezes(findings, session))
    _note_rest(findings.freeze_count, len(findings.freezes), session, console.print)
    for assumption in findings.assumptions:
        console.print(plain_text(session.tell(assumption)))
    if findings.counts["order_open"]:
        console.print(say("cli.trace.open", count=f"{findings.counts['order_open']:,}"))
    console.print(say("cli.trace.aid"))
    stream.flush()


def show_written(written: TraceWritten, session: Session) -> None:
    """Write where the files are."""
    if written.differing is not None:
        session.print(session.say("cli.trace.differing", count=f"{written.differing:,}"))
    names = session.say("cli.list-comma").join(path.name for path in written.files)
    folder = show_path(written.files[0].parent)
    session.print(session.say("cli.trace.written", folder=folder, names=names))


def _show_total(total: AssetTotal, session: Session, show: _Show) -> None:
    sums = {
        name: show_grouped(getattr(total, name), total.asset)
        for name in ("paid_in", "held", "returned", "cashed_out", "beyond_data", "widened")
    }
    show(session.say("cli.trace.total", asset=total.asset, **sums))
    proof = "cli.trace.proof-widened" if total.widened else "cli.trace.proof"
    difference = show_amount(total.difference, total.asset)
    show(session.say(proof, difference=difference, **sums))


def _list_queries(findings: TraceFindings, session: Session) -> "Table":
    table = _table(
        session.say("cli.trace.queries", count=f"{findings.query_count:,}"),
        session,
        ("rank", "account", "asset", "amount", "share", "level", "since", "ask"),
    )
    for line in findings.queries[:_SHOWN]:
        table.add_row(
            str(line.rank),
            plain_text(_with_holder(line, session.language)),
            plain_text(line.asset),
            show_grouped(line.amount, line.asset),
            share_text(line.share_of_lost),
            str(line.level),
            time_text(line.since),
            plain_text(session.tell(line.reason)),
        )
    return table


def _list_freezes(findings: TraceFindings, session: Session) -> "Table":
    table = _table(
        session.say("cli.trace.freezes", count=f"{findings.freeze_count:,}"),
        session,
        ("rank", "account", "asset", "savable", "held", "expected", "drain", "level", "state"),
    )
    for line in findings.freezes[:_SHOWN]:
        table.add_row(
            str(line.rank),
            plain_text(_with_holder(line, session.language)),
            plain_text(line.asset),
            show_grouped(line.savable, line.asset),
            show_grouped(line.held, line.asset),
            show_grouped(line.expected, line.asset),
            _show_span(line.drain_seconds, session.language),
            str(line.level),
            code_words(line.state, session.language),
        )
    return table


def _table(title: str, session: Session, columns: Sequence[str]) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD, title=Text(title, style="bold"), title_justify="left", pad_edge=False
    )
    numbers = ("rank", "amount", "share", "savable", "held", "expected", "drain", "level")
    for name in columns:
        heading = session.say(f"cli.trace.column.{name}")
        if name in numbers:
            table.add_column(heading, justify="right", no_wrap=True)
        else:
            table.add_column(heading, overflow="fold")
    return table


def _note_rest(count: int, listed: int, session: Session, show: _Show) -> None:
    if count > listed:
        show(session.say("cli.trace.rest", listed=f"{listed:,}", count=f"{count:,}"))


def _with_holder(line: QueryLine | FreezeLine, language: str) -> str:
    account = account_words(line.account, language)
    return " ".join(part for part in (account, line.holder, line.bank) if part)


def _show_span(seconds: int | None, language: str) -> str:
    return "" if seconds is None else duration_text(seconds, language)
