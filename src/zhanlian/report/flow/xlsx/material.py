"""Sheets of what the answers rest on: gaps, cleaning, inputs, settings, transfers, rows."""

from collections.abc import Iterable, Iterator
from typing import Final

from zhanlian.model.answers import FlowAnswer
from zhanlian.report.flow.labels import (
    account_words,
    code_words,
    dust_text,
    format_words,
    join_words,
    parameter_words,
    reason_words,
    time_text,
)
from zhanlian.report.flow.xlsx.cells import columns, moment, money, row_cells
from zhanlian.report.xlsx.table import Cell
from zhanlian.words import say

GAP_COLUMNS: Final = columns(
    account=26, asset=12, missing=18, since=20, until=20, file=28, sheet=14, before=12, after=12,
    sha256=20,
)  # fmt: skip
UNMATCHED_COLUMNS: Final = columns(victim=30, as_told=50, reason=60)
CLEANING_COLUMNS: Final = columns(fate=46, rows=14)
ORDERING_COLUMNS: Final = columns(ordering=46, transfers=14)
JOINED_COLUMNS: Final = columns(card=30, canonical=30, reason=46)
INPUT_COLUMNS: Final = columns(
    number=8, file=40, format=24, told=16, rows=12, rejects=12, others=12, received_by=20,
    legal_basis=30, sha256=68,
)  # fmt: skip
SETTING_COLUMNS: Final = columns(name=60, value=90)
TRANSFER_COLUMNS: Final = columns(
    number=8, time=20, time_precision=14, payer=26, payee=26, amount=18, tainted=18, asset=12,
    kind=12, round_trip=10, sources=10, transfer_id=20,
)  # fmt: skip
ROW_COLUMNS: Final = columns(number=8, file=40, sheet=16, line=12, offset=14, length=10, sha256=68)


def gap_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    """Return one row a gap, with the lines before and after it."""
    for one in answer.gaps:
        account = account_words(one.account, language)
        yield [account, one.asset, money(one.missing, one.asset), moment(one.since),
               moment(one.until), one.before.name, one.before.sheet, one.before.line,
               one.after.line, one.before.sha256]  # fmt: skip


def unmatched_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    """Return one row a payment that was not found."""
    for one in answer.unmatched:
        yield [one.victim, one.told, say(one.reason.key, language, one.reason.fields)]


def cleaning_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    """Return one row a fate; the last one is their sum, and all rows that came in."""
    for fate, count in answer.cleaning.fates:
        yield [code_words(fate, language), count]
    told = say("report.flow.text.all_rows", language)
    yield [told, sum(count for _, count in answer.cleaning.fates)]


def ordering_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    """Return how transfers of one instant were ordered, and what was left open or contradicts."""
    for ordering, count in answer.cleaning.orderings:
        yield [code_words(ordering, language), count]
    yield [say("report.flow.text.contradictions", language), answer.cleaning.contradictions]
    told = say("report.flow.text.open_accounts", language)
    for account, count in answer.cleaning.open_accounts:
        yield [f"{told} {account_words(account, language)}", count]


def joined_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    """Return one row a number that was taken for another account's."""
    for number, canonical, reason in answer.cleaning.joined:
        yield [number, account_words(canonical, language), join_words(reason, language)]


def input_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    """Return one row an input file."""
    for number, one in enumerate(answer.inputs, 1):
        told = reason_words(f"code.told.{one.told}", language)
        yield [number, one.name, format_words(one.format, language), told, one.rows, one.rejects,
               one.others, _join(dict.fromkeys(receipt.by for receipt in one.received)),
               _join(dict.fromkeys(receipt.legal_basis for receipt in one.received)),
               one.sha256]  # fmt: skip


def _join(told: Iterable[str]) -> str:
    return "; ".join(one for one in told if one)


def setting_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    """Return parameters, command, assumptions and what was cut off."""
    yield [say("report.flow.text.rule", language), code_words(answer.rule, language)]
    for name, value in answer.parameters:
        yield [f"{parameter_words(name, language)} ({name})", value]
    yield [say("report.flow.text.command", language), answer.command]
    yield ["", say("report.flow.text.command_note", language)]
    yield [say("report.text.version", language), answer.version]
    for one in answer.assumptions:
        yield [say("report.flow.text.assumptions", language),
               say(one.key, language, one.fields)]  # fmt: skip
    for asset, units in answer.cleaning.dust:
        yield [say("report.flow.text.dust", language), dust_text(units, asset, language)]


def transfer_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    """Return one row a cited transfer; its number leads to its rows."""
    for number, one in enumerate(answer.cited, 1):
        yield [
            number,
            time_text(one.time, one.precision),
            code_words(one.precision, language),
            account_words(one.payer, language),
            account_words(one.payee, language),
            money(one.amount, one.asset),
            money(one.tainted, one.asset),
            one.asset,
            code_words(one.kind, language),
            one.round_trip or None,
            len(one.rows),
            one.transfer_id,
        ]


def row_rows(answer: FlowAnswer) -> Iterator[list[Cell]]:
    """Return one row a row of a statement that a cited transfer rests on."""
    for number, one in enumerate(answer.cited, 1):
        for row in one.rows:
            yield [number, *row_cells(row)]
