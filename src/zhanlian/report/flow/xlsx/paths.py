"""Sheets of where the money went: balances, bands, accounts, shares, cash-outs, rules."""

from collections.abc import Iterator
from typing import Final

from zhanlian.model.answers import FlowAnswer
from zhanlian.report.flow.labels import (
    account_words,
    code_words,
    duration_text,
    level_words,
    victim_words,
)
from zhanlian.report.flow.xlsx.cells import Numbers, columns, moment, money
from zhanlian.report.xlsx.table import Cell

TOTAL_COLUMNS: Final = columns(
    asset=46, paid_in=20, widened=20, held=20, returned=20, cashed_out=20, beyond_data=20,
    difference=16,
)  # fmt: skip
BAND_COLUMNS: Final = columns(
    asset=12, from_level=12, payer=26, to_level=12, payee=26, victims_money=18, transfers=10,
    back=14, basis=30,
)  # fmt: skip
ACCOUNT_COLUMNS: Final = columns(
    number=8, account=26, holder=20, bank=26, asset=12, kind=14, known=10, level=10, received=18,
    passed_on=18, held=18, last_balance=18, dwell=16, first_in=20, last_in=20, basis=30,
)  # fmt: skip
SHARE_COLUMNS: Final = columns(number=8, account=26, asset=12, victim=30, held=18)
CASH_OUT_COLUMNS: Final = columns(kind=18, asset=12, victims_money=20, accounts=12, transfers=12)
COMPARISON_COLUMNS: Final = columns(account=26, asset=12, rule=26, held=18, spread=18, matters=12)


def total_rows(answer: FlowAnswer) -> Iterator[list[Cell]]:
    """Return one row an asset: paid in + widened = held + cashed out + beyond the data."""
    for one in answer.totals:
        sums = (one.paid_in, one.widened, one.held, one.returned, one.cashed_out, one.beyond_data,
                one.difference)  # fmt: skip
        yield [one.asset, *(money(told, one.asset) for told in sums)]


def band_rows(answer: FlowAnswer, numbers: Numbers, language: str) -> Iterator[list[Cell]]:
    """Return one row a band of the Sankey, nothing gathered."""
    for one in answer.edges:
        yield [
            one.asset,
            level_words(one.from_level, language),
            (account_words if one.from_level else victim_words)(one.payer, language),
            level_words(one.to_level, language),
            account_words(one.payee, language),
            money(one.amount, one.asset),
            one.count,
            one.back or None,
            numbers.cite(one.transfers),
        ]


def account_rows(answer: FlowAnswer, numbers: Numbers, language: str) -> Iterator[list[Cell]]:
    """Return one row an account that victims' money reached."""
    for number, one in enumerate(answer.accounts, 1):
        yield [
            number,
            account_words(one.account, language),
            one.holder,
            one.bank,
            one.asset,
            code_words(one.kind, language),
            one.known,
            level_words(one.level, language),
            *(money(told, one.asset) for told in (one.received, one.passed_on, one.held,
                                                  one.last_balance)),
            None if one.dwell_seconds is None else duration_text(one.dwell_seconds, language),
            moment(one.first_in),
            moment(one.last_in),
            numbers.cite(one.transfers),
        ]  # fmt: skip


def share_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    """Return one row a victim of each account that holds money."""
    for number, line in enumerate(answer.accounts, 1):
        for one in line.shares:
            account = account_words(line.account, language)
            victim = victim_words(one.victim, language)
            yield [number, account, line.asset, victim, money(one.amount, line.asset)]


def cash_out_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    """Return one row a kind of cash-out."""
    for one in answer.cash_outs:
        yield [code_words(one.kind, language), one.asset, money(one.amount, one.asset),
               one.accounts, one.transfers]  # fmt: skip


def comparison_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    """Return one row an account and rule."""
    for one in answer.comparison:
        for rule, held in one.held:
            account = account_words(one.account, language)
            yield [account, one.asset, code_words(rule, language), money(held, one.asset),
                   money(one.spread, one.asset), one.matters]  # fmt: skip
