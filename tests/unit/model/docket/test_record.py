"""A record is one version: changing it gives the next, and what hangs on it is found by name."""

from datetime import UTC, datetime, timedelta

import pytest
from docket import OWN

from zhanlian.errors import SchemaError
from zhanlian.model.docket.record import (
    LONGEST_MARK,
    AnyRecord,
    Approval,
    ClockState,
    Mark,
    Record,
    RunningClock,
)
from zhanlian.model.docket.rule import Level

NOW = datetime(2024, 9, 23, 2, 0, tzinfo=UTC)
MARKS = (Mark("member", "li"), Mark("member", "zhao"), Mark("case-name", "合成案", unique=True))


def clock(name: str = "term", state: ClockState = ClockState.RUNNING) -> RunningClock:
    return RunningClock(name, "freeze.deposit", "p", NOW, NOW + timedelta(days=3), NOW, state)


def record() -> AnyRecord:
    given = (Approval("zhao", Level.COUNTY, NOW),)
    return Record(
        "r1", "case", "r1", OWN, "open", "li", {"told": 1}, 4, MARKS, (clock(),), given, NOW, "li"
    )


def test_the_next_version_keeps_what_is_not_given_and_loses_approvals_and_maker() -> None:
    changed = record().change(state="closed")
    assert (changed.version, changed.state, changed.body) == (5, "closed", {"told": 1})
    assert (changed.marks, changed.clocks) == (MARKS, (clock(),))
    assert (changed.approvals, changed.at, changed.by) == ((), None, "")


def test_empty_marks_and_clocks_replace_what_was() -> None:
    changed = record().change(marks=[], clocks=())
    assert (changed.marks, changed.clocks) == ((), ())


def test_marks_are_found_and_left_out_by_name_and_value() -> None:
    one = record()
    assert one.values("member") == ("li", "zhao")
    assert one.values("reader") == ()
    assert one.marks_without("member") == MARKS[2:]
    assert one.marks_without("member", "li") == MARKS[1:]


@pytest.mark.parametrize(
    ("name", "value"), [("", "x"), ("member", ""), ("member", "x" * (LONGEST_MARK + 1))]
)
def test_a_mark_that_cannot_be_found_is_refused(name: str, value: str) -> None:
    with pytest.raises(SchemaError):
        Mark(name, value)
    assert Mark("member", "x" * LONGEST_MARK).value


def test_a_clock_has_run_out_at_its_due_time_and_only_while_it_runs() -> None:
    running = clock()
    assert not running.has_run_out(running.due - timedelta(microseconds=1))
    assert running.has_run_out(running.due)
    for state in (ClockState.MET, ClockState.VOID):
        assert not clock(state=state).has_run_out(running.due + timedelta(days=1))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_clock_without_a_zone_is_refused(place: int) -> None:
    moments = [NOW, NOW, NOW]
    moments[place] = moments[place].replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        RunningClock("term", "freeze.deposit", "p", moments[0], moments[1], moments[2])


def test_only_the_running_clock_of_a_name_is_stopped() -> None:
    clocks = (clock(), clock("notice"), clock("term", ClockState.MET))
    stopped = record().change(clocks=clocks).stop_clock("term", ClockState.VOID)
    assert [one.state.value for one in stopped] == ["void", "running", "met"]
    assert record().clock("notice") is None
