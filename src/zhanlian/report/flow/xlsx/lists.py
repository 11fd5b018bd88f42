"""Sheets to act on: query list, freeze list, existing measures, restitution."""

from collections.abc import Iterator, Sequence
from typing import Final

from zhanlian.model.answers import OTHERS, FlowAnswer, VictimShare
from zhanlian.report.flow.labels import (
    account_words,
    code_words,
    duration_text,
    is_over,
    level_words,
    share_text,
)
from zhanlian.report.flow.xlsx.cells import Numbers, columns, moment, money, row_cells
from zhanlian.report.xlsx.table import Cell
from zhanlian.words import say

QUERY_COLUMNS: Final = columns(
    rank=6, account=26, holder=20, bank=26, asset=12, level=10, lost=18, share=10, since=20,
    until=20, reason=60, basis=30,
)  # fmt: skip
FREEZE_COLUMNS: Final = columns(
    rank=6, account=26, holder=20, bank=26, asset=12, level=10, savable=18, held=18,
    last_balance=18, expected=18, drain=16, last_seen=20, state=14, victims=12, basis=30,
)  # fmt: skip
MEASURE_COLUMNS: Final = columns(
    rank=6, account=26, measure=16, authority=26, amount=18, asset=12, since=20, until=20, over=10,
    file=28, sheet=14, line=10, offset=12, length=10, sha256=20,
)  # fmt: skip
RESTITUTION_COLUMNS: Final = columns(
    account=26, asset=12, frozen=18, round=8, reading=20, notice_days=10, victim=24, method=18,
    loss=18, recovered=18, cap=18, payment=18, capped=10, paused=14, basis=24, residue=18,
    disclosed=60,
)  # fmt: skip


def query_rows(answer: FlowAnswer, numbers: Numbers, language: str) -> Iterator[list[Cell]]:
    """Return one row an account to ask for."""
    for one in answer.queries:
        yield [
            one.rank,
            account_words(one.account, language),
            one.holder,
            one.bank,
            one.asset,
            level_words(one.level, language),
            money(one.amount, one.asset),
            share_text(one.share_of_lost),
            moment(one.since),
            moment(one.until),
            say(one.reason.key, language, one.reason.fields),
            numbers.cite(one.transfers),
        ]


def freeze_rows(answer: FlowAnswer, numbers: Numbers, language: str) -> Iterator[list[Cell]]:
    """Return one row an account to stop or freeze."""
    for one in answer.freezes:
        yield [
            one.rank,
            account_words(one.account, language),
            one.holder,
            one.bank,
            one.asset,
            level_words(one.level, language),
            *(money(told, one.asset) for told in (one.savable, one.held, one.last_balance,
                                                  one.expected)),
            None if one.drain_seconds is None else duration_text(one.drain_seconds, language),
            moment(one.last_seen),
            code_words(one.state, language),
            _count_victims(one.victims),
            numbers.cite(one.transfers),
        ]  # fmt: skip


def _count_victims(shares: Sequence[VictimShare]) -> Cell:
    """Return how many victims have a part; of those that are not named nobody knows how many."""
    named = sum(one.victim != OTHERS for one in shares)
    return named if named == len(shares) else f"> {named}"


def measure_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    """Return one row a measure that a return told of."""
    for line in answer.freezes:
        for one in line.freezes:
            yield [
                line.rank,
                account_words(line.account, language),
                one.measure,
                one.authority,
                money(one.amount, line.asset),
                line.asset,
                moment(one.since),
                moment(one.until),
                is_over(one, answer.as_of),
                *row_cells(one.row),
            ]


def restitution_rows(answer: FlowAnswer, numbers: Numbers, language: str) -> Iterator[list[Cell]]:
    """Return one row a victim of each schedule; frozen sum and residue stand on each of them."""
    for plan in answer.restitution:
        disclosed = " ".join(say(one.key, language, one.fields) for one in plan.disclosed)
        for line in plan.lines:
            yield [
                account_words(plan.account, language),
                plan.asset,
                money(plan.frozen, plan.asset),
                plan.round,
                code_words(plan.reading, language),
                plan.notice_days,
                line.victim,
                code_words(line.method, language),
                money(line.loss, plan.asset),
                money(line.recovered, plan.asset),
                money(line.unrecovered, plan.asset),
                money(line.payment, plan.asset),
                line.capped or None,
                line.paused or None,
                numbers.cite(line.transfers),
                money(plan.residue, plan.asset),
                disclosed,
            ]
