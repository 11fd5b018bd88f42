"""A mapping: which column of an unknown table means what, as a person confirmed it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from zhanlian.errors import SchemaError
from zhanlian.readers.statements.signs import narrow_cell

UNUSED: Final = "-"
OPEN: Final = "?"
FIELDS: Final = (
    *("time", "date", "clock", "amount", "in_amount", "out_amount", "direction", "balance"),
    *("asset", "own_account", "own_card", "own_name", "own_bank", "other_account", "other_name"),
    *("other_bank", "status", "fee", "summary", "reference", "log_number"),
)
DATE_FORMS: Final = ("year-first", "day-first", "month-first", "unix")
UNITS: Final = ("decimal", "smallest", "ten-thousand")
MONEY: Final = ("amount", "in_amount", "out_amount", "balance", "fee")
# How a row says which way money went: a column of words; one amount with a minus for out, or for
# in; two columns of amounts; or all rows alike.
DIRECTIONS: Final = ("column", "minus-is-out", "minus-is-in", "split", "all-in", "all-out")
DELIMITERS: Final = MappingProxyType({"comma": ",", "tab": "\t", "semicolon": ";", "bar": "|"})
WORKBOOK: Final = "workbook"
ENCODINGS: Final = (
    *("utf-8", "gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be", WORKBOOK),
)
JOINED: Final = "summary"
"""The one field that several columns may fill."""
NOTHING: Final = re.compile(r"[-—–/\\_.*]*")
"""A cell that says nothing: blank, strokes, marks of masking."""
_ASSET: Final = re.compile(r"[A-Z]{3}|[a-z][a-z0-9-]{1,20}:[A-Za-z0-9*.…]{2,80}")
_ZONE: Final = re.compile(r"[A-Za-z0-9_+-]{1,30}(?:/[A-Za-z0-9_+-]{1,30}){0,2}")
_LABEL: Final = 100  # characters of a header
_LAST_HEADER: Final = 1_000


@dataclass(frozen=True, slots=True)
class Mapping:
    """How one kind of table is read.

    Attributes:
        columns: label of each column of the header in its order, and its field, or ``-``.
        header_line: of the header, from 1.
        encoding: one of `ENCODINGS`.
        delimiter: a key of `DELIMITERS`.
        dates: one of `DATE_FORMS`, or ``?`` where the examples fit more than one.
        zone: IANA name for times that tell none.
        units: ``decimal``, ``smallest`` for amounts in 分 or a token's units, ``ten-thousand`` for
            amounts in 万元.
        direction: one of `DIRECTIONS`, or ``?``: never guessed.
        asset: of all rows, empty where a column tells it.
        own_account: of all rows, empty where a column tells it.
        in_words: words of the direction column that mean in, beside the known ones.
        out_words: as above, out.
    """

    columns: tuple[tuple[str, str], ...]
    header_line: int = 1
    encoding: str = "utf-8"
    delimiter: str = "comma"
    dates: str = "year-first"
    zone: str = "Asia/Shanghai"
    units: str = "decimal"
    direction: str = OPEN
    asset: str = ""
    own_account: str = ""
    in_words: tuple[str, ...] = ()
    out_words: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The header that a file must have for this mapping to be its own."""
        return tuple(label for label, _ in self.columns)

    def list_places(self, field: str) -> tuple[int, ...]:
        """Return the numbers of the columns that mean a field, from 0."""
        return tuple(place for place, (_, told) in enumerate(self.columns) if told == field)

    def has(self, field: str) -> bool:
        """Return whether a column means a field."""
        return any(told == field for _, told in self.columns)


def label_columns(cells: Sequence[str]) -> tuple[str, ...]:
    """Return a name of its own for each cell of a header: blank ones by number, repeats counted."""
    labels: list[str] = []
    for number, cell in enumerate(cells, 1):
        plain = " ".join(narrow_cell(cell).split())[:_LABEL] or f"({number})"
        label, repeat = plain, 1
        while label in labels:
            repeat += 1
            label = f"{plain} #{repeat}"
        labels.append(label)
    return tuple(labels)


def tells_ten_thousands(label: str) -> bool:
    """Return whether a header says that its amounts are in 万元: 5.2 would be 5.20 yuan else."""
    return "万" in label


def list_missing(mapping: Mapping) -> tuple[str, ...]:
    """Return what a person must still fill in, as keys under ``mapping.missing.`` of the words."""
    wanted = {
        "time": mapping.has("time") or mapping.has("date"),
        "dates": mapping.dates != OPEN,
        "direction": mapping.direction != OPEN,
        "amount": mapping.has("amount") or mapping.direction == "split",
        "split": mapping.direction != "split"
        or (mapping.has("in_amount") and mapping.has("out_amount")),
        "direction-column": mapping.direction != "column" or mapping.has("direction"),
        "units": mapping.units == "ten-thousand"
        or not any(
            tells_ten_thousands(label) for label, field in mapping.columns if field in MONEY
        ),
        "asset": bool(mapping.asset) or mapping.has("asset"),
        "own-account": bool(mapping.own_account)
        or mapping.has("own_account")
        or mapping.has("own_card"),
    }
    return tuple(name for name, there in wanted.items() if not there)


def check_values(mapping: Mapping) -> None:
    """Refuse values that mean nothing.

    Raises:
        SchemaError: names the setting and the value.
    """
    allowed = (
        ("encoding", mapping.encoding, ENCODINGS),
        ("delimiter", mapping.delimiter, tuple(DELIMITERS)),
        ("dates", mapping.dates, (*DATE_FORMS, OPEN)),
        ("units", mapping.units, UNITS),
        ("direction", mapping.direction, (*DIRECTIONS, OPEN)),
        *(("columns", field, (*FIELDS, UNUSED)) for _, field in mapping.columns),
    )
    for name, told, known in allowed:
        if told not in known:
            raise _wrong(name, told, " ".join(known))
    if not 1 <= mapping.header_line <= _LAST_HEADER:
        raise _wrong("header_line", str(mapping.header_line), f"1–{_LAST_HEADER}")
    if mapping.asset and not _ASSET.fullmatch(mapping.asset):
        raise _wrong("asset", mapping.asset, "CNY, ethereum:0x…")
    if not _is_zone(mapping.zone):
        raise _wrong("zone", mapping.zone, "Asia/Shanghai, UTC")
    for field in FIELDS:
        if field != JOINED and len(mapping.list_places(field)) > 1:
            raise SchemaError("error.mapping-twice", path="", field=field)


def _is_zone(name: str) -> bool:
    if not _ZONE.fullmatch(name):
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of zones
        return False
    return True


def _wrong(name: str, told: str, known: str) -> SchemaError:
    return SchemaError("error.mapping-value", path="", setting=name, told=told[:60], known=known)
