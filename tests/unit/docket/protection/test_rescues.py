"""Requests for rescue: the clock follows the urgency, and nothing follows the end."""

from datetime import timedelta
from typing import Any

import pytest
from docket import NOW, situation

from zhanlian.docket.act import Situation
from zhanlian.docket.registry import load_act
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.plain import from_plain
from zhanlian.model.docket.record import AnyRecord

TOLD = {
    "urgency": "danger-to-life",
    "reported_at": NOW.isoformat(),
    "source": "合成接警单",
    "name": "合成求助人",
}
TRACE = {"seen_at": NOW.isoformat(), "channel": "合成电话", "source": "合成记录", "told": "合成"}
HAND_OFF = {"consulate": "合成使馆", "paper": "合成函1号"}
END = {"ended_as": "rescued", "end_source": "合成回函"}


def decide(act: str, at: Situation, **told: Any) -> AnyRecord:
    wanted = load_act(act)
    (made,) = wanted.decide(at, from_plain(wanted.request, told))
    return made


def take(**told: Any) -> AnyRecord:
    return decide("rescue.take", situation(), **{**TOLD, **told})


def due(record: AnyRecord) -> timedelta:
    clock = record.clock("act-by")
    assert clock is not None
    return clock.due - clock.started


def test_the_more_urgent_a_request_the_sooner_it_is_due() -> None:
    spans = [due(take(urgency=one)) for one in ("danger-to-life", "violence-told", "person-held")]
    assert spans == sorted(spans)
    assert len(set(spans)) == 3


def test_the_clock_runs_from_the_report_and_not_from_the_entry() -> None:
    early = NOW - timedelta(hours=5)
    clock = take(reported_at=early.isoformat()).clock("act-by")
    assert clock is not None
    assert clock.started == early


@pytest.mark.parametrize(
    "told",
    [
        {"name": " "},
        {"source": ""},
        {"reported_at": (NOW + timedelta(minutes=2)).isoformat()},
    ],
)
def test_a_request_without_name_or_source_or_from_the_future_is_refused(
    told: dict[str, str],
) -> None:
    with pytest.raises(InputError):
        take(**told)


def test_a_new_urgency_starts_the_clock_anew_and_another_trace_does_not() -> None:
    later = NOW + timedelta(hours=2)
    taken = take(urgency="person-held")
    same = decide("rescue.trace", situation(taken, now=later), **TRACE)
    assert (same.state, same.clocks, len(same.body.traces)) == ("traced", taken.clocks, 1)
    worse = decide("rescue.trace", situation(same, now=later), **TRACE, urgency="danger-to-life")
    (clock,) = worse.clocks
    assert (clock.started, worse.body.urgency.value) == (later, "danger-to-life")
    assert due(worse) == due(take())


def test_a_trace_after_the_hand_off_leaves_it_handed_off() -> None:
    handed = decide("rescue.handoff", situation(take()), **HAND_OFF)
    assert (handed.state, handed.clocks[0].state.value) == ("handed-off", "met")
    assert decide("rescue.trace", situation(handed), **TRACE).state == "handed-off"
    with pytest.raises(StateError):
        decide("rescue.handoff", situation(handed), **HAND_OFF)


@pytest.mark.parametrize(
    ("act", "told"),
    [("rescue.trace", TRACE), ("rescue.handoff", HAND_OFF), ("rescue.end", END)],
)
def test_nothing_follows_the_end(act: str, told: dict[str, str]) -> None:
    ended = decide("rescue.end", situation(take()), **END)
    assert (ended.state, ended.clocks[0].state.value) == ("ended", "met")
    with pytest.raises(StateError):
        decide(act, situation(ended), **told)


@pytest.mark.parametrize("field", ["consulate", "paper"])
def test_a_hand_off_names_who_took_it_and_by_which_paper(field: str) -> None:
    with pytest.raises(InputError):
        decide("rescue.handoff", situation(take()), **{**HAND_OFF, field: " "})
    assert load_act("rescue.handoff").condition is not None
