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
    for purse, found in enumerate(find_sources(flow, tainted, range(8))):
        assert found.tolist() == find_sources_reference(flow, tainted, purse).tolist()


def test_more_purses_than_a_word_has_bits_do_not_mix() -> None:
    flow = _draw(7, 600, 150)
    tainted = trace("rolling", flow).tainted
    asked = [*range(149, -1, -1), 3, 3]
    found = find_sources(flow, tainted, asked)
    assert len(found) == len(asked)
    for purse, told in zip(asked, found, strict=True):
        assert told.tolist() == find_sources_reference(flow, tainted, purse).tolist()
    assert len({tuple(told.tolist()) for told in found}) > 10


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
    assert [one.tolist() for one in find_sources(flow, tainted, [2, 1])] == [[], [0]]
