"""The loop of a task: issued, received, done or declined, checked by somebody else."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from zhanlian.docket.accounts import ACTOR, OPEN, USER
from zhanlian.docket.act import ANY, Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.cases.opening import CASE, CASE_ID
from zhanlian.docket.stated import demand_text
from zhanlian.errors import DeniedError, InputError, NotFoundError
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.record import MEMBER, READER, AnyRecord, ClockState, Mark, RunningClock
from zhanlian.model.docket.task import Task

TASK: Final = "task"
ISSUED: Final = "issued"
RECEIVED: Final = "received"
DONE: Final = "done"
DECLINED: Final = "declined"
CHECKED: Final = "checked"
RECALLED: Final = "recalled"
ASSIGNEE: Final = "assignee"  # mark: name of the account
ABOUT: Final = "about"  # mark: id of the record that it is about
DUE: Final = "task"  # clock, and the id of its rule: the day is the issuer's own
_WARN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class IssueTask:
    """A task about the record, which may be a case."""

    title: str
    assignee: str
    task_due: datetime
    text: str = identifier(Identifier.FREE_TEXT, "")


@dataclass(frozen=True, slots=True)
class GiveTask:
    """A task of the party, about no record."""

    title: str
    assignee: str
    task_due: datetime
    text: str = identifier(Identifier.FREE_TEXT, "")


@dataclass(frozen=True, slots=True)
class ReceiveTask:
    """The assignee has received it."""


@dataclass(frozen=True, slots=True)
class FinishTask:
    """The assignee has done it."""

    feedback: str = identifier(Identifier.FREE_TEXT)
    feedback_source: str = ""


@dataclass(frozen=True, slots=True)
class DeclineTask:
    """The assignee does not do it."""

    reason: str


@dataclass(frozen=True, slots=True)
class CheckTask:
    """Somebody else finds it done, or rightly declined."""

    remark: str = identifier(Identifier.FREE_TEXT, "")


@dataclass(frozen=True, slots=True)
class ReturnTask:
    """Somebody else sends it back: it is still to be done."""

    reason: str
    task_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecallTask:
    """Whoever issued it takes it back."""

    reason: str


def _issue(situation: Situation, asked: IssueTask) -> tuple[AnyRecord, ...]:
    about = situation.on
    task = Task(
        title=asked.title,
        assignee=asked.assignee,
        task_due=asked.task_due,
        text=asked.text,
        about=about.id,
        about_kind=about.kind,
    )
    made = _begin(situation, task)
    _demand_member(situation, about, asked.assignee)
    # What only some may see of the record, only they may see of the task.
    readers = tuple(Mark(READER, name) for name in about.values(READER))
    if readers and asked.assignee not in about.values(READER):
        raise NotFoundError("error.user-unknown", name=asked.assignee)
    return (replace(made, marks=(*made.marks, Mark(ABOUT, about.id), *readers)),)


def _give(situation: Situation, asked: GiveTask) -> tuple[AnyRecord, ...]:
    return (_begin(situation, Task(asked.title, asked.assignee, asked.task_due, asked.text)),)


def _begin(situation: Situation, task: Task) -> AnyRecord:
    demand_text(title=task.title, assignee=task.assignee)
    _demand_colleague(situation, task.assignee)
    clock = _run(situation, task.task_due)
    made = situation.begin(TASK, ISSUED, task)
    return replace(made, marks=(Mark(ASSIGNEE, task.assignee),), clocks=(clock,))


def _run(situation: Situation, due: datetime) -> RunningClock:
    if due <= situation.now:
        raise InputError("error.task-due", due=due)
    warn = max(situation.now, due - _WARN)
    return RunningClock(DUE, DUE, situation.rules.version, situation.now, due, warn)


def _demand_colleague(situation: Situation, name: str) -> None:
    for user in situation.answers("assignee"):
        if user.state == OPEN and user.body.party == situation.actor.party:
            return
    raise NotFoundError("error.user-unknown", name=name)


def _demand_member(situation: Situation, about: AnyRecord, name: str) -> None:
    """Return when the assignee works on the case: a task that he does not see is lost."""
    if about.case is None:
        return
    for case in situation.answers("case"):
        if case.id == about.case and name in case.values(MEMBER):
            return
    raise NotFoundError("error.task-member", name=name)


def _receive(situation: Situation, _asked: ReceiveTask) -> tuple[AnyRecord, ...]:
    situation.demand_state(ISSUED)
    _demand_assignee(situation)
    body = replace(situation.on.body, receipt_at=situation.now)
    return (situation.on.change(state=RECEIVED, body=body),)


def _finish(situation: Situation, asked: FinishTask) -> tuple[AnyRecord, ...]:
    situation.demand_state(RECEIVED)
    _demand_assignee(situation)
    demand_text(feedback=asked.feedback)
    return (_answer(situation, DONE, asked.feedback, asked.feedback_source),)


def _decline(situation: Situation, asked: DeclineTask) -> tuple[AnyRecord, ...]:
    situation.demand_state(ISSUED, RECEIVED)
    _demand_assignee(situation)
    demand_text(reason=asked.reason)
    return (_answer(situation, DECLINED, asked.reason, ""),)


def _answer(situation: Situation, state: str, feedback: str, source: str) -> AnyRecord:
    task = situation.on
    body = replace(
        task.body, feedback=feedback, feedback_source=source, done_by=situation.actor.name
    )
    clocks = task.stop_clock(DUE, ClockState.MET)
    return task.change(state=state, body=body, clocks=clocks)


def _demand_assignee(situation: Situation) -> None:
    if situation.actor.name != situation.on.body.assignee:
        raise DeniedError("error.task-assignee")


def _check(situation: Situation, asked: CheckTask) -> tuple[AnyRecord, ...]:
    _demand_other(situation)
    body = replace(situation.on.body, remark=asked.remark)
    return (situation.on.change(state=CHECKED, body=body),)


def _return(situation: Situation, asked: ReturnTask) -> tuple[AnyRecord, ...]:
    _demand_other(situation)
    demand_text(reason=asked.reason)
    task = situation.on
    due = asked.task_due or task.body.task_due
    body = replace(
        task.body,
        task_due=due,
        remark=asked.reason,
        returned=task.body.returned + 1,
        receipt_at=None,
    )
    return (task.change(state=ISSUED, body=body, clocks=(_run(situation, due),)),)


def _demand_other(situation: Situation) -> None:
    situation.demand_state(DONE, DECLINED)
    if situation.actor.name in (situation.on.body.done_by, situation.on.body.assignee):
        raise DeniedError("error.task-own")


def _recall(situation: Situation, asked: RecallTask) -> tuple[AnyRecord, ...]:
    situation.demand_state(ISSUED, RECEIVED)
    demand_text(reason=asked.reason)
    if situation.actor.name != situation.on.author:
        raise DeniedError("error.task-author")
    task = situation.on
    body = replace(task.body, remark=asked.reason)
    clocks = task.stop_clock(DUE, ClockState.VOID)
    return (task.change(state=RECALLED, body=body, clocks=clocks),)


def _ask_assignee(asked: IssueTask | GiveTask, target: AnyRecord | None) -> tuple[Ask, ...]:
    name = asked.assignee.strip()
    asks = [Ask("assignee", USER, (ACTOR, name), everywhere=True)] if name else []
    if target is not None and target.case is not None:
        asks.append(Ask("case", CASE, (CASE_ID, target.case)))
    return tuple(asks)


_STATES: Final = (ISSUED, RECEIVED, DONE, DECLINED, CHECKED, RECALLED)
KINDS: Final = (Kind(TASK, Task, _STATES, "task"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("task.issue", ("task", "issue"), IssueTask, _issue, ANY, adds=True, asks=_ask_assignee),
    Act("task.give", ("task", "give"), GiveTask, _give, asks=_ask_assignee),
    Act("task.receive", ("task", "receive"), ReceiveTask, _receive, TASK),
    Act("task.finish", ("task", "finish"), FinishTask, _finish, TASK),
    Act("task.decline", ("task", "decline"), DeclineTask, _decline, TASK),
    Act("task.check", ("task", "check"), CheckTask, _check, TASK),
    Act("task.return", ("task", "return"), ReturnTask, _return, TASK),
    Act("task.recall", ("task", "recall"), RecallTask, _recall, TASK),
)
