"""Rows equal totals, or somebody is told which one differs by how much."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.docket.handovers.totals import (
    check_rows,
    find_differences,
    read_numbers,
    read_split,
)
from zhanlian.errors import InputError, SchemaError
from zhanlian.model.docket.handover import PersonRow, Split, Totals

_PERSON = st.builds(
    PersonRow,
    seq=st.just(1),
    nationality=st.sampled_from(("CN", "MM", "VN")),
    name=st.just("合成甲某某"),
    head=st.booleans(),
    fugitive_no=st.sampled_from(("", "T1")),
    withheld=st.sampled_from(("", "合成理由")),
)


def _count(rows: list[PersonRow]) -> Totals:
    """Return the totals of rows, counted the slow way."""
    over = [row for row in rows if not row.withheld]
    nations = sorted({row.nationality for row in over})
    split = tuple(Split(one, len([r for r in over if r.nationality == one])) for one in nations)
    heads = len([row for row in over if row.head])
    return Totals(len(over), split, heads, len([row for row in over if row.fugitive_no]))


@given(st.lists(_PERSON, max_size=30))
def test_counted_totals_differ_in_nothing(rows: list[PersonRow]) -> None:
    assert find_differences(_count(rows), rows) == ()


@given(st.lists(_PERSON, min_size=1, max_size=30), st.integers(1, 9))
def test_a_wrong_total_is_named_with_its_difference(rows: list[PersonRow], more: int) -> None:
    totals = _count(rows)
    wrong = replace(totals, people=totals.people + more)
    (found,) = find_differences(wrong, rows)
    assert (found.what, found.declared - found.counted) == ("people", more)
    assert str(found).endswith(f"({-more:+d})")


def test_each_total_is_compared_by_itself() -> None:
    rows = [PersonRow(1, "CN", "合成甲某某"), PersonRow(2, "VN", "合成乙某某")]
    totals = Totals(3, (Split("CN", 1), Split("MM", 2)), 1, 0, 9, (Split("MM", 5),))
    told = [str(one) for one in find_differences(totals, rows)]
    assert told == ["people 3/2 (-1)", "MM 2/0 (-2)", "VN 0/1 (+1)", "heads 1/0 (-1)",
                    "caught 9/8 (-1)"]  # fmt: skip


def test_heads_and_fugitives_may_be_the_same_people() -> None:
    rows = [PersonRow(1, "CN", "合成甲某某", head=True, fugitive_no="T1")]
    assert find_differences(Totals(1, (Split("CN", 1),), 1, 1), rows) == ()


def test_what_was_not_declared_is_not_compared() -> None:
    rows = [PersonRow(1, "CN", "合成甲某某", head=True, fugitive_no="T1")]
    assert find_differences(Totals(1, (Split("CN", 1),)), rows) == ()


def test_nationalities_are_read_as_people_write_them() -> None:
    assert read_split(("mm=455", " CN：352 "), "split") == (Split("CN", 352), Split("MM", 455))


@pytest.mark.parametrize("told", [("CN",), ("CHN=1",), ("CN=-1",), ("CN=1", "cn=2")])
def test_what_is_no_nationality_is_refused(told: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="docket-handover-split"):
        read_split(told, "split")


def test_numbers_of_rows_are_read_with_ranges() -> None:
    assert read_numbers("1-3，7, 2", "seq") == (1, 2, 3, 7)


_THOUSANDS = ",".join(f"{part}00001-{part + 1}00000" for part in range(1000))


@pytest.mark.parametrize("told", ["", "0", "3-1", "a", "1-999999999", _THOUSANDS])
def test_what_is_no_number_of_a_row_is_refused(told: str) -> None:
    with pytest.raises(InputError, match="docket-handover-numbers"):
        read_numbers(told, "seq")


@pytest.mark.parametrize(
    "second",
    [
        PersonRow(1, "CN", "合成乙某某"),
        PersonRow(2, "CN", "合成乙某某", document="syn-1"),
        PersonRow(2, "CN", "合成乙某某", fugitive_no="T 1"),
    ],
)
def test_nobody_stands_in_a_list_twice(second: PersonRow) -> None:
    first = PersonRow(1, "CN", "合成甲某某", document="SYN1", fugitive_no="T1")
    with pytest.raises(SchemaError, match="docket-handover-twice"):
        check_rows([first, second])


@pytest.mark.parametrize(
    "row", [PersonRow(0, "CN", "合成甲"), PersonRow(1, "中国", "合成甲"), PersonRow(1, "CN", " ")]
)
def test_a_row_has_number_nationality_and_name(row: PersonRow) -> None:
    with pytest.raises(SchemaError, match="docket-handover-row"):
        check_rows([row])
