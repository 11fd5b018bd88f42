"""The summary at the end of a run: what came in, what was read, where the files are."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import IO, Final

from zhanlian.app.money.first_screen import MoneySummary
from zhanlian.app.run import RunOutcome
from zhanlian.cli.session import Session
from zhanlian.model.asset import show_grouped
from zhanlian.report.flow.labels import account_words, asset_words, unit_words
from zhanlian.words.paths import show_path
from zhanlian.words.shown import plain_line, plain_name, plain_text

_MOST: Final = 20  # of rejects and omissions on the screen; the ledger lists them all


def show_run(outcome: RunOutcome, session: Session, stream: IO[str]) -> None:
    """Write the summary of a run: omissions and rejects with reasons, counts, and the files."""
    for omission in outcome.omissions[:_MOST]:
        why = session.tell(omission.reason)
        session.note(session.say("cli.run.omitted", source=omission.source, why=why))
    _note_more(len(outcome.omissions), session)
    for reject in outcome.rejects[:_MOST]:
        session.note(
            session.say(
                "cli.remark" if reject.is_remark else "cli.reject",
                source=_place(reject.source, reject.place),
                why=session.tell(reject.reason),
            )
        )
    _note_more(len(outcome.rejects), session)
    lines = [
        session.say(
            "cli.run.received",
            files=outcome.files,
            read=outcome.tally.read,
            known=outcome.tally.known,
        )
    ]
    for field in fields(outcome.summary):
        # A case of money alone has no figures: noughts would only push its lists off the screen.
        if outcome.money and not (outcome.summary.read or getattr(outcome.summary, field.name)):
            continue
        name = session.say(f"report.count.{field.name}")
        lines.append(
            session.say(
                "cli.run.count", name=name, count=f"{getattr(outcome.summary, field.name):,}"
            )
        )
    lines += [session.say("cli.run.written", path=show_path(path)) for path in outcome.written]
    stream.write("".join(f"{plain_line(line)}\n" for line in lines))


def money_screen(session: Session, stream: IO[str]) -> Callable[[MoneySummary], None]:
    """Return what writes the answers on the money at once, while their files are still made."""

    def show(money: MoneySummary) -> None:
        # Who has stopped listening still gets the files; the next line ends the program.
        with contextlib.suppress(BrokenPipeError):
            stream.write("".join(f"{plain_line(line)}\n" for line in _tell_money(money, session)))
            stream.flush()

    return show


def _tell_money(money: MoneySummary, session: Session) -> Iterator[str]:
    """Yield the lines on the money: what came in, the proof, and the first of both lists."""
    yield session.say(
        "cli.money.ledger",
        statements=f"{money.statements:,}",
        rows=f"{money.rows:,}",
        rejected=f"{money.rejected:,}",
        transfers=f"{money.transfers:,}",
        gaps=f"{money.gaps:,}",
    )
    if not money.payments:
        yield session.say("cli.money.no-victims")
        return
    yield session.say(
        "cli.money.victims",
        victims=f"{money.victims:,}",
        payments=f"{money.payments:,}",
        unmatched=f"{money.unmatched:,}",
    )
    for total in money.totals:
        sums = ("paid_in", "held", "cashed_out", "beyond_data", "difference")
        told = {name: show_grouped(getattr(total, name), total.asset) for name in sums}
        yield session.say(
            "cli.money.total", asset=asset_words(total.asset, session.language), **told
        )
    for key, count, first in (
        ("freezes", money.freezes, money.first_freezes),
        ("queries", money.queries, money.first_queries),
    ):
        words = key if count else f"no-{key}"
        yield session.say(f"cli.money.{words}", count=f"{count:,}")
        for line in first:
            amount = show_grouped(line.amount, line.asset)
            account = plain_name(account_words(line.account, session.language))
            yield f"  {account}  {amount} {unit_words(line.asset, session.language)}"


def _note_more(count: int, session: Session) -> None:
    if count > _MOST:
        session.note(session.say("cli.more", count=count - _MOST))


def _place(source: str, place: str) -> str:
    return plain_text(f"{source} ({place})" if place else source)
