"""A figure ten times off its series may carry the wrong unit: flagged, never corrected."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median
from typing import Final

from zhanlian.figures.material import Finding, Material, list_dated
from zhanlian.figures.phrases import tell, tell_amount
from zhanlian.model.claim import SourcedClaim
from zhanlian.model.figure import Outcome, Period

# 万 against 亿, or a slipped decimal point: a power of ten at least (DOMAIN §5.4 rule 8).
JUMP: Final = 10
# A running total may well grow tenfold at first; its last figure needs this many before it.
_BEFORE_LAST: Final = 2


def check_magnitude(material: Material) -> Iterator[Finding]:
    """Yield a flag for each figure that is ten times or more off its series.

    Closed periods are compared with the median of their series (of two figures, both are shown);
    a running total with its neighbours: ten times above the next, or below the one before.
    """
    for series in material.list_series(Period.CLOSED):
        yield from _check_closed([one for _, one in list_dated(series) if one.claim.value > 0])
    for series in material.list_series(Period.CUMULATIVE):
        yield from _check_total([one for _, one in list_dated(series) if one.claim.value > 0])


def _check_closed(claims: Sequence[SourcedClaim]) -> Iterator[Finding]:
    if len(claims) == 2 and _is_jump(claims[0].claim.value, claims[1].claim.value):
        yield _doubt_pair(claims[0], claims[1])
    if len(claims) < 3:
        return
    middle = Decimal(median(one.claim.value for one in claims))
    nearest = min(claims, key=lambda one: abs(one.claim.value - middle))
    for stated in claims:
        if _is_jump(stated.claim.value, middle):
            yield _doubt_off(stated, middle, nearest)


def _check_total(claims: Sequence[SourcedClaim]) -> Iterator[Finding]:
    for place, stated in enumerate(claims):
        before = claims[place - 1] if place else None
        after = claims[place + 1] if place + 1 < len(claims) else None
        value = stated.claim.value
        suspect = None
        if after is not None and value >= JUMP * after.claim.value:
            suspect = after
        elif before is not None and (
            value * JUMP <= before.claim.value
            or (after is None and place >= _BEFORE_LAST and value >= JUMP * before.claim.value)
        ):
            suspect = before
        if suspect is not None:
            yield _doubt_jump(stated, suspect)


def _doubt_pair(one: SourcedClaim, other: SourcedClaim) -> Finding:
    return Finding(
        Outcome.FLAGGED, "pair", (one, other), lambda: tell("one", one) | tell("other", other)
    )


def _doubt_off(suspect: SourcedClaim, usual: Decimal, nearest: SourcedClaim) -> Finding:
    return Finding(
        Outcome.FLAGGED,
        "off",
        (suspect, nearest),
        lambda: tell("suspect", suspect) | tell_amount("usual", usual, suspect.claim),
    )


def _doubt_jump(suspect: SourcedClaim, neighbour: SourcedClaim) -> Finding:
    return Finding(
        Outcome.FLAGGED,
        "jump",
        (suspect, neighbour),
        lambda: tell("suspect", suspect) | tell("neighbour", neighbour),
    )


def _is_jump(value: Decimal, other: Decimal) -> bool:
    return max(value, other) >= JUMP * min(value, other)
