"""Rows and row rejects on their way into bounded Arrow batches."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import pyarrow as pa

from zhanlian.model.evidence import Reject
from zhanlian.model.statement import ROW_REJECTS, SCHEMAS, StatementPart
from zhanlian.words.shown import storable_text

# 65,536 rows of 31 columns with texts are some 30 MB: enough to make the cost of a batch vanish.
BATCH_ROWS: Final = 65_536
LONGEST_DETAIL: Final = 200
"""Characters of an unreadable cell that a row reject shows."""

Value: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands.

    Attributes:
        line: 1-based; of the row's first line in a text, of the row in a sheet.
        offset: of its first byte in the item, None where it is no text.
        length: in bytes, without the line's end.
        sheet: name of the sheet, None in a text.
    """

    line: int
    offset: int | None = None
    length: int | None = None
    sheet: str | None = None


class RowBuilder:
    """Collects rows, row rejects and other lines, and gives them as parts of a statement.

    Args:
        told: which table, a key of `SCHEMAS`.
        batch_rows: rows and row rejects after which `is_full` says so.
    """

    def __init__(self, told: str = "rows", batch_rows: int = BATCH_ROWS) -> None:
        self._told = told
        self._batch_rows = batch_rows
        self._schema = SCHEMAS[told]
        self._names = frozenset(self._schema.names)
        self._empty()

    @property
    def is_full(self) -> bool:
        """Whether it is time to `take` a part."""
        return len(self._lines) + len(self._refused["line"]) >= self._batch_rows

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added, refused or skipped since the last part."""
        return not (self._lines or self._refused["line"] or self._others)

    def add(self, place: Place, cells: Mapping[str, Value]) -> None:
        """Add a row; columns that it does not name are null.

        Raises:
            KeyError: a name that the schema does not have.
        """
        if not cells.keys() <= self._names:
            raise KeyError(sorted(cells.keys() - self._names)[0])
        self._lines.append(place)
        for name, column in self._columns.items():
            value = cells.get(name)
            column.append(storable_text(value) if isinstance(value, str) else value)

    def refuse(self, place: Place, reason: str, detail: str = "") -> None:
        """Note a data row that cannot be taken.

        Args:
            place: where it stands.
            reason: key under ``reject.`` of the words.
            detail: the cell that could not be read, as written.
        """
        for name in ("line", "offset", "length", "sheet"):
            self._refused[name].append(getattr(place, name))
        self._refused["reason"].append(reason)
        self._refused["detail"].append(storable_text(detail[:LONGEST_DETAIL]))

    def skip(self, lines: int = 1) -> None:
        """Count lines that are no data: preamble, header, blank, totals."""
        self._others += lines

    def take(
        self, rejects: tuple[Reject, ...] = (), dust: tuple[tuple[str, int], ...] = ()
    ) -> StatementPart:
        """Return what was collected since the last part, and begin the next one."""
        places = {
            name: [getattr(place, name) for place in self._lines]
            for name in ("line", "offset", "length", "sheet")
        }
        table = pa.table({**places, **self._columns}, schema=self._schema)
        refused = pa.table(self._refused, schema=ROW_REJECTS)
        part = StatementPart(self._told, table, refused, self._others, rejects, dust)
        self._empty()
        return part

    def _empty(self) -> None:
        self._lines: list[Place] = []
        self._columns: dict[str, list[Any]] = {
            name: []
            for name in self._schema.names
            if name not in ("line", "offset", "length", "sheet")
        }
        self._refused: dict[str, list[Any]] = {name: [] for name in ROW_REJECTS.names}
        self._others = 0
