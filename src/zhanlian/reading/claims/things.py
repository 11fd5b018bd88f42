"""Figures of money and things: amounts, cases, gangs, dens, phones, calls, accounts."""

import re
from collections.abc import Iterator
from typing import Final

from zhanlian.model.claim import Metric
from zhanlian.reading.claims.amount_governor import govern_money
from zhanlian.reading.claims.changes import is_difference
from zhanlian.reading.claims.counted import Counted
from zhanlian.reading.claims.finding import Context, Finding, in_clause
from zhanlian.reading.claims.governor import govern
from zhanlian.reading.claims.sentence import Sentence

KINDS: Final = frozenset(
    {"case", "gang", "den", "org", "clue", "account", "site", "call", "message", "warning",
     "operation", "batch", "item", "time", "visit"}
)  # fmt: skip
_METRIC_BY_DEFAULT: Final = {
    "gang": Metric.ORG_UNITS, "den": Metric.ORG_UNITS, "warning": Metric.WARNINGS_ISSUED,
    "clue": Metric.CLUES,
}  # fmt: skip
# 损失30万元以上的案件 names a class of cases, not a sum.
_THRESHOLD: Final = ("的案件", "的", "至", "到", "—", "-", "~", "/")
_UNNAMED: Final = ("item", "case", "gang", "warning")
# 刷单返利类22起、其余类型12起: classes of the cases counted before.
_CLASSES: Final = ("类", "类型", "类案件", "类诈骗", "型")
# How far a list of cases may stand from its total, and how long the name of one entry is.
_NEAR: Final = 60
_LISTED: Final = 12
_CARD: Final = re.compile("卡|账|帐|户|号")
_SUM: Final = re.compile("(?:共|合计|累计|总计|一次性)[^，,。、]{0,8}$")
_DEN_VERBS: Final = ("捣", "端", "查封")
# 每走一万元提三百元, 由4万至1,100万元: a rate or a range is no sum.
_RATE: Final = re.compile(
    r"(?:每|人均|平均每)[^，。；、]{0,5}$|[\d万亿千百十余多元]\s?(?:至|到|—|~|-)$"
)


def read_money(sentence: Sentence, counted: Counted, limit: int) -> Iterator[Finding]:
    """Yield the finding of an amount of money, or nothing when no head governs it."""
    if sentence.text.startswith(_THRESHOLD, counted.end) or is_difference(sentence, counted):
        return
    if _RATE.search(sentence.text, max(sentence.start, counted.start - 7), counted.start):
        return
    governor = govern_money(sentence, counted, limit)
    start, _ = sentence.clause_span(counted.clause)
    far = governor is not None and not in_clause(sentence, counted, governor)
    if far and sentence.has_mark("breakdown", start, counted.start):
        return  # 被骗5.8万元，其中3万元是父母给的
    if _names_case(sentence, counted) and (governor is None or governor.head.weak):
        yield Finding(counted, Metric.AMOUNT_INVOLVED, sentence)
        return
    if governor is None:
        return
    if counted.kind == "bare":
        if not in_clause(sentence, counted, governor) and governor.token.end <= counted.start:
            return
        counted.kind = "money"
    weak = governor.head.weak and not _sums_up(sentence, counted)
    item = governor.head.item
    yield Finding(counted, governor.metric, sentence, governor, item=item, weak=weak)


def _sums_up(sentence: Sentence, counted: Counted) -> bool:
    """Return whether a stake is told as the sum of all (先后5次转账，共计14万元)."""
    start, _ = sentence.clause_span(counted.clause)
    return _SUM.search(sentence.text, start, counted.start) is not None


def _names_case(sentence: Sentence, counted: Counted) -> bool:
    """Return whether the amount names a case (侦破4.9亿元投资诈骗案)."""
    _, end = sentence.clause_span(counted.clause)
    return any(
        token.entry.noun is not None and token.entry.noun.kind == "case"
        for token in sentence.tokens_between(counted.end, min(end, counted.end + 12))
    )


def read_things(
    sentence: Sentence, counted: Counted, limit: int, context: Context
) -> Iterator[Finding]:
    """Yield the finding of a number of things, or nothing when no head governs them."""
    if is_difference(sentence, counted):
        return
    governor = govern(sentence, counted, limit)
    total = context.last.get(counted.kind)
    if total is not None and (governor is None or not in_clause(sentence, counted, governor)):
        start, _ = sentence.clause_span(counted.clause)
        smaller = counted.number.value < total.counted.number.value
        classed = sentence.text[start : counted.start].endswith(_CLASSES)
        classed = classed or _goes_on(sentence, counted, total)
        if smaller and (classed or sentence.has_mark("breakdown", start, counted.start)):
            yield Finding(counted, total.metric, sentence, total.governor, total, item=total.item)
            return
    if governor is None:
        if counted.kind in _METRIC_BY_DEFAULT or counted.told_as == "structure":
            metric = _METRIC_BY_DEFAULT.get(counted.kind, Metric.ORG_UNITS)
            yield Finding(counted, metric, sentence)
        return
    item, metric = governor.head.item, governor.metric
    named = sentence.text[counted.noun_start : counted.noun_end].strip()
    if counted.kind == "item" and metric is Metric.ACCOUNTS_FROZEN and not _CARD.search(named):
        metric = Metric.ITEMS_SEIZED  # only cards freeze like accounts
    if metric is Metric.ITEMS_SEIZED:
        item = named or None
    yield Finding(counted, metric, sentence, governor, item=item)


def _goes_on(sentence: Sentence, counted: Counted, total: Finding) -> bool:
    """Return whether cases are listed by place or kind right behind their total (城关镇5起)."""
    near = sentence.start - total.sentence.end < _NEAR
    start, _ = sentence.clause_span(counted.clause)
    listed = counted.start - max(start, counted.floor) <= _LISTED
    return counted.kind == "case" and near and listed


def read_unnamed(
    sentence: Sentence, counted: Counted, limit: int, context: Context
) -> Iterator[Finding]:
    """Yield the finding of things without a noun, by what governs them.

    A thing of the kind named last in the sentence comes first (封堵APP 94个，已有65个被关停).
    """
    kinds = (context.named, *_UNNAMED) if context.named else _UNNAMED
    for kind in kinds:
        counted.kind = kind
        governor = govern(sentence, counted, limit)
        if governor is not None and in_clause(sentence, counted, governor):
            metric = governor.metric
            if kind == "gang" and governor.token.entry.word.startswith(_DEN_VERBS):
                counted.kind, metric = "den", Metric.DENS_DESTROYED
            yield Finding(counted, metric, sentence, governor)
            return
