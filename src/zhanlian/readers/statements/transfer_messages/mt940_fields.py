"""Fields of an MT940 message: balances, statement lines and what is written to them."""

import re
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from zhanlian.model.statement import Direction, RowKind, RowStatus
from zhanlian.readers.statements.cells import parse_amount

_BALANCE: Final = re.compile(r"([CD])(\d{6})([A-Z]{3})(\d{1,15},\d{0,4})\s*", re.ASCII)
# SWIFT standard, field 61: 6!n[4!n]2a[1!a]15d1!a3!c16x[//16x][34x]. Banks write longer
# references, and some leave the type out.
_LINE: Final = re.compile(
    r"(?P<value>\d{6})(?P<entry>\d{4})?(?P<mark>RC|RD|EC|ED|C|D)(?P<funds>[A-Z])?"
    r"(?P<amount>\d{1,15},\d{0,4})(?P<type>(?!NONREF)[A-Z][A-Z0-9]{3})?"
    r"(?P<owner>.*?)(?://(?P<bank>.*))?",
    re.ASCII,
)
# Field 61, subfield 3: RC takes a credit back, so money leaves; RD gives a debit back.
_MARKS: Final = MappingProxyType(
    {
        "C": (Direction.IN, False, RowStatus.DONE),
        "D": (Direction.OUT, False, RowStatus.DONE),
        "RC": (Direction.OUT, True, RowStatus.DONE),
        "RD": (Direction.IN, True, RowStatus.DONE),
        "EC": (Direction.IN, False, RowStatus.PENDING),
        "ED": (Direction.OUT, False, RowStatus.PENDING),
    }
)
# Transaction type identification codes of the SWIFT standard, without the letter before them.
_KINDS: Final = MappingProxyType(
    {
        **dict.fromkeys(("CHG", "COM", "COL"), RowKind.FEE),
        "INT": RowKind.INTEREST,
        **dict.fromkeys(("TRF", "STO", "DDT", "CLR", "BOE", "CHK"), RowKind.TRANSFER),
        **dict.fromkeys(("RTI", "RET"), RowKind.REFUND),
    }
)
_NONE: Final = frozenset({"", "NONREF", "KREF+", "NOREF"})
_CENTURY: Final = 80  # SWIFT: two digits above 79 are of the last century


@dataclass(frozen=True, slots=True)
class Line:
    """Field 61: one booking.

    Attributes:
        day: of the entry, else of the value.
        direction: as money moved, reversals included.
        reverses: the mark says that it takes something back.
        status: done, or only expected.
        amount: as written, with a comma.
        kind: of its type code.
        reference: of the account's owner.
        bank_reference: of the bank.
        extra: the second line.
    """

    day: date
    direction: Direction
    reverses: bool
    status: RowStatus
    amount: str
    kind: RowKind
    reference: str | None
    bank_reference: str | None
    extra: str | None


def read_balance(text: str) -> tuple[int, str]:
    """Return a signed balance in whole units and its currency, from ``C110522EUR3236,28``.

    Raises:
        ValueError: no balance.
    """
    found = _BALANCE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    _read_day(found[2])
    units = read_units(found[4], found[3])
    return (units if found[1] == "C" else -units), found[3]


def read_units(amount: str, currency: str) -> int:
    """Return an amount with a decimal comma in whole units.

    Raises:
        ValueError: finer than the currency's units, or beyond int64.
    """
    return parse_amount(amount.replace(",", "."), currency)


def read_line(text: str) -> Line:
    """Return what a field 61 says.

    Raises:
        ValueError: no such field, or no such day.
    """
    first, _, extra = text.partition("\n")
    found = _LINE.fullmatch(first.rstrip())
    if found is None:
        raise ValueError(first)
    direction, reverses, status = _MARKS[found["mark"]]
    day = _read_day(found["value"])
    if found["entry"]:
        day = _read_entry_day(found["entry"], day)
    kind = RowKind.REVERSAL if reverses else _KINDS.get((found["type"] or "")[1:], RowKind.UNTOLD)
    return Line(
        day,
        direction,
        reverses,
        status,
        found["amount"],
        kind,
        _told(found["owner"]),
        _told(found["bank"]),
        _told(extra.replace("\n", " ")),
    )


def _told(text: str | None) -> str | None:
    bare = (text or "").strip()
    return None if bare.upper() in _NONE else bare


def _read_day(text: str) -> date:
    year = int(text[:2])
    return date(year + (1900 if year >= _CENTURY else 2000), int(text[2:4]), int(text[4:6]))


def _read_entry_day(text: str, value: date) -> date:
    """Return the day of an entry, which tells no year: the one nearest to the day of value."""
    days = []
    for year in (value.year - 1, value.year, value.year + 1):
        try:
            days.append(date(year, int(text[:2]), int(text[2:])))
        except ValueError:  # 29 February of another year
            continue
    if not days:
        raise ValueError(text)
    return min(days, key=lambda day: abs((day - value).days))
