"""Deadlines: how they are counted, what holidays do, what may lengthen or restart them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from zhanlian.docket.clocks.calendar import ChinaCalendar, DayKind
from zhanlian.docket.clocks.chain import Link, compute_chain
from zhanlian.docket.clocks.deadline import compute_deadline, restart_deadline
from zhanlian.docket.rules.book import load_rules
from zhanlian.errors import InputError
from zhanlian.model.docket.deadline import Deadline
from zhanlian.model.docket.rule import ClockRule, Unit
from zhanlian.model.zone import SHANGHAI
from zhanlian.words import LANGUAGES, say

_CHINA = ChinaCalendar()


class _NoHolidays:
    """A calendar that works every day and knows all years."""

    source = "synthetic"
    years = (1, 9999)

    def tell(self, day: date) -> DayKind:
        return DayKind(True, "", known=True)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _rule(name: str) -> ClockRule:
    return load_rules().clock(name, date(2026, 1, 1))


def _end(name: str, start: str, *longer: str, term: int | None = None) -> Deadline:
    extensions = [_rule(one) for one in longer]
    return compute_deadline(
        _rule(name), _at(start), _CHINA, zone=SHANGHAI, extensions=extensions, term=term
    )


def _keys(deadline: Deadline) -> list[str]:
    return [step.key.removeprefix("clock-step.") for step in deadline.steps]


@pytest.mark.parametrize(
    ("name", "start", "longer", "end"),
    [
        ("detention.centre", "2024-09-30 23:30", [], "2024-10-01 23:30"),
        ("summons.ordinary", "2024-03-01 08:00", [], "2024-03-01 20:00"),
        ("summons.ordinary", "2024-03-01 08:00", ["summons.complex"], "2024-03-02 08:00"),
        ("stop.entry", "2024-03-01 23:45:30", [], "2024-03-02 00:15:30"),
        ("foreigner.report", "2024-10-01 10:00", [], "2024-10-03 10:00"),
        ("prosecution.review", "2024-01-31 10:00", [], "2024-02-29 24:00"),
        ("prosecution.review", "2023-02-28 10:00", [], "2023-03-31 24:00"),
        ("custody.investigation", "2023-12-30 10:00", [], "2024-02-29 24:00"),
        ("custody.investigation", "2024-01-30 10:00", ["custody.complex"], "2024-04-30 24:00"),
        (
            "prosecution.review", "2024-03-11 10:00", ["prosecution.review-complex"],
            "2024-04-26 24:00",
        ),
        (
            "prosecution.fast", "2024-03-11 10:00", ["prosecution.fast-over-a-year"],
            "2024-03-26 24:00",
        ),
        (
            "trial.first", "2024-03-11 10:00", ["trial.first-latest", "trial.first-listed-cases"],
            "2024-09-11 24:00",
        ),
        ("trial.second", "2024-03-11 10:00", ["trial.second-listed-cases"], "2024-07-11 24:00"),
        ("cooperation.check", "2024-03-11 10:00", ["cooperation.check-remote"], "2024-03-26 24:00"),
        ("filing.review", "2024-03-11 10:00", ["filing.longer"], "2024-05-10 24:00"),
        ("appeal.ruling", "2024-03-11 10:00", [], "2024-03-18 24:00"),  # 16 March is a Saturday
        ("bail.term", "2024-02-29 10:00", [], "2025-02-28 24:00"),
        ("freeze.deposit-major", "2024-02-29 10:00", [], "2025-02-28 24:00"),
        ("sanction.police", "2024-12-01 10:00", [], "2026-12-01 24:00"),
        ("sanction.longest", "2024-12-01 10:00", [], "2029-12-01 24:00"),
        ("technical.investigation", "2024-11-30 10:00", [], "2025-02-28 24:00"),
        ("return.execution", "2024-09-30 10:00", [], "2024-10-10 24:00"),
        ("return.execution", "2024-09-12 10:00", [], "2024-09-18 24:00"),  # 14 is a make-up day
        ("custody.extension-request", "2024-07-07 00:00", [], "2024-06-30 24:00"),
        ("assistance.evidence", "2024-03-11 10:00", [], "2024-06-11 24:00"),
        ("border-control.urgent", "2024-03-11 10:00", [], "2024-03-18 24:00"),
    ],
)  # fmt: skip
def test_a_clock_ends(name: str, start: str, longer: list[str], end: str) -> None:
    assert _end(name, start, *longer).local == end


@pytest.mark.parametrize(
    ("name", "start", "term", "end"),
    [
        ("sentence.months", "2024-01-31 00:00", 1, "2024-02-28 24:00"),
        ("sentence.months", "2024-01-15 00:00", 18, "2025-07-14 24:00"),
        ("sentence.years", "2024-01-05 00:00", 3, "2027-01-04 24:00"),
        ("sentence.years", "2024-02-29 00:00", 1, "2025-02-27 24:00"),
        ("freeze.deposit", "2024-01-15 00:00", 3, "2024-04-15 24:00"),
    ],
)
def test_a_decision_sets_the_term(name: str, start: str, term: int, end: str) -> None:
    assert _end(name, start, term=term).local == end


@pytest.mark.parametrize(
    ("name", "term"),
    [("sentence.months", None), ("freeze.deposit", 7), ("freeze.deposit", 0),
     ("sentence.months", 601)],
)  # fmt: skip
def test_a_term_beyond_the_rule_is_refused(name: str, term: int | None) -> None:
    with pytest.raises(InputError):
        _end(name, "2024-01-15 00:00", term=term)


def test_days_end_at_midnight_of_their_last_day() -> None:
    found = _end("detention.request", "2024-03-31 10:00")
    assert found.due == _at("2024-04-04 00:00")
    assert (found.local, found.last_day) == ("2024-04-03 24:00", date(2024, 4, 3))
    assert found.due.tzinfo is UTC


def test_the_day_of_the_event_is_the_local_one() -> None:
    late = datetime(2024, 3, 30, 17, 0, tzinfo=UTC)  # 01:00 on 31 March in Beijing
    found = compute_deadline(_rule("detention.request"), late, _CHINA, zone=SHANGHAI)
    assert found.local == "2024-04-03 24:00"
    elsewhere = compute_deadline(_rule("detention.request"), late, _CHINA, zone=UTC)
    assert elsewhere.local == "2024-04-02 24:00"


def test_a_rolling_clock_says_over_which_holiday_and_by_which_list() -> None:
    found = _end("appeal.judgment", "2024-09-21 16:00")
    (step,) = (step for step in found.steps if step.key == "clock-step.rolled")
    words = say(step.key, "zh", step.fields)
    assert "2024-10-01" in words and "国庆节" in words and "2024-10-08" in words
    assert "chinesecalendar" in words
    assert found.act_by == date(2024, 10, 8)


def test_a_make_up_saturday_is_a_working_day() -> None:
    assert _end("appeal.judgment", "2024-10-02 09:00").local == "2024-10-12 24:00"


def test_custody_stays_on_the_holiday_and_says_by_when_to_act() -> None:
    found = _end("detention.request", "2024-09-28 09:00")
    assert (found.local, found.act_by) == ("2024-10-01 24:00", date(2024, 9, 30))
    assert "stays-custody" in _keys(found)


def test_custody_that_lies_within_a_holiday_has_no_day_of_office() -> None:
    found = _end("detention.request", "2024-10-01 09:00")
    assert (found.local, found.act_by) == ("2024-10-04 24:00", date(2024, 10, 4))
    assert "stays-custody-at-once" in _keys(found)


def test_a_review_tells_both_ends_where_somebody_may_be_in_custody() -> None:
    found = _end("prosecution.review", "2024-09-01 09:00")
    assert found.local == "2024-10-01 24:00"
    (step,) = (step for step in found.steps if step.key == "clock-step.stays-in-custody")
    assert "2024-10-08" in say(step.key, "en", step.fields)


def test_a_freeze_does_not_outlive_its_term_over_a_holiday() -> None:
    found = _end("freeze.deposit", "2024-04-01 09:00")
    assert (found.local, found.act_by) == ("2024-10-01 24:00", date(2024, 9, 30))
    assert "stays-measure" in _keys(found)


def test_a_day_to_act_by_before_a_latest_day_lies_before_the_holiday() -> None:
    found = _end("custody.extension-request", "2024-05-10 00:00")
    assert (found.local, found.act_by) == ("2024-05-03 24:00", date(2024, 4, 30))


def test_warnings_lie_before_the_end_and_after_the_start() -> None:
    stop = _end("stop.payment", "2024-11-02 14:20")
    told = [at.astimezone(SHANGHAI).isoformat(" ", "minutes")[:16] for at in stop.warn_at]
    assert told == ["2024-11-04 02:20", "2024-11-04 10:20"]  # 36 and 44 hours after the stop
    short = _end("freeze.deposit", "2024-01-15 00:00", term=1)
    assert len(short.warn_at) == 4
    rule = replace(_rule("detention.request"), warn_before=_rule("freeze.deposit").warn_before)
    found = compute_deadline(rule, _at("2024-03-31 10:00"), _CHINA, zone=SHANGHAI)
    assert [found.due - at for at in found.warn_at] == [timedelta(days=3)]


@pytest.mark.parametrize(
    ("name", "longer"),
    [
        ("detention.request", ["custody.complex"]),
        ("detention.request", ["detention.request-special", "detention.request-special"]),
        ("custody.investigation", ["custody.ten-years"]),
        ("detention.request-special", []),
    ],
    ids=["of another clock", "twice", "before its turn", "an extension alone"],
)
def test_an_extension_that_does_not_belong_here_is_refused(name: str, longer: list[str]) -> None:
    with pytest.raises(InputError):
        _end(name, "2024-03-31 10:00", *longer)


def test_lengthening_to_something_shorter_changes_nothing() -> None:
    own = _end("detention.request", "2024-03-31 10:00", "detention.request-roaming")
    longer = ["detention.request-special", "detention.request-roaming"]
    assert _end("detention.request", "2024-03-31 10:00", *longer).local == own.local
    short = replace(_rule("detention.request-roaming"), amount=5)
    found = compute_deadline(
        _rule("detention.request"),
        _at("2024-03-31 10:00"),
        _CHINA,
        zone=SHANGHAI,
        extensions=[_rule("detention.request-special"), short],
    )
    assert found.local == "2024-04-07 24:00"


def test_another_crime_counts_custody_anew_without_former_extensions() -> None:
    former = _end("custody.investigation", "2024-03-01 10:00", "custody.complex")
    anew = restart_deadline(
        former, "other-crime-found", _at("2024-04-15 09:00"), _CHINA, zone=SHANGHAI
    )
    assert (former.local, anew.local) == ("2024-06-01 24:00", "2024-06-15 24:00")
    assert anew.extensions == ()
    first = say(anew.steps[0].key, "zh", anew.steps[0].fields)
    assert "2024-06-01 24:00" in first and "2024-04-15" in first
    assert "另有重要罪行" in first


def test_supplementary_investigation_counts_the_review_anew() -> None:
    former = _end("prosecution.review", "2024-03-11 10:00")
    again = restart_deadline(
        former, "supplementary-returned", _at("2024-05-20 09:00"), _CHINA, zone=SHANGHAI
    )
    assert again.local == "2024-06-20 24:00"
    assert _rule("supplementary.investigation").most == 2


def test_a_clock_is_not_restarted_by_what_the_law_does_not_name() -> None:
    former = _end("bail.term", "2024-03-01 10:00")
    with pytest.raises(InputError) as told:
        restart_deadline(former, "other-crime-found", _at("2024-04-01 09:00"), _CHINA,
                         zone=SHANGHAI)  # fmt: skip
    assert told.value.key == "error.clock-restart"


def test_a_chain_goes_on_from_what_happened() -> None:
    links = [
        Link(_rule("detention.request")),
        Link(_rule("detention.decision"), begins=_at("2024-04-02 15:00")),
        Link(_rule("custody.investigation"), begins=_at("2024-04-08 15:00")),
    ]
    found = compute_chain(links, _at("2024-03-31 10:00"), _CHINA, zone=SHANGHAI)
    ends = ["2024-04-03 24:00", "2024-04-09 24:00", "2024-06-08 24:00"]
    assert [one.local for one in found] == ends
    assert not [one for one in found if "late" in _keys(one)]


@pytest.mark.parametrize(
    ("begins", "late"), [("2024-04-03 23:59", False), ("2024-04-04 00:00", True)]
)
def test_a_chain_says_when_a_step_came_too_late(begins: str, late: bool) -> None:
    links = [
        Link(_rule("detention.request")),
        Link(_rule("detention.decision"), begins=_at(begins)),
    ]
    found = compute_chain(links, _at("2024-03-31 10:00"), _CHINA, zone=SHANGHAI)
    assert ("late" in _keys(found[1])) is late


def test_after_a_clock_of_hours_the_next_begins_at_its_end() -> None:
    links = [Link(_rule("stop.payment")), Link(_rule("stop.payment"))]
    found = compute_chain(links, _at("2024-11-02 14:20"), _CHINA, zone=SHANGHAI)
    assert [one.local for one in found] == ["2024-11-04 14:20", "2024-11-06 14:20"]
    assert "late" not in _keys(found[1])


@pytest.mark.parametrize(
    ("name", "start", "known"),
    [
        ("appeal.judgment", "2026-12-21 09:00", True),  # ends on 31 December 2026
        ("appeal.judgment", "2026-12-22 09:00", False),
        ("return.execution", "2026-12-30 09:00", False),
        ("return.execution", "2003-12-30 09:00", False),  # ends in 2004, whose list is there
        ("detention.request", "2003-01-01 09:00", False),
        ("stop.payment", "2030-01-01 09:00", True),
    ],
)
def test_a_year_without_a_list_is_said(name: str, start: str, known: bool) -> None:
    found = _end(name, start)
    assert found.calendar_known is known
    assert _keys(found).count("calendar-unknown") == (not known)


def test_every_step_reads_in_both_languages() -> None:
    texts = [
        say(step.key, language, step.fields)
        for name in ("appeal.judgment", "prosecution.review", "return.execution", "stop.payment")
        for step in _end(name, "2026-09-01 10:00").steps
        for language in LANGUAGES
    ]
    assert all(texts) and not [text for text in texts if "{" in text]


def test_a_calendar_without_holidays_moves_nothing() -> None:
    found = compute_deadline(
        _rule("appeal.judgment"), _at("2024-09-21 16:00"), _NoHolidays(), zone=SHANGHAI
    )
    assert found.local == "2024-10-01 24:00"


def test_half_a_month_is_fifteen_days() -> None:
    rule = replace(_rule("cooperation.check"), amount=1, unit=Unit.HALF_MONTHS)
    found = compute_deadline(rule, _at("2024-02-15 10:00"), _NoHolidays(), zone=SHANGHAI)
    assert found.local == "2024-03-01 24:00"
