"""Places as written become areas with a containment: 缅北木姐地区 ⊂ 缅北 ⊂ 缅甸.

An area is a text: the key of a place of `areas.toml` (``muse``), a smaller place that the table
does not know under the one it does (``muse/某镇``), several areas together joined by ``+``, or the
place as written where nothing of it is known.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import opencc

_BETWEEN: Final = re.compile(r"[、，,;；/]|以及|和|与|及|\band\b")
_TAIL: Final = re.compile(r"(?:等(?:多?个?(?:国家|省份|省市|地区?|国|省|市))?|多地)$")
# Words that name no place of their own; what is left besides is a smaller place.
_GENERIC: Final = re.compile(
    r"地区|一带|境内|周边|附近|全境|涉诈|\b(?:the|in|of|region|area|and)\b|[\s“”\"'（）()·的]+"
)
_GENERIC_END: Final = re.compile(r"(?:地区|一带|境内|周边|附近|全境)+$")
_LONGEST_PLACE: Final = 80


def find_area(place: str | None) -> str | None:
    """Return the area that a place as written means, or None when no place is given.

    Traditional script, simplified script and English of one place give the same area.
    """
    if place is None or not place.strip():
        return None
    return _normalise(place.strip()[:_LONGEST_PLACE])


def list_containing(area: str) -> tuple[str, ...]:
    """Return the area itself and what contains it, from the smallest to the largest."""
    found = [area]
    smaller, slash, _ = area.rpartition("/")
    if slash:
        area = smaller
        found.append(area)
    parents = _table()[1]
    while area in parents:
        area = parents[area]
        found.append(area)
    return tuple(found)


def is_within(inner: str, outer: str) -> bool:
    """Return whether one area lies in the other, or is it; of several together, each one must."""
    outers = outer.split("+")
    return all(any(whole in list_containing(part) for whole in outers) for part in inner.split("+"))


def list_known() -> tuple[str, ...]:
    """Return the keys of all areas of the table, in its order."""
    return tuple(dict.fromkeys(_table()[0].values()))


@lru_cache(maxsize=16_384)
def _normalise(place: str) -> str:
    text = _converter().convert(place).lower()
    known = _table()[0].get(text)
    if known is not None:
        return known
    if not _pattern().search(text):
        return _GENERIC_END.sub("", _TAIL.sub("", text)) or text
    areas: set[str] = set()
    for piece in _BETWEEN.split(text):
        areas |= _find_in_piece(_TAIL.sub("", piece.strip()))
    return "+".join(sorted(areas)) or text


def _find_in_piece(piece: str) -> set[str]:
    names = _table()[0]
    keys = [names[name] for name in _pattern().findall(piece)]
    rest = _GENERIC.sub("", _pattern().sub("", piece))
    if not keys:
        return {rest} if rest else set()
    containing = {outer for key in keys for outer in list_containing(key)[1:]}
    deepest = sorted(set(keys) - containing)
    if rest and len(deepest) == 1:
        return {f"{deepest[0]}/{rest.replace('/', '').replace('+', '')}"}
    return set(deepest)


@cache
def _table() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the keys by name and the containing key by key."""
    text = resources.files(__package__ or "").joinpath("areas.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)["area"]
    names = {name: entry["key"] for entry in entries for name in entry["names"]}
    return names, {entry["key"]: entry["within"] for entry in entries if "within" in entry}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_table()[0], key=len, reverse=True)
    return re.compile("|".join(rf"\b{n}\b" if n.isascii() else re.escape(n) for n in names))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
