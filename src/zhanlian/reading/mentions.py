"""Mentions of mechanisms: coordination centres, hotlines, campaigns and the like, with quotes.

The words are data (`data/mechanisms.toml`); campaigns and compounds that no list can know are
found by how texts write them: quoted names before 行动 or 战役, a place or quoted name before 园区.
"""

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from zhanlian.model.document import Body
from zhanlian.model.record import Mention
from zhanlian.reading.gazetteer import any_of, load_gazetteer, load_table
from zhanlian.reading.passages import (
    CLOSE_QUOTES,
    OPEN_QUOTES,
    find_clause,
    fold_text,
    iterate_parts,
)

_MARKS: Final = re.escape(OPEN_QUOTES + CLOSE_QUOTES)
_QUOTED: Final = rf"[{re.escape(OPEN_QUOTES)}][^{_MARKS}，。\n]{{1,14}}[{re.escape(CLOSE_QUOTES)}]"
_INNER: Final = re.compile(rf"[{re.escape(OPEN_QUOTES)}]([^{_MARKS}]+)[{re.escape(CLOSE_QUOTES)}]")
# “9.06”, “5·11专案”: the label of a case, not of a campaign.
_LABEL: Final = re.compile(r"[\d.·•・．‧\-－—]+(?:专案|案)?")
# From the first letter of a word only: inside a long one each letter would begin a search anew.
_ENGLISH: Final = re.compile(r"(?<![a-z])[a-z]{3,} [a-z]{2,} [a-z]{2,}")
_REACH: Final = 16  # characters before 园区 that its name may take


def find_mentions(text: str, body: Body) -> tuple[Mention, ...]:
    """Return the mechanisms that the article names, each at its first place.

    Args:
        text: the document's text; quotes and offsets are its own characters.
        body: the article in it; nothing outside is read.

    Returns:
        One mention for each distinct (tag, name), in order of place; the quote is the clause.
    """
    parts = sorted(iterate_parts(body), key=lambda part: part.start)
    found: dict[tuple[str, str], Mention] = {}
    if not parts:
        return ()
    folded = fold_text(text)
    begins = [part.start for part in parts]
    for tag, start, end in _find_in(folded, parts[0].start, max(part.end for part in parts)):
        part = parts[max(bisect_right(begins, start) - 1, 0)]
        key = (tag, folded[start:end].casefold())
        if key in found or not part.start <= start <= end <= part.end:
            continue
        clause = find_clause(text, part, start, end)
        quote = text[clause.start : clause.end]
        found[key] = Mention(tag, text[start:end], quote, clause.start)
    return tuple(found.values())


def _find_in(text: str, begin: int, stop: int) -> list[tuple[str, int, int]]:
    # One pass a kind: each pattern begins with a fixed set of characters, which lets the
    # regular expression engine skip all others (ten times faster than one joint pattern).
    tags, words, campaign, compound = _chinese()
    found = [
        (tags[match[0]], match.start(), match.end()) for match in words.finditer(text, begin, stop)
    ]
    for match in campaign.finditer(text, begin, stop):
        found += _read_campaign(match)
    for match in compound.finditer(text, begin, stop):
        found += _read_compound(text, begin, match)
    if _ENGLISH.search(text, begin, stop):
        found += _find_english(text, begin, stop)
    return sorted(found, key=lambda mention: mention[1:])


def _read_campaign(match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    for inner in _INNER.finditer(match.string, match.start(), match.end()):
        if not _LABEL.fullmatch(inner[1]):
            yield "campaign", inner.start(1), inner.end(1)


def _read_compound(text: str, begin: int, match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    before = _compound_name().search(text, max(begin, match.start() - _REACH), match.start())
    if before is not None and before.lastgroup is not None:
        yield "compound", before.start(before.lastgroup), match.end()


def _find_english(text: str, begin: int, stop: int) -> Iterator[tuple[str, int, int]]:
    tags, words, named, quoted = _english()
    small = text.lower()
    if len(small) != len(text):  # a few letters have no small form of one character
        small = text
    for match in words.finditer(small, begin, stop):
        yield tags[match[0]], match.start(), match.end()
    for pattern in (named, quoted):
        for match in pattern.finditer(text, begin, stop):
            yield "campaign", match.start("name"), match.end("name")


@functools.cache
def _chinese() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = load_table("mechanisms")
    tags = {word: tag for tag, words in table["chinese"].items() for word in words}
    listed = rf"{_QUOTED}(?:[、，和及与]?{_QUOTED})*"
    kinds = any_of(table["campaign"]["kinds"])
    campaign = rf"{listed}(?:等(?:一?系列)?)?[^\W\d_]{{0,6}}?{kinds}|代号为?{_QUOTED}"
    compound = any_of(table["compound"]["endings"])
    return tags, re.compile(any_of(tags)), re.compile(campaign), re.compile(compound)


@functools.cache
def _english() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    table = load_table("mechanisms")
    tags = {word.lower(): tag for tag, words in table["english"].items() for word in words}
    heads = any_of(table["campaign"]["english"])
    named = rf"(?P<name>{heads} [A-Z][\w'-]*(?: [A-Z][\w'-]*){{0,3}})"
    quoted = rf"[{_MARKS}](?P<name>[^{_MARKS}\n]{{2,40}})[{_MARKS}] (?:campaign|operation)"
    words = rf"\b{any_of(tags)}(?!\w)"
    return tags, re.compile(words), re.compile(named), re.compile(quoted)


@functools.cache
def _compound_name() -> re.Pattern[str]:
    places = any_of(load_gazetteer().countries)
    return re.compile(
        rf"(?:[{re.escape(OPEN_QUOTES)}](?P<quoted>[^{_MARKS}，。、]{{1,10}})"
        rf"|(?P<placed>{places}[^\W\d_的和等]{{0,4}}?)|(?P<latin>(?<![A-Za-z])[A-Z]{{2,6}}))$"
    )
