"""Sheets of .xlsx and .xls as rows of text; what a spreadsheet did to a number stays visible.

A number of more than 15 digits lost its last ones when it was typed into the sheet. Such a cell
becomes scientific notation here, which neither `parse_amount` nor `clean_account` takes.
"""

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
)

from zhanlian.errors import FormatError
from zhanlian.model.statement import ByteSource
from zhanlian.readers.limits import DEFAULT_LIMITS
from zhanlian.readers.statements.records import Record
from zhanlian.readers.statements.rows import Place
from zhanlian.readers.statements.workbooks.guard import OLE2, check_workbook
from zhanlian.readers.zip_kind import is_zip, tell_zip

_EXACT: Final = 10**15  # a double holds 15 decimal digits whatever they are
_EXACT_PARTS: Final = 10**12  # below it, 15 digits leave three after the point
_LONGEST_REASON: Final = 100  # characters of calamine's own words
_WORKSHEET: Final = SheetTypeEnum.WorkSheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook.

    Attributes:
        name: as its tab says.
        inner: the sheet as calamine holds it.
    """

    name: str
    inner: CalamineSheet

    def read_records(self) -> Iterator[Record]:
        """Yield the rows from row 1 on as text; columns begin at the first that is used."""
        if self.inner.start is None:
            return
        for line, row in enumerate(self.inner.iter_rows(), 1):
            yield Record(Place(line, sheet=self.name), tuple(map(show_cell, row)))


def is_workbook(head: bytes) -> bool:
    """Return whether the first bytes may be those of an .xls or .xlsx; the inside decides."""
    if head.startswith(OLE2):
        return True
    return is_zip(head) and (tell_zip(head) == "xlsx" or b"xl/" in head)


def is_archive(head: bytes) -> bool:
    """Return whether the first bytes are those of a zip that is no workbook."""
    return is_zip(head) and not is_workbook(head)


def open_sheets(source: ByteSource) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook, hidden ones too.

    Raises:
        FormatError: too large, broken, encrypted, or no workbook.
    """
    if source.size > DEFAULT_LIMITS.max_bytes:
        raise FormatError("reject.too-large", limit=DEFAULT_LIMITS.max_bytes)
    data = source.read_at(0, source.size)
    check_workbook(data)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        names = [one.name for one in workbook.sheets_metadata if one.typ == _WORKSHEET]
        return tuple(Sheet(name, workbook.get_sheet_by_name(name)) for name in names)
    except PasswordError as error:
        raise FormatError("reject.encrypted") from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise FormatError("reject.broken", detail=str(error)[:_LONGEST_REASON]) from error
    except BaseException as error:
        # calamine's own slips come through as pyo3's PanicException, which nobody can import.
        if type(error).__name__ != "PanicException":
            raise
        raise FormatError("reject.broken", detail=str(error)[:_LONGEST_REASON]) from error


def show_cell(value: Any) -> str:
    """Return a cell's value as text, numbers as a sheet shows them.

    A whole number above 15 digits becomes scientific notation, for its last digits are lost.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _show_number(float(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    if isinstance(value, datetime.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value.isoformat() if isinstance(value, datetime.date | datetime.time) else value)


def _show_number(number: float) -> str:
    if not math.isfinite(number):
        return str(number)
    if number.is_integer():
        return str(int(number)) if abs(number) < _EXACT else f"{number:.14E}"
    # What a formula left behind the fifteenth digit (0.1 + 0.2) is no part of the number.
    text = repr(number) if abs(number) >= _EXACT_PARTS else f"{number:.15g}"
    return f"{Decimal(text):f}"
