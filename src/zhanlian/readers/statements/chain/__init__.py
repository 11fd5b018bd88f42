"""Exports of chain explorers: every row names both sides, so a row is one transfer.

The sender is the row's own account and the direction is out, whichever address the export was
made for; the transaction's hash is the reference, what the token calls itself is the summary.
Spoof tokens and look-alike addresses are left for the ledger to tell (`money`).
"""

from typing import Final

from zhanlian.model.statement import StatementFormat
from zhanlian.readers.statements.chain import (
    etherscan_erc20,
    etherscan_internal,
    etherscan_normal,
    etherscan_token_page,
    oklink,
    tronscan,
    tronscan_older,
)

FORMATS: Final[tuple[StatementFormat, ...]] = (
    etherscan_internal,
    etherscan_normal,
    etherscan_erc20,
    etherscan_token_page,
    tronscan,
    tronscan_older,
    oklink,
)
