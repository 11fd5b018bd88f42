"""One table of a workbook: header, widths, filter, and cells that cannot become formulas."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from zhanlian.words import say
from zhanlian.words.shown import plain_text

# Limits of the format (ECMA-376, Excel): rows of a sheet, characters of a cell and of a name.
MAX_ROWS: Final = 1_048_576
MAX_CELL: Final = 32_767
MAX_NAME: Final = 31

# A double keeps 15 digits; a longer number is written as text, with all of them.
_EXACT_NUMBER: Final = 10**15
_EXACT_DIGITS: Final = 15
# Full-width signs too: some spreadsheets take them for the ASCII ones.
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

Cell = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header as a key of ``report.column`` and its width in characters."""

    key: str
    width: int


class Sheets:
    """Sheets of one workbook in one language, written row after row.

    Args:
        book: an open ``xlsxwriter.Workbook``.
        language: of headers and sheet names.
        lines: file that holds in full what is too long for a cell.
    """

    def __init__(self, book: Any, language: str, lines: str = "ledger.jsonl") -> None:
        self._book = book
        self._lines = lines
        self._language = language
        self._head = book.add_format(
            {"bold": True, "bg_color": "#1F3A4D", "font_color": "#FFFFFF", "valign": "vcenter"}
        )
        self._text = book.add_format({"valign": "top", "num_format": "@"})
        self._wrapped = book.add_format({"valign": "top", "num_format": "@", "text_wrap": True})
        self._whole = book.add_format({"valign": "top", "num_format": "#,##0"})
        self._broken = book.add_format({"valign": "top", "num_format": "#,##0.##########"})

    def add(self, section: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """Write one table; it goes on in a further sheet when a sheet is full."""
        sheet, part, line = self._open(section, columns, 1), 1, 0
        for row in rows:
            if line + 1 == MAX_ROWS:
                self._close(sheet, columns, line)
                part, line = part + 1, 0
                sheet = self._open(section, columns, part)
            line += 1
            for index, cell in enumerate(row):
                self._write(sheet, line, index, cell, columns[index].width)
        self._close(sheet, columns, line)

    def _open(self, section: str, columns: Sequence[Column], part: int) -> Any:
        name = say(f"report.section.{section}", self._language)[: MAX_NAME - 5]
        sheet = self._book.add_worksheet(name if part == 1 else f"{name} ({part})")
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
        for index, column in enumerate(columns):
            header = say(f"report.column.{column.key}", self._language)
            sheet.write_string(0, index, header, self._head)
        return sheet

    def _close(self, sheet: Any, columns: Sequence[Column], last: int) -> None:
        sheet.autofilter(0, 0, last, len(columns) - 1)

    def _write(self, sheet: Any, line: int, index: int, cell: Cell, width: int) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            told = say(f"report.flag.{'yes' if cell else 'no'}", self._language)
            sheet.write_string(line, index, told, self._text)
        elif isinstance(cell, str):
            wrapped = self._wrapped if width > 30 else self._text
            sheet.write_string(line, index, safe_text(cell, self._language, self._lines), wrapped)
        else:
            self._write_number(sheet, line, index, cell)

    def _write_number(self, sheet: Any, line: int, index: int, cell: int | Decimal) -> None:
        number = Decimal(cell)
        broken = number != number.to_integral_value()
        digits = len(number.as_tuple().digits) if broken else 0
        if abs(number) >= _EXACT_NUMBER or digits > _EXACT_DIGITS:
            sheet.write_string(line, index, f"{number:f}", self._text)
        elif not broken:
            sheet.write_number(line, index, int(number), self._whole)
        else:
            sheet.write_number(line, index, float(number), self._broken)


@functools.lru_cache(maxsize=10_000)
def safe_text(text: str, language: str, lines: str = "ledger.jsonl") -> str:
    """Return a text that no spreadsheet takes for a formula and that fits into a cell.

    A leading apostrophe keeps ``=1+1`` a text even after the sheet was saved as CSV (OWASP, "CSV
    injection"); hidden characters are spelled out; what is too long says so at its end.
    """
    told = plain_text(text)
    if text.startswith(_RISKY):
        told = "'" + told
    if len(told) > MAX_CELL:
        note = say("report.text.shortened", language, {"lines": lines})
        told = told[: MAX_CELL - len(note)] + note
    return told
