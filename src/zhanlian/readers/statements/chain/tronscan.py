"""Tronscan, transfers of an address: ``Token`` holds the contract, among other words or alone.

The chain's own coin is the one token without a contract, ``TRX``; a symbol of any other token
without its contract is refused, because names are free to copy.
"""

from collections.abc import Iterator
from typing import Final

from zhanlian.model.statement import ByteSource, StatementPart
from zhanlian.readers.statements.chain.quantities import find_contract, find_status, join_names
from zhanlian.readers.statements.chain.table import (
    Cells,
    Rows,
    find_header,
    parse_table,
)
from zhanlian.readers.statements.chain.transfers import NATIVE, read_amount, tell_transfer
from zhanlian.readers.statements.refusals import CellError
from zhanlian.readers.statements.signs import trim_cell

KEY: Final = "tronscan"
_COIN: Final = "TRX"
CHAIN: Final = "tron"


def sniff(head: bytes) -> bool:
    """Return whether the first line has the columns of this export."""
    header = find_header(head)
    if header is None or not header.has("from", "to", "amount", "utc"):
        return False
    return header.has("token") and not header.has("blockno")


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield a row for each transfer."""
    return parse_table(source, _read)


def _read(cells: Cells) -> Rows:
    asset = _name_asset(cells)
    units, dust = read_amount(cells.get("amount"), asset)
    row = tell_transfer(cells, asset, units)
    row["status"] = find_status(cells.get("status") or cells.get("result"), None)
    row["summary"] = join_names(cells.get("symbol"), cells.get("name"), cells.get("token"))
    yield row, dust


def _name_asset(cells: Cells) -> str:
    token = trim_cell(cells.get("token") or "")
    contract = find_contract(cells.get("contract")) or find_contract(token)
    if contract is not None:
        return f"{CHAIN}:{contract}"
    if token == _COIN and not trim_cell(cells.get("contract") or ""):
        return f"{CHAIN}:{NATIVE}"
    raise CellError("chain-asset", token)
