"""Whose money came into a purse: the compiled walk and its slow twin agree."""

import numpy as np
import pytest

from zhanlian.kernels.flow import FlowArrays
from zhanlian.kernels.rules import trace
from zhanlian.kernels.sources import find_sources, find_sources_reference


def _draw(seed: int, count: int, purses: int) -> FlowArrays:
    chance = np.random.default_rng(seed)
    victim = np.where(chance.random(count) < 0.2, chance.integers(0, 5, count), -1)
    return FlowArrays(
        payer=chance.integers(0, purses, count).astype(np.int32),
        payee=chance.integers(0, purses, count).astype(np.int32),
        amount=chance.integers(1, 1000, count),
        victim=victim.astype(np.int32),
        opening=chance.integers(0, 500, purses),
        absorbing=chance.random(purses) < 0.2,
    )


@pytest.mark.parametrize("seed", range(50))
@pytest.mark.parametrize("count", [0, 1, 2, 60])
def test_the_walk_finds_what_its_twin_finds(seed: int, count: int) -> None:
    flow = _draw(seed, count, 8)
    tainted = trace("rolling", flow).tainted
    for purse in range(8):
        found = find_sources(flow, tainted, purse)
        assert found.tolist() == find_sources_reference(flow, tainted, purse).tolist()


def test_money_does_not_flow_back_in_time() -> None:
    flow = FlowArrays(
        payer=np.array([1, 0], np.int32),
        payee=np.array([2, 1], np.int32),
        amount=np.array([5, 5]),
        victim=np.array([-1, 0], np.int32),
        opening=np.zeros(3, np.int64),
        absorbing=np.zeros(3, np.bool_),
    )
    tainted = trace("rolling", flow).tainted
    assert find_sources(flow, tainted, 2).tolist() == []
    assert find_sources(flow, tainted, 1).tolist() == [0]
