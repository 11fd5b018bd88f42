"""The fixtures of the docket, read like a table: what goes in, and what must come out.

Everything is synthetic; the dates are those of the worked examples.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from docket import OpenDocket, do, do_approved, open_docket
from orders import STOP, filed_case, open_case, order_freeze, order_stop, run_freeze, run_stop

from zhanlian.app.docket.returning import propose_round
from zhanlian.docket.clocks.calendar import ChinaCalendar
from zhanlian.docket.clocks.chain import Link, compute_chain
from zhanlian.docket.clocks.deadline import compute_deadline
from zhanlian.docket.rules.book import load_rules
from zhanlian.errors import StateError
from zhanlian.model.docket.record import AnyRecord
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


# --- Orders and returns on record ----------------------------------------------------------------


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def _refused(opened: OpenDocket, act: str, target: str, **told: object) -> str:
    """Return by which error an act of the officer is refused."""
    with pytest.raises(StateError) as caught:
        do(opened, "li", act, target, **told)
    return caught.value.key


def test_an_account_has_two_stops_for_one_loss_at_most(opened: OpenDocket) -> None:
    case = open_case(opened)
    assert [order_stop(opened, case).body.repeat_no for _ in range(2)] == [1, 2]
    assert _refused(opened, "stop.order", case, **STOP) == "error.stop-repeats"


def test_a_stop_ends_48_hours_after_its_execution(opened: OpenDocket) -> None:
    opened.now = _at("2024-11-02 14:20")
    clock = run_stop(opened, order_stop(opened, open_case(opened)).id).clock("stop.payment")
    assert clock is not None
    assert clock.due == _at("2024-11-04 14:20")


def test_no_freeze_before_the_case_is_filed(opened: OpenDocket) -> None:
    case = open_case(opened)
    with pytest.raises(StateError, match=r"freeze-unfiled"):
        order_freeze(opened, case)


def test_a_freeze_is_renewed_before_its_end_or_lapses(opened: OpenDocket) -> None:
    opened.now = _at("2023-08-31 15:00")
    freeze = run_freeze(opened, filed_case(opened)).id
    opened.now = _at("2024-02-29 23:59")
    do_approved(opened, "li", "freeze.renew", freeze, by="zhao", reason="侦查尚未终结")
    opened.now = _at("2024-03-01 00:00")
    told = {"at": opened.now.isoformat()}
    assert _refused(opened, "freeze.confirm-renewal", freeze, **told) == "error.freeze-lapsed"
    assert do(opened, "li", "freeze.lapse", freeze).records[0].state == "lapsed-auto"


def test_one_freeze_holds_and_the_others_queue(opened: OpenDocket) -> None:
    held = run_freeze(opened, filed_case(opened))
    other = run_freeze(opened, filed_case(opened, "合成他案", "mm-"), before="mm-")
    assert (held.state, other.state) == ("active", "queued")
    third = filed_case(opened, "合成丙案")
    assert run_freeze(opened, third, unit="合成经侦支队").state == "queued"
    with pytest.raises(StateError, match=r"freeze-double"):
        order_freeze(opened, third, unit="合成经侦支队")


_ROUNDS = [
    # frozen, losses as (claimed, recovered, proved), paid, residue: all in yuan
    ("100000", [("60000",), ("90000",), ("50000",)], [30_000, 45_000, 25_000], 0),
    ("100000", [("60000", "40000"), ("90000",), ("50000",)], [12_500, 56_250, 31_250], 0),
    ("100", [("70",), ("70",), ("70",)], [33.34, 33.33, 33.33], 0),
    ("100", [("30",), ("50", "45")], [30, 5], 65),
    ("80", [("100", "0", "50"), ("50",)], [40, 40], 0),
]


def _propose(
    opened: OpenDocket, frozen: str, losses: Sequence[tuple[str, ...]]
) -> tuple[str, AnyRecord]:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen=frozen).id
    for nr, sums in enumerate(losses):
        told = dict(zip(("amount", "recovered", "proved"), sums, strict=False))
        _claim(opened, case, nr, **told)
    return freeze, propose_round(opened.docket, "li", freeze, opened.surroundings).records[0]


def _claim(opened: OpenDocket, case: str, nr: int, **sums: str) -> str:
    told = {"victim": f"合成被害人{nr}", "victim_account": f"6200{nr}", "source": "合成申请"}
    opened.pass_time(minutes=1)
    return do(opened, "li", "loss.claim", case, **told, **sums).records[0].id


@pytest.mark.parametrize(("frozen", "losses", "paid", "residue"), _ROUNDS)
def test_a_round_pays_no_more_than_is_frozen_and_owed(
    opened: OpenDocket,
    frozen: str,
    losses: list[tuple[str, ...]],
    paid: list[float],
    residue: float,
) -> None:
    _, made = _propose(opened, frozen, losses)
    assert [line.payment.units / _YUAN for line in made.body.lines] == paid
    assert made.body.residue.units == residue * _YUAN


def test_an_objection_on_record_pauses_what_it_concerns(opened: OpenDocket) -> None:
    freeze, made = _propose(opened, "100", [("50",), ("50",)])
    told = {"at": opened.now.isoformat(), "published": "合成公告栏"}
    do(opened, "li", "round.notice", made.id, **told)
    objection = {
        "source": "合成异议书",
        "claimed_at": opened.now.isoformat(),
        "objector": "乙某某",
        "facts": "称为货款",
        "concerns": [made.body.lines[1].loss],
    }
    do(opened, "li", "objection.raise", freeze, **objection)
    opened.pass_time(days=31)
    decision = {"by": "zhao", "decision_no": "合成返决"}
    decided = do_approved(opened, "li", "return.decide", made.id, **decision)[0]
    assert [line.line_state for line in decided.body.lines] == ["decided", "paused"]


def test_a_late_victim_on_record_opens_a_second_round(opened: OpenDocket) -> None:
    freeze, first = _propose(opened, "100", [("60",)])
    told = {"at": opened.now.isoformat(), "published": "合成公告栏"}
    do(opened, "li", "round.notice", first.id, **told)
    opened.pass_time(days=31)
    do_approved(opened, "li", "return.decide", first.id, by="zhao", decision_no="合成返决")
    late = _claim(opened, first.case or "", 9, amount="90")
    second = propose_round(opened.docket, "li", freeze, opened.surroundings).records[0].body
    assert (second.round_no, [line.loss for line in second.lines]) == (2, [late])
    assert second.lines[0].payment.units == 40 * _YUAN
