"""Claims of English texts: the nearest head of the sentence governs a number.

English notices name verb, number and noun close together (arrested 531 suspects; 531 suspects
were arrested; over $1 million in losses), so distance and side decide: see `_cost`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from zhanlian.model.claim import Metric, Role
from zhanlian.reading.claims.changes import Change
from zhanlian.reading.claims.clause_heads import Governor
from zhanlian.reading.claims.counted import Counted
from zhanlian.reading.claims.english_words import (
    HeadMatch,
    find_english_heads,
    list_heads,
    load_grammar,
)
from zhanlian.reading.claims.finding import Context, Finding
from zhanlian.reading.claims.lexicon import Entry, Noun, Token
from zhanlian.reading.claims.sentence import Sentence, cut_sentences
from zhanlian.reading.gazetteer import load_table
from zhanlian.reading.numerals import Number

_COPULA: Final = re.compile(r"\b(?:is|was|are|were|reach(?:ed)?|totall?ed|to|exceed(?:ed)?)\s*$")
_THRESHOLD: Final = re.compile(
    r"\s?(?:or (?:more|less|higher|over)|per (?:victim|person|case)|and (?:over|above))\b"
)


# "stolen funds recovered": stolen only describes the funds.
_DESCRIBES: Final = re.compile(
    r"stolen\s(?:crypto\w*|funds|money|assets|proceeds|cash)", re.IGNORECASE
)
_UP: Final = re.compile(
    r"\b(?:increas|ris|rose|grew|grow|up|surg|jump|climb|higher|soar)\w*", re.IGNORECASE
)
_DOWN: Final = re.compile(
    r"\b(?:decreas|fell|fall|drop|declin|down|reduc|lower|plung|slump)\w*", re.IGNORECASE
)
_SENTENCE_END: Final = re.compile(
    r"(?<![A-Z]\b)(?<!\b(?:Mr|Ms|Dr|St|No|vs|Co))(?<!Mrs|Feb|Jan|Aug|Oct|Nov|Dec|Sep)(?<!Sept)"
    r"[.!?][”\"’')]*\s+|\n+|;\s"
)
_CLAUSE_END: Final = re.compile(r",\s|[:—–;]\s?|\s[-–]\s|\s(?:while|but|which|who|after)\s")
_BEHIND_REACH: Final = 60
# An amount names what it is less often anew than a count of people does.
_MONEY_REACH: Final = 100
# 531 held: a number without a noun takes a verb right beside it, and only one of these.
_BARE_REACH: Final = 8
_OF_BARE_NUMBERS: Final = frozenset({"arrest", "transfer", "rescue"})
_DONE_TO_VICTIMS: Final = frozenset({"rescue", "dissuade"})
_CLOSE: Final = 24
# Two remain at large; nine of the 46 will be charged.
_PEOPLE_GO_ON: Final = re.compile(
    r"\s(?:of (?:the|them|those|whom|which)|others?|remain|were|are|have been|will be)\b",
    re.IGNORECASE,
)
_LIST_GAP: Final = re.compile(r"(?:,| and|, and|,? including|,? among them)\s?", re.IGNORECASE)
_AGE: Final = re.compile(
    r"\b(?:aged?|ages)\s(?:between\s)?(?:\d+\s(?:to|and|-)\s)?$", re.IGNORECASE
)


def find_english_findings(
    text: str, start: int, end: int, numbers: Sequence[Number], context: Context
) -> Iterator[Finding]:
    """Yield the findings of an English paragraph, in order of their place.

    Args:
        text: the document.
        start, end: the paragraph.
        numbers: its numbers, without those inside dates.
        context: what the paragraphs before have told.
    """
    at = 0
    for first, last in cut_sentences(text, start, end, _SENTENCE_END):
        inside = []
        while at < len(numbers) and numbers[at].core < last:
            core = numbers[at].core
            if core >= first and not _AGE.search(text, max(first, core - 24), core):
                inside.append(numbers[at])
            at += 1
        if inside:
            yield from _read_sentence(
                Sentence(text, first, last, _clauses(text, first, last), english=True), inside
            )


def _clauses(text: str, start: int, end: int) -> list[int]:
    return [start, *(stop.end() for stop in _CLAUSE_END.finditer(text, start, end))]


def _read_sentence(sentence: Sentence, numbers: Sequence[Number]) -> Iterator[Finding]:
    heads = find_english_heads(sentence)
    previous: Finding | None = None
    for index, number in enumerate(numbers):
        limit = numbers[index + 1].start if index + 1 < len(numbers) else sentence.end
        counted = _count(sentence, number, limit)
        if counted is None:
            continue
        finding = _govern(sentence, counted, heads, numbers, previous)
        if finding is not None:
            previous = finding
            yield finding


def _count(sentence: Sentence, number: Number, limit: int) -> Counted | None:
    """Return the counted thing of a number: money by its sign, else by the noun behind it."""
    grammar, table = load_grammar(), load_table("english")
    text, clause = sentence.text, sentence.clause_at(number.start)
    if number.percent:
        return Counted(number, number.start, number.end, "percent", clause)
    money = grammar.money.match(text, number.end)
    if number.sign or money is not None:
        code = table["currency"].get(number.sign.upper(), "USD")
        if money is not None:
            code = table["currency_word"][money["word"].lower()]
        end = money.end() if money is not None else number.end
        if _THRESHOLD.match(text, end):
            return None
        return Counted(number, number.start, end, "money", clause, currency=code)
    for found in grammar.noun.finditer(text, number.end, min(limit, number.end + 45)):
        gap = text[number.end : found.start()]
        if re.search(r"[.;:()]|,\s(?!and)", gap) or gap.count(" ") > 6:
            return None
        kind = found.lastgroup or ""
        if kind == "skip":
            return None
        told = grammar.role.fullmatch(found[0])
        if kind == "item" and _is_year(number):
            return None  # a 2020 sport utility vehicle
        noun = Noun(kind, (told.lastgroup or "") if told else "suspect")
        return Counted(
            number, number.start, number.end, kind, clause, noun, number.end, found.end()
        )
    if _PEOPLE_GO_ON.match(text, number.end):
        return Counted(
            number, number.start, number.end, "person", clause, Noun("person", "suspect")
        )
    if _is_year(number):
        return None
    return Counted(number, number.start, number.end, "someone", clause)


def _is_year(number: Number) -> bool:
    return 1900 <= number.value <= 2100 and number.step == 1


def _govern(
    sentence: Sentence,
    counted: Counted,
    heads: Sequence[HeadMatch],
    numbers: Sequence[Number],
    previous: Finding | None,
) -> Finding | None:
    if counted.kind == "percent":
        return _change(sentence, counted, heads)
    if previous is not None and _continues(sentence, counted, previous):
        return _list_on(sentence, counted, previous)
    bare = counted.kind == "someone"
    kind = "person" if bare else counted.kind
    best = _nearest(sentence, counted, kind, heads, numbers)
    if counted.told_as == "victim" and (best is None or best.head.name not in _DONE_TO_VICTIMS):
        return Finding(counted, Metric.VICTIMS, sentence)
    if best is None:
        return None if bare else _list_on(sentence, counted, previous)
    counted.kind = kind
    item = best.head.item
    if best.metric is Metric.ITEMS_SEIZED:
        item = sentence.text[counted.noun_start : counted.noun_end].strip()
    role = Role(counted.told_as) if counted.told_as in ("leader", "fugitive") else None
    return Finding(counted, best.metric, sentence, best, role=role, item=item)


def _nearest(
    sentence: Sentence,
    counted: Counted,
    kind: str,
    heads: Sequence[HeadMatch],
    numbers: Sequence[Number],
) -> Governor | None:
    """Return the head that costs least, or None when all are too far."""
    bare = counted.kind == "someone"
    least = float(_MONEY_REACH if kind == "money" else _BEHIND_REACH)
    if bare:
        least = _BARE_REACH
    best = None
    for match in heads:
        head = next((each for each in list_heads(match.words) if kind in each.counts), None)
        if head is None or (bare and head.name not in _OF_BARE_NUMBERS):
            continue
        metric = head.counts[kind]
        if metric is Metric.VICTIMS and counted.noun_end < 0 and not bare:
            continue  # over 70 of whom: nobody says that they lost anything
        if metric is Metric.VICTIMS and counted.start - match.end > _CLOSE:
            continue  # 172 nationals suspected of scamming: only "scammed 12 seniors" has victims
        cost = _cost(sentence, counted, match, numbers)
        if cost < least or (best is None and cost == least):
            token = Token(match.start, match.end, Entry(match.words, (head,)))
            least, best = cost, Governor(token, head, metric)
    return best


def _continues(sentence: Sentence, counted: Counted, previous: Finding) -> bool:
    """Return whether people of a nation go on with a list (172 nationals: 96 Chinese, 41 …)."""
    if counted.kind != "person" or previous.counted.kind != "person":
        return False
    named = sentence.text[counted.noun_start : counted.noun_end].strip()
    gap = sentence.text[max(previous.counted.noun_end, previous.counted.end) : counted.start]
    return load_grammar().nation.search(named) is not None and (
        ":" in gap or _LIST_GAP.fullmatch(gap) is not None
    )


def _list_on(sentence: Sentence, counted: Counted, previous: Finding | None) -> Finding | None:
    """Return the figure as the next one of a list (seized $2.3 million, 86 phones and six cars)."""
    if previous is None or previous.governor is None:
        return None
    metric = previous.governor.head.counts.get(counted.kind)
    if metric is None:
        return None
    item = previous.item
    if metric is Metric.ITEMS_SEIZED:
        item = sentence.text[counted.noun_start : counted.noun_end].strip()
    return Finding(counted, metric, sentence, previous.governor, item=item)


def _cost(
    sentence: Sentence, counted: Counted, match: HeadMatch, numbers: Sequence[Number]
) -> float:
    """Return how far a head is: characters between, dearer over clauses and numbers."""
    end = max(counted.end, counted.noun_end)
    if match.end <= counted.start:
        low, high, cost = match.end, counted.start, float(counted.start - match.end)
    elif match.start >= counted.end:
        low, high, cost = end, match.start, float(max(0, match.start - end)) * 1.1
    else:
        return 1000.0
    if cost > 12 and _COPULA.search(sentence.text, max(low, counted.start - 12), counted.start):
        cost = cost / 2
    if _DESCRIBES.match(sentence.text, match.start):
        cost += 30
    between = sum(1 for number in numbers if low <= number.core < high)
    clauses = abs(sentence.clause_at(match.start) - counted.clause)
    return cost + 8 * between + 10 * clauses


def _change(sentence: Sentence, counted: Counted, heads: Sequence[HeadMatch]) -> Finding | None:
    start, end = sentence.clause_span(counted.clause)
    up = _UP.search(sentence.text, start, end)
    down = _DOWN.search(sentence.text, start, end)
    if up is None and down is None:
        return None
    for match in reversed([match for match in heads if match.start < counted.start]):
        for head in list_heads(match.words):
            for kind in ("money", "person", "case"):
                metric = head.counts.get(kind)
                if metric is not None and metric is not Metric.OTHER:
                    change = Change(1 if up is not None else -1, metric, match.start)
                    return Finding(counted, Metric.CHANGE, sentence, change=change)
    return None
