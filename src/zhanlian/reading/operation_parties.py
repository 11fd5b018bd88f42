"""Who acted in an operation and where: agencies, places, and a name put together from them."""

import functools
import re
from collections.abc import Sequence
from typing import Final

from zhanlian.model.document import Span
from zhanlian.reading.gazetteer import any_of, load_gazetteer, load_table
from zhanlian.reading.unlisted import find_unlisted

_FAMILY: Final = re.compile(
    r"中(?:印尼|[缅泰老柬越菲马西韩日新阿葡斐])+(?:[两二三四五六]国)?(?:警方|执法部门|执法机构)?"
)
_NOT_THERE: Final = re.compile(
    r"^(?:警|执法|政府|籍|方|当局|内政|国防|移民|副|总|外|驻|大使|相关地方|有关|当地执|民|媒|《|反电|国家|[^，。、]{0,5}?(?:机场|口岸))"
)
_MOST: Final = 100  # distinct names of one notice; more is no notice
_AFTER: Final = 10  # characters behind a place that tell whether it is the place of the event
_VIA: Final = re.compile(r"(?:经|途经|经由|取道|与|同|向|由|驻|和|及|、)$")


def find_places(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Return where it happened, as written; less exact names of the same place are left out.

    Args:
        text: folded (`passages.fold_text`).
        sentences: those that tell of the event.
    """
    spans: list[Span] = []
    ends: set[int] = set()
    for sentence in sentences:
        for found in load_gazetteer().abroad.finditer(text, sentence.start, sentence.end):
            before = text[max(sentence.start, found.start() - 3) : found.start()]
            after = text[found.end() : found.end() + _AFTER]
            listed = before.endswith(("、", "和", "及")) and found.start() - 1 in ends
            if not _NOT_THERE.match(after) and (listed or not _VIA.search(before)):
                spans.append(Span(*found.span()))
                ends.add(found.end())
    return _most_exact(text, spans)


def find_agencies(text: str, sentences: Sequence[Span]) -> list[tuple[Span, ...]]:
    """Return the agencies in order: each as the spans whose words make up its name."""
    found: list[tuple[int, str, tuple[Span, ...]]] = []
    country: Span | None = None
    patterns = _patterns()
    for sentence in sentences:
        for match in patterns.finditer(text, sentence.start, sentence.end):
            kind = match.lastgroup
            if kind == "country":
                country = Span(*match.span())
            elif kind == "named":
                found.append((match.start(), "中国", (Span(*match.span()),)))
            elif kind == "agency":
                country = Span(*match.span("state"))
                found.append((match.start(), _state_of(match["state"]), (Span(*match.span()),)))
            elif kind == "spot" and country is not None:
                state = _state_of(text[country.start : country.end])
                found.append((match.start(), state, (country, Span(*match.span()))))
            elif kind == "local":
                found += _spread(text, match)
    taken = {span for _, _, spans in found for span in spans}
    for place, office in find_unlisted(text, sentences)[0]:
        if office not in taken:
            found.append((place.start, "中国", (place, office)))
    found.sort(key=lambda one: one[0])
    exact = {state for start, state, spans in found if not _is_vague(text, spans)}
    kept: dict[str, tuple[Span, ...]] = {}
    for _, state, spans in found:
        if len(kept) < _MOST and (state not in exact or not _is_vague(text, spans)):
            kept.setdefault("".join(text[span.start : span.end] for span in spans), spans)
    # 佤邦执法部门 is the same as 缅甸佤邦执法部门.
    return [
        spans
        for name, spans in kept.items()
        if not any(other != name and other.endswith(name) for other in kept)
    ]


def find_family(text: str, sentences: Sequence[Span]) -> Span | None:
    """Return where the parties are named in one word (中缅泰三国警方), or None."""
    for sentence in sentences:
        found = _FAMILY.search(text, sentence.start, sentence.end)
        if found is not None:
            return Span(*found.span())
    return None


def find_kind(text: str, sentences: Sequence[Span]) -> Span | None:
    """Return where the kind of the operation is named (联合打击行动), or None."""
    pattern = _kinds()
    for sentence in sentences:
        found = pattern.search(text, sentence.start, sentence.end)
        if found is not None:
            return Span(*found.span())
    return None


def is_less_exact(words: str, other: str) -> bool:
    """Return whether ``other`` is the same place told more exactly.

    All characters of the one stand in the other in their order (老挝金雀园区 in
    老挝孟澜镇金雀园区): names are shortened from the inside, never reordered.
    """
    rest = iter(other)
    return words != other and all(letter in rest for letter in words)


def _most_exact(text: str, spans: Sequence[Span]) -> list[Span]:
    places = load_gazetteer()
    found: dict[str, Span] = {}
    for span in spans:
        if len(found) < _MOST:
            found.setdefault(text[span.start : span.end], span)
    kept = []
    for words, span in found.items():
        inside = any(is_less_exact(words, other) for other in found)
        state = places.countries.get(words)
        whole = words in places.countries and (words in _wide())
        closer = any(_state(other) == state and other not in _wide() for other in found)
        if not inside and not (whole and closer):
            kept.append(span)
    return kept


def _state_of(words: str) -> str:
    return "中国" if words == "中国" else _state(words) or words


def _state(words: str) -> str | None:
    places = load_gazetteer()
    for end in range(len(words), 1, -1):
        if words[:end] in places.countries:
            return places.countries[words[:end]]
    return None


def _spread(text: str, match: re.Match[str]) -> list[tuple[int, str, tuple[Span, ...]]]:
    """Return one agency for each place of a list (安徽、江苏等地公安机关)."""
    kind = Span(*match.span("kind"))
    found: list[tuple[int, str, tuple[Span, ...]]] = []
    listed = match["listed"]
    offset = match.start("listed")
    for piece in re.finditer(r"[^、和及]+", re.sub(r"等.*$", "", listed)):
        place = Span(offset + piece.start(), offset + piece.end())
        found.append((place.start, "中国", (place, kind)))
    return found


def _is_vague(text: str, spans: tuple[Span, ...]) -> bool:
    last = text[spans[-1].start : spans[-1].end].removeprefix("中国")
    place = load_gazetteer().abroad.match(last)
    last = last[place.end() :] if place else last
    vague = load_table("agencies")["vague"]
    return len(spans) == 1 and last in vague


@functools.cache
def _wide() -> frozenset[str]:
    """Countries and the like, which give way to any place inside them."""
    table = load_table("regions")
    return frozenset([*table["countries"], "缅北", "缅东", "缅东南", "金三角"])


@functools.cache
def _kinds() -> re.Pattern[str]:
    return re.compile("|".join(load_table("operations")["kinds"]))


@functools.cache
def _patterns() -> re.Pattern[str]:
    table = load_table("agencies")
    places = load_gazetteer()
    agency = rf"(?P<agency>(?P<state>中国|{places.abroad.pattern}){any_of(table['foreign'])})"
    home = rf"{places.home.pattern}"
    listed = (
        rf"(?P<listed>{home}(?:[、和及]{home})*(?:等\d*(?:个)?(?:省区市|省市|省份|省|地|市)*)?)"
    )
    local = rf"(?P<local>{listed}(?P<kind>{any_of(table['local'])}))"
    named = rf"(?P<named>{any_of(table['named'])})"
    spot = rf"(?P<spot>{any_of(table['on_the_spot'])})"
    regions = load_table("regions")
    country = rf"(?P<country>{any_of(regions['countries'])}(?!籍)|缅方|泰方|柬方|老方)"
    words = [*places.countries, *regions["prefectures"]["names"], *table["named"]]
    words += [*regions["provinces"], *regions["provinces"].values(), *table["on_the_spot"]]
    # Most characters begin none of the words: asking for one first costs an eighth.
    begins = "".join(sorted({word[0] for word in [*words, *"中缅泰柬老"]}))
    return re.compile(rf"(?=[{re.escape(begins)}])(?:{agency}|{local}|{named}|{spot}|{country})")
