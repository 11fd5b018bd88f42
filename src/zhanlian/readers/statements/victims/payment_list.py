"""A list of victims' payments: CSV or workbook, one payment a row, told by its header."""

import functools
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Final, TypeVar

from zhanlian.errors import FormatError
from zhanlian.model.answers import OTHERS
from zhanlian.model.asset import find_usdt, fold_asset
from zhanlian.model.statement import ByteSource, StatementPart
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.cells import (
    clean_account,
    find_asset,
    parse_amount,
    parse_time,
    trim_cell,
)
from zhanlian.readers.statements.records import Record, read_records
from zhanlian.readers.statements.refusals import CellError, refuse_file
from zhanlian.readers.statements.rows import RowBuilder, Value
from zhanlian.readers.statements.workbooks.sheets import is_workbook, open_sheets

T = TypeVar("T")

_NEEDED: Final = frozenset({"victim", "time", "payee", "amount"})
_HEADER_WITHIN: Final = 20  # records; a title and notes may stand above
_HEAD: Final = 64 * 1024
# People write the symbol; the form of the address paid tells the chain and so the contract.
_USDT: Final = frozenset({"USDT", "泰达币", "U币"})
_TOKEN: Final = re.compile(r"[a-z]{2,20}:[0-9A-Za-z]{2,80}")
_YES: Final = frozenset({"1", "true", "yes", "y", "是", "有"})
_NO: Final = frozenset({"", "0", "false", "no", "n", "否", "无"})


class PaymentList:
    """The format; see `StatementFormat`. A row that cannot be read is a row reject."""

    KEY: Final = "victim-payments"

    def sniff(self, head: bytes) -> bool:
        """Return whether a header within the first rows names victim, time, payee and amount."""
        source = MemorySource(head)
        try:
            return any(
                _read_header(record.cells) is not None
                for _, record in zip(range(_HEADER_WITHIN), _records(source), strict=False)
            )
        except FormatError:
            return False

    def parse(self, source: ByteSource) -> Iterator[StatementPart]:
        """Yield the payments in batches; never raises for what the bytes are."""
        builder = RowBuilder("payments")
        columns: Mapping[str, int] | None = None
        width = 0
        try:
            for record in _records(source):
                found = _read_header(record.cells)
                if found is not None:
                    columns, width = found, len(record.cells)
                if found is not None or columns is None or record.is_blank:
                    builder.skip(record.lines)
                elif record.exceeds(width):
                    builder.refuse(record.place, "row-ragged", ",".join(record.cells))
                else:
                    _take(builder, record, columns)
                if builder.is_full:
                    yield builder.take()
        except FormatError as error:
            yield builder.take((refuse_file(source.name, error),))
            return
        yield builder.take()


def _records(source: ByteSource) -> Iterator[Record]:
    if is_workbook(source.read_at(0, _HEAD)):
        for sheet in open_sheets(source):
            yield from sheet.read_records()
        return
    yield from read_records(source)


def _read_header(cells: Sequence[str]) -> Mapping[str, int] | None:
    names = _header_words()
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        column = names.get(trim_cell(cell).lower())
        if column is not None:
            found.setdefault(column, place)
    return found if found.keys() >= _NEEDED else None


def _take(builder: RowBuilder, record: Record, columns: Mapping[str, int]) -> None:
    if record.reason:
        builder.refuse(record.place, record.reason)
        return
    told = {
        name: trim_cell(record.cells[place]) if place < len(record.cells) else ""
        for name, place in columns.items()
    }
    for name in _NEEDED:
        if not told[name]:
            builder.refuse(record.place, "payment-incomplete", name)
            return
    try:
        builder.add(record.place, _read_payment(told))
    except CellError as error:
        builder.refuse(record.place, error.reason, error.detail)


def _read_payment(told: Mapping[str, str]) -> dict[str, Value]:
    asset = _read("asset", told, functools.partial(_find_asset, told["payee"])) or "CNY"
    time = _read("time", told, parse_time)
    amount = _read("amount", told, functools.partial(parse_amount, asset=asset))
    payee = _read("payee", told, clean_account)
    if told["victim"] == OTHERS:
        raise CellError("payment-unreadable", told["victim"])
    if time is None or payee is None:
        raise CellError("payment-unreadable", told["payee"])
    if amount is None or amount <= 0:
        raise CellError("payment-unreadable", told["amount"])
    loss, recovered = (_read_sum(name, told, asset) for name in ("loss", "recovered"))
    return {
        "victim": told["victim"],
        "time": time[0],
        "precision": int(time[1]),
        "payer": _read("payer", told, clean_account),
        "payee": payee,
        "amount": amount,
        "asset": asset,
        "loss": loss,
        "recovered": recovered,
        "objection": _read("objection", told, _read_flag),
        "accused": _read("accused", told, _read_flag),
    }


def _read_sum(name: str, told: Mapping[str, str], asset: str) -> int | None:
    found = _read(name, told, functools.partial(parse_amount, asset=asset))
    if found is not None and found < 0:
        raise CellError("payment-unreadable", told[name])
    return found


def _find_asset(payee: str, text: str) -> str:
    if text.upper() in _USDT:
        return find_usdt(payee)
    return fold_asset(text) if _TOKEN.fullmatch(text) else find_asset(text)


def _read(name: str, told: Mapping[str, str], parse: Callable[[str], T]) -> T | None:
    text = told.get(name, "")
    if not text:
        return None
    try:
        return parse(text)
    except ValueError:
        raise CellError("payment-unreadable", text) from None


def _read_flag(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError(text)


@functools.cache
def _header_words() -> dict[str, str]:
    file = resources.files("zhanlian.readers.statements.victims").joinpath("data", "headers.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return {word.lower(): column for column, words in table.items() for word in words}
