"""Whose money a purse holds, its level, and money that comes back."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_flows import list_flow, make_flow

from zhanlian.kernels import shares as module
from zhanlian.kernels.cycles import find_components, find_round_trips
from zhanlian.kernels.flow import FlowArrays
from zhanlian.kernels.levels import find_levels
from zhanlian.kernels.rules import RULES, trace
from zhanlian.kernels.shares import find_shares

# Purses: 0 outside, 1 the account, 2 where it spends. Victims: 0 P, 1 M, 2 K; amounts in cents.
_EXAMPLE = list_flow(
    [(0, 1, 1000, 0), (0, 1, 1000, 1), (1, 2, 1000, -1), (0, 1, 1000, 2), (1, 2, 1000, -1)],
    [0, 0, 0],
)


def _find_lines(rule: str, flow: FlowArrays, purse: int) -> dict[int, int]:
    found = find_shares(trace(rule, flow), flow, np.array([purse], np.int32))
    return dict(zip(found.victim.tolist(), found.amount.tolist(), strict=True))


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        ("fifo", {2: 1000}),
        ("lifo", {0: 1000}),
        ("rolling", {0: 250, 1: 250, 2: 500}),
        ("pari-passu", {0: 334, 1: 333, 2: 333}),
        ("libr", {0: 250, 1: 250, 2: 500}),
        ("poison", {-1: 1000}),
    ],
)
def test_the_worked_example_leaves_what_each_rule_says(rule: str, left: dict[int, int]) -> None:
    assert _find_lines(rule, _EXAMPLE, 1) == left


@pytest.mark.parametrize("rule", ["rolling", "libr", "fifo"])
def test_money_that_came_back_to_a_victim_keeps_its_names(rule: str) -> None:
    rows = [(0, 1, 100, 0), (2, 1, 100, 1), (1, 0, 200, -1), (0, 3, 200, 0), (1, 3, 9, -1)]
    flow = list_flow(rows, [0] * 4)
    assert _find_lines(rule, flow, 0) == {0: 100, 1: 100}
    assert _find_lines(rule, flow, 3) == {0: 200}


_LEDGERS = st.tuples(st.integers(0, 10_000), st.integers(0, 80), st.integers(1, 12))


@given(_LEDGERS, st.sampled_from(RULES), st.sampled_from([5, 30]))
@settings(max_examples=120, deadline=None)
def test_shares_of_a_purse_add_up_to_what_it_holds(
    ledger: tuple[int, int, int], rule: str, victims: int
) -> None:
    flow = make_flow(*ledger, victims=victims)
    traced = trace(rule, flow)
    everyone = np.arange(len(flow.opening), dtype=np.int32)
    found = find_shares(traced, flow, everyone)
    sums = np.zeros(len(everyone), np.int64)
    np.add.at(sums, found.purse, found.amount)
    np.testing.assert_array_equal(sums, traced.held)
    assert (found.amount > 0).all()
    lines = list(zip(found.purse.tolist(), found.victim.tolist(), strict=True))
    assert lines == sorted(set(lines))


def test_purses_in_pieces_of_memory_give_the_same_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    flow = make_flow(3, 400, 50, victims=6)
    traced = trace("rolling", flow)
    everyone = np.arange(50, dtype=np.int32)
    whole = find_shares(traced, flow, everyone)
    monkeypatch.setattr(module, "_MOST_CELLS", 60)
    pieces = find_shares(traced, flow, everyone)
    for name in ("purse", "victim", "amount"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(pieces, name))


def test_huge_sums_still_add_up() -> None:
    flow = make_flow(11, 60, 6, largest=2**54, victims=40)
    for rule in RULES:
        traced = trace(rule, flow)
        found = find_shares(traced, flow, np.arange(6, dtype=np.int32))
        assert found.amount.sum() == traced.held.sum()


def test_a_trace_without_its_rule_and_unknown_purses_are_refused() -> None:
    traced = trace("rolling", _EXAMPLE)
    one = np.array([1], np.int32)
    with pytest.raises(ValueError, match="the rule of its trace"):
        find_shares(dataclasses.replace(traced, rule=""), _EXAMPLE, one)
    with pytest.raises(ValueError, match="a purse that does not exist"):
        find_shares(traced, _EXAMPLE, one + np.int32(9))
    with pytest.raises(ValueError, match=r"purses: .* of int32 wanted"):
        find_shares(traced, _EXAMPLE, np.array([1]))


def test_levels_count_hands_and_keep_the_nearest() -> None:
    rows = [(0, 1, 90, 0), (1, 2, 90, -1), (2, 3, 90, -1), (0, 3, 5, 1), (3, 4, 95, -1)]
    flow = list_flow(rows, [0] * 6)
    assert find_levels(flow, trace("fifo", flow).tainted).tolist() == [0, 1, 2, 1, 2, 0]


def test_pari_passu_reaches_back_in_time_and_its_purses_have_levels() -> None:
    flow = list_flow([(1, 2, 50, -1), (0, 1, 100, 0)], [0] * 3)
    traced = trace("pari-passu", flow)
    assert traced.held[2] > 0
    assert find_levels(flow, traced.tainted).tolist() == [0, 1, 2]


def test_a_round_trip_is_marked_where_it_comes_back() -> None:
    rows = [(0, 1, 90, 0), (1, 2, 90, -1), (2, 1, 80, -1), (1, 3, 80, -1), (3, 4, 10, -1)]
    flow = list_flow(rows, [0] * 5)
    tainted = trace("fifo", flow).tainted
    parts = find_components(flow.payer, flow.payee, tainted, 5)
    back = find_round_trips(flow, tainted, find_levels(flow, tainted), parts)
    assert parts.tolist() == [0, 1, 1, 2, 3]
    assert back.tolist() == [False, False, True, False, False]
