"""Two operations in one article told apart: two days, two places, each with its own figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.model.dates import PartialDate
from zhanlian.model.document import Span
from zhanlian.reading.operation_counts import CAPTURED, EventCount
from zhanlian.reading.operation_fields import find_day
from zhanlian.reading.operation_parties import find_places, is_less_exact
from zhanlian.reading.operation_scope import Scope

_EVENT: Final = re.compile(
    "抓获(?!的)|抓捕|落网|捣毁|清剿|联合打击|联合行动|收网|移交|交接|押解|押回|押返|遣返|遣送|引渡|接回|带回"
)
_BAR: Final = re.compile(r"[。；]")
# A sentence that opens so looks back: what it tells belongs to the operation or to neither.
_LOOKS_BACK: Final = re.compile(r"\s*(?:此前|之前|早前|早些时候|去年|前年|继|据悉|截至|自)")
_MOST: Final = 200  # sentences with figures that are looked at; more is no notice


@dataclass(frozen=True, slots=True)
class _Told:
    """What one sentence tells of an event of its own."""

    sentence: Span
    day: PartialDate
    places: frozenset[str]
    values: frozenset[int]


def split_scope(
    text: str, scope: Scope, counts: Sequence[EventCount], published: PartialDate | None
) -> tuple[Scope, ...]:
    """Return the scope as it is, or cut in two where a second operation begins.

    Args:
        text: folded (`passages.fold_text`).
        scope: the article's part about operations.
        counts: of that part, in order of place.
        published: of the notice; it gives 3月2日 its year.
    """
    told = _tell_events(text, scope, counts, published)
    for event in told[1:]:
        first = told[0]
        apart = event.day != first.day and not first.values & event.values
        apart = apart and not any(
            one == other or is_less_exact(one, other) or is_less_exact(other, one)
            for one in first.places
            for other in event.places
        )
        if apart and not _is_summed(counts, first, event):
            return _cut(scope, event.sentence)
    return (scope,)


def _tell_events(
    text: str, scope: Scope, counts: Sequence[EventCount], published: PartialDate | None
) -> list[_Told]:
    values: dict[Span, set[int]] = {}
    for one in counts:
        own = not (one.cumulative or one.planned or one.own_total)
        if own and one.count.role is None and len(values) < _MOST:
            values.setdefault(one.sentence, set()).add(one.count.value)
    found = []
    for sentence, numbers in values.items():
        if _LOOKS_BACK.match(text, sentence.start, sentence.end):
            continue
        places = find_places(text, [sentence])
        day = find_day(text, [sentence], published, _EVENT, _BAR)
        if places and day is not None:
            names = frozenset(text[span.start : span.end] for span in places)
            found.append(_Told(sentence, day, names, frozenset(numbers)))
    return found


def _is_summed(counts: Sequence[EventCount], first: _Told, second: _Told) -> bool:
    """Whether the notice adds the two up: then they are stages of one operation."""
    known = {one.count.value for one in counts if one.count.what == CAPTURED or one.cumulative}
    return any(one + other in known for one in first.values for other in second.values)


def _cut(scope: Scope, begin: Span) -> tuple[Scope, Scope]:
    first = replace(
        scope,
        sentences=tuple(one for one in scope.sentences if one.start < begin.start),
        telling=tuple(one for one in scope.telling if one.start < begin.start),
        span=Span(scope.span.start, begin.start),
    )
    second = replace(
        scope,
        head=begin,
        sentences=tuple(one for one in scope.sentences if one.start >= begin.start),
        telling=tuple(one for one in scope.telling if one.start >= begin.start),
        span=Span(begin.start, scope.span.end),
    )
    return first, second
