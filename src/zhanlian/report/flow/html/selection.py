"""The selection: what of the answers stands in the page, and how much is left to the workbook."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from zhanlian.model.answers import AccountLine, CitedTransfer, FlowAnswer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FlowLimits:
    """How much the page shows at most.

    Attributes:
        lines: lines of each table that is not named below.
        accounts: lines of the table of accounts.
        bands: lines of the table of bands, of each asset.
        transfers: cited transfers with their rows.
        schedules: restitution schedules, each with up to `lines` victims.
        shares: victims named beside one account.
        rows: rows shown of one transfer.
        cites: transfers that one number names beside it.
    """

    lines: int = 200
    accounts: int = 300
    bands: int = 200
    transfers: int = 3_000
    schedules: int = 60
    shares: int = 5
    rows: int = 8
    cites: int = 3


DEFAULT_LIMITS: Final = FlowLimits()


@dataclass(frozen=True, slots=True)
class Cites:
    """The transfers of one number.

    Attributes:
        numbers: of those that stand in the page, most important first.
        named: so many of them are named beside the number.
        missing: how many stand in the workbook only.
    """

    numbers: tuple[int, ...]
    named: int
    missing: int

    @property
    def rows(self) -> str:
        """All numbers, as the page's script reads them."""
        return " ".join(map(str, self.numbers))


class FlowSelection:
    """What of the answers stands in the page.

    A transfer's number is its place among the cited ones, from 1, in page and workbook alike.
    Where there are more transfers than the page takes, the largest of each shown line go first, in
    the order freeze list, query list, restitution, accounts, bands; then their others.
    """

    def __init__(self, answer: FlowAnswer, limits: FlowLimits = DEFAULT_LIMITS) -> None:
        self.answer = answer
        self.limits = limits
        self._numbers = {one.transfer_id: at for at, one in enumerate(answer.cited, 1)}
        self._shown = self._choose()
        self._inputs = {one.sha256: at for at, one in enumerate(answer.inputs, 1)}
        self._accounts: dict[tuple[str, str], int] = {}
        for at, line in enumerate(answer.accounts):
            self._accounts.setdefault((line.account, line.asset), at)

    def _choose(self) -> frozenset[int]:
        """Return the numbers of the transfers that stand in the page."""
        if len(self._numbers) <= self.limits.transfers:
            return frozenset(self._numbers.values())
        lists = list(_by_weight(self.answer, self.limits))
        firsts = (ids[0] for ids in lists if ids)
        rest = (one for ids in lists for one in ids[1:])
        ranked = dict.fromkeys((*firsts, *rest, *self._numbers))
        numbers = (self._numbers[one] for one in ranked if one in self._numbers)
        return frozenset(islice(numbers, self.limits.transfers))

    def cite(self, ids: Iterable[str]) -> Cites:
        """Return the transfers behind a number, the first ones named."""
        found = [self._numbers.get(one, 0) for one in dict.fromkeys(ids)]
        numbers = tuple(number for number in found if number in self._shown)
        return Cites(numbers, min(len(numbers), self.limits.cites), len(found) - len(numbers))

    def transfers(self) -> Iterator[tuple[int, CitedTransfer]]:
        """Return the transfers of the page with their numbers, in the answer's order."""
        for number, one in enumerate(self.answer.cited, 1):
            if number in self._shown:
                yield number, one

    def find_account(self, account: str, asset: str) -> AccountLine | None:
        """Return the line of an account in the answer, whether the page shows it or not."""
        at = self._accounts.get((account, asset))
        return None if at is None else self.answer.accounts[at]

    def find_account_row(self, account: str, asset: str) -> str | None:
        """Return the id of an account's row in the page, or None."""
        at = self._accounts.get((account, asset))
        return f"a{at + 1}" if at is not None and at < self.limits.accounts else None

    def find_input_row(self, sha256: str) -> str | None:
        """Return the id of an input's row in the page, or None."""
        at = self._inputs.get(sha256)
        return f"i{at}" if at is not None and at <= self.limits.lines else None

    def first(self, lines: Sequence[T]) -> Sequence[T]:
        """Return the lines of a table that the page shows."""
        return lines[: self.limits.lines]


def _by_weight(answer: FlowAnswer, limits: FlowLimits) -> Iterator[tuple[str, ...]]:
    """Return the transfers of each line that the page shows, the lists to act on first."""
    most = limits.lines
    yield from (line.transfers for line in answer.freezes[:most])
    yield from (line.transfers for line in answer.queries[:most])
    for schedule in answer.restitution[: limits.schedules]:
        yield from (line.transfers for line in schedule.lines[:most])
    yield from (line.transfers for line in answer.accounts[: limits.accounts])
    yield from (edge.transfers for edge in answer.edges)
