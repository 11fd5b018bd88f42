"""Parts by depth and merged orders: the compiled kernels say what their slow twins say."""

import numpy as np
import pytest

from zhanlian.kernels.chains import merge_chains, merge_chains_reference
from zhanlian.kernels.depths import split_by_depth, split_by_depth_reference
from zhanlian.kernels.flow import Flags, FlowArrays, Int32s, Int64s
from zhanlian.kernels.rules import trace

_SEEDS = range(50)
_SIZES = (0, 1, 2, 60)


def _make_moves(seed: int, count: int, rule: str) -> tuple[Int32s, Int32s, Int64s, Flags]:
    rng = np.random.default_rng(seed)
    purses = 8
    payer = rng.integers(0, purses, count).astype(np.int32)
    payee = ((payer + rng.integers(1, purses, count)) % purses).astype(np.int32)
    flow = FlowArrays(
        payer=payer,
        payee=payee,
        amount=rng.integers(1, 1000, count),
        victim=np.where(rng.random(count) < 0.3, rng.integers(0, 3, count), -1).astype(np.int32),
        opening=rng.integers(0, 500, purses),
        absorbing=rng.random(purses) < 0.2,
    )
    traced = trace(rule, flow)
    rows = np.flatnonzero(traced.tainted)
    return payer[rows], payee[rows], traced.tainted[rows], flow.victim[rows] >= 0


@pytest.mark.parametrize("seed", _SEEDS)
@pytest.mark.parametrize("rule", ["rolling", "poison"])
def test_parts_by_depth_are_those_of_the_slow_twin(seed: int, rule: str) -> None:
    for count in _SIZES:
        moves = _make_moves(seed, count, rule)
        found = split_by_depth(*moves, purses=8, deepest=4)
        wanted = split_by_depth_reference(*moves, purses=8, deepest=4)
        assert [one.tolist() for one in found] == [one.tolist() for one in wanted]


@pytest.mark.parametrize("seed", _SEEDS)
def test_no_account_passes_more_on_at_a_depth_than_came_there(seed: int) -> None:
    payer, payee, tainted, paid = _make_moves(seed, 200, "rolling")
    place, depth, part = split_by_depth(payer, payee, tainted, paid, 8, 6)
    assert part.min() > 0
    for level in range(1, 6):
        for purse in range(8):
            came = part[(depth == level - 1) & (payee[place] == purse)].sum()
            went = part[(depth == level) & (payer[place] == purse)].sum()
            assert went <= came
    assert part[depth == 0].sum() == tainted[paid].sum()


@pytest.mark.parametrize("seed", _SEEDS)
def test_merged_orders_are_those_of_the_slow_twin(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for count in _SIZES:
        instant = np.sort(rng.integers(0, max(count // 6, 1), count))
        after = np.full((count, 2), -1, dtype=np.int64)
        for side in range(2):
            # Each side is a set of chains through transfers of one instant, in any order.
            for when in set(instant.tolist()):
                members = rng.permutation(np.flatnonzero(instant == when))
                kept = members[: len(members) // (side + 1)]
                after[kept[:-1], side] = kept[1:]
        found = merge_chains(instant, after)
        assert found.tolist() == merge_chains_reference(instant, after).tolist()
        assert sorted(found.tolist()) == list(range(count))


def test_money_that_turns_in_a_circle_is_unrolled_and_stops_at_the_last_depth() -> None:
    payer = np.array([9, 0, 1, 0, 1, 0], dtype=np.int32)
    payee = np.array([0, 1, 0, 1, 0, 2], dtype=np.int32)
    tainted = np.full(6, 100)
    paid = np.array([True, False, False, False, False, False])
    place, depth, part = split_by_depth(payer, payee, tainted, paid, 10, 4)
    assert place.tolist() == [0, 1, 2, 3]
    assert depth.tolist() == [0, 1, 2, 3]
    assert part.tolist() == [100] * 4
