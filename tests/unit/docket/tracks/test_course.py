"""Clocks and stages follow from events: by date, corrected, lengthened, begun anew."""

from datetime import UTC, datetime, timedelta

import pytest
from docket import situation
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.docket.tracks.course import Course, follow
from zhanlian.docket.tracks.table import load_track
from zhanlian.docket.tracks.telling import Correct, TellEvent, add_event, correct_event
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.record import ClockState
from zhanlian.model.docket.track import TrackEvent
from zhanlian.model.zone import SHANGHAI

_CASE, _PERSON = load_track("case"), load_track("person")
_SUSPECT = frozenset(("suspect",))
_NOW = datetime(2025, 6, 2, 2, 0, tzinfo=UTC)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _tell(number: int, name: str, at: datetime, extends: str = "") -> TrackEvent:
    told = ("合成",) * 5  # authority, paper, place, unit, ground
    return TrackEvent(number, name, at, "合成文书", *told, extends=extends)


def _person(*told: tuple[str, str] | tuple[str, str, str], foreign: bool = False) -> Course:
    events = [_tell(n, f"person.{one[0]}", _at(one[1]), *one[2:]) for n, one in enumerate(told, 1)]
    circumstances = _SUSPECT | ({"foreign"} if foreign else set())
    return follow(situation(now=_NOW), _PERSON, events, circumstances)


def _due(course: Course, name: str) -> str:
    clock = next(one for one in course.clocks if one.name == name)
    return clock.due.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _state(course: Course, name: str) -> ClockState:
    return next(one.state for one in course.clocks if one.name == name)


def test_custody_of_a_roaming_gang_ends_at_the_latest_after_thirty_and_seven_days() -> None:
    detained = ("detain", "2024-03-31 10:00")
    assert _due(_person(detained), "detention.request") == "2024-04-04 00:00"
    special = ("lengthen", "2024-04-02 10:00", "detention.request-special")
    assert _due(_person(detained, special), "detention.request") == "2024-04-08 00:00"
    roaming = ("lengthen", "2024-04-03 10:00", "detention.request-roaming")
    assert _due(_person(detained, roaming), "detention.request") == "2024-05-01 00:00"
    course = _person(detained, roaming, ("request-arrest", "2024-04-30 17:00"))
    assert _due(course, "detention.decision") == "2024-05-08 00:00"
    assert _state(course, "detention.request") is ClockState.MET


def test_the_first_day_of_detention_starts_three_clocks_of_twenty_four_hours() -> None:
    course = _person(("detain", "2024-09-30 10:00"))
    for name in ("detention.centre", "detention.family", "detention.interrogation"):
        assert _due(course, name) == "2024-10-01 10:00"
    course = _person(
        ("detain", "2024-09-30 10:00"), ("deliver", "2024-09-30 20:00"),
        ("notify-family", "2024-09-30 21:00"), ("interrogate", "2024-09-30 22:00"),
    )  # fmt: skip
    states = {one.name: one.state for one in course.clocks}
    assert states.pop("detention.request") is ClockState.RUNNING
    assert set(states.values()) == {ClockState.MET}


_ARREST = (
    ("detain", "2024-09-02 10:00"),
    ("request-arrest", "2024-09-04 10:00"),
    ("arrest", "2024-09-10 10:00"),
)


def test_custody_after_arrest_is_two_months_and_seven_at_the_most() -> None:
    course = _person(*_ARREST)
    assert _due(course, "custody.investigation") == "2024-11-11 00:00"
    assert _due(course, "custody.extension-request") == "2024-11-04 00:00"
    longer = [
        ("lengthen", "2024-11-01 10:00", "custody.complex"),
        ("lengthen", "2024-12-01 10:00", "custody.listed-cases"),
        ("lengthen", "2025-02-01 10:00", "custody.ten-years"),
    ]
    ends = ["2024-12-11 00:00", "2025-02-11 00:00", "2025-04-11 00:00"]
    for number, end in enumerate(ends, start=1):
        course = _person(*_ARREST, *longer[:number])
        assert _due(course, "custody.investigation") == end
    assert _state(course, "custody.extension-request") is ClockState.VOID
    with pytest.raises(StateError, match="track-extends"):
        _person(*_ARREST, ("lengthen", "2024-11-01 10:00", "custody.ten-years"))


def test_the_warning_to_ask_for_more_time_follows_the_new_end() -> None:
    asked = ("request-extension", "2024-11-01 09:00")
    longer = ("lengthen", "2024-11-05 10:00", "custody.complex")
    course = _person(*_ARREST, asked)
    assert _state(course, "custody.extension-request") is ClockState.MET
    course = _person(*_ARREST, asked, longer)
    assert _due(course, "custody.extension-request") == "2024-12-04 00:00"
    assert _state(course, "custody.extension-request") is ClockState.RUNNING


def test_overdue_custody_leaves_only_a_release_or_another_measure() -> None:
    detained = ("detain", "2024-09-02 10:00")
    late = "2024-09-06 00:00"
    for name in ("request-arrest",):
        with pytest.raises(StateError, match="track-late"):
            _person(detained, (name, late))
    with pytest.raises(StateError, match="track-late"):
        _person(detained, ("lengthen", late, "detention.request-special"))
    for name in ("release", "bail", "reside"):
        assert _person(detained, (name, late)).measure in ("unrestrained", "bail", "residence")
    held = next(one for one in _person(detained).clocks if one.name == "detention.request")
    assert held.has_run_out(_NOW)


def test_the_last_moment_of_a_term_is_within_it_and_the_next_is_not() -> None:
    detained = ("detain", "2024-09-02 10:00")
    assert _person(detained, ("request-arrest", "2024-09-05 23:59")).stage == "arrest-requested"
    with pytest.raises(StateError):
        _person(detained, ("request-arrest", "2024-09-06 00:00"))


def test_another_serious_crime_begins_custody_anew_and_is_to_be_filed_in_five_days() -> None:
    course = _person(*_ARREST, ("find-other-crime", "2024-10-08 10:00"))
    assert _due(course, "custody.investigation") == "2024-12-09 00:00"
    assert _due(course, "custody.restart-approval") == "2024-10-14 00:00"


def test_custody_of_somebody_unknown_counts_from_the_day_of_identification() -> None:
    course = _person(*_ARREST, ("doubt-identity", "2024-09-20 10:00"))
    assert _state(course, "custody.investigation") is ClockState.VOID
    with pytest.raises(StateError, match="track-order"):
        _person(*_ARREST, ("identify", "2024-10-08 10:00"))
    course = _person(
        *_ARREST, ("doubt-identity", "2024-09-20 10:00"), ("identify", "2025-01-15 10:00")
    )
    assert _due(course, "custody.investigation") == "2025-03-16 00:00"


def test_a_foreign_suspect_is_reported_within_forty_eight_hours_and_a_chinese_one_is_not() -> None:
    detained = ("detain", "2024-09-02 10:00")
    assert _due(_person(detained, foreign=True), "foreigner.report") == "2024-09-04 10:00"
    assert "foreigner.report" not in {one.name for one in _person(detained).clocks}


def test_bail_lasts_twelve_months_and_surveillance_six() -> None:
    assert _due(_person(("bail", "2024-02-29 10:00")), "bail.term") == "2025-03-01 00:00"
    assert _due(_person(("reside", "2024-08-31 10:00")), "residence.term") == "2025-03-01 00:00"


def test_nobody_who_is_no_suspect_is_detained() -> None:
    with pytest.raises(StateError, match="track-role"):
        follow(
            situation(now=_NOW),
            _PERSON,
            [_tell(1, "person.detain", _at("2024-09-02 10:00"))],
            {"victim"},
        )


def test_a_released_person_may_be_bailed_while_the_prosecutors_review() -> None:
    course = _person(*_ARREST, ("transfer", "2024-11-01 10:00"), ("bail", "2024-11-05 10:00"))
    assert (course.stage, course.measure) == ("transferred", "bail")
    assert _state(course, "custody.review") is ClockState.VOID
    course = _person(*_ARREST, ("transfer", "2024-11-01 10:00"), ("release", "2024-11-05 10:00"))
    assert (course.stage, course.measure) == ("transferred", "unrestrained")


def test_a_change_of_jurisdiction_begins_the_review_anew_and_an_escape_ends_all_terms() -> None:
    held = (*_ARREST, ("transfer", "2024-11-01 10:00"))
    assert _due(_person(*held), "custody.review") == "2024-12-02 00:00"
    anew = _person(*held, ("designate", "2024-11-20 10:00"))
    assert _due(anew, "custody.review") == "2024-12-21 00:00"
    gone = _person(*_ARREST, ("escape", "2024-10-01 10:00"), ("want", "2024-10-01 12:00"))
    assert (gone.stage, gone.measure) == ("wanted", "unrestrained")
    assert ClockState.RUNNING not in {clock.state for clock in gone.clocks}


_FILED = ("report", "accept", "file", "finish", "transfer")


def _case(*names: str) -> list[TrackEvent]:
    start = _at("2024-09-02 10:00")
    return [_tell(n, f"case.{one}", start + timedelta(days=n)) for n, one in enumerate(names, 1)]


def test_the_fast_track_takes_ten_days_or_fifteen_from_receipt_and_can_be_left() -> None:
    received = _at("2024-09-02 10:00") + timedelta(days=5)
    track = [*_case(*_FILED), _tell(6, "case.fast-track", received + timedelta(days=2))]
    course = follow(situation(now=_NOW), _CASE, track)
    assert _due(course, "prosecution.fast") == "2024-09-18 00:00"
    assert _state(course, "prosecution.review") is ClockState.VOID
    year = "prosecution.fast-over-a-year"
    longer = _tell(7, "case.lengthen", received + timedelta(days=3), year)
    course = follow(situation(now=_NOW), _CASE, [*track, longer])
    assert _due(course, "prosecution.fast") == "2024-09-23 00:00"
    left = _tell(7, "case.leave-fast-track", received + timedelta(days=3))
    course = follow(situation(now=_NOW), _CASE, [*track, left])
    assert _due(course, "prosecution.review") == "2024-10-08 00:00"
    assert _state(course, "prosecution.fast") is ClockState.VOID
    charged = _tell(7, "case.indict", received + timedelta(days=9))
    course = follow(situation(now=_NOW), _CASE, [*track, charged])
    assert _state(course, "prosecution.fast") is ClockState.MET


def test_the_review_is_a_clock_of_the_case_alone() -> None:
    held = _person(*_ARREST, ("transfer", "2024-11-01 10:00"))
    assert {one.name for one in held.clocks if one.name.startswith("prosecution")} == set()


def test_a_case_goes_back_to_the_police_twice_and_the_review_begins_anew() -> None:
    twice = ("return", "resubmit", "return", "resubmit")
    course = follow(situation(now=_NOW), _CASE, _case(*_FILED, *twice))
    assert course.stage == "transferred"
    review = next(one for one in course.clocks if one.name == "prosecution.review")
    assert review.started == _at("2024-09-02 10:00") + timedelta(days=9)
    with pytest.raises(StateError, match="track-most"):
        follow(situation(now=_NOW), _CASE, _case(*_FILED, *twice, "return"))


def test_a_judgment_is_final_only_when_the_time_for_an_appeal_is_over() -> None:
    judged = _case(*_FILED, "indict", "try", "judge")
    with pytest.raises(StateError, match="track-early"):
        follow(situation(now=_NOW), _CASE, [*judged, _tell(9, "case.become-final", judged[-1].at)])
    late = _tell(9, "case.become-final", judged[-1].at + timedelta(days=20))
    assert follow(situation(now=_NOW), _CASE, [*judged, late]).stage == "final"


def test_refusing_to_file_starts_one_clock_after_the_other() -> None:
    names = ("accept", "refuse", "serve-refusal", "ask-reconsideration", "reconsider", "ask-review")
    running = []
    for number in range(2, len(names) + 1):
        course = follow(situation(now=_NOW), _CASE, _case(*names[:number]))
        running += [one.name for one in course.clocks if one.state is ClockState.RUNNING]
    assert running == [
        "filing.refusal-notice",
        "filing.reconsideration-request",
        "filing.reconsideration",
        "filing.review-request",
        "filing.review",
    ]


def test_events_count_by_their_dates_not_by_the_order_of_entry() -> None:
    events = _case("report", "accept", "file")
    shuffled = [events[2], events[0], events[1]]
    assert follow(situation(now=_NOW), _CASE, shuffled).stage == "filed"


def test_what_happened_before_the_oldest_table_is_kept_and_its_clock_is_told_as_unset() -> None:
    old = [_tell(1, "case.accept", _at("2018-04-02 10:00"))]
    old.append(_tell(2, "case.refuse", _at("2018-04-03 10:00")))
    course = follow(situation(now=_NOW), _CASE, old)
    assert (course.stage, course.clocks) == ("refused", ())
    assert course.unruled == ("filing.refusal-notice",)


def test_a_correction_keeps_the_wrong_event_and_puts_the_right_one_in_its_place() -> None:
    here = situation(now=_NOW)
    events = tuple(_case("report", "accept", "file"))
    asked = Correct(3, "笔误", at=_at("2024-09-20 10:00"))
    corrected = correct_event(here, events, asked)
    assert [one.stands for one in corrected] == [True, True, False, True]
    assert (corrected[2].superseded, corrected[2].replaced_by) == ("笔误", 4)
    assert corrected[3].at == _at("2024-09-20 10:00")
    assert (corrected[3].told_by, corrected[3].paper) == ("li", "合成")
    assert follow(here, _CASE, corrected).stage == "filed"
    dropped = correct_event(here, corrected, Correct(4, "并未立案", drop=True))
    assert follow(here, _CASE, dropped).stage == "accepted"
    with pytest.raises(StateError, match="superseded"):
        correct_event(here, dropped, asked)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (Correct(9, "r", drop=True), "error.track-number"),
        (Correct(1, " ", drop=True), "error.track-reason"),
        (Correct(1, "r"), "error.track-correction"),
        (Correct(1, "r", drop=True, place="x"), "error.track-correction"),
        (Correct(1, "r", at=_NOW + timedelta(minutes=2)), "error.track-future"),
    ],
)
def test_a_correction_that_says_nothing_or_too_much_is_refused(asked: Correct, key: str) -> None:
    with pytest.raises((InputError, NotFoundError)) as refused:
        correct_event(situation(now=_NOW), tuple(_case("report")), asked)
    assert refused.value.key == key


def test_a_correction_that_the_later_events_do_not_allow_is_refused() -> None:
    here = situation(now=_NOW)
    events = correct_event(here, tuple(_case("accept", "file")), Correct(1, "r", drop=True))
    with pytest.raises(StateError, match="track-order"):
        follow(here, _CASE, events)


@pytest.mark.parametrize(
    ("at", "source", "key"),
    [
        (_NOW + timedelta(minutes=2), "s", "error.track-future"),
        (_NOW, " ", "error.track-source"),
    ],
)
def test_an_event_of_the_future_or_without_a_source_is_refused(
    at: datetime, source: str, key: str
) -> None:
    with pytest.raises(InputError) as refused:
        add_event(situation(now=_NOW), (), "case.report", TellEvent(at, source))
    assert refused.value.key == key


_RULES = (
    "detention.request-special", "detention.request-roaming", "custody.complex",
    "custody.listed-cases", "custody.ten-years",
)  # fmt: skip
_STEPS = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.sampled_from((1, 20, 47, 6 * 24, 20 * 24, 29 * 24, 55 * 24)),
        st.sampled_from(_RULES),
    ),
    max_size=30,
)


@settings(max_examples=100, deadline=None)
@given(_STEPS)
def test_nobody_is_held_longer_than_the_law_allows_without_an_alarm(
    steps: list[tuple[int, int, str]],
) -> None:
    at, events = _at("2023-01-03 10:00"), list[TrackEvent]()
    here = situation(now=_at("2026-01-05 10:00"))
    held_since = counted_from = at
    course = follow(here, _PERSON, events, _SUSPECT)
    for choice, hours, rule in steps:
        later = at + timedelta(hours=hours)
        possible = _PERSON.list_next(course.stage, course.measure, later.date())
        if not possible:
            break
        name = possible[choice % len(possible)]
        extends = rule if name.endswith("lengthen") else ""
        told = [*events, _tell(len(events) + 1, name, later, extends)]
        try:
            course = follow(here, _PERSON, told, _SUSPECT)
        except StateError:
            continue
        at, events = later, told
        if name == "person.detain":
            held_since = at
        if name in ("person.arrest", "person.find-other-crime", "person.identify"):
            counted_from = at
        if course.measure not in ("detention", "arrest"):
            continue
        # 30 days to ask for the arrest, 7 to decide on it, each to the end of its last day.
        if name == "person.arrest" and course.clocks[0].name == "detention.centre":
            assert at - held_since <= timedelta(days=38)
        # 2 + 1 + 2 + 2 months from the arrest, or from where it is counted anew.
        if name == "person.transfer":
            assert at - counted_from <= timedelta(days=216)
        if course.stage in ("unidentified", "indicted", "convicted", "acquitted"):
            continue
        running = [one for one in course.clocks if one.state is ClockState.RUNNING]
        # Whoever is held has a term that runs, or one that ran out and shows it.
        assert [one for one in running if one.name in _TERMS], [one.event for one in events]


_TERMS = (
    "detention.request", "detention.decision", "custody.investigation", "custody.review",
    "supplementary.investigation",
)  # fmt: skip
