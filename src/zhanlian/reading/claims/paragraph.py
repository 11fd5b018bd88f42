"""Claims of one paragraph: from sentences to numbers with metric and attributes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from zhanlian.model.claim import Metric, Role
from zhanlian.reading.claims.counted import Counted, find_counted, subject_before
from zhanlian.reading.claims.changes import Change, find_change
from zhanlian.reading.claims.governor import Governor, find_second, govern, govern_money
from zhanlian.reading.claims.lexicon import find_tokens
from zhanlian.reading.claims.sentence import Sentence, find_clauses, find_sentences
from zhanlian.reading.numerals import Number


@dataclass(slots=True)
class Finding:
    """A claim before its attributes: a counted thing with its metric.

    Attributes:
        counted: number and noun.
        metric: what it counts.
        sentence: where it stands.
        governor: the head that gave the metric, None when the noun itself did.
        parent: the finding of the total it is a part of ("其中"), or None.
        role: of the people, from noun or parent.
        item: what is counted, where the metric does not say it.
        change: for percentages of change.
        weak: an amount put in, not yet said to be lost.
        scope: ``general`` for a figure about crime in general.
    """

    counted: Counted
    metric: Metric
    sentence: Sentence
    governor: Governor | None = None
    parent: "Finding | None" = None
    role: Role | None = None
    item: str | None = None
    change: Change | None = None
    weak: bool = False
    scope: str | None = None


_METRICS_OF_NOUN: Final = {
    "victim": Metric.VICTIMS, "member": Metric.MEMBERS, "leader": Metric.MEMBERS,
}  # fmt: skip
# 损失30万元以上的案件 names a class of cases, not a sum.
_THRESHOLD: Final = ("的案件", "的", "至", "到", "—", "-", "~", "/")
_OFFICERS: Final = "officers_deployed"
_THINGS: Final = frozenset(
    {"case", "gang", "den", "org", "clue", "account", "site", "call", "message", "warning",
     "operation", "batch", "item", "time", "visit"}
)  # fmt: skip
_UNITS_BY_DEFAULT: Final = frozenset({"gang", "den"})


def find_findings(text: str, start: int, end: int, numbers: Sequence[Number]) -> Iterator[Finding]:
    """Yield the findings of a part of a folded text, in order of their place.

    Args:
        text: the folded document.
        start, end: the paragraph.
        numbers: its numbers, without those inside dates.
    """
    context = _Context()
    for first, last in find_sentences(text, start, end):
        inside = [number for number in numbers if first <= number.core < last]
        if not inside:
            continue
        sentence = Sentence(
            text, first, last, find_clauses(text, first, last), find_tokens(text, first, last)
        )
        if _is_law(sentence):
            continue
        yield from _read_sentence(sentence, inside, context)


@dataclass(slots=True)
class _Context:
    """What an earlier sentence of the paragraph leaves for a breakdown that follows."""

    total: Finding | None = None
    totals: list[Finding] = field(default_factory=list)


def _read_sentence(
    sentence: Sentence, numbers: Sequence[Number], context: _Context
) -> Iterator[Finding]:
    counted_things = find_counted(sentence, numbers)
    for index, counted in enumerate(counted_things):
        limit = counted_things[index + 1].start if index + 1 < len(counted_things) else sentence.end
        for finding in _read_counted(sentence, counted, limit, context):
            if counted.kind == "person" and finding.parent is None:
                context.total = finding
            yield finding


def _read_counted(
    sentence: Sentence, counted: Counted, limit: int, context: _Context
) -> Iterator[Finding]:
    if _is_article(counted):
        return
    if counted.kind == "percent":
        change = find_change(sentence, counted)
        if change is not None:
            metric = Metric.OTHER if change.of is None else Metric.CHANGE
            scope = _scope(sentence, counted)
            yield Finding(counted, metric, sentence, change=change, scope=scope)
        return
    if counted.kind == "person":
        yield from _read_people(sentence, counted, limit, context)
    elif counted.kind in ("money", "bare"):
        yield from _read_money(sentence, counted, limit)
    elif counted.kind in _THINGS:
        yield from _read_things(sentence, counted, limit)
    elif counted.kind == "unnamed":
        yield from _read_unnamed(sentence, counted, limit)


def _read_people(
    sentence: Sentence, counted: Counted, limit: int, context: _Context
) -> Iterator[Finding]:
    told_as = counted.told_as
    if told_as == "officer":
        yield Finding(counted, Metric.OTHER, sentence, item=_OFFICERS)
        return
    governor = govern(sentence, counted, limit)
    if counted.noun is None and (governor is None or not _in_clause(sentence, counted, governor)):
        # 受害人同样遍布全国，多达1500余人: the subject stands in the clause before.
        told_as = subject_before(sentence, counted) or told_as
    start, _ = sentence.clause_span(counted.clause)
    breakdown = sentence.has_mark("breakdown", start, counted.start)
    total = context.total
    if governor is None or (breakdown and not _in_clause(sentence, counted, governor)):
        if total is not None and (breakdown or _lists_on(counted, total, sentence)):
            yield Finding(
                counted, total.metric, sentence, total.governor, total,
                counted.role or total.role, total.item,
            )  # fmt: skip
            return
    if told_as == "victim" and not _acts_on_victims(governor):
        yield Finding(counted, Metric.VICTIMS, sentence, governor)
        return
    if governor is None or (told_as == "member" and not _in_clause(sentence, counted, governor)):
        if told_as in _METRICS_OF_NOUN:
            yield Finding(counted, _METRICS_OF_NOUN[told_as], sentence, role=counted.role)
        return
    parent = total if breakdown else None
    second = find_second(sentence, counted, governor, limit)
    if second is None or governor.metric is not Metric.MEMBERS:
        item = governor.head.item
        yield Finding(counted, governor.metric, sentence, governor, parent, counted.role, item)
    if second is not None and governor.metric is not Metric.OTHER:
        yield Finding(counted, second.metric, sentence, second, None, counted.role)


def _read_money(sentence: Sentence, counted: Counted, limit: int) -> Iterator[Finding]:
    governor = govern_money(sentence, counted, limit)
    if governor is None:
        return
    if sentence.text.startswith(_THRESHOLD, counted.end):
        return
    if counted.kind == "bare":
        if not _in_clause(sentence, counted, governor):
            return
        counted.kind = "money"
    yield Finding(
        counted, governor.metric, sentence, governor,
        item=governor.head.item, weak=governor.head.weak,
    )  # fmt: skip


def _read_things(sentence: Sentence, counted: Counted, limit: int) -> Iterator[Finding]:
    governor = govern(sentence, counted, limit)
    if governor is None:
        if counted.kind in _UNITS_BY_DEFAULT:
            yield Finding(counted, Metric.ORG_UNITS, sentence)
        return
    item = governor.head.item
    if governor.metric is Metric.ITEMS_SEIZED:
        item = sentence.text[counted.noun_start : counted.noun_end].strip() or None
    yield Finding(counted, governor.metric, sentence, governor, item=item)


def _read_unnamed(sentence: Sentence, counted: Counted, limit: int) -> Iterator[Finding]:
    """Things whose noun the lexicon does not know: seized things are named as written."""
    for kind in ("item", "case", "gang"):
        counted.kind = kind
        governor = govern(sentence, counted, limit)
        if governor is not None and _in_clause(sentence, counted, governor):
            yield Finding(counted, governor.metric, sentence, governor)
            return


def _scope(sentence: Sentence, counted: Counted) -> str | None:
    """Return ``general`` where the clause speaks of crime in general and not of fraud."""
    start, end = sentence.clause_span(counted.clause)
    general = sentence.has_mark("general", start, end) and not sentence.has_mark(
        "fraud", start, end
    )
    return "general" if general else None


def _in_clause(sentence: Sentence, counted: Counted, governor: Governor) -> bool:
    return sentence.clause_at(governor.token.start) == counted.clause


def _lists_on(counted: Counted, total: Finding, sentence: Sentence) -> bool:
    """Return whether a figure goes on with the breakdown of a total (中国籍28名、越南籍3名)."""
    start, _ = sentence.clause_span(counted.clause)
    return total.sentence is sentence or sentence.start - total.sentence.end < 2


def _acts_on_victims(governor: Governor | None) -> bool:
    return governor is not None and governor.head.name in ("rescue", "dissuade")


def _is_article(counted: Counted) -> bool:
    """Return whether the number only points: 一 as the article (一起案件), 二人 of two named."""
    number = counted.number
    if number.digits:
        return False
    # 二人, 两人 without a noun point back to people already named.
    return number.value == 1 or (
        number.value == 2 and counted.kind == "person" and not counted.noun
    )


def _is_law(sentence: Sentence) -> bool:
    """Return whether the sentence cites a penalty or advises, and states nothing done."""
    return sentence.has_mark("hypothetical", sentence.start, sentence.end)
