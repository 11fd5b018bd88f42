"""Round-ups: pages of many short items, of which only those about fraud are the article."""

import itertools
import re
from collections.abc import Sequence
from typing import Final

from zhanlian.reading.furniture import Kind, Line
from zhanlian.reading.gazetteer import load_table

_RULES: Final = load_table("topics")
_FRAUD: Final = re.compile("|".join(map(re.escape, _RULES["fraud"])))
_ROUNDUP: Final = re.compile("|".join(map(re.escape, _RULES["roundup"])))
_CASEWORK: Final = re.compile("|".join(map(re.escape, _RULES["casework"])))
_LEAD: Final = re.compile(r"[【\[]|\d{1,2}[.．、)）]|[•·●◆■▪]|[一二三四五六七八九十]{1,2}、")
# A page whose title does not say so is a round-up only where it has the form of one, heading
# and text in turn, and nearly all of its items are about other things.
_MIN_ITEMS: Final = 5
_OTHER_SHARE: Final = 0.75
_FORMED: Final = 0.8


def keep_topic(title: str | None, lines: Sequence[Line]) -> list[Line]:
    """Return the lines of the items about fraud, or all lines where the page is no round-up.

    Args:
        title: of the page, or None.
        lines: of the article so far, in order.
    """
    named = title is not None and _ROUNDUP.search(title) is not None
    if not lines or (title is not None and is_topical(title)):
        return list(lines)
    items = _items(lines, named)
    if len(items) < (2 if named else _MIN_ITEMS) or not (named or _alternates(items)):
        return list(lines)
    wanted = [item for item in items if any(is_topical(line.text) for line in item)]
    others = sum(1 for item in items if not any(_is_casework(line.text) for line in item))
    if named:
        others = len(items) - len(wanted)
    if not wanted or not others or not (named or others >= _OTHER_SHARE * len(items)):
        return list(lines)
    return [line for item in wanted for line in item]


def is_topical(text: str) -> bool:
    """Return whether a text names telecom or online fraud."""
    return _FRAUD.search(text) is not None


def _is_casework(text: str) -> bool:
    """Return whether a text may belong to the story of an investigation without naming fraud."""
    return _FRAUD.search(text) is not None or _CASEWORK.search(text) is not None


def _items(lines: Sequence[Line], named: bool) -> list[list[Line]]:
    """Return the items: each heading with what follows, or each led line, or each line."""
    heads = [at for at, line in enumerate(lines) if line.kind is Kind.HEADING]
    if not heads:
        heads = [at for at, line in enumerate(lines) if _LEAD.match(line.text)]
    if not heads and named:
        heads = list(range(len(lines)))
    if len(heads) * 4 < len(lines):
        return [list(lines)]
    cuts = [*heads, len(lines)]
    return [list(lines[a:b]) for a, b in itertools.pairwise(cuts)]


def _alternates(items: Sequence[Sequence[Line]]) -> bool:
    """Return whether nearly every item is a heading with a sentence right behind it."""
    formed = sum(
        len(item) > 1 and item[0].kind is Kind.HEADING and item[1].kind is Kind.PROSE
        for item in items
    )
    return formed >= _FORMED * len(items)
