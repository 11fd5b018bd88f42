"""The table of an explorer: a header on its first line, a record a transfer."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.model.evidence import Reject
from zhanlian.model.message import Message
from zhanlian.model.statement import ByteSource, StatementPart
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.records import Record, read_records
from zhanlian.readers.statements.refusals import CellError, refuse_file
from zhanlian.readers.statements.rows import RowBuilder, Value
from zhanlian.readers.statements.signs import narrow_cell

_BLANKS: Final = re.compile(r"[\s_]+")
# Prices move with the day of the export: "CurrentValue @ $3021.5/Eth".
_PRICE: Final = re.compile(r"\s*@.*")
# The coin stands in the name of a column: "Value_IN(ETH)", "TxnFee(BNB)".
_COIN: Final = re.compile(r"(value in|value out|txnfee|value)\(([A-Za-z0-9]{2,10})\)")
_ALIASES: Final = MappingProxyType(
    {
        **dict.fromkeys(("transaction hash", "txhash", "txn hash", "transaction id"), "hash"),
        **dict.fromkeys(("交易哈希", "hash"), "hash"),
        **dict.fromkeys(("datetime (utc)", "datetime", "datetime(utc)", "utc时间"), "utc"),
        **dict.fromkeys(("time(utc)", "time (utc)", "block time (utc)"), "utc"),
        **dict.fromkeys(("unixtimestamp", "block ts", "block timestamp"), "unix"),
        "本地时间(utc+8)": "local",
        **dict.fromkeys(("from", "from address", "发送方"), "from"),
        **dict.fromkeys(("to", "to address", "txto", "接收方"), "to"),
        **dict.fromkeys(("contractaddress", "contract address", "token contract"), "contract"),
        **dict.fromkeys(("代币地址", "token address"), "contract"),
        **dict.fromkeys(("tokensymbol", "token symbol", "代币符号"), "symbol"),
        **dict.fromkeys(("tokenname", "token name"), "name"),
        **dict.fromkeys(("tokenvalue", "amount/tokenid", "quantity", "数量"), "amount"),
    }
)


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, by one spelling.

    Attributes:
        places: number of the cell by name.
        coin: the coin that the columns are named after, empty for none.
        width: cells of the header.
    """

    places: Mapping[str, int]
    coin: str
    width: int

    def has(self, *names: str) -> bool:
        """Return whether all of some columns are there."""
        return all(name in self.places for name in names)


@dataclass(frozen=True, slots=True)
class Cells:
    """One record by the columns of its header."""

    header: Header
    record: Record

    def get(self, name: str) -> str | None:
        """Return a cell as written; None where there is no such column."""
        place = self.header.places.get(name)
        return None if place is None else self.record.cells[place]


Rows = Iterator[tuple[dict[str, Value], int]]
"""Rows of one record, each with the dust that was cut off its amount."""


def read_header(cells: tuple[str, ...]) -> Header:
    """Return the columns of a header line, whatever version of the explorer wrote it."""
    places: dict[str, int] = {}
    coin = ""
    for number, cell in enumerate(cells):
        name = _BLANKS.sub(" ", _PRICE.sub("", narrow_cell(cell))).strip().lower()
        found = _COIN.fullmatch(name)
        if found is not None and found[2] != "usd":
            name, coin = found[1], found[2].upper()
        if name:
            places.setdefault(_ALIASES.get(name, name), number)
    return Header(MappingProxyType(places), coin, len(cells))


def find_header(head: bytes) -> Header | None:
    """Return the columns of the first line of a file that says anything, None without text."""
    try:
        for record in read_records(MemorySource(head)):
            if not record.is_blank:
                return None if record.reason else read_header(record.cells)
    except FormatError:
        return None
    return None


def parse_table(
    source: ByteSource, read: Callable[[Cells], Rows], wrong: Message | None = None
) -> Iterator[StatementPart]:
    """Yield a table in batches.

    Args:
        source: a file whose header was sniffed.
        read: yields the rows of one record, or raises `CellError`.
        wrong: what is to be said of the file as a whole.
    """
    builder, dust = RowBuilder("rows"), dict[str, int]()
    rejects = [] if wrong is None else [Reject(source.name, "", wrong)]
    try:
        header: Header | None = None
        for record in read_records(source):
            if record.is_blank:
                builder.skip(record.lines)
            elif header is None:
                header = read_header(record.cells)
                builder.skip(record.lines)
            else:
                _take(builder, Cells(header, record), read, dust)
            if builder.is_full:
                yield builder.take(tuple(rejects), tuple(sorted(dust.items())))
                rejects, dust = [], {}
    except FormatError as error:
        rejects.append(refuse_file(source.name, error))
    if rejects or not builder.is_empty:
        yield builder.take(tuple(rejects), tuple(sorted(dust.items())))


def _take(
    builder: RowBuilder, cells: Cells, read: Callable[[Cells], Rows], dust: dict[str, int]
) -> None:
    record, width = cells.record, cells.header.width
    if record.reason:
        builder.refuse(record.place, record.reason, ",".join(record.cells))
        return
    if len(record.cells) < width or record.exceeds(width):
        builder.refuse(record.place, "chain-cells", ",".join(record.cells))
        return
    try:
        rows = list(read(cells))
    except CellError as error:
        builder.refuse(record.place, error.reason, error.detail)
        return
    for row, cut in rows:
        builder.add(record.place, row)
        if cut:
            asset = str(row["asset"])
            dust[asset] = dust.get(asset, 0) + cut
