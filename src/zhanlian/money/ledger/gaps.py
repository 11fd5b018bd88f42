"""Places where rows are missing, as answers."""

from collections.abc import Sequence

import pyarrow as pa

from zhanlian.model.answers import BalanceGap, InputLine
from zhanlian.money.ledger.ledger import CleanLedger
from zhanlian.money.ledger.sources import cite_rows


def list_gaps(
    ledger: CleanLedger, rows: pa.Table, inputs: Sequence[InputLine]
) -> tuple[BalanceGap, ...]:
    """Return the gaps, largest sum first, each with the two rows between which it lies.

    Args:
        ledger: the clean ledger.
        rows: the rows from which it was built.
        inputs: the files, by the rows' `item`.
    """
    gaps = ledger.gaps
    purses = ledger.purses.take(gaps["purse"])
    before = cite_rows(rows, gaps["before"].to_numpy(), inputs)
    after = cite_rows(rows, gaps["after"].to_numpy(), inputs)
    found = [
        BalanceGap(account, asset, first, second, since, until, missing)
        for account, asset, first, second, since, until, missing in zip(
            purses["account"].to_pylist(), purses["asset"].to_pylist(), before, after,
            gaps["since"].to_pylist(), gaps["until"].to_pylist(), gaps["missing"].to_pylist(),
            strict=True,
        )
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda gap: -abs(gap.missing)))
