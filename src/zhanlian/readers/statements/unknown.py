"""Whether bytes look like a table of money that no format knows."""

import csv
import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.cells import parse_amount
from zhanlian.readers.statements.signs import narrow_cell
from zhanlian.readers.statements.times import parse_time
from zhanlian.readers.statements.workbooks.sheets import is_workbook, open_sheets

_LINES: Final = 80
_DELIMITERS: Final = (",", "\t", ";", "|")
_LEAST_COLUMNS: Final = 3
_PART: Final = 0.8  # of the filled cells of a column
# Beside the day, a time may be day first or without a year; here only the look counts.
_DAY: Final = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*|(19|20)\d{6}(\d{4,6})?"
)
_MONEY_WORDS: Final = re.compile(
    r"金额|余额|收入|支出|发生额|借方|贷方|amount|balance|debit|credit|value|sum|quantity",
    re.IGNORECASE,
)


def find_unknown_table(head: bytes) -> bool:
    """Return whether bytes hold columns of days and of amounts, so that they are no plain text.

    Asked when `find_statement` knows no format: such a file ends as a clear reject that proposes
    ``zhanlian map``, and not as a text in which sums are looked for.

    Args:
        head: the first 64 KiB of a file, all of it if it is smaller or a workbook.
    """
    if is_workbook(head):
        return _find_in_workbook(head)
    text = _decode(head)
    if text is None:
        return False
    lines = text.splitlines()[: _LINES + 1]
    if len(head) >= 1 << 16:
        lines = lines[:-1]  # it may be cut
    return any(_is_money(_split(lines, one)) for one in _DELIMITERS if one in text)


def _find_in_workbook(head: bytes) -> bool:
    try:
        sheets = open_sheets(MemorySource(head))
    except FormatError:
        return False
    return any(
        _is_money([record.cells for record in islice(sheet.read_records(), _LINES)])
        for sheet in sheets
    )


def _decode(head: bytes) -> str | None:
    if b"\0" in head:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        for cut in range(4):  # the head may end inside a character
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _split(lines: Sequence[str], delimiter: str) -> list[Sequence[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in lines]


def _is_money(records: Sequence[Sequence[str]]) -> bool:
    """Return whether rows of one width have a column of days and another one of amounts."""
    widths = [len(one) for one in records if len(one) >= _LEAST_COLUMNS and any(one)]
    if not widths:
        return False
    width = max(sorted(set(widths)), key=widths.count)
    table = [one for one in records if len(one) == width]
    if len(table) < 2 or sum(map(bool, table[0])) * 2 < width:
        return False
    named = [bool(_MONEY_WORDS.search(name)) for name in table[0]]
    columns = [[cell for row in table[1:] if (cell := narrow_cell(row[k]))] for k in range(width)]
    days = [k for k in range(width) if _most(columns[k], _is_day)]
    money = [
        k for k in range(width) if k not in days and _most(columns[k], _is_amount, named=named[k])
    ]
    return bool(days and money)


def _most(cells: Sequence[str], test: Callable[[str], bool], named: bool = True) -> bool:
    if not cells:
        return False
    fitting = sum(test(cell) for cell in cells)
    # Without a word in the header only amounts with their decimals are told from numbers.
    sure = named or any("." in cell for cell in cells)
    return sure and fitting >= _PART * len(cells)


def _is_day(cell: str) -> bool:
    if not _DAY.fullmatch(cell):
        return False
    try:
        parse_time(cell, day_first=bool(re.match(r"\d{1,2}[-/.]", cell)))
    except ValueError:
        return bool(re.match(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}\b", cell))
    return True


def _is_amount(cell: str) -> bool:
    try:
        parse_amount(cell, "unknown:token")
    except ValueError:
        return False
    return len(cell) < 24
