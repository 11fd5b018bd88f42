"""A task runs from order to check, and nobody checks his own."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docket import NOW, OWN, OpenDocket, do, open_docket, situation
from listed import find_kind

from zhanlian.docket.accounts import USER, User
from zhanlian.docket.registry import load_act
from zhanlian.docket.tasks.loop import (
    CHECKED,
    DECLINED,
    DONE,
    ISSUED,
    RECALLED,
    RECEIVED,
    IssueTask,
)
from zhanlian.errors import DeniedError, InputError, NotFoundError, StateError
from zhanlian.model.docket.actor import Role
from zhanlian.model.docket.record import READER, AnyRecord, ClockState, Mark, Record

DUE = "2024-09-30T18:00:00"


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def give(opened: OpenDocket, **more: Any) -> AnyRecord:
    told = {"title": "合成任务", "assignee": "sun", "task_due": DUE, **more}
    return do(opened, "li", "task.give", **told).records[0]


def finish(opened: OpenDocket, task: AnyRecord) -> AnyRecord:
    do(opened, "sun", "task.receive", task.id)
    return do(opened, "sun", "task.finish", task.id, feedback="合成结果").records[0]


def test_a_task_goes_from_order_through_receipt_and_feedback_to_check(opened: OpenDocket) -> None:
    task = give(opened)
    assert task.state == ISSUED
    received = do(opened, "sun", "task.receive", task.id).records[0]
    assert (received.state, received.body.receipt_at) == (RECEIVED, opened.now)
    done = do(opened, "sun", "task.finish", task.id, feedback="合成结果").records[0]
    assert (done.state, done.body.done_by) == (DONE, "sun")
    assert [clock.state for clock in done.clocks] == [ClockState.MET]
    assert do(opened, "li", "task.check", task.id).records[0].state == CHECKED


@pytest.mark.parametrize("act", ["task.receive", "task.finish", "task.decline"])
def test_only_the_assignee_receives_and_answers(opened: OpenDocket, act: str) -> None:
    task = give(opened)
    if act == "task.finish":
        do(opened, "sun", "task.receive", task.id)
    told = {"task.finish": {"feedback": "合成"}, "task.decline": {"reason": "合成"}}.get(act, {})
    with pytest.raises(DeniedError, match="task-assignee"):
        do(opened, "zhou", act, task.id, **told)


def test_nobody_checks_what_he_did_himself(opened: OpenDocket) -> None:
    task = give(opened, assignee="li")
    do(opened, "li", "task.receive", task.id)
    do(opened, "li", "task.finish", task.id, feedback="合成")
    for act, told in (("task.check", {}), ("task.return", {"reason": "合成"})):
        with pytest.raises(DeniedError, match="task-own"):
            do(opened, "li", act, task.id, **told)
    assert do(opened, "zhao", "task.check", task.id).records[0].state == CHECKED


def test_a_task_is_not_finished_before_it_is_received(opened: OpenDocket) -> None:
    task = give(opened)
    with pytest.raises(StateError):
        do(opened, "sun", "task.finish", task.id, feedback="合成")
    with pytest.raises(StateError):
        do(opened, "li", "task.check", task.id)


def test_a_task_that_is_sent_back_is_to_be_done_again(opened: OpenDocket) -> None:
    task = give(opened)
    finish(opened, task)
    told = {"reason": "合成：不全", "task_due": "2024-10-08T18:00:00"}
    back = do(opened, "li", "task.return", task.id, **told).records[0]
    assert (back.state, back.body.returned, back.body.receipt_at) == (ISSUED, 1, None)
    assert [clock.state for clock in back.clocks] == [ClockState.RUNNING]
    assert back.clocks[0].due == back.body.task_due
    finish(opened, back)
    assert do(opened, "li", "task.check", task.id).records[0].state == CHECKED


def test_a_declined_task_is_checked_too(opened: OpenDocket) -> None:
    task = give(opened)
    declined = do(opened, "sun", "task.decline", task.id, reason="合成：无权限").records[0]
    assert (declined.state, declined.body.feedback) == (DECLINED, "合成：无权限")
    assert do(opened, "li", "task.check", task.id).records[0].state == CHECKED


def test_only_who_gave_a_task_takes_it_back(opened: OpenDocket) -> None:
    task = give(opened)
    with pytest.raises(DeniedError, match="task-author"):
        do(opened, "zhao", "task.recall", task.id, reason="合成")
    recalled = do(opened, "li", "task.recall", task.id, reason="合成").records[0]
    assert recalled.state == RECALLED
    assert [clock.state for clock in recalled.clocks] == [ClockState.VOID]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"assignee": "nobody"}, NotFoundError),
        ({"assignee": "mm-sun"}, NotFoundError),
        ({"title": " "}, InputError),
        ({"task_due": "2024-09-23T10:00:00"}, InputError),
    ],
)
def test_a_task_needs_a_colleague_a_title_and_a_day_ahead(
    opened: OpenDocket, more: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        give(opened, **more)


def test_a_task_in_a_case_goes_to_its_members_only(opened: OpenDocket) -> None:
    case = do(opened, "li", "case.open", name="合成案", member=["zhou"]).records[0]
    told = {"title": "合成任务", "task_due": DUE}
    with pytest.raises(NotFoundError, match="task-member"):
        do(opened, "li", "task.issue", case.id, assignee="sun", **told)
    task = do(opened, "li", "task.issue", "合成案", assignee="zhou", **told).records[0]
    assert (task.case, task.body.about, task.body.about_kind) == (case.id, case.id, "case")
    assert [one.id for one in find_kind(opened, "task", "zhou")] == [task.id]
    assert find_kind(opened, "task", "sun") == []
    with pytest.raises(NotFoundError):
        do(opened, "sun", "task.receive", task.id)


def test_a_task_about_a_record_carries_its_id(opened: OpenDocket) -> None:
    task = give(opened)
    about = do(opened, "li", "task.issue", task.id, title="合成", assignee="sun", task_due=DUE)
    assert about.records[0].body.about_kind == "task"
    assert about.records[0].values("about") == (task.id,)


def test_a_task_about_what_only_some_may_see_is_seen_by_them_only() -> None:
    secret = Record(
        "r1", "screening", None, OWN, "open", "li", object(), marks=(Mark(READER, "li"),)
    )
    users = {
        name: Record(name, USER, None, OWN, "open", "root1", User(name, OWN, (Role.ANALYST,)))
        for name in ("li", "sun")
    }
    due = NOW + timedelta(days=3)

    def issue(name: str) -> AnyRecord:
        decided = load_act("task.issue").decide(
            situation(secret, {"assignee": (users[name],)}), IssueTask("合成任务", name, due)
        )
        return decided[0]

    assert issue("li").values(READER) == ("li",)
    with pytest.raises(NotFoundError):
        issue("sun")
