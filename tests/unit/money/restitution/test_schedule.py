"""The return of frozen money: the fixtures of the rules, and what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.model.answers import RestitutionSchedule, ReturnMethod, ReturnReading
from zhanlian.model.loss import LossClaim
from zhanlian.money.restitution.apportion import apportion
from zhanlian.money.restitution.matching import Inflow
from zhanlian.money.restitution.schedule import (
    FrozenSum,
    schedule_next_round,
    schedule_return,
)


def _frozen(amount: int, *inflows: Inflow, objection: bool = False) -> FrozenSum:
    return FrozenSum("SYN-6217", "CNY", amount, inflows, objection)


def _paid(schedule: RestitutionSchedule) -> dict[str, int]:
    return {line.victim: line.payment for line in schedule.lines}


def test_frozen_money_is_shared_in_proportion_to_the_losses() -> None:
    claims = [LossClaim("甲", 60_000_00), LossClaim("乙", 90_000_00), LossClaim("丙", 50_000_00)]
    schedule = schedule_return(_frozen(100_000_00), claims)
    assert _paid(schedule) == {"甲": 30_000_00, "乙": 45_000_00, "丙": 25_000_00}
    assert schedule.residue == 0
    assert schedule.notice_days == 30


def test_what_came_back_before_lowers_the_loss() -> None:
    claims = [
        LossClaim("甲", 60_000_00, recovered=40_000_00),
        LossClaim("乙", 90_000_00),
        LossClaim("丙", 50_000_00),
    ]
    schedule = schedule_return(_frozen(100_000_00), claims)
    assert _paid(schedule) == {"甲": 12_500_00, "乙": 56_250_00, "丙": 31_250_00}


def test_cents_go_to_the_largest_remainder_and_then_to_whoever_filed_first() -> None:
    claims = [LossClaim(name, 70_00) for name in "甲乙丙"]
    assert _paid(schedule_return(_frozen(100_00), claims)) == {
        "甲": 33_34,
        "乙": 33_33,
        "丙": 33_33,
    }


def test_nobody_gets_more_than_the_unrecovered_loss_and_the_rest_stays_frozen() -> None:
    claims = [LossClaim("甲", 30_00), LossClaim("乙", 50_00, recovered=45_00)]
    schedule = schedule_return(_frozen(100_00), claims)
    assert _paid(schedule) == {"甲": 30_00, "乙": 5_00}
    assert schedule.residue == 65_00
    assert all(line.capped for line in schedule.lines)


def test_a_claim_above_the_transfers_found_counts_as_far_as_it_is_proved() -> None:
    claims = [LossClaim("甲", 100_00, proved=50_00), LossClaim("乙", 50_00, proved=50_00)]
    schedule = schedule_return(_frozen(80_00), claims)
    assert _paid(schedule) == {"甲": 40_00, "乙": 40_00}
    assert "restitution.over-claim" in [message.key for message in schedule.disclosed]
    # What the report shows as the cap is what the payment was reckoned from.
    assert [line.unrecovered for line in schedule.lines] == [50_00, 50_00]


def test_a_single_inflow_goes_back_to_its_victim() -> None:
    claims = [LossClaim("甲", 60_00), LossClaim("乙", 90_00)]
    schedule = schedule_return(_frozen(50_00, Inflow("T1", 60_00, "甲")), claims)
    assert _paid(schedule) == {"甲": 50_00}
    assert schedule.lines[0].method is ReturnMethod.DIRECT
    assert schedule.lines[0].transfers == ("T1",)
    assert schedule.notice_days == 0


def test_several_inflows_that_are_all_still_there_go_back_one_by_one() -> None:
    inflows = (Inflow("T1", 60_00, "甲"), Inflow("T2", 20_00, "乙"), Inflow("T3", 5_00, "甲"))
    claims = [LossClaim("甲", 65_00), LossClaim("乙", 20_00)]
    schedule = schedule_return(_frozen(85_00, *inflows), claims)
    assert _paid(schedule) == {"甲": 65_00, "乙": 20_00}
    assert schedule.lines[0].transfers == ("T1", "T3")
    assert {line.method for line in schedule.lines} == {ReturnMethod.TIME_STAMP}


@pytest.mark.parametrize(
    ("frozen", "second"),
    [(70_00, "乙"), (80_00, None)],
    ids=["some of it was spent", "one inflow is nobody's"],
)
def test_inflows_that_cannot_be_told_apart_are_shared(frozen: int, second: str | None) -> None:
    inflows = (Inflow("T1", 60_00, "甲"), Inflow("T2", 20_00, second))
    claims = [LossClaim("甲", 60_00), LossClaim("乙", 20_00)]
    schedule = schedule_return(_frozen(frozen, *inflows), claims)
    assert {line.method for line in schedule.lines} == {ReturnMethod.PROPORTIONAL}


def test_an_accused_is_never_paid_even_where_the_money_matches() -> None:
    claims = [LossClaim("甲", 60_00, accused=True), LossClaim("乙", 20_00)]
    schedule = schedule_return(_frozen(60_00, Inflow("T1", 60_00, "甲")), claims)
    assert _paid(schedule) == {"乙": 20_00}
    assert schedule.residue == 40_00
    assert "restitution.accused" in [message.key for message in schedule.disclosed]


def test_an_objection_of_a_third_party_pauses_everything() -> None:
    schedule = schedule_return(_frozen(50_00, objection=True), [LossClaim("甲", 60_00)])
    assert all(line.paused for line in schedule.lines)
    assert "restitution.objection" in [message.key for message in schedule.disclosed]


def test_an_objection_to_one_victim_pauses_that_part_only() -> None:
    claims = [LossClaim("甲", 50_00, objection=True), LossClaim("乙", 50_00)]
    lines = schedule_return(_frozen(50_00), claims).lines
    assert [line.paused for line in lines] == [True, False]


def test_a_late_victim_opens_a_second_round_over_the_residue() -> None:
    first = schedule_return(_frozen(100_00), [LossClaim("甲", 60_00)])
    second = schedule_next_round(first, [LossClaim("甲", 60_00), LossClaim("丙", 90_00)])
    assert (second.round, second.frozen) == (2, 40_00)
    assert _paid(second) == {"甲": 0, "丙": 40_00}


def test_the_literal_reading_meets_claims_in_the_order_of_filing() -> None:
    claims = [LossClaim("甲", 60_00), LossClaim("乙", 90_00)]
    schedule = schedule_return(_frozen(100_00), claims, ReturnReading.LITERAL)
    assert _paid(schedule) == {"甲": 60_00, "乙": 40_00}
    assert "restitution.reading.literal" in [message.key for message in schedule.disclosed]


def test_a_victim_claims_once() -> None:
    with pytest.raises(ValueError, match="one claim"):
        schedule_return(_frozen(1), [LossClaim("甲", 1), LossClaim("甲", 1)])


_claims = st.lists(
    st.tuples(
        st.integers(0, 10**12), st.integers(0, 10**12), st.none() | st.integers(0, 10**12),
        st.booleans(), st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


@given(st.integers(0, 10**13), _claims, st.sampled_from(ReturnReading))
def test_payments_and_residue_add_up_and_stay_below_the_caps(
    amount: int,
    drawn: list[tuple[int, int, int | None, bool, bool]],
    reading: ReturnReading,
) -> None:
    claims = [
        LossClaim(f"甲{place}", loss, recovered, proved, objection, accused)
        for place, (loss, recovered, proved, objection, accused) in enumerate(drawn)
    ]
    schedule = schedule_return(_frozen(amount), claims, reading)
    by_name = {claim.victim: claim for claim in claims}
    assert sum(line.payment for line in schedule.lines) + schedule.residue == amount
    assert schedule.residue >= 0
    for line in schedule.lines:
        assert 0 <= line.payment <= by_name[line.victim].unrecovered
        assert not by_name[line.victim].accused


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**15), max_size=20))
def test_parts_add_up_and_differ_from_the_exact_share_by_less_than_one(
    total: int, weights: list[int]
) -> None:
    parts = apportion(total, weights)
    whole = sum(weights)
    assert sum(parts) == (total if whole else 0)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * whole - total * weight) < max(whole, 1)
