"""The reader of one sheet: its columns to the columns of `ROWS`; formats are classes of it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from zhanlian.model.asset import show_amount
from zhanlian.model.message import Message
from zhanlian.model.statement import Direction
from zhanlian.readers.statements.cells import (
    clean_account,
    find_asset,
    find_direction,
    parse_amount,
    parse_time,
    trim_cell,
)
from zhanlian.readers.statements.refusals import CellError
from zhanlian.readers.statements.rows import LONGEST_DETAIL, Value

Cells: TypeAlias = Mapping[str, str]
"""Trimmed cells by the name of their column."""
Row: TypeAlias = dict[str, Value]
# A megabyte of blanks may stand above a header; notes have a few hundred signs.
_MOST_NOTES: Final = 500
_MOST_CELLS: Final = 64
_LONGEST_NOTE: Final = 500


class SheetReader:
    """What one sheet or text told so far, and how its rows are read.

    Attributes:
        names: of the columns, without blanks.
        title: the first cell of the header, as written.
        notes: cells of the lines that are no rows: preamble, notes, totals.
        line: of the row that is being read.
        is_begun: whether the second reading has passed the header.
    """

    KEY = ""
    ZONE = "Asia/Shanghai"
    DAY_FIRST = False

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.title = ""
        self.notes: list[tuple[str, ...]] = []
        self.line = 0
        self.is_begun = False
        self._first: Cells = {}
        self._unread: dict[str, tuple[int, int, str]] = {}
        self._made_up = ""

    def note(self, cells: tuple[str, ...]) -> None:
        """Keep a line that is no row, of the first 500 and no longer than notes are."""
        if len(self.notes) < _MOST_NOTES:
            self.notes.append(tuple(cell[:_LONGEST_NOTE] for cell in cells[:_MOST_CELLS]))

    def look(self, cells: Cells) -> None:
        """See a row in the first reading."""
        if not self._first:
            self._first = cells

    def begin(self) -> None:
        """Take what the notes tell, when all of the sheet was seen once."""

    def follow(self, earlier: Sequence["SheetReader"]) -> None:
        """Learn which sheets of the same file were read before."""

    def is_total(self, cells: tuple[str, ...]) -> bool:
        """Return whether a record behind the header tells totals."""
        return False

    def read_row(self, cells: Cells) -> Row:
        """Return a row of `ROWS`.

        Raises:
            CellError: it cannot be taken.
        """
        raise NotImplementedError

    def close(self) -> Iterator[Message]:
        """Yield what does not hold, or was left blank, in the whole sheet."""
        for key, (count, line, cell) in self._unread.items():
            yield Message(f"remark.{key}", {"count": count, "line": line, "cell": cell})
        if self._made_up:
            yield Message("remark.statement-own-unknown", {"account": self._made_up})

    def note_text(self) -> str:
        """Return all notes as lines of text."""
        return "\n".join(" ".join(trim_cell(cell) for cell in cells) for cells in self.notes)

    def make_own(self, *names: str) -> str:
        """Return a stand-in for the own account that the file does not tell.

        It is the key of the format and a hash of the given columns of the first row, so that two
        copies of one export get the same one, and two accounts different ones.
        """
        first = [self._first.get(name, "") for name in names or self.names]
        digest = hashlib.sha256("\x1f".join(first).encode("utf-8", "replace")).hexdigest()
        self._made_up = f"{self.KEY}:{digest[:8]}"
        return self._made_up

    def read_amount(self, cells: Cells, name: str, asset: str) -> int:
        """Return an amount in whole units, as written."""
        try:
            return parse_amount(cells[name], asset)
        except ValueError:
            raise CellError("cell-amount", f"{name}: {cells[name]}") from None

    def read_balance(self, cells: Cells, name: str, asset: str) -> int | None:
        """Return a balance; one that cannot be read is left blank and counted."""
        told = cells.get(name, "")
        if not told.strip("-/ "):
            return None
        try:
            return parse_amount(told, asset)
        except ValueError:
            self._count_unread("statement-balances", told)
            return None

    def read_account(self, cells: Cells, name: str) -> str | None:
        """Return the other side's account; one that became a float is left blank and counted."""
        try:
            return clean_account(cells.get(name, ""))
        except ValueError:
            self._count_unread("statement-accounts", cells[name])
            return None

    def read_time(self, told: str) -> Row:
        """Return the columns of the time."""
        try:
            micros, precision = parse_time(told, self.ZONE, self.DAY_FIRST)
        except ValueError:
            raise CellError("cell-time", told) from None
        return {"time": micros, "precision": int(precision)}

    def read_asset(self, told: str) -> str:
        """Return the currency."""
        try:
            return find_asset(told)
        except ValueError:
            raise CellError("cell-asset", told) from None

    def read_direction(self, told: str) -> Direction:
        """Return the direction that a word tells."""
        try:
            return find_direction(told)
        except ValueError:
            raise CellError("cell-direction", told) from None

    def _count_unread(self, key: str, cell: str) -> None:
        count, line, first = self._unread.get(key, (0, self.line, cell[:LONGEST_DETAIL]))
        self._unread[key] = count + 1, line, first


def split_sign(signed: int) -> Row:
    """Return amount and direction where the sign is the format's only way to tell it.

    There a minus is no reversal: it says OUT, and is spent on that.
    """
    if not signed:
        return {"amount": 0, "direction": int(Direction.UNKNOWN)}
    direction = Direction.IN if signed > 0 else Direction.OUT
    return {"amount": abs(signed), "direction": int(direction)}


def find_text(told: str) -> str | None:
    """Return a text; None where the cell says that there is none."""
    return None if not told.strip("-/— ") or told == "无" else told


def join_texts(*told: str) -> str | None:
    """Return the texts that say something, in one."""
    said = [text for one in told if (text := find_text(one))]
    return " | ".join(dict.fromkeys(said)) or None


def check_total(
    name: str, told: tuple[int | None, int], found: tuple[int, int], asset: str
) -> Iterator[Message]:
    """Yield what does not hold of a number of entries and a sum that a file tells of itself."""
    if told[0] is not None and told[0] != found[0]:
        yield Message("remark.statement-count", {"name": name, "told": told[0], "found": found[0]})
    if told[1] != found[1]:
        sums = {"told": show_amount(told[1], asset), "found": show_amount(found[1], asset)}
        yield Message("remark.statement-sum", {"name": name, **sums})
