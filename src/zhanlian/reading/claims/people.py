"""Figures of people: caught, handed over, sentenced, cheated, warned."""

import re
from collections.abc import Iterator
from typing import Final

from zhanlian.model.claim import Metric
from zhanlian.reading.claims.clause_heads import Governor
from zhanlian.reading.claims.counted import Counted, subject_before
from zhanlian.reading.claims.finding import Context, Finding, in_clause
from zhanlian.reading.claims.governor import govern
from zhanlian.reading.claims.second_verb import find_second
from zhanlian.reading.claims.sentence import Sentence
from zhanlian.reading.claims.wholes import find_among, find_part, find_total, is_among

_OF_CROWDS: Final = frozenset(
    {Metric.VICTIMS, Metric.PERSONS_DISSUADED, Metric.PERSONS_RESCUED, Metric.WARNINGS_ISSUED}
)
_OFFICERS: Final = "officers_deployed"
_METRICS_OF_NOUN: Final = {
    "victim": Metric.VICTIMS, "member": Metric.MEMBERS, "leader": Metric.MEMBERS,
    "fugitive": Metric.SUSPECTS_WANTED,
}  # fmt: skip
_ACCUSED: Final = frozenset({"suspect", "leader", "fugitive", "member"})
_CHAT: Final = re.compile("群(?!众|体|岛)")
_COPULAS: Final = ("为", "系", "是", "属")
_DONE_TO_VICTIMS: Final = frozenset({"rescue", "dissuade"})


def read_people(
    sentence: Sentence, counted: Counted, limit: int, context: Context
) -> Iterator[Finding]:
    """Yield the findings of a number of people: none, one, or two when two verbs share it."""
    if _sizes_a_chat(sentence, counted):
        return
    if _heads_a_gang(sentence, counted):
        yield Finding(counted, Metric.MEMBERS, sentence)
    elif counted.told_as == "officer":
        yield Finding(counted, Metric.OTHER, sentence, item=_OFFICERS)
    else:
        yield from _read_governed(sentence, counted, limit, context)


def _read_governed(
    sentence: Sentence, counted: Counted, limit: int, context: Context
) -> Iterator[Finding]:
    predicate = _is_predicate(sentence, counted)
    governor = None if predicate else _govern_people(sentence, counted, limit)
    near = governor is not None and in_clause(sentence, counted, governor)
    among = None if near else find_among(sentence, counted)
    if among is not None:
        whole = find_total(sentence, context, counted)
        if whole is not None and whole.metric is not among.metric:
            whole = None
        yield Finding(counted, among.metric, sentence, among, whole, counted.role)
        return
    start, _ = sentence.clause_span(counted.clause)
    breakdown = predicate or sentence.has_mark("breakdown", start, counted.start)
    breakdown = breakdown or is_among(sentence, counted)
    if governor is None and not breakdown and _names_total_again(sentence, counted, context):
        return
    part = find_part(sentence, counted, context, breakdown=breakdown, governed=near)
    told_as = counted.told_as
    if counted.noun is None and not near:
        # 受害人同样遍布全国，多达1500余人: the subject stands in the clause before.
        told_as = subject_before(sentence, counted) or told_as
    if told_as == "victim" and not _is_done_to_victims(governor):
        yield Finding(counted, Metric.VICTIMS, sentence, governor)
    elif part is not None and (breakdown or governor is None or counted.role is not None):
        yield part
    elif told_as == "crowd":
        yield from _by_crowd(sentence, counted, governor)
    elif governor is None or (told_as in ("member", "fugitive") and not near):
        yield from _by_noun(sentence, counted, told_as)
    else:
        total = find_total(sentence, context, counted) if breakdown else None
        if total is None and not sentence.has_mark("further", start, counted.start):
            total = _divided(context, counted)
        yield from _by_verb(sentence, counted, limit, governor, total)


def _divided(context: Context, counted: Counted) -> Finding | None:
    """Return the total whose parts the sentence lists (其中已判决78人，移送审查起诉60人)."""
    total = context.divided
    if total is None or total.counted.number.value < counted.number.value:
        return None
    return total


def _govern_people(sentence: Sentence, counted: Counted, limit: int) -> Governor | None:
    governor = govern(sentence, counted, limit)
    name = governor.head.name if governor is not None else ""
    if name == "cheat" and counted.told_as in _ACCUSED:
        return None  # 诈骗犯罪嫌疑人12名: the fraud only describes them
    if name == "not_caught" and counted.told_as == "fugitive":
        return None  # 仍有11名在逃头目未到案
    return governor


def _names_total_again(sentence: Sentence, counted: Counted, context: Context) -> bool:
    """Note a total that was told before and is named again for its parts (90人中男81名)."""
    if counted.told_as not in ("", "suspect"):
        return False
    named = context.people.get(counted.number.value)
    if named is not None:
        context.name_total(named, sentence)
    return named is not None


def _by_noun(sentence: Sentence, counted: Counted, told_as: str) -> Iterator[Finding]:
    """Yield what the noun alone says: a gang's members, its heads by name (潘某某等6名金主)."""
    listed = told_as != "leader" or sentence.text[counted.start - 1] == "等"
    if told_as in _METRICS_OF_NOUN and listed:
        yield Finding(counted, _METRICS_OF_NOUN[told_as], sentence, role=counted.role)


def _by_crowd(sentence: Sentence, counted: Counted, governor: Governor | None) -> Iterator[Finding]:
    """Yield bystanders as victims where a verb or a returned sum says so (向19名群众返还)."""
    start, end = sentence.clause_span(counted.clause)
    if governor is not None and governor.metric in _OF_CROWDS:
        yield Finding(counted, governor.metric, sentence, governor)
    elif any(
        head.name == "repay" for token in sentence.tokens_between(start, end)
        for head in token.entry.heads
    ):  # fmt: skip
        yield Finding(counted, Metric.VICTIMS, sentence)


def _by_verb(
    sentence: Sentence, counted: Counted, limit: int, governor: Governor, parent: Finding | None
) -> Iterator[Finding]:
    second = find_second(sentence, counted, governor, limit)
    # 排查出6名嫌疑人，相继将他们抓获: being found out is only the way to being caught.
    if second is None or governor.metric is not Metric.MEMBERS:
        item = governor.head.item
        yield Finding(counted, governor.metric, sentence, governor, parent, counted.role, item)
    if second is not None and governor.metric is not Metric.OTHER:
        yield Finding(counted, second.metric, sentence, second, None, counted.role)


def _is_predicate(sentence: Sentence, counted: Counted) -> bool:
    """Return whether the number is told something of (15名为骨干成员): a part of the total."""
    if not sentence.text.startswith(_COPULAS, counted.end):
        return False
    before = sentence.tokens_between(max(counted.floor, counted.start - 6), counted.start)
    if before and before[-1].entry.heads and counted.start - before[-1].end <= 1:
        return False  # 起诉了3名为团伙提供信息的人员: 为 is "for"
    _, end = sentence.clause_span(counted.clause)
    for token in sentence.tokens_between(counted.end, end):
        noun = token.entry.noun
        if noun is not None and noun.kind == "person":
            counted.noun, counted.noun_start, counted.noun_end = noun, counted.end, token.end
    return counted.noun is not None


def _sizes_a_chat(sentence: Sentence, counted: Counted) -> bool:
    """Return whether the number is the size of a chat group (一个200多人的荐股群)."""
    behind = sentence.text[counted.end : counted.end + 10]
    return behind.startswith("的") and _CHAT.search(behind) is not None


def _heads_a_gang(sentence: Sentence, counted: Counted) -> bool:
    """Return whether the number is the size of a gang (一个86人的跨境诈骗团伙)."""
    if not sentence.text.startswith("的", counted.end):
        return False
    _, end = sentence.clause_span(counted.clause)
    return any(
        token.entry.noun is not None and token.entry.noun.kind == "gang"
        for token in sentence.tokens_between(counted.end, min(end, counted.end + 16))
    )


def _is_done_to_victims(governor: Governor | None) -> bool:
    return governor is not None and governor.head.name in _DONE_TO_VICTIMS
