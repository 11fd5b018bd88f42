"""Numbers of which some signs are hidden, as receipts show them: ``6222 **** **** 0017``."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

_MASK: Final = "*"
# Fewer signs at either end are shared by too many accounts to name one.
_LEAST: Final = 4


def is_masked(number: str) -> bool:
    """Return whether some signs of a number are hidden."""
    return _MASK in number


def find_masked(told: Iterable[str], canonical: Mapping[str, str]) -> dict[str, str]:
    """Return the account behind each masked number that fits the numbers of exactly one account.

    A number that tells fewer than four signs at either end names nobody.

    Args:
        told: numbers in one form; those that are not masked are left out.
        canonical: every number of the ledger, in the same form, to its account's.
    """
    hidden = {one for one in told if is_masked(one) and _tells_ends(one)}
    wanted = {one for one in hidden if one not in canonical}  # an account told so stands for itself
    if not wanted:
        return {}
    by_end: dict[str, list[str]] = defaultdict(list)
    for number in canonical:
        if not is_masked(number):
            by_end[number[-_LEAST:]].append(number)
    found = {}
    for one in wanted:
        # How many signs a run of stars stands for is not told by their count.
        pattern = re.compile(".+".join(map(re.escape, re.split(r"\*+", one))))
        fitting = {
            canonical[number] for number in by_end[one[-_LEAST:]] if pattern.fullmatch(number)
        }
        if len(fitting) == 1:
            found[one] = fitting.pop()
    return found


def _tells_ends(masked: str) -> bool:
    start, end = masked.index(_MASK), len(masked) - masked.rindex(_MASK) - 1
    return min(start, end) >= _LEAST
