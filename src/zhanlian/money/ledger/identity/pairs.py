"""Numbers told together: which pairs make one account, and which are kept apart."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s
from zhanlian.kernels.pairing import find_first_equal

# A placeholder in the column of account numbers would join every card of a bank into one account.
_MOST_PARTNERS: Final = 20


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two numbers of one record, with the person it names; codes, -1 for what is not told."""

    left: Int32s
    right: Int32s
    holder: Int32s
    id_number: Int32s
    reason: int

    def __len__(self) -> int:
        return len(self.left)


def list_pairs(
    left: Int32s, right: Int32s, holder: Int32s, id_number: Int32s, reason: int
) -> Pairs:
    """Return the distinct pairs of numbers among records; records with one number give none."""
    both = np.flatnonzero((left >= 0) & (right >= 0) & (left != right))
    keys = np.empty((len(both), 4), dtype=np.int64)
    for place, column in enumerate((left, right, holder, id_number)):
        keys[:, place] = column[both]
    firsts = both[np.flatnonzero(find_first_equal(keys) == np.arange(len(both)))]
    return Pairs(left[firsts], right[firsts], holder[firsts], id_number[firsts], reason)


def find_conflicts(pairs: list[Pairs], main: Int32s) -> list[Flags]:
    """Return for each list of pairs which of them must not be joined.

    A number that is told together with several others is one account with them, unless the records
    name different persons: different id numbers, or different names where an id number is missing.

    Args:
        pairs: distinct pairs.
        main: (k,) each number without its suffix; ``X`` and ``X_156`` are one partner.
    """
    left = main[np.concatenate([one.left for one in pairs])]
    right = main[np.concatenate([one.right for one in pairs])]
    holder = np.concatenate([one.holder for one in pairs])
    id_number = np.concatenate([one.id_number for one in pairs])
    bad = _find_bad(left, right, holder, id_number) | _find_bad(right, left, holder, id_number)
    ends = np.cumsum([len(one) for one in pairs])[:-1]
    return list(np.split(bad, ends))


def _find_bad(pivot: Int32s, partner: Int32s, holder: Int32s, id_number: Int32s) -> Flags:
    if not len(pivot):
        return np.empty(0, dtype=np.bool_)
    size = int(pivot.max()) + 1
    with_id = id_number >= 0
    partners = _count_distinct(pivot, partner, size)
    identified = _count_distinct(pivot[with_id], partner[with_id], size)
    persons = _count_distinct(pivot[with_id], id_number[with_id], size)
    named = holder >= 0
    names = _count_distinct(pivot[named], holder[named], size)
    bad = (persons > 1) | ((names > 1) & (identified < partners)) | (partners > _MOST_PARTNERS)
    found: Flags = (bad & (partners > 1))[pivot]
    return found


def _count_distinct(group: Int32s, value: Int32s, size: int) -> Int32s:
    """Return (size,) how many distinct values each group has."""
    both = np.unique((group.astype(np.int64) << 32) | value.astype(np.int64))
    return np.bincount(both >> 32, minlength=size).astype(np.int32)
