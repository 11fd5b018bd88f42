"""Repeats: one fact that a document states several times is one claim, at its first mention."""

from collections.abc import Iterable
from typing import Final

from zhanlian.model.claim import Claim, Metric, Qualifier

# 18万 in the title and 18.1万 below are one fact: rounded to the same two digits.
_ROUNDING: Final = 100


def drop_repeats(claims: Iterable[Claim], stages: Iterable[str]) -> list[Claim]:
    """Return the claims without those that restate an earlier one.

    A figure restates another of the same metric, stage and item when both are the same number
    with whatever comparator (4300万 in the title, 4300余万 below), and neither nationality nor
    role tells them apart.

    Args:
        claims: in order of their place.
        stages: the stage of each claim's verb (`Head.stage`).
    """
    kept: list[Claim] = []
    seen: dict[tuple[object, ...], list[Claim]] = {}
    for claim, stage in zip(claims, stages, strict=True):
        key = (claim.metric, stage, claim.value, claim.of)
        if any(_restates(claim, earlier) for earlier in seen.get(key, ())):
            continue
        seen.setdefault(key, []).append(claim)
        kept.append(claim)
    return kept


def _restates(claim: Claim, earlier: Claim) -> bool:
    if claim.start == earlier.start and claim.quote == earlier.quote:
        return True
    if claim.metric in (Metric.ITEMS_SEIZED, Metric.OTHER) and claim.item != earlier.item:
        return _same_thing(claim.item, earlier.item)
    if claim.nationality and earlier.nationality and claim.nationality != earlier.nationality:
        return False
    if claim.role and earlier.role and claim.role != earlier.role:
        return False
    if claim.metric is Metric.AMOUNT_LOSS and claim.value < 1_000_000:
        return True
    return _compatible(claim.qualifier, earlier.qualifier)


def _compatible(one: Qualifier, other: Qualifier) -> bool:
    return one is other or Qualifier.EXACT in (one, other) or Qualifier.ABOUT in (one, other)


def _same_thing(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.endswith(other) or other.endswith(one)
