"""Order repair and the balance equation say what their slow twins say."""

import numpy as np
import pytest

from zhanlian.kernels.balance import find_gaps, find_gaps_reference
from zhanlian.kernels.flow import Flags, Int64s
from zhanlian.kernels.order import CHOSEN, OPEN, PROVED, find_order, repair_order
from zhanlian.kernels.order_chain import find_chain
from zhanlian.kernels.order_reference import find_order_reference, repair_order_reference


def _make_group(
    draw: np.random.Generator, count: int, rounding: int
) -> tuple[Int64s, Int64s, Flags]:
    """Return shuffled rows of one instant; small changes, so that balances come back."""
    change = draw.choice([-3, -2, -1, 1, 2, 3, 50, -50], count) * draw.integers(1, 40)
    balance = (change.cumsum() + 1_000) // rounding * rounding
    if draw.random() < 0.2 and count:  # a balance that belongs to nothing
        balance[draw.integers(count)] += 7_777
    order = draw.permutation(count)
    told = draw.random(count) < draw.choice([0.0, 0.6, 1.0, 1.0])
    return change[order], balance[order], told


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6, 7])
def test_one_group_is_ordered_like_by_trying_all_orders(count: int) -> None:
    for seed in range(50 if count < 7 else 15):
        draw = np.random.default_rng(seed)
        rounding = int(draw.choice([1, 1, 10]))
        change, balance, told = _make_group(draw, count, rounding)
        before = int(draw.choice([1_000, 1_000, 3])) if draw.random() < 0.7 else None
        after = int(1_000 + change.sum()) if draw.random() < 0.5 else None
        tolerance = rounding if rounding > 1 else 0
        order, code = find_order(change, balance, told, tolerance, before, after)
        rows = list(zip(change.tolist(), balance.tolist(), told.tolist(), strict=True))
        assert (order.tolist(), code) == find_order_reference(rows, tolerance, before, after)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_the_path_through_balances_is_the_first_of_all_orders(count: int) -> None:
    codes = {1: PROVED, 2: CHOSEN, 0: OPEN}
    for seed in range(100):
        change, balance, _ = _make_group(np.random.default_rng(seed), count, 1)
        before = 1_000 if seed % 2 else None
        order = np.empty(count, np.int64)
        edges = ((before or 0, before is not None), (0, False))
        code = codes[find_chain(change, balance, 0, edges, order)]
        rows = [(c, b, True) for c, b in zip(change.tolist(), balance.tolist(), strict=True)]
        wanted, certain = find_order_reference(rows, 0, before, None)
        if before is not None and find_order_reference(rows, 0, None, None)[0] == wanted:
            first = wanted[0]  # without a path from `before` the twin asks again without it
            if balance[first] - change[first] != before:
                certain = OPEN
        if count > 1:
            assert code == certain
        if code != OPEN:
            assert order.tolist() == wanted


def test_a_chain_of_rounded_balances_keeps_the_tolerance_or_is_none() -> None:
    found = 0
    for seed in range(300):
        draw = np.random.default_rng(seed)
        change = draw.integers(-12, 13, 30)
        balance = (np.cumsum(change) + 5) // 10 * 10 + np.where(draw.random(30) < 0.1, 9, 0) * (
            seed % 2
        )
        moved = draw.permutation(30)
        change, balance = change[moved], balance[moved]
        order = np.empty(30, np.int64)
        if find_chain(change, balance, 10, ((0, True), (0, False)), order):
            steps = balance[order] - change[order] - np.append(0, balance[order][:-1])
            assert np.abs(steps).max() <= 10
            assert sorted(order.tolist()) == list(range(30))
            found += 1
    assert 100 < found < 300


@pytest.mark.parametrize("size", [0, 1, 2, 40])
def test_a_ledger_is_ordered_like_group_by_group(size: int) -> None:
    for seed in range(50):
        draw = np.random.default_rng(seed)
        account = np.sort(draw.integers(0, 3, size)).astype(np.int32)
        instant = np.zeros(size, np.int64)
        change, balance, told = _make_group(draw, size, 1)
        for number in range(3):
            mine = account == number
            instant[mine] = np.sort(draw.integers(0, 8, mine.sum()))
            days = np.flatnonzero(mine)
            balance[mine] = np.cumsum(change[mine])
            for day in range(8):  # days are shuffled, or told newest first
                rows = days[instant[days] == day]
                moved = rows[::-1] if number == 1 else draw.permutation(rows)
                change[rows], balance[rows] = change[moved], balance[moved]
        tolerance = np.zeros(3, np.int64)
        largest = max(np.unique(account * 8 + instant, return_counts=True)[1], default=0)
        if largest > 7:
            continue
        position, ordering = repair_order(account, instant, change, balance, told, tolerance)
        rows_told = list(zip(change.tolist(), balance.tolist(), told.tolist(), strict=True))
        wanted = repair_order_reference(
            account.tolist(), instant.tolist(), rows_told, tolerance.tolist()
        )
        assert (position.tolist(), ordering.tolist()) == wanted


@pytest.mark.parametrize("size", [0, 1, 2, 200])
def test_gaps_are_those_of_the_slow_twin(size: int) -> None:
    for seed in range(50):
        draw = np.random.default_rng(seed)
        account = np.sort(draw.integers(0, 4, size)).astype(np.int32)
        change = draw.integers(-100, 100, size)
        balance = np.cumsum(change) + np.where(draw.random(size) < 0.1, draw.integers(0, 9), 0)
        told = draw.random(size) < 0.7
        tolerance = draw.integers(0, 4, 4)
        rows, missing = find_gaps(account, change, balance, told, tolerance)
        wanted = find_gaps_reference(
            account.tolist(),
            change.tolist(),
            [int(units) if known else None for units, known in zip(balance, told, strict=True)],
            tolerance.tolist(),
        )
        assert list(zip(rows.tolist(), missing.tolist(), strict=True)) == wanted
