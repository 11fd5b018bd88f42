"""Etherscan, the export of a token's own page: no column says which token it is.

Every row is refused: an asset that is not told cannot be guessed. A mapping with a fixed asset
(``zhanlian map FILE --asset ethereum:0x…``) reads the same file.
"""

from collections.abc import Iterator
from typing import Final

from zhanlian.model.message import Message
from zhanlian.model.statement import ByteSource, StatementPart
from zhanlian.readers.statements.chain.table import (
    Cells,
    Rows,
    find_header,
    parse_table,
)
from zhanlian.readers.statements.refusals import CellError

KEY: Final = "etherscan-token-page"
_REASON: Final = "chain-token-untold"


def sniff(head: bytes) -> bool:
    """Return whether the first line has the columns of this export, and no token."""
    header = find_header(head)
    if header is None or header.has("contract"):
        return False
    return header.has("hash", "blockno", "from", "to", "amount") and not header.has("symbol")


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield every row as refused, and the reason for the file as a whole."""
    return parse_table(source, refuse_untold, Message(f"reject.{_REASON}"))


def refuse_untold(cells: Cells) -> Rows:
    """Refuse a row whose token is told nowhere.

    Raises:
        CellError: always.
    """
    raise CellError(_REASON, cells.get("hash") or "")
