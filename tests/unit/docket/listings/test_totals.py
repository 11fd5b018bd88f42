"""Sums over listed cases keep their comparators."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.docket.listings.totals import add_up
from zhanlian.model.claim import Qualifier
from zhanlian.model.docket.listing import Counted, ToldCount

OVER, EXACT, NEARLY, ABOUT = (
    Qualifier.OVER,
    Qualifier.EXACT,
    Qualifier.NEARLY,
    Qualifier.ABOUT,
)


def told(*numbers: tuple[int, Qualifier]) -> list[list[ToldCount]]:
    return [[ToldCount(Counted.CAPTURED, value, comparator)] for value, comparator in numbers]


def test_a_sum_of_lower_bounds_is_a_lower_bound_and_no_total() -> None:
    total = add_up(
        Counted.CAPTURED, told((30, OVER), (80, OVER), (560, OVER), (890, OVER), (450, OVER))
    )
    assert total is not None
    assert (total.value, total.comparator, total.summed) == (2010, OVER, 5)


@pytest.mark.parametrize(
    ("numbers", "value", "comparator", "unbounded"),
    [
        (((3, EXACT), (4, EXACT)), 7, EXACT, 0),
        (((3, EXACT), (4, OVER)), 7, OVER, 0),
        (((30, OVER), (300, NEARLY), (30, OVER)), 60, OVER, 1),
        (((3, EXACT), (4, NEARLY)), 7, NEARLY, 0),
        (((3, EXACT), (4, ABOUT)), 3, None, 1),
        (((3, OVER), (4, ABOUT)), 3, OVER, 1),
    ],
)
def test_numbers_that_bound_nothing_on_that_side_are_told_and_not_added(
    numbers: tuple[tuple[int, Qualifier], ...],
    value: int,
    comparator: Qualifier | None,
    unbounded: int,
) -> None:
    total = add_up(Counted.CAPTURED, told(*numbers))
    assert total is not None
    assert (total.value, total.comparator, total.unbounded) == (value, comparator, unbounded)


def test_what_is_not_stated_is_not_nought() -> None:
    assert add_up(Counted.AMOUNT, told((3, EXACT))) is None
    total = add_up(Counted.CAPTURED, [*told((3, EXACT)), []])
    assert total is not None and total.not_stated == 1


def test_parts_are_never_added_to_their_whole() -> None:
    counts = [
        ToldCount(Counted.CAPTURED, 560, OVER),
        ToldCount(Counted.SENTENCED, 78, of=Counted.CAPTURED),
        ToldCount(Counted.PROSECUTED, 60, of=Counted.CAPTURED),
    ]
    total = add_up(Counted.CAPTURED, [counts])
    assert total is not None and total.value == 560


def test_dens_are_not_added_to_gangs() -> None:
    counts = [
        [ToldCount(Counted.GANGS, 4)],
        [ToldCount(Counted.GANGS, 16, counted_words="诈骗窝点")],
    ]
    gangs, dens = add_up(Counted.GANGS, counts), add_up(Counted.GANGS, counts, words="诈骗窝点")
    assert gangs is not None and (gangs.value, gangs.not_stated) == (4, 1)
    assert dens is not None and (dens.value, dens.counted_words) == (16, "诈骗窝点")


def _true(number: tuple[int, Qualifier], off: int) -> int:
    """Return a true number that the told one bounds."""
    value, comparator = number
    return {EXACT: value, OVER: value + off, NEARLY: max(0, value - off)}[comparator]


@given(
    st.lists(
        st.tuples(
            st.tuples(st.integers(1, 9999), st.sampled_from((EXACT, OVER, NEARLY))),
            st.integers(1, 99),
        ),
        min_size=1,
    )
)
def test_the_sum_bounds_every_true_sum_as_it_says(
    numbers: list[tuple[tuple[int, Qualifier], int]],
) -> None:
    total = add_up(Counted.CAPTURED, told(*(number for number, _ in numbers)))
    true = sum(_true(number, off) for number, off in numbers)
    assert total is not None
    if total.comparator is EXACT:
        assert true == total.value
    elif total.comparator is OVER:
        assert true > total.value
    else:
        assert true < total.value
