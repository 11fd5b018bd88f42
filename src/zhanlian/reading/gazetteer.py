"""Places and authorities that notices name: the data files as regular expressions.

All patterns read simplified script (`script.fold_script`); offsets hold for the original.
"""

import functools
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

# A place goes on behind a known name with a short unknown one and its kind (掸邦 + 小勐拉 + 城郊);
# the characters that never stand inside such a name keep it from running into the sentence.
_INSIDE: Final = (
    r"[^\W\d_a-zA-Z的在和与及等对从向至由被将以是有为方警国执政府我中实开展窝诈骗电涉去到于地"
    r"押回解返捣毁移交经抓获]"
)
_KIND: Final = r"(?:经济特区|自治区|特区|地区|省|邦|州|市|县|镇|区|城郊|郊区|边境地区|边境|一带|港)"


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """What the data files say about places, ready to search with.

    Attributes:
        abroad: a place outside the country, with what belongs to its name (缅北掸邦小勐拉城郊).
        home: a place of the first or second level in China, with its kind (福建省莆田市).
        home_end: the same, one or several joined by 、 or 和, up to the end of the searched part.
        province: a first-level division by its short name.
        countries: country or place abroad -> ISO 3166 alpha-2.
        short: the character that stands for a country -> its name.
    """

    abroad: re.Pattern[str]
    home: re.Pattern[str]
    home_end: re.Pattern[str]
    province: re.Pattern[str]
    countries: dict[str, str]
    short: dict[str, str]


@functools.cache
def load_table(name: str) -> dict[str, Any]:
    """Return a data file of this room as nested dictionaries, read once; not to be changed."""
    file = resources.files("zhanlian.reading").joinpath("data", f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"


@functools.cache
def load_gazetteer() -> Gazetteer:
    """Return the places of `data/regions.toml`, compiled once."""
    table = load_table("regions")
    countries: dict[str, str] = dict(table["countries"])
    for code, names in table["abroad"].items():
        countries.update(dict.fromkeys(names, code))
    provinces: dict[str, str] = table["provinces"]
    abroad = any_of(countries)
    home = any_of([*provinces, *provinces.values(), *table["prefectures"]["names"]])
    kinded = rf"{home}(?:省|市|州|自治州)?"
    unit = rf"{kinded}(?:{kinded})?(?:[^\W\d_a-zA-Z的、和与]{{1,4}}?[市县区旗州盟])?"
    loose = rf"{home}[^\W\d_a-zA-Z的、和与是为]{{0,10}}?"
    return Gazetteer(
        abroad=re.compile(rf"{abroad}(?:{abroad}|{_INSIDE}{{1,3}}{_KIND}|{_KIND})*"),
        home=re.compile(unit),
        home_end=re.compile(rf"{loose}(?:[、和与]{loose})*$"),
        province=re.compile(any_of(provinces)),
        countries=countries,
        short=dict(table["short"]),
    )
