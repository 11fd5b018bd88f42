"""The name of an operation: parties, place and kind, put together from the notice's words."""

import re
from collections.abc import Sequence
from typing import Final

from zhanlian.model.document import Span
from zhanlian.reading.gazetteer import load_gazetteer
from zhanlian.reading.operation_parties import find_family, find_kind
from zhanlian.reading.operation_scope import Scope
from zhanlian.words import say

_FIRST: Final = re.compile(r"首次")
_VERB: Final = re.compile("移交|押解回国|押解|押回|遣返|遣送|引渡|接回")
_FOREIGN: Final = re.compile(r"(?:相关)?(?:地方)?(?:警方|警察|执法|移民|内政)")


def build_name(text: str, folded: str, scope: Scope, places: Sequence[Span]) -> str:
    """Return a name such as 中缅警方缅北木姐地区联合打击行动(首次).

    Args:
        text, folded: the document's text, as it is and folded.
        scope: the part about the operation.
        places: where it happened.
    """
    place = "、".join(text[span.start : span.end] for span in places)
    kind = find_kind(folded, scope.telling)
    parties = _name_parties(text, folded, scope)
    if kind is None:
        verb = next(
            (m for one in scope.telling if (m := _VERB.search(folded, one.start, one.end))), None
        )
        done = text[verb.start() : verb.end()] if verb else ""
        return parties + say("record.operation.handover", "zh", {"place": place, "verb": done})
    name = parties + place + text[kind.start : kind.end]
    clause = next(one for one in scope.telling if one.start <= kind.start < one.end)
    if _FIRST.search(folded, clause.start, kind.start):
        return say("record.operation.first-time", "zh", {"name": name})
    return name


def _name_parties(text: str, folded: str, scope: Scope) -> str:
    family = find_family(folded, scope.telling)
    if family is not None:
        return text[family.start : family.end]
    places = load_gazetteer()
    letters = {places.countries[name]: short for short, name in places.short.items()}
    found: dict[str, None] = {}
    for one in scope.telling:
        for place in places.abroad.finditer(folded, one.start, one.end):
            code = places.countries.get(place[0], places.countries.get(place[0][:2], ""))
            if code in letters and _FOREIGN.match(folded, place.end()):
                found.setdefault(letters[code])
    return f"中{''.join(found)}警方" if found else ""
