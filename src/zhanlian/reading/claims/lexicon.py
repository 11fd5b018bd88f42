"""The lexicon: words of the field with what they mean for the grammar, found in one pass.

The words live in `reading/data/*.toml`, where a domain expert can read and change them. They are
matched by one Aho-Corasick automaton, longest word first, so the cost of a text does not depend on
the size of the lexicon.
"""

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import ahocorasick

from zhanlian.model.claim import Metric, Role
from zhanlian.reading.gazetteer import load_table

_HOME: Final = "CN"
# Of the words for the people of a nation, those that name people and not only describe them.
_PEOPLE: Final = ("人", "公民")


@dataclass(frozen=True, slots=True)
class Head:
    """A word that says what happened to the counted things.

    Attributes:
        name: of its entry in `heads.toml`.
        frame: ``object``, ``subject`` or ``amount``.
        counts: metric by kind of counted thing.
        stage: keeps two verbs of one metric apart.
        item: fixed text for metric ``other``.
        weak: says something about money, but not what became of it (投入, 转账).
        abroad: metric by kind instead, where the sentence speaks of a place abroad.
    """

    name: str
    frame: str
    counts: Mapping[str, Metric]
    stage: str = ""
    item: str | None = None
    weak: bool = False
    abroad: Mapping[str, Metric] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noun:
    """A word for the counted things.

    Attributes:
        kind: person, case, gang, den, org, clue, account, site, item …
        told_as: for people: suspect, leader, fugitive, member, victim, officer, crowd.
    """

    kind: str
    told_as: str = ""

    @property
    def role(self) -> Role | None:
        """The role that the noun itself states."""
        return {"leader": Role.LEADER, "fugitive": Role.FUGITIVE}.get(self.told_as)


@dataclass(frozen=True, slots=True)
class Entry:
    """All that one word can mean.

    Attributes:
        word: as the lexicon has it, simplified.
        heads: what it says happened, by entry of `heads.toml`.
        noun: what it counts, or None.
        marks: names of its lists in `marks.toml`.
        nation: ISO code of the people it names, or None.
        place: the place it names, or None.
        holds_stop: it has a comma inside, which then ends no clause.
    """

    word: str
    heads: tuple[Head, ...] = ()
    noun: Noun | None = None
    marks: frozenset[str] = frozenset()
    nation: str | None = None
    place: str | None = None
    holds_stop: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the lexicon in a text, from `start` to `end`."""

    start: int
    end: int
    entry: Entry


_STOPS: Final = frozenset("，,；;：:")


@dataclass(slots=True)
class _Draft:
    """What the rule files have said about one word so far."""

    heads: list[Head] = field(default_factory=list)
    noun: Noun | None = None
    marks: set[str] = field(default_factory=set)
    nation: str | None = None
    place: str | None = None


def find_tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the lexicon's words in a part of a folded text, longest first, not overlapping."""
    return [
        Token(last - len(entry.word) + 1, last + 1, entry)
        for last, entry in _automaton().iter_long(text, start, end)
    ]


@functools.cache
def _automaton() -> Any:
    automaton = ahocorasick.Automaton()
    for word, draft in _load_words().items():
        entry = Entry(
            word, tuple(draft.heads), draft.noun, frozenset(draft.marks), draft.nation, draft.place,
            holds_stop=not _STOPS.isdisjoint(word),
        )  # fmt: skip
        automaton.add_word(word, entry)
    automaton.make_automaton()
    return automaton


def _load_words() -> dict[str, _Draft]:
    words: dict[str, _Draft] = defaultdict(_Draft)
    for row in load_table("heads")["head"]:
        head = _read_head(row)
        for word in row["words"]:
            words[word].heads.append(head)
    for row in load_table("nouns")["noun"]:
        for word in row["words"]:
            words[word].noun = Noun(row["kind"], row.get("as", ""))
    for mark, row in load_table("marks").items():
        for word in row["words"]:
            words[word].marks.add(mark)
    places = load_table("places")
    for code, row in places["nation"].items():
        _add_nation(words, code, row)
    for word in places["area"]["words"]:
        words[word].place = word
    return words


def _read_head(row: dict[str, Any]) -> Head:
    return Head(
        row["name"],
        row["frame"],
        {kind: Metric(metric) for kind, metric in row["counts"].items()},
        row.get("stage", ""),
        row.get("item"),
        row.get("weak", False),
        {kind: Metric(metric) for kind, metric in row.get("abroad", {}).items()},
    )


def _add_nation(words: dict[str, _Draft], code: str, row: dict[str, Any]) -> None:
    for word in row["people"]:
        words[word].nation = code
        if word.endswith(_PEOPLE):
            words[word].noun = Noun("person", "suspect")
    for word in row["places"]:
        words[word].place = word
        if code != _HOME:
            words[word].marks.add("abroad")
