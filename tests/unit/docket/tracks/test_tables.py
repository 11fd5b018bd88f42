"""Every transition that a table allows passes, and every other one is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from docket import situation

from zhanlian.docket.act import Situation
from zhanlian.docket.tracks.course import follow
from zhanlian.docket.tracks.table import EVERY, Step, Track, load_track
from zhanlian.errors import StateError
from zhanlian.model.docket.track import TrackEvent
from zhanlian.words import LANGUAGES, has_key, say

_TRACKS = ("case", "person")
_START = datetime(2024, 3, 4, 2, 0, tzinfo=UTC)
_NOW = datetime(2024, 12, 2, 2, 0, tzinfo=UTC)
_DAY = date(2024, 6, 3)
_SUSPECT = frozenset(("suspect",))
_LENGTHENINGS = {
    ("case", "refused"): "filing.longer",
    ("case", "transferred"): "prosecution.review-complex",
    ("case", "trial"): "trial.first-latest",
    ("case", "appealed"): "trial.second-listed-cases",
    ("person", "summoned"): "summons.complex",
    ("person", "detained"): "detention.request-special",
    ("person", "arrested"): "custody.complex",
    ("person", "transferred"): "custody.review-complex",
}


def _event(number: int, name: str, at: datetime, extends: str = "") -> TrackEvent:
    return TrackEvent(
        number,
        name,
        at,
        "合成文书",
        authority="合成机关",
        paper="合成字1号",
        place="合成地",
        unit="合成单位",
        ground="合成理由",
        extends=extends,
    )


def _now() -> Situation:
    return situation(now=_NOW)


def _extension(track: Track, stage: str, name: str) -> str:
    return _LENGTHENINGS.get((track.name, stage), "x") if name.endswith(".lengthen") else ""


@cache
def _routes(name: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the shortest way of events to every stage and measure that can be reached."""
    track = load_track(name)
    first = (track.stages[0], track.measures[0])
    routes: dict[tuple[str, str], tuple[str, ...]] = {first: ()}
    open_ends = [first]
    while open_ends:
        stage, measure = open_ends.pop(0)
        for event in track.list_next(stage, measure, _DAY):
            step = track.find_step(event, stage, measure, _DAY)
            assert step is not None
            reached = (step.to or stage, step.measure or measure)
            if reached not in routes:
                routes[reached] = (*routes[(stage, measure)], event)
                open_ends.append(reached)
    return routes


def _play(track: Track, names: tuple[str, ...]) -> list[TrackEvent]:
    """Return a route as events an hour apart, or eleven days where a term must be over first."""
    at, events = _START, []
    for number, name in enumerate(names, start=1):
        at += timedelta(days=11) if name.endswith("become-final") else timedelta(hours=1)
        events.append(_event(number, name, at))
    return events


def _cases() -> list[tuple[str, str, str]]:
    return [(name, *place) for name in _TRACKS for place in sorted(_routes(name))]


@pytest.mark.parametrize("name", _TRACKS)
def test_every_stage_and_every_entry_of_the_table_can_be_reached(name: str) -> None:
    track, reached = load_track(name), _routes(name)
    assert {stage for stage, _ in reached} == set(track.stages)
    for step in track.steps:
        assert any(step.fits(*place) for place in reached), step.event


@pytest.mark.parametrize(("name", "stage", "measure"), _cases())
def test_from_every_stage_the_allowed_events_pass_and_all_others_are_refused(
    name: str, stage: str, measure: str
) -> None:
    track = load_track(name)
    before = _play(track, _routes(name)[(stage, measure)])
    at = before[-1].at if before else _START
    assert follow(_now(), track, before, _SUSPECT).stage == stage
    for event in track.events:
        step = track.find_step(event, stage, measure, _DAY)
        later = at + (timedelta(days=11) if step and step.after else timedelta(hours=1))
        extends = _extension(track, stage, event)
        events = [*before, _event(len(before) + 1, event, later, extends)]
        if step is None:
            with pytest.raises(StateError) as refused:
                follow(_now(), track, events, _SUSPECT)
            assert refused.value.key == "error.track-order"
        elif extends and not _lengthens(track, before, extends):
            with pytest.raises(StateError, match="track-extends"):
                follow(_now(), track, events, _SUSPECT)
        else:
            course = follow(_now(), track, events, _SUSPECT)
            assert (course.stage, course.measure) == (step.to or stage, step.measure or measure)


def _lengthens(track: Track, before: list[TrackEvent], extends: str) -> bool:
    """Return whether a clock that the extension belongs to runs after the events."""
    bases = _now().rules.clock(extends, _DAY).extends
    clocks = follow(_now(), track, before, _SUSPECT).clocks
    return any(clock.name in bases and clock.state.value == "running" for clock in clocks)


@pytest.mark.parametrize("name", _TRACKS)
def test_every_clock_of_a_table_is_one_of_the_rules(name: str) -> None:
    track, rules = load_track(name), _now().rules
    for step in track.steps:
        started = {start.rule for start in step.starts}
        named = {*step.meets, *step.voids, *step.within, step.after, step.most} - {"", EVERY}
        for clock in started | named:
            assert rules.clock(clock, _DAY).id == clock
        assert all(not rules.clock(clock, _DAY).is_extension for clock in started)


@pytest.mark.parametrize("name", _TRACKS)
def test_every_clock_that_is_started_can_end(name: str) -> None:
    track = load_track(name)
    started = {start.rule for step in track.steps for start in step.starts}
    ended = {clock for step in track.steps for clock in (*step.meets, *step.voids)}
    # A release or a closing voids all; nothing else ends the terms of bail and surveillance.
    assert EVERY in ended
    assert started - ended <= {"bail.term", "residence.term"}


@pytest.mark.parametrize("name", _TRACKS)
def test_every_event_and_stage_has_words_in_both_languages(name: str) -> None:
    track = load_track(name)
    kind = {"case": "case", "person": "standing"}[name]
    keys = [f"choice.{event}" for event in track.events]
    keys += [f"state.{kind}.{stage}" for stage in track.stages]
    keys += [f"choice.{measure}" for measure in track.measures if measure]
    keys += [f"act.{event}" for event in track.events if track.is_told_alone(event)]
    for key in keys:
        assert has_key(key), key
        assert all(say(key, language) for language in LANGUAGES)


def test_coercive_events_need_approval_and_a_release_waits_for_nobody() -> None:
    track = load_track("person")
    coercive = ("compel", "detain", "request-arrest", "arrest", "bail", "reside", "lengthen")
    assert all(track.asks_approval(f"person.{name}") for name in coercive)
    assert not track.asks_approval("person.release")


def test_an_entry_of_a_later_law_decides_from_its_first_day() -> None:
    old = Step("x.go", ("a",), "law", load_track("case").steps[0].status, date(2000, 1, 1), to="b")
    old = replace(old, valid_to=date(2020, 12, 31))
    new = replace(old, valid_from=date(2021, 1, 1), valid_to=None, to="c")
    track = Track("x", ("a", "b", "c"), ("",), (old, new))
    assert track.find_step("x.go", "a", "", date(2020, 12, 31)) is old
    assert track.find_step("x.go", "a", "", date(2021, 1, 1)) is new
    assert track.find_step("x.go", "a", "", date(1999, 1, 1)) is old
    assert track.find_step("x.go", "b", "", date(2021, 1, 1)) is None


@pytest.mark.parametrize("name", _TRACKS)
def test_the_help_of_an_act_names_the_options_that_its_event_needs(name: str) -> None:
    track = load_track(name)
    for step in track.steps:
        if not track.is_told_alone(step.event) or step.event.endswith(".lengthen"):
            continue  # the request of a lengthening has them as required options
        for language in LANGUAGES:
            told = say(f"act.{step.event}", language)
            assert all(f"--{field}" in told for field in step.needs), step.event
