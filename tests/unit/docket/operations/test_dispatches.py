"""A lead goes to each receiver by itself and comes back: issue, receipt, check, answer."""

from datetime import timedelta
from typing import Any

import pytest
from docket import NOW, OWN, situation

from zhanlian.docket.operations.dispatches import score_dispatches
from zhanlian.docket.registry import load_act
from zhanlian.errors import InputError, SchemaError, StateError
from zhanlian.model.docket.lead import InformationGrade, Lead, SourceGrade
from zhanlian.model.docket.plain import from_plain
from zhanlian.model.docket.record import AnyRecord, ClockState, Record

LATER = (NOW + timedelta(hours=3)).isoformat()


def lead(state: str = "open") -> AnyRecord:
    body = Lead("合成线索", "合成来源", SourceGrade.B, InformationGrade.PROBABLE)
    return Record("l1", "lead", None, OWN, state, "li", body)


def decide(act: str, where: Any, **request: Any) -> tuple[AnyRecord, ...]:
    found = load_act(act)
    return found.decide(where, from_plain(found.request, request))


def issue(*units: str, **told: Any) -> tuple[AnyRecord, ...]:
    return decide("lead.issue", situation(lead()), issued_to=list(units), **told)


def step(act: str, dispatch: AnyRecord, **request: Any) -> AnyRecord:
    where = situation(dispatch, now=NOW + timedelta(hours=4))
    return decide(act, where, **request)[0]


def answer(dispatch: AnyRecord, result: str, **told: Any) -> AnyRecord:
    received = step("dispatch.receive", dispatch, at=LATER)
    checked = step("dispatch.check", received, at=LATER, result=result)
    return step("dispatch.answer", checked, at=LATER, feedback="合成", **told)


def test_a_batch_gives_each_unit_its_own_loop_with_clocks() -> None:
    first, second = issue("甲支队", "乙支队", "甲支队")
    assert [one.body.issued_to for one in (first, second)] == ["甲支队", "乙支队"]
    due = {clock.name: clock.due - NOW for clock in first.clocks}
    assert due["lead.receipt"] == timedelta(hours=24)
    # Fifteen days on, to the end of the day in Beijing; 8 October is worked.
    assert first.clock("answer") is not None
    assert str(first.clock("answer").due) == "2024-10-08 16:00:00+00:00"  # type: ignore[union-attr]


def test_a_unit_is_not_issued_the_same_lead_twice() -> None:
    (given,) = issue("甲支队")
    where = situation(lead(), {"dispatch": (given,)})
    with pytest.raises(StateError):
        decide("lead.issue", where, issued_to=["甲支队"])
    recalled = step("dispatch.recall", given, reason="合成")
    again = situation(lead(), {"dispatch": (recalled,)})
    assert len(decide("lead.issue", again, issued_to=["甲支队"])) == 1
    with pytest.raises(InputError):
        issue(" ")


def test_the_loop_is_closed_in_its_order_alone() -> None:
    (given,) = issue("甲支队")
    for act, request in (
        ("dispatch.check", {"at": LATER, "result": "lead-confirmed"}),
        ("dispatch.answer", {"at": LATER, "feedback": "合成"}),
    ):
        with pytest.raises(StateError):
            step(act, given, **request)
    done = answer(given, "lead-confirmed", arrested=2)
    assert done.state == "answered"
    assert {clock.state for clock in done.clocks} == {ClockState.MET}
    for act in ("dispatch.receive", "dispatch.answer", "dispatch.recall"):
        request = {"reason": "合成"} if act.endswith("recall") else {"at": LATER}
        if act.endswith("answer"):
            request["feedback"] = "合成"
        with pytest.raises(StateError):
            step(act, done, **request)


def test_a_receipt_is_neither_before_the_issue_nor_in_the_future() -> None:
    (given,) = issue("甲支队")
    for shift in (-1, 5):
        with pytest.raises(InputError):
            step("dispatch.receive", given, at=(NOW + timedelta(hours=shift)).isoformat())


def test_arrests_are_told_or_not_but_never_below_nought() -> None:
    (given,) = issue("甲支队")
    assert answer(given, "lead-refuted").body.arrested is None
    with pytest.raises(SchemaError):
        answer(given, "lead-refuted", arrested=-1)


def test_the_score_counts_receivers_apart_and_leaves_out_what_was_recalled() -> None:
    first, second, third = issue("甲支队", "乙支队", "丙支队")
    scores = score_dispatches(
        [
            answer(first, "lead-confirmed", arrested=2),
            answer(first, "lead-refuted"),
            second,
            step("dispatch.recall", third, reason="合成"),
        ]
    )
    told = [(one.receiver, one.issued, one.answered, one.confirmed, one.arrested) for one in scores]
    assert told == [("乙支队", 1, 0, 0, None), ("甲支队", 2, 2, 1, 2)]


def test_source_and_information_are_graded_apart() -> None:
    (graded,) = decide(
        "lead.grade", situation(lead()), source_grade="F", information_grade="1", reason="合成"
    )
    assert (graded.body.source_grade.value, graded.body.information_grade.value) == ("F", "1")
    with pytest.raises(StateError):
        decide(
            "lead.grade",
            situation(lead("closed")),
            source_grade="F",
            information_grade="1",
            reason="合成",
        )
