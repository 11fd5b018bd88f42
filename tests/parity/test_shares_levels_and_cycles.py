"""Shares, levels and circles say what their slow twins say."""

from fractions import Fraction

import numpy as np
import pytest
from random_flows import make_flow

from zhanlian.kernels.adjoint import gather_moves, pass_backward
from zhanlian.kernels.apportion import apportion, apportion_reference
from zhanlian.kernels.cycles import (
    find_components,
    find_components_reference,
    find_round_trips,
    find_round_trips_reference,
)
from zhanlian.kernels.flow import Shares
from zhanlian.kernels.levels import find_levels, find_levels_reference
from zhanlian.kernels.rules import RULES, trace
from zhanlian.kernels.shares import find_shares
from zhanlian.kernels.shares_reference import Line, find_shares_reference

_APPORTIONED = ("rolling", "libr", "pari-passu")


def _list(shares: Shares) -> list[Line]:
    columns = (shares.purse.tolist(), shares.victim.tolist(), shares.amount.tolist())
    return list(zip(*columns, strict=True))


@pytest.mark.parametrize("size", [0, 1, 2, 12, 40])
@pytest.mark.parametrize("rule", _APPORTIONED)
def test_shares_are_those_of_exact_fractions(rule: str, size: int) -> None:
    for seed in range(50):
        flow = make_flow(seed, size, 1 + size // 4, victims=2 + seed % 7)
        traced = trace(rule, flow)
        # One purse goes backward; all of them go forward where there are fewer victims.
        for purses in ([0], list(range(len(flow.opening)))):
            found = find_shares(traced, flow, np.array(purses, np.int32))
            assert _list(found) == find_shares_reference(traced, flow, purses), (seed, purses)


@pytest.mark.parametrize("rule", ["rolling", "libr"])
def test_one_purse_alone_is_what_it_is_in_a_block(rule: str) -> None:
    for seed in range(50):
        flow = make_flow(seed, 300, 30, victims=40)
        traced = trace(rule, flow)
        moves = gather_moves(traced, flow)
        purse = int(traced.held.argmax())
        alone = pass_backward(
            moves.payer, moves.payee, moves.amount, moves.victim, moves.ratio,
            int(moves.number[purse]), len(moves.held), 40,
        )  # fmt: skip
        units = np.empty(40, np.int64)
        apportion(alone, traced.held[purse], units)
        block = find_shares(traced, flow, np.array([purse, 1, 2], np.int32))
        mine = block.purse == purse
        np.testing.assert_array_equal(np.flatnonzero(units), block.victim[mine])
        np.testing.assert_array_equal(units[units > 0], block.amount[mine])
        assert abs(alone.sum() - traced.held[purse]) < 1e-6


@pytest.mark.parametrize("rule", _APPORTIONED)
def test_backward_and_forward_passes_agree_to_the_unit(rule: str) -> None:
    for seed in range(50):
        flow = make_flow(seed, 400, 45, victims=40)
        traced = trace(rule, flow)
        everyone = np.arange(45, dtype=np.int32)
        forward = _list(find_shares(traced, flow, everyone))  # 45 purses, 40 victims
        backward = [
            line
            for part in (everyone[:20], everyone[20:])
            for line in _list(find_shares(traced, flow, part))
        ]
        assert forward == backward


@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_whole_units_are_shared_out_like_exact_fractions(count: int) -> None:
    for seed in range(50):
        draw = np.random.default_rng(seed)
        shares = draw.integers(0, 9, count)
        whole = int(draw.integers(0, 2 ** int(draw.integers(1, 62))))
        units = np.empty(count, np.int64)
        if not apportion(shares.astype(np.float64), whole, units):
            assert not shares.any()
            continue
        assert units.sum() == whole
        if whole < 2**40:
            assert units.tolist() == apportion_reference([Fraction(int(s)) for s in shares], whole)


@pytest.mark.parametrize("size", [0, 1, 2, 15, 80])
def test_levels_components_and_round_trips_are_those_of_their_twins(size: int) -> None:
    for seed in range(50):
        flow = make_flow(seed, size, 1 + size // 3)
        tainted = trace(RULES[seed % len(RULES)], flow).tainted
        levels = find_levels(flow, tainted)
        purses = len(flow.opening)
        parts = find_components(flow.payer, flow.payee, tainted, purses)
        assert levels.tolist() == find_levels_reference(flow, tainted)
        wanted = find_components_reference(flow.payer, flow.payee, tainted, purses)
        assert parts.tolist() == wanted
        back = find_round_trips(flow, tainted, levels, parts)
        assert back.tolist() == find_round_trips_reference(flow, tainted, levels, parts)
