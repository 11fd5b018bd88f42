"""What became of every row, as an answer."""

from collections.abc import Sequence

import numpy as np
import pyarrow.compute as pc

from zhanlian.model.answers import Cleaning
from zhanlian.model.transfer import Fate, Ordering
from zhanlian.money.ledger.identity.accounts import APART
from zhanlian.money.ledger.ledger import CleanLedger
from zhanlian.money.ledger.texts import to_numpy


def summarise_cleaning(ledger: CleanLedger, dust: Sequence[tuple[str, int]] = ()) -> Cleaning:
    """Return how many rows ended how: in = used + merged + left out by reason.

    Args:
        ledger: the clean ledger.
        dust: what readers cut off, by asset, in 10^-18 of it.
    """
    fates = np.bincount(to_numpy(ledger.fates["fate"]), minlength=len(Fate))
    orderings = np.bincount(to_numpy(ledger.transfers["ordering"]), minlength=len(Ordering))
    joined = tuple(
        zip(*(ledger.joined[name].to_pylist() for name in ledger.joined.column_names), strict=True)
    )
    return Cleaning(
        rows=ledger.fates.num_rows,
        fates=tuple((fate, int(fates[fate])) for fate in Fate if fates[fate]),
        transfers=ledger.transfers.num_rows,
        orderings=tuple((code, int(orderings[code])) for code in Ordering if orderings[code]),
        open_accounts=_count_open(ledger),
        joined=joined + tuple((one, other, APART) for one, other in ledger.apart),
        dust=tuple(dust),
        contradictions=ledger.contradictions,
    )


def _count_open(ledger: CleanLedger) -> tuple[tuple[str, int], ...]:
    """Return the known accounts with transfers whose order nothing proves, most first."""
    is_open = to_numpy(ledger.transfers["ordering"]) == Ordering.OPEN
    purses = ledger.purses.num_rows
    count = np.zeros(purses, dtype=np.int64)
    for side in ("payer", "payee"):
        count += np.bincount(to_numpy(ledger.transfers[side])[is_open], minlength=purses)
    known = to_numpy(ledger.purses["known"])
    at = np.flatnonzero((count > 0) & known)
    names = pc.take(ledger.purses["account"], at).to_pylist()
    totals: dict[str, int] = {}
    for name, number in zip(names, count[at].tolist(), strict=True):
        totals[name] = totals.get(name, 0) + number
    return tuple(sorted(totals.items(), key=lambda pair: (-pair[1], pair[0])))
