"""Findings of one paragraph: its sentences, and the numbers in them one by one."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from zhanlian.model.claim import Metric
from zhanlian.reading.claims.changes import find_change
from zhanlian.reading.claims.clause_heads import Governor
from zhanlian.reading.claims.counted import Counted, find_counted
from zhanlian.reading.claims.finding import Context, Finding
from zhanlian.reading.claims.lexicon import find_tokens
from zhanlian.reading.claims.people import read_people
from zhanlian.reading.claims.sentence import Sentence, find_clauses, find_sentences
from zhanlian.reading.claims.shared_verbs import share_verbs
from zhanlian.reading.claims.things import KINDS, read_money, read_things, read_unnamed
from zhanlian.reading.numerals import Number

# Numbers of a list that may wait for the verb behind its last one.
_LISTED: Final = 24


def find_findings(
    text: str, start: int, end: int, numbers: Sequence[Number], context: Context
) -> Iterator[Finding]:
    """Yield the findings of a part of a folded text, in order of their place.

    Args:
        text: the folded document.
        start, end: the paragraph.
        numbers: its numbers that may count something, without those inside dates.
        context: what the paragraphs before have told.
    """
    at = 0
    context.abroad = context.headline_abroad
    for first, last in find_sentences(text, start, end):
        begin = at
        while at < len(numbers) and numbers[at].core < last:
            at += 1
        if begin == at:
            continue
        tokens = find_tokens(text, first, last)
        sentence = Sentence(text, first, last, find_clauses(text, first, last, tokens), tokens)
        context.abroad = context.abroad or sentence.has_mark("abroad", first, last)
        sentence.abroad, sentence.opening = context.abroad, start
        if not sentence.has_mark("hypothetical", first, last):
            yield from _read_sentence(sentence, numbers[begin:at], context)


def _read_sentence(
    sentence: Sentence, numbers: Sequence[Number], context: Context
) -> Iterator[Finding]:
    things = [
        thing for thing in find_counted(sentence, numbers) if not _only_points(sentence, thing)
    ]
    shared = share_verbs(sentence, things)
    context.told, context.named, context.divided = [], "", None
    for index, counted in enumerate(things):
        limit = _limit(sentence, things, index)
        if counted.kind == "percent":
            rank = sum(1 for other in things[:index] if _shares_clause(other, counted))
            yield from _read_percent(sentence, counted, rank, context.told)
            continue
        if counted.noun is not None and counted.kind != "person":
            context.named = counted.kind
        if index in shared:
            found: Iterable[Finding] = [_shared(sentence, counted, shared[index])]
        else:
            found = _read_counted(sentence, counted, limit, context)
        for finding in found:
            finding.scope = _scope(sentence, counted)
            if finding.metric is not Metric.OTHER:
                context.told.append(finding.metric)
            if finding.parent is None:
                context.last[finding.counted.kind] = finding
                if counted.kind == "person":
                    context.name_total(finding, sentence)
                    context.people.setdefault(counted.number.value, finding)
            elif counted.kind == "person":
                context.sentence, context.divided = sentence, finding.parent
            yield finding


def _shared(sentence: Sentence, counted: Counted, verb: Governor) -> Finding:
    return Finding(counted, verb.metric, sentence, verb, None, counted.role, verb.head.item)


def _limit(sentence: Sentence, things: Sequence[Counted], index: int) -> int:
    """Return up to where the words behind a number speak of it: the next number, or behind it.

    A list of people shares the verb behind its last one (引流公司的28人、水房的11人先后落网).
    """
    for one, following in itertools.pairwise(things[index : index + _LISTED]):
        gap = sentence.text[one.end : following.start]
        linked = gap == "" or gap[0] in "、和及"
        if not (linked and one.kind == following.kind == "person"):
            return following.start
    return things[index + _LISTED].start if index + _LISTED < len(things) else sentence.end


def _read_counted(
    sentence: Sentence, counted: Counted, limit: int, context: Context
) -> Iterator[Finding]:
    if counted.kind == "team":
        return iter(())
    if counted.kind == "person":
        return read_people(sentence, counted, limit, context)
    if counted.kind in ("money", "bare"):
        return read_money(sentence, counted, limit)
    if counted.kind in KINDS:
        return read_things(sentence, counted, limit, context)
    return read_unnamed(sentence, counted, limit, context)


def _read_percent(
    sentence: Sentence, counted: Counted, rank: int, told: Sequence[Metric]
) -> Iterator[Finding]:
    change = find_change(sentence, counted, rank, told)
    if change is not None:
        metric = Metric.OTHER if change.of is None else Metric.CHANGE
        scope = _scope(sentence, counted)
        yield Finding(counted, metric, sentence, change=change, scope=scope)


def _scope(sentence: Sentence, counted: Counted) -> str | None:
    """Return ``general`` where the clause speaks of crime in general and not of fraud."""
    start, end = sentence.clause_span(counted.clause)
    general = sentence.has_mark("general", start, end)
    return "general" if general and not sentence.has_mark("fraud", start, end) else None


def _shares_clause(one: Counted, other: Counted) -> bool:
    """Return whether two percentages stand in one clause (分别上升12.3%和8.5%)."""
    return one.kind == other.kind == "percent" and one.clause == other.clause


def _fall(sentence: Sentence, counted: Counted) -> bool:
    """Return whether the people fall in the same clause (兄弟二人双双落网)."""
    _, end = sentence.clause_span(counted.clause)
    behind = sentence.tokens_between(counted.end, end)
    return any(head.name == "fall" for token in behind for head in token.entry.heads)


def _only_points(sentence: Sentence, counted: Counted) -> bool:
    """Return whether the number only points: 一 as the article (一起案件), 二人 of two named."""
    number = counted.number
    if number.digits:
        return False
    if counted.kind == "item" and 0 <= counted.noun_start < counted.start:
        return False  # 查扣轿车一辆
    named = counted.kind == "person" and counted.noun is None
    named = named and sentence.text[counted.end - 1] == "人" and not _fall(sentence, counted)
    return number.value == 1 or (number.value == 2 and named)
