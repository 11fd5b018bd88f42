"""Meetings, the hotline, requests for assistance, and mirrors of other channels."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from docket import NOW, situation

from zhanlian.docket.registry import load_act
from zhanlian.errors import InputError, NotFoundError, SchemaError, StateError
from zhanlian.model.docket.plain import from_plain
from zhanlian.model.docket.record import AnyRecord, ClockState

AT = "2024-09-23T09:00:00"


def decide(act: str, where: Any, **request: Any) -> AnyRecord:
    found = load_act(act)
    return found.decide(where, from_plain(found.request, request))[0]


def meet(**told: Any) -> AnyRecord:
    actions = [
        {"action": "互换名单", "owner": "wz", "due_on": "2024-09-30"},
        {"action": "核查窝点", "owner": "mm-police", "due_on": "2024-10-15"},
    ]
    request = {"title": "合成会谈", "held_on": "2024-09-20", "actions": actions, **told}
    return decide("meeting.record", situation(), **request)


def test_each_action_item_runs_until_the_end_of_its_day() -> None:
    meeting = meet()
    assert [(clock.name, clock.due) for clock in meeting.clocks] == [
        ("action 1", datetime(2024, 9, 30, 16, tzinfo=UTC)),
        ("action 2", datetime(2024, 10, 15, 16, tzinfo=UTC)),
    ]
    assert all(clock.warn < clock.due for clock in meeting.clocks)
    done = decide("meeting.finish", situation(meeting), item=2, done_on="2024-09-22")
    assert [clock.state for clock in done.clocks] == [ClockState.RUNNING, ClockState.MET]
    with pytest.raises(StateError):
        decide("meeting.finish", situation(done), item=2, done_on="2024-09-22")
    for item in (0, 3, -1):
        with pytest.raises(NotFoundError):
            decide("meeting.finish", situation(meeting), item=item, done_on="2024-09-22")
    for day in ("2024-09-19", "2024-09-24"):
        with pytest.raises(InputError):
            decide("meeting.finish", situation(meeting), item=1, done_on=day)


def test_a_series_tells_its_next_meeting() -> None:
    told = meet(series="合成机制", frequency="quarterly", held_on="2024-08-31")
    assert str(told.body.next_on) == "2024-11-30"
    assert told.clock("next meeting") is not None
    fixed = meet(series="合成机制", frequency="monthly", next_on="2024-10-25")
    assert str(fixed.body.next_on) == "2024-10-25"
    with pytest.raises(InputError):
        meet(frequency="monthly")


def test_a_meeting_is_found_from_the_operation_it_led_to() -> None:
    with pytest.raises(NotFoundError):
        meet(operations=["op1"])
    with pytest.raises(InputError):
        meet(held_on="2024-09-24")
    with pytest.raises(InputError):
        meet(actions=[{"action": "合成", "owner": "wz", "due_on": "9999-12-31"}])


@pytest.mark.parametrize(
    ("urgency", "span"),
    [
        ("routine", timedelta(hours=24)),
        ("urgent", timedelta(hours=2)),
        ("life-in-danger", timedelta(minutes=30)),
    ],
)
def test_the_urgency_of_a_call_tells_by_when_it_is_answered(urgency: str, span: timedelta) -> None:
    call = decide(
        "hotline.log",
        situation(),
        agency="mm-police",
        called_at=AT,
        urgency=urgency,
        number="合热1号",
    )
    clock = call.clock("response")
    assert clock is not None
    assert clock.due - clock.started == span
    answered = decide("hotline.answer", situation(call), at="2024-09-23T09:10:00", answer="合成")
    assert answered.clock("response").state is ClockState.MET  # type: ignore[union-attr]
    with pytest.raises(StateError):
        decide("hotline.answer", situation(answered), at="2024-09-23T09:20:00", answer="合成")
    with pytest.raises(InputError):
        decide("hotline.answer", situation(call), at="2024-09-23T08:50:00", answer="合成")


REQUEST = {
    "number": "合协1号",
    "request_type": "taking-evidence",
    "requester": "合成机关甲",
    "requested": "合成机关乙",
    "nature": "电信网络诈骗",
    "matter": "询问证人，用于合成案",
    "relevance": "证人为开卡人",
    "basis": "合成条约",
    "at": AT,
    "facts": "合成案情",
    "applicable_law": "合成法条",
    "questions": ["何时开卡"],
    "translated": True,
}


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("taking-evidence", "2024-12-23"),
        # Ten days from 23 September end on 3 October, a holiday: 8 October is the first day after.
        ("serving-documents", "2024-10-08"),
    ],
)
def test_a_request_that_came_in_runs_by_the_rule(kind: str, due: str) -> None:
    made = decide("assistance.receive", situation(), **{**REQUEST, "request_type": kind})
    clock = made.clock("reply")
    assert clock is not None
    assert str((clock.due + timedelta(hours=8) - timedelta(days=1)).date()) == due


def test_the_day_told_in_a_request_goes_before_the_rule() -> None:
    made = decide("assistance.receive", situation(), **REQUEST, wanted_by="2024-10-01")
    assert made.clock("reply").rule == "agreed.day"  # type: ignore[union-attr]
    sent = decide("assistance.send", situation(), **REQUEST)
    assert sent.clocks == ()


@pytest.mark.parametrize(
    "missing",
    ["requester", "nature", "matter", "relevance", "basis", "facts", "applicable_law", "questions"],
)
def test_an_incomplete_request_is_not_sent(missing: str) -> None:
    empty = [] if missing == "questions" else ""
    with pytest.raises(InputError) as error:
        decide("assistance.send", situation(), **{**REQUEST, missing: empty})
    assert error.value.fields["fields"] == missing
    with pytest.raises(InputError):
        decide("assistance.send", situation(), **{**REQUEST, "translated": False})


def test_sending_abroad_waits_for_the_province() -> None:
    act = load_act("assistance.send")
    assert act.condition is not None
    assert act.condition(situation(), None) == ""
    assert situation().rules.approval("assistance.send", NOW.date()).level.value == "province"


def settle(where: AnyRecord, outcome: str, **told: Any) -> AnyRecord:
    at = "2024-09-23T09:30:00"
    return decide("assistance.settle", situation(where), request_outcome=outcome, at=at, **told)


def test_a_request_is_refused_on_a_ground_and_granted_on_conditions_in_words() -> None:
    request = decide("assistance.receive", situation(), **REQUEST)
    with pytest.raises(InputError):
        settle(request, "refused-request")
    with pytest.raises(InputError):
        settle(request, "executed", ground="political-offence")
    with pytest.raises(InputError):
        settle(request, "conditional")
    refused = settle(request, "refused-request", ground="no-substantial-link")
    assert (refused.state, refused.clock("reply").state) == (  # type: ignore[union-attr]
        "refused-request",
        ClockState.MET,
    )
    with pytest.raises(StateError):
        settle(refused, "executed")


def test_a_request_that_waits_stops_its_clock_and_starts_it_anew() -> None:
    request = decide("assistance.receive", situation(), **REQUEST)
    waiting = settle(request, "more-information")
    assert waiting.clock("reply").state is ClockState.VOID  # type: ignore[union-attr]
    on = decide(
        "assistance.resume", situation(waiting), at="2024-09-23T09:40:00", source="合成补充"
    )
    clocks = [clock for clock in on.clocks if clock.state is ClockState.RUNNING]
    assert (on.state, len(on.clocks), len(clocks)) == ("open", 1, 1)
    with pytest.raises(StateError):
        decide("assistance.resume", situation(on), at=AT, source="合成")


def test_a_mirror_does_not_go_back_in_time() -> None:
    entry = decide(
        "channel.mirror",
        situation(),
        through="合成渠道",
        notice_type="red-notice",
        number="A-1",
        channel_status="已发布",
        told_on="2024-09-20",
    )
    later = decide(
        "channel.update", situation(entry), channel_status="已撤销", told_on="2024-09-21"
    )
    assert later.body.channel_status == "已撤销"
    with pytest.raises(InputError):
        decide("channel.update", situation(later), channel_status="x", told_on="2024-09-20")
    with pytest.raises(SchemaError):
        decide(
            "channel.mirror",
            situation(),
            through=" ",
            notice_type="red-notice",
            number="A-1",
            channel_status="已发布",
            told_on="2024-09-20",
        )
