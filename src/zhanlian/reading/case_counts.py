"""Counts of a supervised case, taken from the claims of its description."""

import re
from collections.abc import Sequence
from typing import Final

from zhanlian.model.claim import Claim, Metric, Unit
from zhanlian.model.document import Span
from zhanlian.model.record import Count
from zhanlian.reading.numerals import Number, find_numbers
from zhanlian.reading.passages import find_clause

_MONEY: Final = re.compile(
    r"(?:涉案|涉诈|诈骗|犯罪|被骗|骗取)?(?:总)?(?:金额|资金|流水|财物|数额)?(?:累计|共计|总计|达到|高达|超过|约为|为|达|共|约|折合)*"
    r"(?:人民币|美元)?$"
)
_GROUP: Final = re.compile(
    r"(?:余|多)?\s?[个家处伙](?P<noun>[^\W\d_]{0,14}?(?P<kind>集团|团伙|窝点))(?P<after>[^，。；\n]{0,8})"
)
_GROUP_BEFORE: Final = re.compile(
    r"(?P<noun>[^\W\d_的]{0,6}(?P<kind>集团|团伙|窝点))(?:共|共计|达)?$"
)
_CAUGHT: Final = re.compile(r"抓获|归案|到案|抓捕|落网")
_CASE_METRICS: Final = {
    "members": Metric.MEMBERS,
    "captured": Metric.SUSPECTS_CAPTURED,
    "sentenced": Metric.SUSPECTS_SENTENCED,
    "prosecuted": Metric.SUSPECTS_PROSECUTED,
    "linked_cases": Metric.CASES_LINKED,
    "clues": Metric.CLUES,
}


def find_counts(claims: Sequence[Claim], parts: Sequence[Span]) -> dict[str, Count | None]:
    """Return the case's counts by field name; leaders and breakdowns are not the total.

    Args:
        claims: of the whole document.
        parts: the spans that describe the case.
    """
    own = [c for c in claims if any(p.start <= c.start and c.end <= p.end for p in parts)]
    found: dict[str, Count | None] = {}
    for field, metric in _CASE_METRICS.items():
        units = (Unit.CASE,) if metric is Metric.CASES_LINKED else tuple(Unit)
        of_kind = [
            c
            for c in own
            if c.metric is metric and c.role is None and c.unit in units and not c.item
        ]
        best = max(of_kind, key=lambda c: (c.part_of is None, c.value, -c.start), default=None)
        found[field] = _count(best) if best else None
    return found


def find_amount(text: str, claims: Sequence[Claim], parts: Sequence[Span]) -> Count | None:
    """Return the money of the case with the words before it (涉案金额人民币…), or None."""
    own = [c for c in claims if any(p.start <= c.start and c.end <= p.end for p in parts)]
    for metric in (Metric.AMOUNT_INVOLVED, Metric.AMOUNT_LOSS):
        of_kind = [claim for claim in own if claim.metric is metric]
        if of_kind:
            best = max(of_kind, key=lambda c: (c.part_of is None, c.value, -c.start))
            return _read_amount(text, best, parts)
    return None


def find_gangs(text: str, parts: Sequence[Span]) -> Count | None:
    """Return how many gangs or dens the case has, and how many of them the captured belong to."""
    whole: list[Count] = []
    caught: list[Count] = []
    for part in parts:
        for number in find_numbers(text, part.start, part.end):
            count = _read_group(text, part, number)
            if count is None:
                continue
            clause = find_clause(text, part, number.start, number.end)
            (caught if _CAUGHT.search(text, clause.start, number.start) else whole).append(count)
    gangs = [count for count in whole if count.counted is None] or whole
    if gangs:
        best = max(gangs, key=lambda count: (count.value, -count.start))
        of_them = next((c.value for c in caught if c.counted == best.counted), None)
        return Count(
            best.value, best.qualifier, best.quote, best.start, None, of_them, best.counted
        )
    return max(caught, key=lambda count: (count.counted is None, count.value), default=None)


def _read_group(text: str, part: Span, number: Number) -> Count | None:
    after = _GROUP.match(text, number.end, part.end)
    if after is not None:
        counted = after["noun"] if after["kind"] == "窝点" else None
        end = after.end("noun")
        return Count(
            int(number.value),
            number.qualifier,
            text[number.start : end],
            number.start,
            None,
            None,
            counted,
        )
    unit = re.compile(r"(?:余|多)?[个处伙]").match(text, number.end, part.end)
    before = _GROUP_BEFORE.search(text, part.start, number.start) if unit else None
    if unit is None or before is None:
        return None
    counted = before["noun"] if before["kind"] == "窝点" else None
    start = before.start("noun")
    quote = text[start : unit.end()]
    return Count(int(number.value), number.qualifier, quote, start, None, None, counted)


def _read_amount(text: str, claim: Claim, parts: Sequence[Span]) -> Count:
    part = next(p for p in parts if p.start <= claim.start < p.end)
    clause = find_clause(text, part, claim.start, claim.end)
    numbers = find_numbers(text, claim.start, claim.end)
    figure = next((n for n in numbers if n.value == claim.value), numbers[0] if numbers else None)
    begin = figure.start if figure else claim.start
    before = _MONEY.search(text, clause.start, begin)
    start = before.start() if before else begin
    end = max(claim.end, figure.end if figure else claim.end)
    currency = claim.currency or ("USD" if claim.unit is Unit.USD else "CNY")
    return Count(int(claim.value), claim.qualifier, text[start:end], start, currency)


def _count(claim: Claim) -> Count:
    return Count(int(claim.value), claim.qualifier, claim.quote, claim.start)
