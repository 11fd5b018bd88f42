"""Counted things: a number, its measure word and the noun that it counts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.model.claim import Role
from zhanlian.reading.claims.lexicon import Noun, Token
from zhanlian.reading.claims.measures import Measure, find_measure
from zhanlian.reading.claims.sentence import Sentence
from zhanlian.reading.numerals import Number, is_vague, widen_by_suffix


@dataclass(slots=True)
class Counted:
    """A number with what it counts.

    Attributes:
        number: the number, comparator included.
        start, end: number and measure word in the text.
        kind: kind of thing, "" when neither measure nor noun says it.
        clause: index of its clause in the sentence.
        noun: word for the counted things, or None.
        noun_start, noun_end: the stretch of words that names them, for the quote.
        currency: of money, else None.
        floor: where the counted thing before it ends; what stands earlier speaks of that one.
    """

    number: Number
    start: int
    end: int
    kind: str
    clause: int
    noun: Noun | None = None
    noun_start: int = -1
    noun_end: int = -1
    currency: str | None = None
    floor: int = 0

    @property
    def told_as(self) -> str:
        """How people are named: suspect, leader, fugitive, member, victim, officer, or ""."""
        return self.noun.told_as if self.noun else ""

    @property
    def role(self) -> Role | None:
        """Role that the noun states."""
        return self.noun.role if self.noun else None


# What may stand between a noun and the number that counts it: 受害人就高达1000余人.
_LINK: Final = re.compile(
    r"[“”\"」』）)]?(?:就|已|共|总|一)?(?:的|等|一类|类|有|计|达|为|是|高达|多达|达到|增至|共有|共计|合计|总计|累计|分别|约|总共|全部|各|升至|在|超)*\s?"
)
# Behind the noun these words open the verb: 11名犯罪嫌疑人|已被公安……
_CLOSING: Final = frozenset({"passive", "preposed"})
_RANGE: Final = re.compile(r"[\d万亿千百十余多](?:至|到|—|~|～|-|－)$")
_BARE: Final = ("site", "account", "call", "message", "case", "warning", "clue")
_BREAK: Final = frozenset("，。；：、,;:！？")
_KIND_BY_MEASURE: Final = {
    "case": ("case", "operation", "warning"),
    "thing": (
        "gang", "den", "org", "account", "site", "item", "call", "case", "clue", "warning",
        "operation", "team",
    ),
    "piece": ("case", "item"),
    "line": ("clue", "message", "warning", "item", "site", "gang"),
    "item": ("item", "account", "case", "org", "den", "clue", "message", "site"),
    "time": ("operation", "call", "warning"),
    "round": ("operation",),
}  # fmt: skip


def find_counted(sentence: Sentence, numbers: Sequence[Number]) -> list[Counted]:
    """Return the counted things of a sentence, in order of their place."""
    found: list[Counted] = []
    for index, number in enumerate(numbers):
        if is_vague(number, sentence.text) or _ends_range(number, sentence):
            continue
        limit = numbers[index + 1].start if index + 1 < len(numbers) else sentence.end
        counted = _count(sentence, number, found[-1].end if found else sentence.start, limit)
        if counted is not None:
            found.append(counted)
    return found


def may_count(text: str, number: Number) -> bool:
    """Return whether a number can count something: a measure word follows, or it is money."""
    return number.percent or _is_bare(text, number) or find_measure(text, number.end) is not None


def _is_bare(text: str, number: Number) -> bool:
    """Return whether a number may be money without its unit (损失18万)."""
    return number.value >= 10_000 and text[number.end - 1] in "万亿余多"


def _ends_range(number: Number, sentence: Sentence) -> bool:
    """Return whether the number is the upper end of a range (30至40名): no count has it."""
    before = sentence.text[max(sentence.start, number.start - 2) : number.start]
    return _RANGE.search(before) is not None


def _count(sentence: Sentence, number: Number, floor: int, limit: int) -> Counted | None:
    text = sentence.text
    clause = sentence.clause_at(number.start)
    if number.percent:
        return Counted(number, number.start, number.end, "percent", clause)
    measure = find_measure(text, number.end)
    if measure is None:
        if not _is_bare(text, number):
            return None
        return _count_bare(sentence, number, clause, floor)
    if measure.kind == "times":
        # 增长近一倍 is a rise by nearly 100 percent.
        number = replace(number, value=number.value * 100)
        return Counted(number, number.start, measure.end, "percent", clause)
    if measure.kind == "money" and text[number.end : measure.end].strip() == "块":
        pieces = _noun_before(sentence, number.start, floor, ("item",))
        if pieces is not None:
            measure = Measure("item", measure.end)  # 名表13块
    number, end = widen_by_suffix(number, text, measure.end)
    kind = "person" if measure.kind == "sexed" else measure.kind
    counted = Counted(
        number, number.start, end, kind, clause, currency=measure.currency, floor=floor
    )
    if measure.kind == "sexed":
        counted.noun = Noun("person", "suspect")
        return counted
    _name(sentence, counted, measure, floor, limit)
    return counted


def _count_bare(sentence: Sentence, number: Number, clause: int, floor: int) -> Counted:
    """Return a number without measure word: of the noun before it (网址超千万), else money."""
    bare = Counted(number, number.start, number.end, "bare", clause, currency="CNY", floor=floor)
    clause_start, _ = sentence.clause_span(clause)
    token = _noun_before(sentence, number.start, max(floor, clause_start), _BARE)
    if token is not None and token.entry.noun is not None:
        bare.kind, bare.noun, bare.currency = token.entry.noun.kind, token.entry.noun, None
        bare.noun_start, bare.noun_end = token.start, number.start
    return bare


def _name(sentence: Sentence, counted: Counted, measure: Measure, floor: int, limit: int) -> None:
    """Find the noun of a counted thing, behind it or before it, and settle its kind."""
    wanted = _KIND_BY_MEASURE.get(measure.kind, (measure.kind,))
    if measure.kind == "visit":
        wanted = ("person",)
    clause_start, clause_end = sentence.clause_span(counted.clause)
    behind = _noun_behind(sentence, counted.end, min(limit, clause_end), wanted)
    token = behind or _noun_before(sentence, counted.start, max(floor, clause_start), wanted)
    if token is not None and token.entry.noun is not None:
        counted.noun = token.entry.noun
        if behind is not None:
            counted.noun_start, counted.noun_end = counted.end, token.end
        else:
            counted.noun_start, counted.noun_end = token.start, counted.start
        if measure.kind in _KIND_BY_MEASURE:
            counted.kind = token.entry.noun.kind
    elif sentence.text.find("分别", clause_start, counted.start) >= 0 and (
        named := _noun_anywhere(sentence, clause_start, counted.start, wanted)
    ):
        # 电话、短信分别达38.6亿次和35.1亿条: the second number has the second noun.
        counted.noun, counted.kind = named, named.kind
    elif measure.kind in ("thing", "line", "time", "piece"):
        counted.kind = "unnamed" if measure.kind != "time" else "time"


def _noun_anywhere(sentence: Sentence, start: int, end: int, wanted: Sequence[str]) -> Noun | None:
    for token in reversed(sentence.tokens_between(start, end)):
        if token.entry.noun is not None and token.entry.noun.kind in wanted:
            return token.entry.noun
    return None


def _noun_behind(sentence: Sentence, start: int, end: int, wanted: Sequence[str]) -> Token | None:
    """Return the noun behind a measure word: the last of a chain of people, else the nearest."""
    person = wanted == ("person",)
    last: Token | None = None
    at = start
    for token in sentence.tokens_between(start, end):
        noun = token.entry.noun
        gap = sentence.text[at : token.start]
        if any(char in _BREAK for char in gap) and (last is None or gap != "、"):
            break
        if len(gap) > (16 if last is None else 4):
            break
        if last is not None and last.entry.noun is not None and last.entry.noun.kind == "team":
            break
        if noun is not None and noun.kind in wanted:
            if not person and last is not None and gap:
                break
            last = token
        elif _ends_phrase(token, last, wanted):
            break
        at = token.end
    return last


def _ends_phrase(token: Token, last: Token | None, wanted: Sequence[str]) -> bool:
    """Return whether the noun phrase ends before a word."""
    if last is not None and wanted != ("person",):
        return True
    return token.entry.noun is None and (_acts_on(token, wanted) or _closes(token, last))


def _acts_on(token: Token, kinds: Sequence[str]) -> bool:
    """Return whether a word is a verb over these kinds, so that the noun phrase ends before it."""
    return any(kind in head.counts for head in token.entry.heads for kind in kinds)


def _closes(token: Token, last: Token | None) -> bool:
    return last is not None and (
        bool(token.entry.heads) or not _CLOSING.isdisjoint(token.entry.marks)
    )


def _noun_before(sentence: Sentence, end: int, start: int, wanted: Sequence[str]) -> Token | None:
    """Return the noun before a number: 手机200余部, or 诈骗短信拦下68.4亿条 with a verb between."""
    verb: Token | None = None
    joined = end
    for token in reversed(sentence.tokens_between(start, end)):
        noun = token.entry.noun
        gap = sentence.text[token.end : joined]
        if len(sentence.text[token.end : end]) > 12:
            return None
        if noun is not None and noun.kind in wanted:
            acted_on = verb is not None and verb.start - token.end <= 1
            if _LINK.fullmatch(gap) or (acted_on and noun.told_as != "officer"):
                return token
        if verb is None and token.entry.heads and _LINK.fullmatch(gap.removeprefix("了")):
            verb = token
        if noun is not None and noun.kind not in wanted and noun.kind != "person":
            if not _LINK.fullmatch(gap):
                return None
            # 诈骗电话、短信分别达38.6亿次: each number has its own noun of the list.
            joined = token.start - 1 if sentence.text[token.start - 1] in "、和及" else token.start
    return None


def subject_before(sentence: Sentence, counted: Counted) -> str | None:
    """Return how the people of this clause or of the one before are named, or None.

    被害人由31人增加到64人; 受害人同样遍布全国，多达1500余人.
    """
    start, _ = sentence.clause_span(max(0, counted.clause - 1))
    for token in reversed(sentence.tokens_between(start, counted.start)):
        noun = token.entry.noun
        if noun is not None and noun.kind == "person" and noun.told_as in ("victim", "member"):
            return noun.told_as
    return None
