"""What holds for every clock of the tables, whatever day it runs from."""

import calendar
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhanlian.docket.clocks.calendar import ChinaCalendar
from zhanlian.docket.clocks.deadline import compute_deadline
from zhanlian.docket.clocks.length import measure
from zhanlian.docket.clocks.months import add_months, add_years
from zhanlian.docket.rules.book import load_rules
from zhanlian.model.docket.deadline import Deadline
from zhanlian.model.docket.rule import ClockGroup, ClockRule, Counting, Unit
from zhanlian.model.zone import SHANGHAI

_CHINA = ChinaCalendar()
_CLOCKS = load_rules().list_clocks(date(2026, 1, 1), "CN-610921")
_OWN = [rule for rule in _CLOCKS if not rule.is_extension and rule.amount]
_FORWARD = [rule for rule in _OWN if rule.counting is not Counting.BACKWARD]

# Years with a list of holidays, and some on either side without.
_starts = st.datetimes(datetime(1995, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
_days = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def _end(rule: ClockRule, start: datetime, *longer: ClockRule) -> Deadline:
    return compute_deadline(rule, start, _CHINA, zone=SHANGHAI, extensions=longer)


@given(st.sampled_from(_FORWARD), _starts)
def test_a_clock_ends_after_it_began(rule: ClockRule, start: datetime) -> None:
    found = _end(rule, start)
    assert found.due > start
    assert all(start < at < found.due for at in found.warn_at)
    assert list(found.warn_at) == sorted(found.warn_at)
    assert found.act_by <= found.last_day


@given(st.sampled_from([rule for rule in _OWN if rule.rolls]), _starts)
def test_a_clock_that_rolls_ends_on_a_working_day(rule: ClockRule, start: datetime) -> None:
    found = _end(rule, start)
    assert _CHINA.tell(found.last_day).working
    assert found.act_by == found.last_day


_CUSTODY = [
    rule for rule in _FORWARD
    if rule.group is ClockGroup.CUSTODY and not rule.unit.is_clock_time
]  # fmt: skip


@given(st.sampled_from(_CUSTODY), _starts)
def test_a_clock_of_custody_ends_where_plain_counting_ends(
    rule: ClockRule, start: datetime
) -> None:
    length, begin = measure(rule.amount, rule.unit), start.astimezone(SHANGHAI).date()
    plain = _add_months_slowly(begin, length.months) + timedelta(days=length.days)
    assert _end(rule, start).last_day == plain


@given(st.sampled_from([rule for rule in _FORWARD if rule.unit.is_clock_time]), _starts)
def test_a_clock_of_hours_is_exactly_as_long_as_told(rule: ClockRule, start: datetime) -> None:
    minutes = rule.amount * (60 if rule.unit is Unit.HOURS else 1)
    assert _end(rule, start).due - start == timedelta(minutes=minutes)


@given(st.data(), _starts)
def test_each_extension_ends_no_earlier_than_what_it_lengthens(
    data: st.DataObject, start: datetime
) -> None:
    rule = data.draw(st.sampled_from(_OWN))
    chosen: list[ClockRule] = []
    former = _end(rule, start)
    while fitting := _list_fitting(rule, chosen):
        chosen.append(data.draw(st.sampled_from(fitting)))
        longer = _end(rule, start, *chosen)
        assert longer.due >= former.due
        former = longer


def _list_fitting(rule: ClockRule, chosen: list[ClockRule]) -> list[ClockRule]:
    applied = {rule.id, *(one.id for one in chosen)}
    return [
        one
        for one in _CLOCKS
        if one.is_extension and one.id not in applied and applied & set(one.extends)
    ]


# From a month's last day on a clock of months ends later than from the day before or after it.
_PLAIN = [rule for rule in _FORWARD if not measure(rule.amount, rule.unit).months]


@given(st.sampled_from(_PLAIN), _starts, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_later_start_never_ends_earlier(
    rule: ClockRule, start: datetime, later: timedelta
) -> None:
    assert _end(rule, start + later).due >= _end(rule, start).due


def _add_months_slowly(day: date, months: int) -> date:
    """Return the date by walking month for month, as the rule of the courts reads."""
    if not months:
        return day
    at_end = (day + timedelta(days=1)).day == 1
    first = day.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    last = max(
        one for one in (first + timedelta(days=n) for n in range(31)) if one.month == first.month
    )
    if at_end or day.day > last.day:
        return last
    return first.replace(day=day.day)


@given(_days, st.integers(0, 600))
def test_months_are_added_as_by_walking(day: date, months: int) -> None:
    assert add_months(day, months) == _add_months_slowly(day, months)


@given(_days, st.integers(1, 240))
def test_a_month_end_leads_to_a_month_end(day: date, months: int) -> None:
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    found = add_months(last, months)
    assert found.day == calendar.monthrange(found.year, found.month)[1]


@given(_days, st.integers(1, 30))
def test_years_keep_the_date_where_there_is_one(day: date, years: int) -> None:
    found = add_years(day, years)
    there = (day.month, day.day) != (2, 29) or calendar.isleap(day.year + years)
    assert found == (day.replace(year=day.year + years) if there else date(day.year + years, 2, 28))


@given(st.sampled_from([rule for rule in _FORWARD if rule.rolls]), _starts)
def test_outside_the_years_of_the_list_the_fall_back_is_said(
    rule: ClockRule, start: datetime
) -> None:
    first, last = _CHINA.years
    found = _end(rule, start)
    said = "clock-step.calendar-unknown" in [step.key for step in found.steps]
    assert said is not found.calendar_known
    if not first <= found.last_day.year <= last:
        assert said
