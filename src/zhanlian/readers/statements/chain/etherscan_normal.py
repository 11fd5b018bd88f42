"""Etherscan, transactions of an address; also of the explorers of its kind (BscScan, Snowtrace).

Versions name the hash ``Txhash`` or ``Transaction Hash``, carry the day's price in the name of a
column, and name the chain's coin in others; newer Snowtrace exports have ``Chain`` columns and
one ``Value``. The gas is a payment of its own to nobody named, so it is a row of its own, of kind
FEE; it is paid for a failed transaction too.
"""

from collections.abc import Iterator
from typing import Final

from zhanlian.model.statement import ByteSource, RowKind, RowStatus, StatementPart
from zhanlian.readers.statements.chain.quantities import find_address, find_status
from zhanlian.readers.statements.chain.table import Cells, Rows, find_header, parse_table
from zhanlian.readers.statements.chain.transfers import (
    NATIVE,
    name_chain,
    read_amount,
    tell_transfer,
)
from zhanlian.readers.statements.refusals import CellError
from zhanlian.readers.statements.signs import trim_cell

KEY: Final = "etherscan-normal"


def sniff(head: bytes) -> bool:
    """Return whether the first line has the columns of this export."""
    header = find_header(head)
    if header is None or not header.has("hash", "from", "to", "txnfee"):
        return False
    return header.has("value in", "value out") or header.has("value")


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield a row for each transaction, and one for the gas that it cost."""
    return parse_table(source, _read)


def read_value(cells: Cells, asset: str) -> tuple[int, int]:
    """Return amount and dust of a transaction, which stands on one of two sides.

    Raises:
        CellError: both sides differ, or none can be read.
    """
    if cells.get("value in") is None:
        return read_amount(cells.get("value"), asset)
    sides = [cells.get("value in") or "", cells.get("value out") or ""]
    told = {read_amount(side, asset) for side in sides if trim_cell(side)}
    moved = told - {(0, 0)} or told
    if len(moved) != 1:
        raise CellError("chain-amount", " / ".join(sides))
    return moved.pop()


def _read(cells: Cells) -> Rows:
    asset = f"{name_chain(cells)}:{NATIVE}"
    units, dust = read_value(cells, asset)
    # A transaction without a receiver makes the contract that the next column names.
    made = None if find_address(cells.get("to")) else find_address(cells.get("contract"))
    row = tell_transfer(cells, asset, units, payee=made)
    status = find_status(cells.get("status"), cells.get("errcode"))
    yield {**row, "status": status}, dust
    fee = cells.get("txnfee")
    if fee is None or not trim_cell(fee):
        return
    units, dust = read_amount(fee, asset)
    paid = {"other_account": None, "amount": units, "kind": RowKind.FEE, "status": RowStatus.DONE}
    yield {**row, **paid}, dust
