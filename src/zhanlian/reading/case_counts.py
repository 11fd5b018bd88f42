"""Counts of a supervised case: what its description says in numbers.

A description of a case is terse and regular: each number has its verb in its own clause. That is
read here; a field that the clauses leave open is filled from the claims of the document.
"""

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from zhanlian.model.claim import Claim, Metric
from zhanlian.model.document import Span
from zhanlian.model.record import Count
from zhanlian.reading.clause_figures import Figure, iterate_figures
from zhanlian.reading.gazetteer import any_of, load_table
from zhanlian.reading.numerals import Number, find_numbers
from zhanlian.reading.passages import find_clause

_MONEY: Final = re.compile(
    r"(?:涉案|涉诈|诈骗|犯罪|骗取)?(?:总)?(?:金额|资金|流水|财物|数额)*"
    r"(?:累计|共计|总计|达到|高达|超过|约为|为|达|共|约|折合)*(?:人民币|美元)?$"
)
_GROUP: Final = re.compile(
    r"(?:余|多)?\s?[个家处伙](?P<noun>[^\W\d_]{0,14}?(?P<kind>集团|团伙|窝点))"
)
_GROUP_BEFORE: Final = re.compile(
    r"(?:捣毁|打掉|摧毁|端掉|铲除)?(?P<noun>(?:电信网络|跨境|境外|涉诈|诈骗|犯罪)*(?P<kind>集团|团伙|窝点))(?:共|共计|达)?$"
)
_GROUP_UNIT: Final = re.compile(r"(?:余|多)?[个处伙]")
_UNITS: Final = "下设"
_CAUGHT: Final = re.compile(r"抓获|归案|到案|抓捕|落网")
_BEHIND: Final = 14  # characters behind a number in which its verb may follow (60人已提起公诉)
_VERBS: Final = ("captured", "sentenced", "prosecuted", "other")
_METRICS: Final = {
    "members": Metric.MEMBERS,
    "captured": Metric.SUSPECTS_CAPTURED,
    "sentenced": Metric.SUSPECTS_SENTENCED,
    "prosecuted": Metric.SUSPECTS_PROSECUTED,
    "linked_cases": Metric.CASES_LINKED,
    "clues": Metric.CLUES,
    "amount": Metric.AMOUNT_INVOLVED,
}


def find_counts(
    text: str, claims: Sequence[Claim], parts: Sequence[Span]
) -> dict[str, Count | None]:
    """Return the case's counts by field name; a breakdown never stands for its total.

    Args:
        text: folded (`passages.fold_text`).
        claims: of the whole document in order of place; they fill what the clauses leave open.
        parts: the spans that describe the case.
    """
    found: dict[str, Count] = {}
    taken: list[Span] = []
    for part in parts:
        for figure in iterate_figures(text, part, _BEHIND):
            field = _field_of(figure)
            if field is None:
                continue
            count = _count(text, figure, field)
            taken.append(Span(figure.number.start, figure.end))
            if field not in found or found[field].value < count.value:
                found[field] = count
    own = [claim for part in parts for claim in _within(claims, part)]
    for field in _METRICS.keys() - found.keys():
        claim = _claimed(_METRICS[field], own, taken)
        if claim is not None:
            currency = (claim.currency or str(claim.unit)) if field == "amount" else None
            found[field] = Count(
                int(claim.value), claim.qualifier, claim.quote, claim.start, currency
            )
    return {field: found.get(field) for field in _METRICS}


def find_gangs(text: str, parts: Sequence[Span]) -> Count | None:
    """Return how many gangs or dens the case has, and how many of them the captured belong to."""
    whole: list[Count] = []
    caught: list[Count] = []
    for part in parts:
        for number in find_numbers(text, part.start, part.end):
            count = _read_group(text, part, number)
            if count is None or count.value < 2:  # 一个…团伙 only says that there is one
                continue
            clause = find_clause(text, part, number.start, number.end)
            if text.startswith(_UNITS, max(clause.start, number.start - len(_UNITS))):
                continue  # 下设8个窝点 tells of the structure of one gang
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
    unit = _GROUP_UNIT.match(text, number.end, part.end)
    before = _GROUP_BEFORE.search(text, part.start, number.start) if unit else None
    if unit is None or before is None:
        return None
    counted = before["noun"] if before["kind"] == "窝点" else None
    start = before.start("noun")
    quote = text[start : unit.end()]
    return Count(int(number.value), number.qualifier, quote, start, None, None, counted)


def _field_of(figure: Figure) -> str | None:
    cues = _cues()
    if figure.unit in ("元", "美元", "美金"):
        right = cues["amount"].search(figure.before) and not cues["other"].search(figure.before)
        return "amount" if right else None
    if figure.unit == "条":
        told = cues["clues"].search(figure.before) or figure.behind.startswith("线索")
        return "clues" if told else None
    if figure.unit in ("起", "件", "宗"):
        return "linked_cases" if cues["linked_cases"].search(figure.before) else None
    last: tuple[int, str] | None = None
    for name in _VERBS:
        for match in cues[name].finditer(figure.before):
            last = max(last or (-1, ""), (match.end(), name))
    if last is None:
        after = [(m.start(), n) for n in _VERBS if (m := cues[n].search(figure.behind))]
        last = min(after, default=None)
    if last is not None:
        return last[1] if last[1] != "other" else None
    return "members" if cues["members"].search(figure.before) else None


def _count(text: str, figure: Figure, field: str) -> Count:
    number = figure.number
    start, currency = number.start, None
    if field == "amount":
        before = _MONEY.search(text, start - len(figure.before), start)
        start = before.start() if before else start
        currency = "CNY" if figure.unit == "元" else "USD"
    return Count(int(number.value), number.qualifier, text[start : figure.end], start, currency)


def _within(claims: Sequence[Claim], part: Span) -> list[Claim]:
    first = bisect_left(claims, part.start, key=lambda claim: claim.start)
    stop = bisect_left(claims, part.end, key=lambda claim: claim.start)
    return [claim for claim in claims[first:stop] if claim.end <= part.end]


def _claimed(metric: Metric, claims: Sequence[Claim], taken: Sequence[Span]) -> Claim | None:
    for claim in claims:
        used = any(span.start < claim.end and claim.start < span.end for span in taken)
        if not used and claim.metric is metric and claim.role is None:
            return claim
    return None


@functools.cache
def _cues() -> dict[str, re.Pattern[str]]:
    table = load_table("listing")["counts"]
    return {name: re.compile(any_of(words)) for name, words in table.items()}
