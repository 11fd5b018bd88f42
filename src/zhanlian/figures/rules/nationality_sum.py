"""A split by nationality adds up to its total."""

from collections.abc import Iterator, Sequence

from zhanlian.figures.bounds import ZERO, find_interval
from zhanlian.figures.material import Finding, Material
from zhanlian.figures.phrases import tell, tell_all, tell_interval
from zhanlian.figures.rules.subset import find_total, index_totals
from zhanlian.model.claim import Claim, SourcedClaim
from zhanlian.model.figure import Outcome


def check_nationality_sum(material: Material) -> Iterator[Finding]:
    """Yield for each total that is split by nationality whether the parts add up to it.

    Parts that add up to less are an incomplete split, no failure; parts that add up to more
    are one. A split whose text does not say “其中” is told only where it adds up exactly.
    """
    for claims in material.documents.values():
        totals = index_totals(claims)
        parts: dict[SourcedClaim, list[SourcedClaim]] = {}
        for stated in claims:
            total = find_total(stated, totals)
            if total is not None and _is_part(stated.claim, total.claim):
                parts.setdefault(total, []).append(stated)
        for place, stated in enumerate(claims):
            named = parts.get(stated)
            unnamed = _list_following(claims, place) if named is None else []
            if named is not None and _is_split(named):
                yield _compare(stated, named)
            elif _is_split(unnamed) and _adds_up(stated, unnamed):
                yield _compare(stated, unnamed)


def _is_part(part: Claim, total: Claim) -> bool:
    return (
        part.metric is total.metric
        and part.nationality is not None
        and total.nationality is None
        and part.role is total.role
        and part.item == total.item
    )


def _list_following(claims: Sequence[SourcedClaim], place: int) -> list[SourcedClaim]:
    """Return the claims right behind a total that could be its split, as far as they reach."""
    total, found = claims[place].claim, list[SourcedClaim]()
    if total.nationality is not None:
        return found
    for stated in claims[place + 1 :]:
        if stated.claim.part_of is not None or not _is_part(stated.claim, total):
            break
        found.append(stated)
    return found


def _is_split(parts: Sequence[SourcedClaim]) -> bool:
    nations = {part.claim.nationality for part in parts}
    return len(parts) >= 2 and len(nations) == len(parts)


def _adds_up(total: SourcedClaim, parts: Sequence[SourcedClaim]) -> bool:
    return sum(part.claim.value for part in parts) == total.claim.value


def _compare(total: SourcedClaim, parts: Sequence[SourcedClaim]) -> Finding:
    added, whole = ZERO, find_interval(total.claim)
    for part in parts:
        added += find_interval(part.claim)
    if added.low > whole.high:
        outcome, case = Outcome.FAILED, "exceeds"
    elif added.meets(whole):
        outcome, case = Outcome.PASSED, "complete"
    else:
        outcome, case = Outcome.RELATED, "incomplete"
    return Finding(
        outcome,
        case,
        (total, *parts),
        lambda: (
            tell("total", total)
            | tell_all("parts", parts)
            | tell_interval("sum", added, total.claim)
        ),
    )
