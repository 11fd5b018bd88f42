"""OKLink, token transfers of an address, with Chinese headers and a comma too many.

The export may mask hashes, addresses and contracts (``0x1429****7f855c``): they are kept as they
are, and two that look alike need not be one. ``代币符号`` is the token's own word, which a spoof
token copies or leaves as an address; the asset is the chain and ``代币地址``. The chain is told by
the form of the addresses: OKLink exports Ethereum and Tron alike.
"""

from collections.abc import Iterator
from typing import Final

from zhanlian.model.statement import ByteSource, StatementPart
from zhanlian.readers.statements.chain.quantities import find_address
from zhanlian.readers.statements.chain.table import Cells, Rows, find_header, parse_table
from zhanlian.readers.statements.chain.transfers import name_token, read_amount, tell_transfer
from zhanlian.readers.statements.chain.tronscan import CHAIN

KEY: Final = "oklink"
_HEXADECIMAL: Final = "0x"


def sniff(head: bytes) -> bool:
    """Return whether the first line has the columns of this export."""
    header = find_header(head)
    return header is not None and header.has("hash", "区块高度", "from", "to", "amount", "contract")


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield a row for each transfer."""
    return parse_table(source, _read)


def _read(cells: Cells) -> Rows:
    sender = find_address(cells.get("from")) or ""
    asset = name_token(cells, "ethereum" if sender.startswith(_HEXADECIMAL) else CHAIN)
    units, dust = read_amount(cells.get("amount"), asset)
    yield tell_transfer(cells, asset, units), dust
