"""Claims in one order, whatever order they came in, and each of them once."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from zhanlian.model.claim import Claim, SourcedClaim

_Place: TypeAlias = tuple[str, int, str, Decimal, str]


def order_claims(claims: Iterable[SourcedClaim]) -> list[SourcedClaim]:
    """Return claims by hash of their document, place, metric, value and qualifier.

    The same claim of the same bytes counts once, even where the bytes came under two names (the
    first name in order is kept). What is equal in all of these is ordered by its full text form.
    """
    once: dict[tuple[str, Claim], SourcedClaim] = {}
    for stated in claims:
        name = (stated.source.sha256, stated.claim)
        kept = once.get(name)
        if kept is None or repr(stated.source) < repr(kept.source):
            once[name] = stated
    placed = sorted(((_place(stated), stated) for stated in once.values()), key=itemgetter(0))
    ordered: list[SourcedClaim] = []
    for _, equal in groupby(placed, key=itemgetter(0)):
        group = [stated for _, stated in equal]
        ordered.extend(group if len(group) == 1 else sorted(group, key=repr))
    return ordered


def _place(stated: SourcedClaim) -> _Place:
    claim = stated.claim
    return (stated.source.sha256, claim.start, claim.metric, claim.value, claim.qualifier)
