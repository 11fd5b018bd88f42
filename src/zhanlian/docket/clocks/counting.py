"""The days of a clock: forward by days, months and working days, backward, and for a sentence."""

from dataclasses import dataclass
from datetime import date, timedelta

from zhanlian.docket.clocks.calendar import Calendar
from zhanlian.docket.clocks.length import Length
from zhanlian.docket.clocks.months import MONTHS_OF_YEAR, add_months, add_years, is_month_end
from zhanlian.docket.clocks.told import tell_event, tell_span
from zhanlian.model.docket.rule import ClockRule, Unit
from zhanlian.model.message import Message


@dataclass(frozen=True, slots=True)
class Counted:
    """The last day of a clock before it is asked whether that is a holiday.

    Attributes:
        last: the last day.
        steps: how it was counted.
        known: whether the list of holidays told all days that were asked for.
    """

    last: date
    steps: tuple[Message, ...]
    known: bool = True


def count_days(begin: date, length: Length, rule: ClockRule, calendar: Calendar) -> Counted:
    """Return the last day of a clock that runs forward; the day of the event is not counted."""
    told = tell_event(rule.starts_on) | {"start": begin.isoformat()}
    steps = [Message("clock-step.start", told)]
    last, known = begin, True
    if length.months:
        last = add_months(begin, length.months)
        steps.append(_tell_months(begin, last, length.months))
    if length.days:
        first, last = last + timedelta(days=1), last + timedelta(days=length.days)
        told = tell_span("span", length.days, Unit.DAYS)
        told |= {"first": first.isoformat(), "last": last.isoformat()}
        steps.append(Message("clock-step.days", told))
    if length.working_days:
        last, skipped, known = _count_working_days(last, length.working_days, calendar)
        told = tell_span("span", length.working_days, Unit.WORKING_DAYS)
        told |= {"last": last.isoformat(), "skipped": skipped, "list": calendar.source}
        steps.append(Message("clock-step.working-days", told))
    return Counted(last, tuple(steps), known)


def count_back(end: date, length: Length, rule: ClockRule) -> Counted:
    """Return the latest day that lies so many days before an end."""
    last = end - timedelta(days=length.days)
    told = tell_event(rule.starts_on) | tell_span("span", length.days, Unit.DAYS)
    told |= {"end": end.isoformat(), "last": last.isoformat()}
    return Counted(last, (Message("clock-step.backward", told),))


def count_sentence(begin: date, length: Length, rule: ClockRule) -> Counted:
    """Return the last day of a term of a sentence: the day before the same date."""
    if rule.unit is Unit.YEARS:
        same = add_years(begin, length.months // MONTHS_OF_YEAR)
    else:
        same = add_months(begin, length.months)
    last = same - timedelta(days=1)
    told = tell_event(rule.starts_on) | {"start": begin.isoformat()}
    told |= {"same": same.isoformat(), "last": last.isoformat()}
    return Counted(last, (Message("clock-step.sentence", told),))


def _count_working_days(day: date, wanted: int, calendar: Calendar) -> tuple[date, int, bool]:
    """Return the last of so many working days, how many days off lie before it, and if known."""
    skipped, known = 0, True
    while wanted:
        day += timedelta(days=1)
        kind = calendar.tell(day)
        known = known and kind.known
        wanted -= kind.working
        skipped += not kind.working
    return day, skipped, known


def _tell_months(begin: date, last: date, months: int) -> Message:
    years, rest = divmod(months, MONTHS_OF_YEAR)
    told = tell_span("span", *((months, Unit.MONTHS) if rest else (years, Unit.YEARS)))
    told["last"] = last.isoformat()
    if is_month_end(begin):
        return Message("clock-step.months-end", told)
    if last.day != begin.day:
        return Message("clock-step.months-missing", told | {"day": begin.day})
    return Message("clock-step.months", told)
