"""Claims of English texts: the nearest head of the sentence governs a number.

English notices name verb, number and noun close together (arrested 531 suspects; 531 suspects
were arrested; over $1 million in losses), so distance and side decide: see `_cost`.
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zhanlian.model.claim import Metric, Role
from zhanlian.reading.claims.changes import Change
from zhanlian.reading.claims.counted import Counted
from zhanlian.reading.claims.finding import Context, Finding
from zhanlian.reading.claims.governor import Governor
from zhanlian.reading.claims.lexicon import Entry, Head, Noun, Token
from zhanlian.reading.claims.sentence import Sentence, cut_sentences
from zhanlian.reading.gazetteer import load_table
from zhanlian.reading.numerals import Number

_SENTENCE_END: Final = re.compile(
    r"(?<![A-Z]\b)(?<!\b(?:Mr|Ms|Dr|St|No|vs|Co))(?<!Mrs|Feb|Jan|Aug|Oct|Nov|Dec|Sep)(?<!Sept)"
    r"[.!?][”\"’')]*\s+|\n+|;\s"
)
_CLAUSE_END: Final = re.compile(r",\s|[:—–;]\s?|\s[-–]\s|\s(?:while|but|which|who|after)\s")
_BEHIND_REACH: Final = 60
# An amount names what it is less often anew than a count of people does.
_MONEY_REACH: Final = 100
_CLOSE: Final = 24
# Two remain at large; nine of the 46 will be charged.
_PEOPLE_GO_ON: Final = re.compile(
    r"\s(?:of (?:the|them|those)|others?|remain|were|are|have been|will be)\b", re.IGNORECASE
)
_LIST_GAP: Final = re.compile(r"(?:,| and|, and|,? including|,? among them)\s?", re.IGNORECASE)
_AGE: Final = re.compile(
    r"\b(?:aged?|ages)\s(?:between\s)?(?:\d+\s(?:to|and|-)\s)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The compiled grammar; `heads` are the heads of each pattern that `head` joins.

    `head` reads lower-case text and holds no groups: the regular-expression engine then passes
    over all words of another first letter at once, which a sentence needs to be read in 0.2 ms.
    """

    heads: tuple[tuple[re.Pattern[str], tuple[Head, ...]], ...]
    head: re.Pattern[str]
    noun: re.Pattern[str]
    role: re.Pattern[str]
    nation: re.Pattern[str]
    place: re.Pattern[str]
    money: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Match:
    """A head's words in a sentence, lower-case."""

    start: int
    end: int
    words: str


@functools.cache
def _grammar() -> _Grammar:
    table = load_table("english")
    by_words: dict[str, list[Head]] = {}
    for row in table["head"]:
        counts = {kind: Metric(metric) for kind, metric in row["counts"].items()}
        head = Head(row["name"], "object", counts, item=row.get("item"))
        for words in row["words"]:
            by_words.setdefault(words, []).append(head)
    nouns = {kind: list(words) for kind, words in table["noun"].items()}
    nouns["person"] += [word for words in table["nation"].values() for word in words]
    currencies = "|".join(re.escape(word) for word in table["currency_word"])
    return _Grammar(
        tuple((re.compile(words), tuple(heads)) for words, heads in by_words.items()),
        re.compile(rf"\b(?:{'|'.join(by_words)})\b"),
        _any_of(_named(nouns)),
        _any_of(_named(table["role"])),
        _any_of(_named(table["nation"])),
        re.compile(rf"\b(?:{'|'.join(table['place']['names'])})\b"),
        re.compile(rf"\s?(?P<word>{currencies})\b(?:['’]s?\b|['’]\s)?", re.IGNORECASE),
    )


def _named(words: Mapping[str, Sequence[str]]) -> str:
    return "|".join(rf"(?P<{name}>{'|'.join(each)})" for name, each in words.items())


def _any_of(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


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


def find_english_nationality(finding: Finding) -> str | None:
    """Return the nationality that the noun phrase of an English figure names, or None."""
    counted = finding.counted
    end = counted.noun_end if counted.noun_end > counted.end else counted.end + _CLOSE
    found = _grammar().nation.search(finding.sentence.text, counted.end, end)
    return found.lastgroup if found else None


def find_english_place(finding: Finding) -> str | None:
    """Return the country or region that an English sentence names nearest to the figure."""
    sentence, counted = finding.sentence, finding.counted
    places = list(_grammar().place.finditer(sentence.text, sentence.start, sentence.end))
    if not places:
        return None
    before = [place for place in places if place.end() <= counted.start]
    return (before[-1] if before else places[0])[0]


def _clauses(text: str, start: int, end: int) -> list[int]:
    return [start, *(stop.end() for stop in _CLAUSE_END.finditer(text, start, end))]


def _read_sentence(sentence: Sentence, numbers: Sequence[Number]) -> Iterator[Finding]:
    heads = _find_heads(sentence)
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
    grammar, table = _grammar(), load_table("english")
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
    heads: Sequence[_Match],
    numbers: Sequence[Number],
    previous: Finding | None,
) -> Finding | None:
    if counted.kind == "percent":
        return _change(sentence, counted, heads)
    if previous is not None and _continues(sentence, counted, previous):
        return _list_on(sentence, counted, previous)
    bare = counted.kind == "someone"
    kind = "person" if bare else counted.kind
    best: tuple[float, _Match, Head, Metric] | None = None
    for match in heads:
        head = next((each for each in _heads(match.words) if kind in each.counts), None)
        if head is None:
            continue
        metric = head.counts[kind]
        cost = _cost(sentence, counted, match, numbers)
        if metric is Metric.VICTIMS and counted.start - match.end > _CLOSE:
            continue  # 172 nationals suspected of scamming: only "scammed 12 seniors" has victims
        if bare and (cost > 8 or head.name not in ("arrest", "transfer", "rescue")):
            continue
        if best is None or cost < best[0]:
            best = (cost, match, head, metric)
    if (
        counted.told_as == "victim"
        and kind == "person"
        and (best is None or best[2].name not in ("rescue", "dissuade"))
    ):
        counted.kind = "person"
        return Finding(counted, Metric.VICTIMS, sentence)
    if best is None or best[0] > (_MONEY_REACH if kind == "money" else _BEHIND_REACH):
        return None if bare else _list_on(sentence, counted, previous)
    counted.kind = kind
    _, match, head, metric = best
    item = head.item
    if metric is Metric.ITEMS_SEIZED:
        item = sentence.text[counted.noun_start : counted.noun_end].strip()
    token = Token(match.start, match.end, Entry(match.words, (head,)))
    role = Role(counted.told_as) if counted.told_as in ("leader", "fugitive") else None
    return Finding(counted, metric, sentence, Governor(token, head, metric), role=role, item=item)


_COPULA: Final = re.compile(r"\b(?:is|was|are|were|reach(?:ed)?|totall?ed|to|exceed(?:ed)?)\s*$")
_THRESHOLD: Final = re.compile(
    r"\s?(?:or (?:more|less|higher|over)|per (?:victim|person|case)|and (?:over|above))\b"
)


# "stolen funds recovered": stolen only describes the funds.
_DESCRIBES: Final = re.compile(
    r"stolen\s(?:crypto\w*|funds|money|assets|proceeds|cash)", re.IGNORECASE
)


def _continues(sentence: Sentence, counted: Counted, previous: Finding) -> bool:
    """Return whether people of a nation go on with a list (172 nationals: 96 Chinese, 41 …)."""
    if counted.kind != "person" or previous.counted.kind != "person":
        return False
    named = sentence.text[counted.noun_start : counted.noun_end].strip()
    gap = sentence.text[max(previous.counted.noun_end, previous.counted.end) : counted.start]
    return _grammar().nation.search(named) is not None and (
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


def _find_heads(sentence: Sentence) -> list[_Match]:
    """Return the words of a sentence that are heads, in order of their place."""
    written = sentence.text[sentence.start : sentence.end]
    lower = written.lower()
    if len(lower) != len(written):
        lower = written  # a letter that grows when lowered would shift all places
    return [
        _Match(sentence.start + found.start(), sentence.start + found.end(), found[0])
        for found in _grammar().head.finditer(lower)
    ]


@functools.lru_cache(maxsize=4096)
def _heads(words: str) -> tuple[Head, ...]:
    return tuple(
        head for pattern, heads in _grammar().heads if pattern.fullmatch(words) for head in heads
    )


def _cost(sentence: Sentence, counted: Counted, match: _Match, numbers: Sequence[Number]) -> float:
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


_UP: Final = re.compile(
    r"\b(?:increas|ris|rose|grew|grow|up|surg|jump|climb|higher|soar)\w*", re.IGNORECASE
)
_DOWN: Final = re.compile(
    r"\b(?:decreas|fell|fall|drop|declin|down|reduc|lower|plung|slump)\w*", re.IGNORECASE
)


def _change(sentence: Sentence, counted: Counted, heads: Sequence[_Match]) -> Finding | None:
    start, end = sentence.clause_span(counted.clause)
    up = _UP.search(sentence.text, start, end)
    down = _DOWN.search(sentence.text, start, end)
    if up is None and down is None:
        return None
    for match in reversed([match for match in heads if match.start < counted.start]):
        for head in _heads(match.words):
            for kind in ("money", "person", "case"):
                metric = head.counts.get(kind)
                if metric is not None and metric is not Metric.OTHER:
                    change = Change(1 if up is not None else -1, metric, match.start)
                    return Finding(counted, Metric.CHANGE, sentence, change=change)
    return None
