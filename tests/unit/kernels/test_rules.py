"""What the six rules say of small ledgers that can be followed by hand."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_flows import list_flow, make_flow

from zhanlian.errors import LimitError, ZhanlianError
from zhanlian.kernels.flow import FlowArrays
from zhanlian.kernels.flow_check import check_conserved
from zhanlian.kernels.pari_passu import trace_pari_passu
from zhanlian.kernels.rules import RULES, trace

# Purses: 0 outside, 1 the account, 2 where it spends. Victims: 0 P, 1 M, 2 K; amounts in cents.
_EXAMPLE = list_flow(
    [(0, 1, 1000, 0), (0, 1, 1000, 1), (1, 2, 1000, -1), (0, 1, 1000, 2), (1, 2, 1000, -1)],
    [0, 0, 0],
)


@pytest.mark.parametrize("rule", RULES)
def test_of_thirty_paid_in_and_twenty_spent_ten_are_left_under_every_rule(rule: str) -> None:
    traced = trace(rule, _EXAMPLE)
    assert traced.held.tolist() == [0, 1000, 2000]
    assert traced.tainted.tolist() == [1000] * 5
    assert traced.widened == 0


@pytest.mark.parametrize(("rule", "left"), [("fifo", [(1, 2, 1000)]), ("lifo", [(1, 0, 1000)])])
def test_lots_left_are_the_newest_or_the_oldest(rule: str, left: list[tuple[int, ...]]) -> None:
    traced = trace(rule, _EXAMPLE)
    lines = zip(traced.lot_purse, traced.lot_victim, traced.lot_amount, strict=True)
    assert [tuple(map(int, line)) for line in lines if line[0] == 1] == left


def _follow(rule: str, opening: int, paid: int) -> tuple[int, int]:
    """Return what a payment carries from a purse of so much own money and 100 of a victim."""
    flow = list_flow([(0, 1, 100, 0), (1, 2, paid, -1)], [0, opening, 0])
    traced = trace(rule, flow)
    return int(traced.tainted[1]), int(traced.held[1])


@pytest.mark.parametrize(
    ("rule", "carried"),
    [("fifo", 0), ("lifo", 50), ("rolling", 12), ("pari-passu", 12), ("libr", 0), ("poison", 50)],
)
def test_a_payment_below_the_own_money_carries_what_the_rule_says(rule: str, carried: int) -> None:
    assert _follow(rule, 300, 50)[0] == carried


@pytest.mark.parametrize("rule", RULES)
def test_a_payment_above_the_balance_takes_all_victims_money(rule: str) -> None:
    carried, held = _follow(rule, 0, 500)
    assert carried == (500 if rule == "poison" else 100)
    assert held == 0


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "poison"])
def test_a_victim_who_was_paid_back_pays_his_own_money_again(rule: str) -> None:
    flow = list_flow([(0, 1, 100, 0), (1, 0, 40, -1), (0, 1, 70, 0)], [0, 0, 0])
    traced = trace(rule, flow)
    assert traced.tainted[2] == 70
    assert 38 < traced.returned[0] <= traced.held[0] <= 40
    assert traced.held.sum() == 170


@pytest.mark.parametrize("rule", RULES)
def test_money_that_reaches_a_cash_out_point_stays_there(rule: str) -> None:
    rows = [(0, 1, 100, 0), (1, 2, 100, -1), (2, 3, 900, -1)]
    traced = trace(rule, list_flow(rows, [0] * 4, absorbing=(2,)))
    assert traced.held.tolist() == [0, 0, 100, 0]
    assert traced.tainted.tolist() == [100, 100, 0]


@pytest.mark.parametrize("rule", RULES)
def test_a_victim_may_pay_from_an_absorbing_purse_and_to_itself(rule: str) -> None:
    rows = [(0, 1, 60, 0), (1, 1, 30, 1), (1, 1, 20, -1)]
    traced = trace(rule, list_flow(rows, [0, 0], absorbing=(0,)))
    assert traced.held.tolist() == [0, 90]
    assert traced.tainted.tolist() == [60, 30, 0]


def test_libr_does_not_fill_a_claim_up_again_from_later_money() -> None:
    rows = [(0, 1, 100, 0), (1, 2, 80, -1), (3, 1, 500, -1), (1, 2, 500, -1)]
    traced = trace("libr", list_flow(rows, [0, 0, 0, 500]))
    assert traced.held.tolist() == [0, 20, 80, 0]


def test_poison_tells_how_much_untainted_money_it_took_for_tainted() -> None:
    rows = [(0, 1, 100, 0), (3, 1, 40, -1), (1, 2, 1000, -1)]
    traced = trace("poison", list_flow(rows, [0, 7, 5, 40]))
    assert traced.held.tolist() == [0, 0, 1005, 0]
    assert traced.widened == 1005 - 100


def test_pari_passu_finds_money_that_goes_round_in_a_circle() -> None:
    rows = [(0, 1, 1000, 0), (1, 2, 1000, -1), (2, 1, 500, -1), (1, 3, 100, -1)]
    traced = trace("pari-passu", list_flow(rows, [0] * 4))
    assert traced.held.sum() == 1000
    assert traced.tainted[2] > 0


def test_pari_passu_says_so_when_a_circle_does_not_settle() -> None:
    rows = [(0, 1, 10, 0), *([(1, 2, 10**9, -1), (2, 1, 10**9, -1)] * 3)]
    with pytest.raises(LimitError, match=r"trace-sweeps.*limit=3"):
        trace_pari_passu(list_flow(rows, [0] * 3), most_sweeps=3)


_LEDGERS = st.tuples(st.integers(0, 10_000), st.integers(0, 80), st.integers(1, 12))


@given(_LEDGERS, st.sampled_from(RULES))
@settings(max_examples=150, deadline=None)
def test_no_unit_is_lost_and_nothing_is_negative(ledger: tuple[int, int, int], rule: str) -> None:
    flow = make_flow(*ledger)
    traced = trace(rule, flow)
    paid_in = int(flow.amount[flow.victim >= 0].sum())
    assert paid_in + traced.widened == traced.held.sum()
    assert (traced.held >= traced.returned).all()
    assert (traced.returned >= 0).all()
    assert (traced.tainted >= 0).all()
    assert (traced.tainted <= flow.amount).all()
    assert (traced.lot_amount > 0).all()


@given(_LEDGERS)
@settings(max_examples=50, deadline=None)
def test_poison_flags_whatever_a_rule_of_order_taints(ledger: tuple[int, int, int]) -> None:
    flow = make_flow(*ledger)
    flagged = trace("poison", flow).tainted
    for rule in ("fifo", "lifo", "rolling", "libr"):
        assert (flagged >= trace(rule, flow).tainted).all(), rule


@given(_LEDGERS, st.integers(0, 1_000))
@settings(max_examples=50, deadline=None)
def test_pari_passu_does_not_look_at_the_order(ledger: tuple[int, int, int], seed: int) -> None:
    flow = make_flow(*ledger)
    order = np.random.default_rng(seed).permutation(len(flow.payer))
    moved = dataclasses.replace(
        flow,
        payer=flow.payer[order],
        payee=flow.payee[order],
        amount=flow.amount[order],
        victim=flow.victim[order],
    )
    traced, shuffled = trace("pari-passu", flow), trace("pari-passu", moved)
    np.testing.assert_array_equal(traced.held, shuffled.held)
    np.testing.assert_array_equal(traced.tainted[order], shuffled.tainted)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"payer": np.array([9], np.int32)}, "payer: a purse that does not exist, at transfer 0"),
        ({"payee": np.array([-1], np.int32)}, "payee: a purse that does not exist"),
        ({"amount": np.array([0])}, "amount: not above 0, at transfer 0"),
        ({"victim": np.array([-2], np.int32)}, "victim: below -1"),
        ({"amount": np.array([1.5])}, "amount: .* of int64 wanted, .* of float64 given"),
        ({"payer": np.array([0, 0], np.int32)}, "payee: .* wanted, .* given"),
        ({"opening": np.array([0, -4])}, "opening: below 0, at purse 1"),
    ],
)
def test_arrays_that_are_no_ledger_are_refused(
    change: dict[str, np.ndarray[tuple[int], np.dtype[np.generic]]], told: str
) -> None:
    flow = list_flow([(0, 1, 100, 0)], [0, 0])
    with pytest.raises(ValueError, match=told):
        trace("fifo", dataclasses.replace(flow, **change))  # type: ignore[arg-type]


def test_more_than_two_to_the_62_units_are_refused() -> None:
    flow = list_flow([(0, 1, 2**61, 0), (1, 0, 2**61, -1)], [0, 0])
    with pytest.raises(LimitError, match="trace-too-much"):
        trace("rolling", flow)


def test_a_rule_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="'pro-rata' given"):
        trace("pro-rata", _EXAMPLE)


def test_a_trace_that_lost_a_unit_is_refused() -> None:
    traced = trace("rolling", _EXAMPLE)
    traced.held[1] -= 1
    with pytest.raises(ZhanlianError, match=r"rule='rolling', difference=1"):
        check_conserved(_EXAMPLE, traced)


def test_an_empty_ledger_holds_nothing() -> None:
    empty: FlowArrays = list_flow([], [])
    for rule in RULES:
        assert trace(rule, empty).held.tolist() == []
