"""Sheets of figures: claims, series and checks, each row with its quote and its source."""

from collections.abc import Iterator
from typing import Final

from zhanlian.model.claim import Claim, Source, SourcedClaim
from zhanlian.model.figure import Series
from zhanlian.model.ledger import Ledger
from zhanlian.report.labels import (
    area_words,
    outcome_words,
    party_words,
    rule_words,
    unit_word,
    word,
)
from zhanlian.report.roll import ClaimRoll
from zhanlian.report.rows import plain_date
from zhanlian.report.xlsx.table import Cell, Column
from zhanlian.words import say
from zhanlian.words.codes import item_words, nationality_words, role_words

_CITED: Final = (
    Column("quote", 46),
    Column("start", 9),
    Column("title", 40),
    Column("document", 28),
    Column("outlet", 16),
    Column("agency", 14),
    Column("published", 12),
    Column("sha256", 20),
)
_NUMBERED: Final = (
    Column("number", 8),
    Column("metric", 20),
    Column("comparator", 10),
    Column("value", 16),
    Column("unit", 10),
)
FIGURE_COLUMNS: Final = (
    *_NUMBERED,
    Column("currency", 8),
    Column("cumulative", 8),
    Column("nationality", 18),
    Column("role", 20),
    Column("since", 12),
    Column("as_of", 12),
    Column("place", 16),
    Column("item", 20),
    Column("of", 14),
    Column("scope", 10),
    Column("planned", 8),
    Column("verb", 12),
    Column("part_of", 10),
    *_CITED,
    Column("metric_code", 24),
)
SERIES_COLUMNS: Final = (
    Column("series", 8),
    Column("point", 8),
    *_NUMBERED,
    Column("period", 12),
    Column("nationality", 18),
    Column("role", 20),
    Column("area", 16),
    Column("party", 16),
    Column("window", 16),
    Column("as_of", 12),
    *_CITED,
)
CHECK_COLUMNS: Final = (
    Column("check", 8),
    Column("rule", 26),
    Column("outcome", 12),
    Column("reason", 60),
    *_NUMBERED,
    Column("as_of", 12),
    *_CITED,
)


def figure_rows(roll: ClaimRoll, language: str) -> Iterator[list[Cell]]:
    """Return one row a claim, in the columns of `FIGURE_COLUMNS`."""
    for number, reading, claim in roll:
        yield [
            *_number_cells(number, claim, language),
            claim.currency,
            claim.cumulative or None,
            claim.nationality and nationality_words(claim.nationality, language),
            claim.role and role_words(claim.role, language),
            plain_date(claim.since),
            plain_date(claim.as_of),
            claim.place,
            claim.item and item_words(claim.item, language),
            claim.of and word("metric", claim.of.value, language),
            claim.scope and word("flag", claim.scope, language),
            claim.planned or None,
            claim.verb,
            claim.part_of,
            *_source_cells(claim, reading.source),
            claim.metric.value,
        ]


def series_rows(ledger: Ledger, roll: ClaimRoll, language: str) -> Iterator[list[Cell]]:
    """Return one row a claim of each point, in the columns of `SERIES_COLUMNS`."""
    for index, series in enumerate(ledger.series, 1):
        for place, point in enumerate(series.points, 1):
            for sourced in point.claims:
                yield [index, place, *_series_cells(series, sourced, roll, language)]


def check_rows(ledger: Ledger, roll: ClaimRoll, language: str) -> Iterator[list[Cell]]:
    """Return one row a compared claim of each check, in the columns of `CHECK_COLUMNS`."""
    for index, check in enumerate(ledger.checks, 1):
        told: list[Cell] = [
            index,
            rule_words(check.rule, language),
            outcome_words(check.outcome, language),
            say(check.reason.key, language, check.reason.fields),
        ]
        for sourced in check.claims:
            claim = sourced.claim
            yield [
                *told,
                *_number_cells(roll.find_number(sourced), claim, language),
                plain_date(claim.as_of),
                *_source_cells(claim, sourced.source),
            ]


def _series_cells(
    series: Series, sourced: SourcedClaim, roll: ClaimRoll, language: str
) -> list[Cell]:
    key, claim = series.key, sourced.claim
    return [
        *_number_cells(roll.find_number(sourced), claim, language),
        word("period", key.period.value, language),
        key.nationality and nationality_words(key.nationality, language),
        key.role and role_words(key.role, language),
        area_words(key.area, language),
        party_words(key.party),
        key.window,
        plain_date(claim.as_of),
        *_source_cells(claim, sourced.source),
    ]


def _number_cells(number: int | None, claim: Claim, language: str) -> list[Cell]:
    return [
        number,
        word("metric", claim.metric.value, language),
        word("qualifier", claim.qualifier.value, language),
        claim.value,
        unit_word(claim.unit, claim.currency, language),
    ]


def _source_cells(claim: Claim, source: Source) -> list[Cell]:
    return [
        claim.quote,
        claim.start,
        source.title,
        source.name,
        source.outlet,
        source.agency,
        plain_date(source.published),
        source.sha256,
    ]
