"""Tronscan, transfers by its older interface: ``quant`` counts the token's smallest units.

The file says which token only where it has a column for the contract, and ``quant`` can be
counted only where we know the contract's decimals. Everything else is refused with the remedy.
"""

from collections.abc import Iterator
from typing import Final

from zhanlian.model.asset import is_listed
from zhanlian.model.statement import ByteSource, RowStatus, StatementPart
from zhanlian.readers.statements.chain.etherscan_token_page import refuse_untold
from zhanlian.readers.statements.chain.quantities import find_contract, find_status, read_units
from zhanlian.readers.statements.chain.table import (
    Cells,
    Rows,
    find_header,
    parse_table,
)
from zhanlian.readers.statements.chain.transfers import tell_transfer
from zhanlian.readers.statements.chain.tronscan import CHAIN
from zhanlian.readers.statements.refusals import CellError
from zhanlian.readers.statements.signs import trim_cell

KEY: Final = "tronscan-older"


def sniff(head: bytes) -> bool:
    """Return whether the first line has the columns of this export."""
    header = find_header(head)
    return header is not None and header.has("hash", "unix", "from", "to", "quant")


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield a row for each transfer of a known contract, all others as refused."""
    return parse_table(source, _read)


def _read(cells: Cells) -> Rows:
    contract = find_contract(cells.get("contract"))
    asset = f"{CHAIN}:{contract}"
    if contract is None or not is_listed(asset):
        yield from refuse_untold(cells)
    try:
        units = read_units(cells.get("quant") or "")
    except ValueError:
        raise CellError("chain-amount", cells.get("quant") or "") from None
    row = tell_transfer(cells, asset, units)
    row["status"] = find_status(cells.get("contractret"), None)
    if trim_cell(cells.get("confirmed") or "true").lower() in ("false", "0"):
        row["status"] = RowStatus.PENDING
    yield row, 0
