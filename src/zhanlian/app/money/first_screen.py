"""What is told of the money before any file is written: sums, query list and freeze list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from zhanlian.app.money.payments import ToldPayments
from zhanlian.app.money.statements import Imported
from zhanlian.model.answers import AssetTotal

TOP: Final = 5
"""Lines of each list that the screen shows."""


@dataclass(frozen=True, slots=True)
class TopLine:
    """One of the first lines of a list: account, asset and whole units."""

    account: str
    asset: str
    amount: int


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """The answers that are known first; see `FlowAnswer`.

    Attributes:
        rows, transfers, gaps, unmatched: how many.
        totals: by asset.
        queries, freezes: lines of the two lists; the first of each.
    """

    rows: int
    transfers: int
    gaps: int
    unmatched: int
    totals: tuple[AssetTotal, ...]
    queries: int
    freezes: int
    first_queries: tuple[TopLine, ...]
    first_freezes: tuple[TopLine, ...]


@dataclass(frozen=True, slots=True)
class MoneySummary:
    """What following the money came to, in the words of a screen.

    Attributes:
        statements, rows, rejected, transfers: how much was read and kept.
        payments, unmatched, victims: on lists and in statements.
        totals: by asset.
        queries, freezes: lines of the two lists; the first of each.
        gaps: places where rows are missing.
    """

    statements: int
    rows: int
    rejected: int
    transfers: int
    payments: int
    unmatched: int
    victims: int
    queries: int
    freezes: int
    gaps: int
    totals: tuple[AssetTotal, ...]
    first_queries: tuple[TopLine, ...]
    first_freezes: tuple[TopLine, ...]


def summarise_money(
    first: FirstAnswers, imported: Sequence[Imported], told: ToldPayments
) -> MoneySummary:
    """Return the counts of a case and the first lines of its lists."""
    return MoneySummary(
        statements=sum(bool(one.lines) for one in imported),
        rows=first.rows,
        rejected=sum(line.rejects for one in imported for line in one.lines),
        transfers=first.transfers,
        payments=len(told.payments),
        unmatched=first.unmatched,
        victims=len({one.victim for one in told.payments}),
        queries=first.queries,
        freezes=first.freezes,
        gaps=first.gaps,
        totals=first.totals,
        first_queries=first.first_queries,
        first_freezes=first.first_freezes,
    )
