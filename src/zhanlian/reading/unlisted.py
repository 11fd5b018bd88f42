"""Agencies and places at home that no list knows, read by how a notice writes them."""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from zhanlian.model.document import Span
from zhanlian.reading.gazetteer import any_of, load_gazetteer, load_table

_HAN: Final = r"[\u4e00-\u9fff]"
_LONGEST: Final = 10  # characters of a place with its kinds (云某自治州某县)
# Only behind one of these is it known where an unknown name begins.
_NAME: Final = re.compile(
    rf"(?:^|[^\u4e00-\u9fff]|[从由据和与、向经在到日并过]|部署|安排|组织|指导|指挥|中国)"
    rf"(?P<place>(?![从由据向经在到日并过多各该来])(?:{_HAN}{{2,4}}[省州市县区]){{1,2}})$"
)


def find_unlisted(
    text: str, sentences: Sequence[Span]
) -> tuple[list[tuple[Span, Span]], list[Span], bool]:
    """Return agencies as (place, kind), the places that take the cases, whether that list is open.

    Args:
        text: folded (`passages.fold_text`).
        sentences: where to look; the pieces are in order of place within each kind.
    """
    agencies: list[tuple[Span, Span]] = []
    assigned: list[Span] = []
    is_open = False
    for sentence in sentences:
        for kind in _kinds().finditer(text, sentence.start, sentence.end):
            low = max(sentence.start, kind.start() - _LONGEST - 2)
            name = _NAME.search(text, low, kind.start())
            if name is not None and not _is_no_place(name["place"]):
                agencies.append((Span(*name.span("place")), Span(*kind.span())))
        for listed in _assigned().finditer(text, sentence.start, sentence.end):
            places = list(_pieces(listed))
            agencies += [(place, Span(*listed.span("kind"))) for place in places]
            assigned += places
            is_open = is_open or (bool(places) and listed["open"] is not None)
    return agencies, assigned, is_open


def _pieces(listed: re.Match[str]) -> Iterator[Span]:
    for piece in re.finditer(r"[^、]+", listed["listed"]):
        if not _is_no_place(piece[0]):
            yield Span(listed.start("listed") + piece.start(), listed.start("listed") + piece.end())


def _is_no_place(words: str) -> bool:
    """Whether the words hold one that names no place, or name a place abroad."""
    if load_gazetteer().abroad.match(words) or re.search("[从在]", words[1:]):
        return True
    return any(word in words for word in load_table("listing")["never_place"])


@functools.cache
def _kinds() -> re.Pattern[str]:
    return re.compile(rf"(?<=[省州市县区]){any_of(load_table('agencies')['local'])}")


@functools.cache
def _assigned() -> re.Pattern[str]:
    kinds = any_of(load_table("agencies")["local"])
    return re.compile(
        rf"(?:部署|安排|指定|组织|交由)(?P<listed>{_HAN}{{2,4}}?(?:、{_HAN}{{2,4}}?){{1,30}})"
        rf"(?P<open>等)?[\d两三四五六七八九十]{{0,3}}个?(?:地|省区市|省市|省份|省|市)(?P<kind>{kinds})"
    )
