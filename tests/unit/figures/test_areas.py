"""Places as written become areas with a containment."""

import pytest

from zhanlian.figures.areas import find_area, is_within, list_containing, list_known
from zhanlian.words import load_keys


@pytest.mark.parametrize(
    ("place", "area"),
    [
        ("缅北", "myanmar-north"),
        ("緬北", "myanmar-north"),
        ("缅甸北部地区", "myanmar-north"),
        ("northern Myanmar", "myanmar-north"),
        ("缅北木姐地区", "muse"),
        ("缅北掸邦小勐拉", "mong-la"),
        ("缅甸妙瓦底地区", "myawaddy"),
        ("金三角", "golden-triangle"),
        ("金三角特區", "golden-triangle-zone"),
        ("柬埔寨西港", "sihanoukville"),
        ("越南老街省", "lao-cai"),
        ("缅甸、马来西亚", "malaysia+myanmar"),
        ("马来西亚和缅甸", "malaysia+myanmar"),
        ("缅北某某镇", "myanmar-north/某某镇"),
        ("我国境内", "china"),
        ("长治", "长治"),
        ("宁波地区", "宁波"),
        ("和平县", "和平县"),
        (None, None),
        ("  ", None),
    ],
)
def test_place_as_written_has_its_area(place: str | None, area: str | None) -> None:
    assert find_area(place) == area


def test_smaller_places_lie_in_larger_ones_only() -> None:
    assert list_containing("muse") == ("muse", "shan", "myanmar-north", "myanmar")
    assert is_within("muse", "myanmar-north")
    assert is_within("myanmar-north/某某镇", "myanmar")
    assert not is_within("myanmar-north", "muse")
    assert not is_within("myawaddy", "myanmar-north")
    assert is_within("malaysia+myanmar-north", "malaysia+myanmar")
    assert not is_within("malaysia+myanmar", "myanmar")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_area_has_a_name_in_words(language: str) -> None:
    assert {f"area.{key}" for key in list_known()} <= load_keys(language)


def test_every_containing_area_is_in_the_table() -> None:
    known = set(list_known())
    assert {outer for key in known for outer in list_containing(key)} == known
