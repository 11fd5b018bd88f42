"""Etherscan, internal transactions: what contracts pay while a transaction runs.

The gas stands with the transaction that caused them, in the export of transactions.
"""

from collections.abc import Iterator
from typing import Final

from zhanlian.model.statement import ByteSource, StatementPart
from zhanlian.readers.statements.chain.etherscan_normal import read_value
from zhanlian.readers.statements.chain.quantities import find_address, find_status, join_names
from zhanlian.readers.statements.chain.table import Cells, Rows, find_header, parse_table
from zhanlian.readers.statements.chain.transfers import NATIVE, name_chain, tell_transfer

KEY: Final = "etherscan-internal"


def sniff(head: bytes) -> bool:
    """Return whether the first line has the columns of this export."""
    header = find_header(head)
    return header is not None and header.has("hash", "parenttxfrom", "from", "to")


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield a row for each internal transaction."""
    return parse_table(source, _read)


def _read(cells: Cells) -> Rows:
    asset = f"{name_chain(cells)}:{NATIVE}"
    units, dust = read_value(cells, asset)
    made = None if find_address(cells.get("to")) else find_address(cells.get("contract"))
    row = tell_transfer(cells, asset, units, payee=made)
    row["status"] = find_status(cells.get("status"), cells.get("errcode"))
    row["summary"] = join_names(cells.get("type"))
    yield row, dust
