"""Cells that many sheets share: columns by name, sums, times, the numbers of transfers."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from zhanlian.model.answers import FlowAnswer, RowRef
from zhanlian.report.flow.labels import amount_number, time_text
from zhanlian.report.xlsx.table import Cell, Column

# Numbers of transfers in one cell; the lines of JSON name all of them.
_MOST_CITED = 500


def columns(**widths: int) -> tuple[Column, ...]:
    """Return the columns of a sheet of the flow report, by their keys and widths."""
    return tuple(Column(f"flow.{name}", width) for name, width in widths.items())


def money(units: int | None, asset: str) -> Decimal | None:
    """Return a sum as an exact number of its asset, or an empty cell."""
    return None if units is None else amount_number(units, asset)


def moment(told: datetime | None) -> str | None:
    """Return a time in Asia/Shanghai as a text, or an empty cell."""
    return None if told is None else time_text(told)


def row_cells(row: RowRef) -> list[Cell]:
    """Return file, sheet, line, first byte, bytes and SHA-256 of a row."""
    return [row.name, row.sheet, row.line, row.offset, row.length, row.sha256]


class Numbers:
    """The numbers of the cited transfers: the same as in the page."""

    def __init__(self, answer: FlowAnswer) -> None:
        self._numbers = {one.transfer_id: at for at, one in enumerate(answer.cited, 1)}

    def cite(self, ids: Iterable[str]) -> str:
        """Return the transfers behind a line as their numbers in the sheet of transfers."""
        told = [f"#{self._numbers[one]}" if one in self._numbers else one for one in ids]
        more = len(told) - _MOST_CITED
        return " ".join(told[:_MOST_CITED]) + (f" … +{more}" if more > 0 else "")
