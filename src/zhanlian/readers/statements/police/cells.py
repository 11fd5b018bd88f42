"""One batch's cells by field: texts, account numbers, amounts, instants and codes.

Columns are read by the kernels; what has an unusual form is asked of the single-cell functions,
once for each different text.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.model.asset import find_exponent
from zhanlian.readers.statements.cells import clean_account, find_asset, parse_amount
from zhanlian.readers.statements.police.kernels.numbers import (
    EMPTY,
    UNUSUAL,
    Int8s,
    read_amounts,
    read_times,
)
from zhanlian.readers.statements.police.kernels.split import Bytes, Int32s, Int64s
from zhanlian.readers.statements.police.kernels.texts import Flags, Texts, find_bytes, gather_texts
from zhanlian.readers.statements.police.layouts import Layout, load_codes
from zhanlian.readers.statements.times import parse_time

Value = TypeVar("Value")
Units = tuple[Int64s, Flags]  # values, and which of them are there

NOTHING: Final = frozenset(
    {"-", "--", "---", "—", "/", "\\N", "无", "空", "null", "NULL", "None", "nan", "NaN", "N/A"}
)
# 分 are whole: an asset without decimals that carries the same sign as the yuan.
_FEN: Final = "JPY"
_BALANCES: Final = frozenset({"balance", "other_balance"})
_CLOCK: Final = r"^(\d{1,2}:\d{1,2}(:\d{1,2})?|\d{5,6})$"
_NAMED: Final = r"^\s*(?P<id>[^(（]+?)\s*[(（](?P<name>.*)[)）]\s*$"


class Cells:
    """Cells of one batch, read column by column when they are asked for.

    Args:
        raw: bytes of the batch.
        starts: (slots, n) as `find_cells` gives them.
        ends: (slots, n).
        encoding: as in `texts`.
        layout: which columns say what.
        takes: (n,) rows that have the header's shape; others are never a problem of their cells.
    """

    def __init__(
        self, raw: Bytes, starts: Int32s, ends: Int32s, encoding: int, layout: Layout, takes: Flags
    ) -> None:
        self.count = len(takes)
        self.takes = takes
        self.broken_texts = 0
        self.failed_by_code = 0
        self.unread_balances: list[tuple[int, str]] = []
        self.problems: dict[int, tuple[str, str]] = {}
        self._raw, self._starts, self._ends = raw, starts, ends
        self._encoding, self._layout = encoding, layout
        self._slots = {column: slot for slot, column in enumerate(layout.slots)}
        self._texts: dict[int, Texts] = {}
        self._spoilt: set[int] = set()

    def find_text(self, field: str) -> Any:
        """Return a field's text: (n,) Arrow strings, all null where the table has no column."""
        for column in self._layout.columns.get(field, ()):
            if column not in self._spoilt:
                self._spoilt.add(column)
                self.broken_texts += int((self._gather(column).broken & self.takes).sum())
        return self._join(field)

    def has_text(self, field: str) -> Any:
        """Return which rows have anything in a field: (n,) Arrow booleans."""
        return self._join(field).is_valid()

    def find_number(self, field: str) -> Any:
        """Return account, card or identity numbers: bare, null where the cell says none."""
        columns = self._layout.columns.get(field, ())
        told = self._join(field)
        if not columns:
            return told
        found = [self._gather(column) for column in columns]
        plain = np.logical_and.reduce([one.plain for one in found])
        broken = np.logical_or.reduce([one.broken for one in found])
        self._refuse(np.flatnonzero(broken), told, "row-undecodable")
        return self.clean(told, ~plain)

    def clean(self, told: Any, odd: Flags) -> Any:
        """Return numbers with the odd ones among them cleaned one by one."""
        places = np.flatnonzero(odd & self.takes & told.is_valid().to_numpy(zero_copy_only=False))
        if not len(places):
            return told
        values, bad = _ask_each(told, places, clean_account)
        self._refuse(bad, told, "row-account-float")
        mask = np.zeros(self.count, np.bool_)
        mask[places] = True
        return pc.replace_with_mask(told, pa.array(mask), pa.array(values, pa.string()))

    def split_named(self, told: Any) -> tuple[Any, Any]:
        """Return what stands before brackets and what in them, where a cell is ``id(name)``."""
        found = pc.extract_regex(told, pattern=_NAMED)
        name = pc.struct_field(found, "name")
        return pc.coalesce(pc.struct_field(found, "id"), told), pc.if_else(
            pc.equal(pc.utf8_length(name), 0), None, name
        )

    def find_assets(self, field: str) -> Any:
        """Return the asset of each row, a dictionary of Arrow strings; CNY where none is told."""
        told = self.find_text(field)
        return self.map_words(told, lambda word: find_asset(word), "CNY", "cell-asset")

    def map_words(self, told: Any, find: Callable[[str], str], blank: str, reason: str) -> Any:
        """Return what each cell's word means, asked once for each word of the batch."""
        words = pc.dictionary_encode(told)
        meanings: list[str] = []
        bad: list[bool] = []
        for word in words.dictionary.to_pylist():
            try:
                meanings.append(blank if word in NOTHING else find(word))
                bad.append(False)
            except ValueError:
                meanings.append(blank)
                bad.append(True)
        codes = pc.fill_null(words.indices, len(meanings)).to_numpy()
        flags = np.array([*bad, False])
        self._refuse(np.flatnonzero(flags[codes]), told, reason)
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), [*meanings, blank])

    def find_amounts(
        self, field: str, assets: Any, fen: bool = False, blank: frozenset[str] = NOTHING
    ) -> Units:
        """Return whole units of a field's amounts, and which rows have one.

        An amount that cannot be read makes the row a reject; a balance only stays blank and is
        noted, for the row's money is told without it.

        Args:
            field: as in the layout.
            assets: of each row, as `find_assets` gives them.
            fen: whether the cells count in 分.
            blank: words that say that there is no amount.
        """
        columns = self._layout.columns.get(field, ())
        units, there = np.zeros(self.count, np.int64), np.zeros(self.count, np.bool_)
        names = ["CNY"] if fen else assets.dictionary.to_pylist()
        digits = np.array([0 if fen else find_exponent(name) for name in names], np.int8)
        codes = np.zeros(self.count, np.int64) if fen else assets.indices.to_numpy()
        for column in columns:
            slot = self._slots[column]
            some = np.zeros(self.count, np.int64)
            states = read_amounts(
                self._raw, self._starts[slot], self._ends[slot], digits[codes], some
            )
            one = _FEN if fen else None
            asked = self._read_unusual_amounts(column, states, some, one, assets, blank)
            if field in _BALANCES:
                self.unread_balances.extend(asked)
            else:
                for place, text in asked:
                    self.problems.setdefault(place, ("cell-amount", text))
            fresh = ~there & (states != EMPTY)
            units[fresh] = some[fresh]
            there |= states != EMPTY
        return units, there & self.takes

    def find_times(self, *fields: str) -> tuple[Int64s, Int8s, Flags]:
        """Return microseconds since 1970 UTC, precisions, and which rows have a time."""
        told = self._join_times(*fields)
        micros, precisions = np.zeros(self.count, np.int64), np.zeros(self.count, np.int8)
        columns = [one for field in fields for one in self._layout.columns.get(field, ())]
        if len(columns) == 1:
            slot = self._slots[columns[0]]
            place = (self._raw, self._starts[slot], self._ends[slot])
        else:
            place = find_bytes(told)
        states = read_times(*place, micros, precisions)
        places = np.flatnonzero((states == UNUSUAL) & self.takes)
        values, bad = _ask_each(told, places, _find_time)
        self._refuse(bad, told, "cell-time")
        for place_of_one, value in zip(places.tolist(), values, strict=True):
            if value is None:
                states[place_of_one] = EMPTY
            else:
                micros[place_of_one], precisions[place_of_one] = value
        return micros, precisions, (states != EMPTY) & self.takes

    def refuse(self, places: npt.NDArray[np.intp], reason: str, detail: str = "") -> None:
        """Note rows that cannot be taken; the first reason of a row stays."""
        for place in places.tolist():
            if self.takes[place]:
                self.problems.setdefault(place, (reason, detail))

    def _refuse(self, places: npt.NDArray[np.intp], told: Any, reason: str) -> None:
        for place in places.tolist():
            if self.takes[place] and place not in self.problems:
                self.problems[place] = (reason, told[place].as_py() or "")

    def _join(self, field: str) -> Any:
        """Return the text of the first column of a field that has one."""
        columns = self._layout.columns.get(field, ())
        told = [self._gather(column).array for column in columns]
        if not told:
            return pa.nulls(self.count, pa.string())
        return told[0] if len(told) == 1 else pc.coalesce(*told)

    def _gather(self, column: int) -> Texts:
        found = self._texts.get(column)
        if found is None:
            slot = self._slots[column]
            found = gather_texts(self._raw, self._starts[slot], self._ends[slot], self._encoding)
            self._texts[column] = found
        return found

    def _read_unusual_amounts(
        self, column: int, states: Int8s, units: Int64s, one_asset: str | None, assets: Any,
        blank: frozenset[str],
    ) -> list[tuple[int, str]]:  # fmt: skip
        """Read amounts of unusual forms and return place and text of those that are none."""
        refused: list[tuple[int, str]] = []
        places = np.flatnonzero((states == UNUSUAL) & self.takes)
        if not len(places):
            return refused
        told = self._gather(column).array
        for place in places.tolist():
            text = told[place].as_py() or ""
            states[place] = EMPTY
            if text in blank:
                continue
            try:
                asset = one_asset or assets[place].as_py()
                units[place] = parse_amount(text, asset)
                states[place] = UNUSUAL
            except ValueError:
                refused.append((place, text))
        return refused

    def _join_times(self, *fields: str) -> Any:
        """Return the text of the first field that has one; a bare clock gets its day before it."""
        told = [self.find_text(field) for field in fields]
        if len(fields) == 2 and all(field in self._layout.columns for field in fields):
            is_clock = pc.and_(pc.match_substring_regex(told[0], _CLOCK), told[1].is_valid())
            joined = pc.binary_join_element_wise(told[1], told[0], " ")
            return pc.coalesce(pc.if_else(pc.fill_null(is_clock, False), joined, told[0]), told[1])
        return pc.coalesce(*told) if len(told) > 1 else told[0]


def _find_time(text: str) -> tuple[int, int] | None:
    if text in NOTHING or text in load_codes()["never"]["words"]:
        return None
    micros, precision = parse_time(text)
    return micros, int(precision)


def _ask_each(
    told: Any, places: npt.NDArray[np.intp], find: Callable[[str], Value | None]
) -> tuple[list[Value | None], npt.NDArray[np.intp]]:
    """Return what a single-cell function says of some cells, and the places it refuses."""
    known: dict[str, Value | None] = {}
    values: list[Value | None] = []
    bad = []
    for place, text in zip(places.tolist(), told.take(pa.array(places)).to_pylist(), strict=True):
        try:
            if text not in known:
                known[text] = find(text) if text else None
            values.append(known[text])
        except ValueError:
            values.append(None)
            bad.append(place)
    return values, np.array(bad, np.intp)
