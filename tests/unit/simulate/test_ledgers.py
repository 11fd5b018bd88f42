"""Ledgers for benchmarks: seeded, heavy-tailed, and such that kernels take them."""

import numpy as np
import pytest

from zhanlian.simulate.ledgers import draw_ledger


def test_the_same_seed_gives_the_same_arrays() -> None:
    one, two = (draw_ledger(5_000, 500, 20, seed=7) for _ in range(2))
    for name in ("payer", "payee", "amount", "victim", "absorbing"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name
    assert not np.array_equal(one.payer, draw_ledger(5_000, 500, 20, seed=8).payer)


def test_transfers_are_between_two_purses_with_money_above_nought() -> None:
    flow = draw_ledger(20_000, 1_000, 50, seed=1)
    assert (flow.payer != flow.payee).all()
    assert flow.amount.min() > 0
    assert min(flow.payer.min(), flow.payee.min()) >= 0
    assert max(flow.payer.max(), flow.payee.max()) < 1_000
    assert flow.payer.dtype == flow.payee.dtype == flow.victim.dtype == np.int32
    assert flow.amount.dtype == flow.opening.dtype == np.int64


def test_every_victim_pays_from_a_purse_of_its_own_that_never_absorbs() -> None:
    flow = draw_ledger(20_000, 1_000, 50, seed=1)
    paid = flow.victim >= 0
    assert np.bincount(flow.victim[paid]).tolist() == [3] * 50
    assert np.array_equal(flow.payer[paid], 950 + flow.victim[paid])
    assert not flow.absorbing[950:].any()
    assert not (flow.payer[~paid] >= 950).any()
    assert np.flatnonzero(paid).max() < 2_000


def test_degrees_have_a_heavy_tail_as_in_the_ledger_that_kernels_were_measured_on() -> None:
    flow = draw_ledger(1_000_000, 100_000, 1_000, seed=1)
    degree = np.sort(np.bincount(np.concatenate((flow.payer, flow.payee))))[::-1]
    # The busiest of 10 M transfers has 199 thousand: a hundredth of all ends.
    assert 0.008 < degree[0] / (2 * len(flow.payer)) < 0.03
    assert degree[:1000].sum() > 0.1 * degree.sum()


@pytest.mark.parametrize(
    ("transfers", "purses", "victims"), [(0, 100, 1), (10, 8, 1), (10, 30, 20)]
)
def test_a_ledger_without_room_is_refused(transfers: int, purses: int, victims: int) -> None:
    with pytest.raises(ValueError, match="purses"):
        draw_ledger(transfers, purses, victims, seed=1)


def test_a_ledger_may_have_no_victims_and_few_transfers() -> None:
    assert (draw_ledger(10, 16, 0, seed=1).victim == -1).all()
    assert (draw_ledger(1, 16, 1, seed=1).victim >= 0).sum() == 1
