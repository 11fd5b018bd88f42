"""Etherscan, ERC-20 transfers of an address; also of the explorers of its kind.

The asset is the contract: ``TokenSymbol`` and ``TokenName`` are what anybody may write into a
contract of their own, and go into the summary. Only transfers that happened are listed.
"""

from collections.abc import Iterator
from typing import Final

from zhanlian.model.statement import ByteSource, StatementPart
from zhanlian.readers.statements.chain.table import Cells, Rows, find_header, parse_table
from zhanlian.readers.statements.chain.transfers import (
    name_chain,
    name_token,
    read_amount,
    tell_transfer,
)

KEY: Final = "etherscan-erc20"


def sniff(head: bytes) -> bool:
    """Return whether the first line has the columns of this export."""
    header = find_header(head)
    return header is not None and header.has(
        "hash", "blockno", "from", "to", "amount", "contract", "symbol"
    )


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield a row for each transfer."""
    return parse_table(source, _read)


def _read(cells: Cells) -> Rows:
    asset = name_token(cells, name_chain(cells))
    units, dust = read_amount(cells.get("amount"), asset)
    yield tell_transfer(cells, asset, units), dust
