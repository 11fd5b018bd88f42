"""The words of the English grammar, compiled: heads, nouns, nations, places, currencies."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zhanlian.model.claim import Metric
from zhanlian.reading.claims.finding import Finding
from zhanlian.reading.claims.lexicon import Head
from zhanlian.reading.claims.sentence import Sentence
from zhanlian.reading.gazetteer import load_table

# A nation behind a number without a noun of its own: 96 Chinese.
_CLOSE: Final = 24


@dataclass(frozen=True, slots=True)
class EnglishGrammar:
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
class HeadMatch:
    """A head's words in a sentence, lower-case."""

    start: int
    end: int
    words: str


@functools.cache
def load_grammar() -> EnglishGrammar:
    """Return the compiled rules of `english.toml`."""
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
    return EnglishGrammar(
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


def find_english_heads(sentence: Sentence) -> list[HeadMatch]:
    """Return the words of a sentence that are heads, in order of their place."""
    written = sentence.text[sentence.start : sentence.end]
    lower = written.lower()
    if len(lower) != len(written):
        lower = written  # a letter that grows when lowered would shift all places
    return [
        HeadMatch(sentence.start + found.start(), sentence.start + found.end(), found[0])
        for found in load_grammar().head.finditer(lower)
    ]


@functools.lru_cache(maxsize=4096)
def list_heads(words: str) -> tuple[Head, ...]:
    """Return the heads that some lower-case words are, in the order of the rule file."""
    return tuple(
        head
        for pattern, heads in load_grammar().heads
        if pattern.fullmatch(words)
        for head in heads
    )


def find_english_nationality(finding: Finding) -> str | None:
    """Return the nationality that the noun phrase of an English figure names, or None."""
    counted = finding.counted
    end = counted.noun_end if counted.noun_end > counted.end else counted.end + _CLOSE
    found = load_grammar().nation.search(finding.sentence.text, counted.end, end)
    return found.lastgroup if found else None


def find_english_place(finding: Finding) -> str | None:
    """Return the country or region that an English sentence names nearest to the figure."""
    sentence, counted = finding.sentence, finding.counted
    places = [
        place
        for place in load_grammar().place.finditer(sentence.text, sentence.start, sentence.end)
        if not sentence.text.endswith("to ", 0, place.start())  # repatriated to China
    ]
    if not places:
        return None
    before = [place for place in places if place.end() <= counted.start]
    return (before[-1] if before else places[0])[0]
