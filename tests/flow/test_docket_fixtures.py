"""The fixtures of the docket, read like a table: what goes in, and what must come out.

Everything is synthetic; the dates are those of the worked examples.
"""

from datetime import datetime

import pytest

from zhanlian.docket.clocks.calendar import ChinaCalendar
from zhanlian.docket.clocks.chain import Link, compute_chain
from zhanlian.docket.clocks.deadline import compute_deadline
from zhanlian.docket.rules.book import load_rules
from zhanlian.model.docket.rule import ClockRule
from zhanlian.model.loss import LossClaim
from zhanlian.model.zone import SHANGHAI
from zhanlian.money.restitution.schedule import (
    FrozenSum,
    schedule_next_round,
    schedule_return,
)

# --- Deadlines -----------------------------------------------------------------------------------

_DEADLINES = [
    # clock, lengthened by, from, term decided, ends
    ("detention.request", "", "2024-03-31 10:00", None, "2024-04-03 24:00"),
    ("detention.request", "request-special", "2024-03-31 10:00", None, "2024-04-07 24:00"),
    ("detention.request", "request-roaming", "2024-03-31 10:00", None, "2024-04-30 24:00"),
    ("detention.decision", "", "2024-04-30 17:00", None, "2024-05-07 24:00"),
    ("detention.request", "", "2024-09-28 09:00", None, "2024-10-01 24:00"),
    ("freeze.deposit", "", "2023-08-31 15:00", None, "2024-02-29 24:00"),
    ("freeze.securities", "", "2024-02-29 15:00", None, "2026-02-28 24:00"),
    ("stop.payment", "", "2024-11-02 14:20", None, "2024-11-04 14:20"),
    ("freeze.unrelated-release", "", "2024-11-04 11:00", None, "2024-11-07 24:00"),
    ("appeal.judgment", "", "2024-09-21 16:00", None, "2024-10-08 24:00"),
    ("sentence.months", "", "2024-01-05 00:00", 1, "2024-02-04 24:00"),
]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _clock(name: str, at: datetime) -> ClockRule:
    return load_rules().clock(name, at.date())


@pytest.mark.parametrize(
    ("clock", "longer", "start", "term", "end"),
    _DEADLINES,
    ids=[f"{row[0]} {row[1]} from {row[2][:10]} ends {row[4][:10]}" for row in _DEADLINES],
)
def test_a_clock_ends(clock: str, longer: str, start: str, term: int | None, end: str) -> None:
    begin = _at(start)
    extensions = [_clock(f"{clock.split('.')[0]}.{longer}", begin)] if longer else []
    found = compute_deadline(
        _clock(clock, begin),
        begin,
        ChinaCalendar(),
        zone=SHANGHAI,
        extensions=extensions,
        term=term,
    )
    assert found.local == end
    assert found.calendar_known


def test_from_detention_to_the_decision_on_arrest_it_is_37_days_at_most() -> None:
    begin = _at("2024-03-31 10:00")
    roaming = (_clock("detention.request-roaming", begin),)
    links = [
        Link(_clock("detention.request", begin), roaming),
        Link(_clock("detention.decision", begin)),
    ]
    request, decision = compute_chain(links, begin, ChinaCalendar(), zone=SHANGHAI)
    assert (request.local, decision.local) == ("2024-04-30 24:00", "2024-05-07 24:00")
    assert (decision.last_day - begin.date()).days == 37


def test_custody_after_arrest_is_seven_months_at_most() -> None:
    begin = _at("2024-05-07 09:00")
    longer = ["complex", "listed-cases", "ten-years"]
    found = compute_deadline(
        _clock("custody.investigation", begin),
        begin,
        ChinaCalendar(),
        zone=SHANGHAI,
        extensions=[_clock(f"custody.{name}", begin) for name in longer],
    )
    assert found.local == "2024-12-07 24:00"


# --- Return of money -----------------------------------------------------------------------------

_YUAN = 100
_RETURNS = [
    # frozen, losses, recovered before, paid
    (100_000, (60_000, 90_000, 50_000), (0, 0, 0), (30_000, 45_000, 25_000)),
    (100_000, (60_000, 90_000, 50_000), (40_000, 0, 0), (12_500, 56_250, 31_250)),
    (100, (70, 70, 70), (0, 0, 0), (33.34, 33.33, 33.33)),
    (100, (30, 50), (0, 45), (30, 5)),
]


def _frozen(yuan: float, objection: bool = False) -> FrozenSum:
    return FrozenSum("SYN-0001", "CNY", round(yuan * _YUAN), (), objection)


def _claims(losses: tuple[float, ...], recovered: tuple[float, ...]) -> list[LossClaim]:
    return [
        LossClaim(f"合成被害人{nr}", round(loss * _YUAN), round(before * _YUAN))
        for nr, (loss, before) in enumerate(zip(losses, recovered, strict=True), start=1)
    ]


@pytest.mark.parametrize(("frozen", "losses", "recovered", "paid"), _RETURNS)
def test_a_frozen_sum_is_shared(
    frozen: float,
    losses: tuple[float, ...],
    recovered: tuple[float, ...],
    paid: tuple[float, ...],
) -> None:
    schedule = schedule_return(_frozen(frozen), _claims(losses, recovered))
    assert [line.payment for line in schedule.lines] == [round(sum_ * _YUAN) for sum_ in paid]
    assert schedule.residue == round((frozen - sum(paid)) * _YUAN)


def test_one_victim_who_claims_too_much_counts_as_far_as_it_is_proved() -> None:
    claims = [LossClaim("合成被害人1", 100_00, proved=50_00), LossClaim("合成被害人2", 50_00)]
    lines = schedule_return(_frozen(80), claims).lines
    assert [line.payment for line in lines] == [40_00, 40_00]


def test_an_objection_of_a_third_party_pauses_the_distribution() -> None:
    schedule = schedule_return(_frozen(50, objection=True), _claims((60,), (0,)))
    assert all(line.paused for line in schedule.lines)


def test_a_late_victim_opens_a_second_round() -> None:
    first = schedule_return(_frozen(100), _claims((60,), (0,)))
    late = [*_claims((60,), (0,)), LossClaim("合成被害人2", 90_00)]
    second = schedule_next_round(first, late)
    assert (second.round, [line.payment for line in second.lines]) == (2, [0, 40_00])


def test_a_return_by_proportion_has_thirty_days_of_notice() -> None:
    assert schedule_return(_frozen(100), _claims((60, 60), (0, 0))).notice_days == 30
    published = _at("2024-11-04 09:00")
    found = compute_deadline(
        _clock("return.notice", published), published, ChinaCalendar(), zone=SHANGHAI
    )
    assert found.local == "2024-12-04 24:00"
