"""Rows of one instant, put in the order that the running balance tells."""

import dataclasses

import numpy as np
import pytest

from zhanlian.errors import LimitError
from zhanlian.kernels.balance import find_gaps
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.order import CHOSEN, OPEN, PROVED, find_order, repair_order
from zhanlian.model.transfer import Ordering


def _order(
    rows: list[tuple[int, int | None]],
    tolerance: int = 0,
    before: int | None = None,
    after: int | None = None,
) -> tuple[list[int], int]:
    change = np.array([row[0] for row in rows], np.int64)
    told = np.array([row[1] is not None for row in rows], np.bool_)
    balance = np.array([row[1] or 0 for row in rows], np.int64)
    order, code = find_order(change, balance, told, tolerance, before, after)
    return order.tolist(), code


def test_codes_are_those_of_the_ledger() -> None:
    assert (Ordering.PROVED, Ordering.CHOSEN, Ordering.OPEN) == (PROVED, CHOSEN, OPEN)


def test_rows_are_chained_by_their_balances() -> None:
    assert _order([(-30, 70), (50, 100), (5, 75)], before=50) == ([1, 0, 2], PROVED)


def test_the_chain_tells_its_own_beginning() -> None:
    assert _order([(-30, 70), (50, 100), (5, 75)]) == ([1, 0, 2], PROVED)


def test_of_several_orders_the_nearest_to_the_files_is_taken() -> None:
    rows: list[tuple[int, int | None]] = [(10, 110), (-10, 100), (20, 120), (-20, 100)]
    assert _order(rows, before=100) == ([0, 1, 2, 3], CHOSEN)


def test_a_row_that_fits_nowhere_leaves_the_files_order() -> None:
    assert _order([(-30, 70), (50, 999), (5, 75)], before=50) == ([0, 1, 2], OPEN)


def test_without_balances_the_files_order_stays_and_says_so() -> None:
    assert _order([(1, None), (2, None)], before=5) == ([0, 1], OPEN)


def test_rounded_balances_fit_within_the_tolerance() -> None:
    # 99.96 + 10.07 = 110.03 and - 5.02 = 105.01, told as 100.0, 110.0, 105.0 (in fen)
    assert _order([(-502, 10_500), (1_007, 11_000)], tolerance=10, before=10_000) == (
        [1, 0],
        PROVED,
    )


def test_a_row_without_a_balance_finds_its_place_between_those_that_tell() -> None:
    assert _order([(5, 125), (-80, None), (100, 200)], before=100)[0] == [2, 1, 0]


def test_a_gap_before_the_group_does_not_hide_its_order() -> None:
    assert _order([(-30, 70), (50, 100)], before=4_711) == ([1, 0], PROVED)


def test_a_circle_begins_where_the_next_row_goes_on() -> None:
    rows: list[tuple[int, int | None]] = [(10, 110), (-10, 100), (-10, 90), (10, 100)]
    assert _order(rows)[1] == CHOSEN
    assert _order(rows[:2], after=110) == ([1, 0], PROVED)


@dataclasses.dataclass
class _World:
    account: Int32s
    instant: Int64s
    change: Int64s
    balance: Int64s
    told: Flags
    truth: Int64s


def _make_world(seed: int, accounts: int, days: int, rows: float, rounding: int) -> _World:
    """Return date-only statements of amounts like real ones, the rows of a day shuffled."""
    draw = np.random.default_rng(seed)
    columns: list[tuple[int, int, int, int, int]] = []
    for account in range(accounts):
        value = int(draw.integers(0, 10**7))
        for day in range(days):
            told = []
            for place in range(1 + draw.poisson(rows)):
                change = (int(np.exp(draw.normal(9, 2))) + 1) * int(draw.choice([-1, 1]))
                value += change
                rounded = (value + rounding // 2) // rounding * rounding
                told.append((account, day, change, rounded, place))
            columns += [told[place] for place in draw.permutation(len(told))]
    table = np.array(columns, np.int64)
    return _World(
        table[:, 0].astype(np.int32),
        table[:, 1].copy(),
        table[:, 2].copy(),
        table[:, 3].copy(),
        np.ones(len(table), np.bool_),
        table[:, 4].copy(),
    )


@pytest.mark.parametrize(
    ("rounding", "exact"),
    [pytest.param(1, 0.999, id="fen"), pytest.param(10, 0.999, id="jiao"), (100, 0.99)],
)
def test_at_least_99_percent_of_tied_groups_are_solved(rounding: int, exact: float) -> None:
    world = _make_world(3, 60, 40, 4, rounding)
    tolerance = np.full(60, rounding if rounding > 1 else 0)
    position, ordering = repair_order(
        world.account, world.instant, world.change, world.balance, world.told, tolerance
    )
    keys = world.account.astype(np.int64) * 1_000 + world.instant
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    tied = solved = true = 0
    for begin, stop in zip(begins, np.append(begins[1:], len(keys)), strict=True):
        if stop - begin > 1:
            tied += 1
            solved += int(ordering[begin]) in (PROVED, CHOSEN)
            true += (np.diff(world.truth[position[begin:stop]]) == 1).all()
    assert tied > 1_500
    assert solved / tied >= 0.99
    assert true / tied >= exact


def test_thousands_of_rows_of_one_day_are_ordered_at_once() -> None:
    world = _make_world(5, 1, 1, 5_000, 1)
    position, ordering = repair_order(
        world.account, world.instant, world.change, world.balance, world.told, np.zeros(1, np.int64)
    )
    balance, change = world.balance[position], world.change[position]
    assert set(ordering.tolist()) <= {PROVED, CHOSEN}
    assert (balance[1:] - change[1:] == balance[:-1]).all()


def test_many_small_changes_with_rounded_balances_still_chain() -> None:
    draw = np.random.default_rng(8)
    change = draw.integers(-300, 300, 400)
    balance = (np.cumsum(change) + 50) // 100 * 100
    order = draw.permutation(400)
    change, balance = change[order], balance[order]
    found, code = find_order(change, balance, np.ones(400, np.bool_), 100, 0)
    steps = balance[found] - change[found] - np.append(0, balance[found][:-1])
    assert code == CHOSEN
    assert np.abs(steps).max() <= 100
    assert sorted(found.tolist()) == list(range(400))


def test_a_file_with_its_newest_rows_first_is_read_from_the_end() -> None:
    account = np.zeros(6, np.int32)
    instant = np.array([0, 0, 0, 1, 1, 1])
    change = np.array([5, 3, 2, 7, 7, 7])
    balance = np.array([10, 5, 2, 0, 0, 0])
    told = np.array([True, True, True, False, False, False])
    position, ordering = repair_order(
        account, instant, change, balance, told, np.zeros(1, np.int64)
    )
    assert position.tolist() == [2, 1, 0, 5, 4, 3]
    assert ordering.tolist() == [PROVED] * 3 + [OPEN] * 3


def test_unsorted_rows_and_huge_balances_are_refused() -> None:
    one = np.zeros(2, np.int32)
    many = np.zeros(2, np.int64)
    told = np.ones(2, np.bool_)
    with pytest.raises(ValueError, match="sorted"):
        repair_order(one, np.array([1, 0]), many, many, told, many)
    with pytest.raises(ValueError, match="without a tolerance"):
        repair_order(one + 5, many, many, many, told, many)
    with pytest.raises(LimitError, match="2\\^61"):
        repair_order(one, many, many, np.array([0, 2**61]), told, many)


def test_one_missing_row_is_one_gap_with_its_amount() -> None:
    rows, missing = find_gaps(
        np.array([0, 0, 0, 0, 1], np.int32),
        np.array([100, 50, -20, 5, 7]),
        np.array([100, 150, 430, 435, 7]),
        np.ones(5, np.bool_),
        np.zeros(2, np.int64),
    )
    assert (rows.tolist(), missing.tolist()) == ([2], [300])


def test_rounding_is_no_gap() -> None:
    change = np.array([104, 104, 104, 104])
    rows, _ = find_gaps(
        np.zeros(4, np.int32),
        change,
        np.cumsum(change) // 10 * 10,
        np.ones(4, np.bool_),
        np.array([10]),
    )
    assert len(rows) == 0
