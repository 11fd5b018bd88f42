"""Repeats: one fact that a document states several times is one claim, at its first mention."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from zhanlian.model.claim import Claim, Metric, Qualifier

# A number told this often under one metric is looked for among its latest mentions only: a
# hostile text must not cost the square of its length.
_RECENT: Final = 40
# What was lost and what the case involves are the same money when they are the same number.
_GROUPS: Final = {Metric.AMOUNT_INVOLVED: Metric.AMOUNT_LOSS}


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with what tells it from its repeats.

    Attributes:
        claim: the claim.
        stage: of its verb (`Head.stage`).
        at: where its number begins.
        sentence, section: where its sentence and its numbered section begin.
        step: one of the last digit as written.
        headline: it stands in the title.
        kind: of the counted thing.
        noun: the words that name it, or empty.
        weak: it says nothing new where another figure of the document has the same number: a
            headcount, a structure, an escort inside the country.
    """

    claim: Claim
    stage: str
    at: int
    sentence: int
    section: int
    step: Decimal
    headline: bool
    kind: str
    noun: str
    weak: bool


def drop_repeats(findings: Iterable[Told]) -> list[Claim]:
    """Return the claims without those that restate an earlier one.

    A figure restates another of the same metric, stage and item when both are the same number
    with whatever comparator (4300万 in the title, 4300余万 below), and neither nationality nor
    role tells them apart. What the later mention tells besides (date, place, nationality) goes
    to the earlier one, where that is silent.

    Args:
        findings: in order of their place.
    """
    kept: list[Told] = []
    facts = list(findings)
    strong = {(told.kind, told.claim.value) for told in facts if _is_strong(told)}
    seen: dict[tuple[object, ...], list[int]] = {}
    headlines: dict[Metric, list[int]] = {}
    moved: dict[int, int] = {}
    for told in facts:
        claim = told.claim
        if told.weak and (told.kind, claim.value) in strong:
            continue
        group = _GROUPS.get(claim.metric, claim.metric)
        alike = seen.setdefault((group, told.stage, claim.value, claim.of), [])
        rough = headlines.setdefault(claim.metric, [])
        first = next((at for at in alike[-_RECENT:] if _restates(told, kept[at])), None)
        if first is None:
            first = next((at for at in rough[:_RECENT] if _spells_out(told, kept[at])), None)
        if first is not None:
            kept[first] = replace(kept[first], claim=_complete(kept[first].claim, claim))
            moved[claim.start] = kept[first].claim.start
            continue
        alike.append(len(kept))
        if told.headline:
            rough.append(len(kept))
        kept.append(told)
    return [_follow(told.claim, moved) for told in kept]


def _follow(claim: Claim, moved: Mapping[int, int]) -> Claim:
    """Return the claim as a part of the mention of its total that was kept."""
    if claim.part_of is None or claim.part_of not in moved:
        return claim
    return replace(claim, part_of=moved[claim.part_of])


def _complete(claim: Claim, later: Claim) -> Claim:
    """Return the claim with what a later mention of the same fact tells and it does not."""
    undated = claim.since is None and claim.as_of is None
    return replace(
        claim,
        since=later.since if undated else claim.since,
        as_of=later.as_of if undated else claim.as_of,
        place=claim.place or later.place,
        nationality=claim.nationality or later.nationality,
    )


def _is_strong(told: Told) -> bool:
    return not told.weak and told.claim.metric not in (Metric.OTHER, Metric.VICTIMS)


def _restates(told: Told, before: Told) -> bool:
    claim, earlier = told.claim, before.claim
    if told.at == before.at and claim.metric is earlier.metric:
        return True
    if told.section and before.section and told.section != before.section:
        return False  # two cases of one notice may involve the same sum
    if told.sentence == before.sentence and not _same_thing(told.noun, before.noun):
        return False  # a list names different things: 跑分团队5个、车手团队5个
    if claim.metric in (Metric.ITEMS_SEIZED, Metric.OTHER) and claim.item != earlier.item:
        return _same_thing(claim.item, earlier.item)
    if claim.nationality and earlier.nationality and claim.nationality != earlier.nationality:
        return False
    if claim.role and earlier.role and claim.role != earlier.role:
        return False
    if claim.metric is Metric.AMOUNT_LOSS and claim.value < 1_000_000:
        return True
    return _compatible(claim.qualifier, earlier.qualifier)


def _spells_out(told: Told, rough: Told) -> bool:
    """Return whether a figure below is the exact form of one in the title (18万, 18.1万)."""
    claim, title = told.claim, rough.claim
    rounding = _round_step(title.value) if title.qualifier is Qualifier.OVER else rough.step
    if told.headline or told.step >= rounding or claim.value == title.value:
        return False
    if (claim.metric, claim.unit, claim.of) != (title.metric, title.unit, title.of):
        return False
    excess = claim.value - title.value
    if title.qualifier is Qualifier.OVER:
        return 0 <= excess < rounding
    return abs(excess) * 2 <= rounding


def _round_step(value: Decimal) -> Decimal:
    """Return the size of the last digit that is not zero: 30多万 may be up to 39万."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else value


def _compatible(one: Qualifier, other: Qualifier) -> bool:
    return one is other or Qualifier.EXACT in (one, other) or Qualifier.ABOUT in (one, other)


def _same_thing(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    return one.endswith(other) or other.endswith(one)
