from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhanlian.docket.orders.standing import (
    ACTIVE,
    LAPSED,
    QUEUED,
    RELEASED,
    WITHDRAWN,
    find_standings,
    standing_of,
)
from zhanlian.model.docket.order import Freeze, PropertyClass
from zhanlian.model.docket.record import Record, RunningClock

_START = datetime(2024, 1, 1, tzinfo=UTC)
_TERM = timedelta(days=180)
_BODY = Freeze(
    unit="合成支队",
    officer=("合成甲", "合成乙"),
    property_class=PropertyClass.DEPOSIT,
    bank="合成银行",
    holder="甲某某",
    account="6200000000000001",
)


def _end(_freeze: Record[Freeze], start: datetime) -> datetime:
    return start + _TERM


def _freeze(number: int, state: str, day: int, *, ended: int = 0) -> Record[Freeze]:
    at = _START + timedelta(days=day)
    body = replace(_BODY, executed_at=at)
    clocks: tuple[RunningClock, ...] = ()
    if state in (ACTIVE, RELEASED):
        body = replace(body, effective_at=at)
        clocks = (RunningClock("term", "freeze.deposit", "", at, at + _TERM, at),)
    if state == RELEASED:
        body = replace(body, ended_at=at + timedelta(days=ended))
        clocks = ()
    return Record(f"f{number}", "freeze", "c", "p", state, "li", body, clocks=clocks)


def _day(day: int) -> datetime:
    return _START + timedelta(days=day)


def test_the_queue_is_in_the_order_of_entry() -> None:
    held, second, third = _freeze(1, ACTIVE, 0), _freeze(3, QUEUED, 5), _freeze(2, QUEUED, 9)
    found = find_standings((third, held, second), _day(10), _end)
    assert [found[one].position for one in ("f1", "f3", "f2")] == [0, 1, 2]


def test_a_released_freeze_lets_the_next_hold_from_that_moment() -> None:
    first, second = _freeze(1, RELEASED, 0, ended=30), _freeze(2, QUEUED, 5)
    found = standing_of(second, (first,), _day(40), _end)
    assert (found.state, found.since, found.until) == (ACTIVE, _day(30), _day(210))


def test_lapses_pass_the_account_down_the_queue() -> None:
    freezes = (_freeze(1, ACTIVE, 0), _freeze(2, QUEUED, 1), _freeze(3, QUEUED, 2))
    states = [find_standings(freezes, _day(day), _end) for day in (179, 180, 359, 360, 540)]
    assert [found["f1"].state for found in states] == [ACTIVE, LAPSED, LAPSED, LAPSED, LAPSED]
    assert [found["f2"].state for found in states] == [QUEUED, ACTIVE, ACTIVE, LAPSED, LAPSED]
    assert [found["f3"].state for found in states] == [QUEUED, QUEUED, QUEUED, ACTIVE, LAPSED]


def test_nobody_moves_up_behind_a_freeze_that_the_docket_does_not_know() -> None:
    waiting = _freeze(1, QUEUED, 0)
    outside = replace(waiting, body=replace(waiting.body, outside=True))
    found = find_standings((outside, _freeze(2, QUEUED, 1)), _day(400), _end)
    assert [(one.state, one.position) for one in found.values()] == [(QUEUED, 1), (QUEUED, 2)]


_STATES = st.sampled_from((QUEUED, QUEUED, QUEUED, RELEASED, WITHDRAWN))


@given(
    st.lists(st.tuples(_STATES, st.integers(1, 600), st.booleans()), max_size=8),
    st.one_of(st.none(), st.integers(0, 300)),
    st.integers(0, 3_000),
    st.randoms(),
)
def test_at_most_one_holds_and_the_others_places_are_a_permutation(
    others: list[tuple[str, int, bool]], held: int | None, day: int, mixed: object
) -> None:
    freezes = [] if held is None else [_freeze(0, ACTIVE, held)]
    for number, (state, at, outside) in enumerate(others, start=1):
        made = _freeze(number, state, at, ended=10)
        freezes.append(replace(made, body=replace(made.body, outside=outside)))
    found = find_standings(tuple(freezes), _day(day), _end)
    assert sum(one.state == ACTIVE for one in found.values()) <= 1
    places = sorted(one.position for one in found.values() if one.state == QUEUED)
    assert places == list(range(1, len(places) + 1))
    assert not any(one.position for one in found.values() if one.state != QUEUED)
    mixed.shuffle(freezes)  # type: ignore[attr-defined]
    assert find_standings(tuple(freezes), _day(day), _end) == found


@given(st.integers(0, 5), st.integers(0, 2_000), st.integers(0, 200))
def test_whoever_held_once_never_waits_again(queue: int, day: int, later: int) -> None:
    freezes = (_freeze(0, ACTIVE, 0), *(_freeze(n, QUEUED, n) for n in range(1, queue + 1)))
    now, then = (find_standings(freezes, _day(one), _end) for one in (day, day + later))
    for name, standing in now.items():
        if standing.state != QUEUED:
            assert then[name].state != QUEUED
            assert then[name].since == standing.since
