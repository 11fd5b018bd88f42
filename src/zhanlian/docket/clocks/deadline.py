"""From a clock and its start to the deadline, with the computation step by step.

Counting by CPL 105: the day of the event is not counted, time on the road is not either (which
nobody can tell from a date, so it is not deducted), and a last day that is a holiday moves to the
first working day, but never for somebody in custody. Months by SPCI 202. Clocks of hours run from
the instant: the law would not count the hour that has begun, so that they end no later than it
allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from zhanlian.docket.clocks.calendar import Calendar
from zhanlian.docket.clocks.counting import count_back, count_days, count_sentence
from zhanlian.docket.clocks.length import Length, choose_term, lengthen, measure
from zhanlian.docket.clocks.rolling import settle_last_day
from zhanlian.docket.clocks.told import tell_event, tell_span
from zhanlian.errors import InputError
from zhanlian.model.docket.deadline import Deadline
from zhanlian.model.docket.rule import ClockRule, Counting, Unit
from zhanlian.model.message import Message, Value


@dataclass(frozen=True, slots=True)
class _End:
    """Where a clock ends, before its warnings.

    Attributes:
        due: the instant, UTC.
        last_day: local.
        local: as people write it.
        act_by: the last working day within it.
        known: whether the list of holidays told all days that were asked for.
    """

    due: datetime
    last_day: date
    local: str
    act_by: date
    known: bool


def compute_deadline(
    rule: ClockRule,
    start: datetime,
    calendar: Calendar,
    *,
    zone: tzinfo,
    extensions: Sequence[ClockRule] = (),
    term: int | None = None,
) -> Deadline:
    """Return by when a clock ends that runs from an instant, and how that is reckoned.

    Args:
        rule: the clock in force on the day.
        start: aware; what the clock runs from. For a clock that counts backward: the end that it
            counts back from.
        calendar: tells which days are worked.
        zone: in whose days it is counted.
        extensions: by which it has been lengthened, in their order.
        term: so many units as the decision tells, where that is shorter than the rule allows or
            the rule leaves it to the decision.

    Raises:
        InputError: an extension or a term that the rule does not allow, or a missing term.
    """
    amount, terms = choose_term(rule, term)
    length, lengthened = lengthen(rule, measure(amount, rule.unit), extensions)
    local = start.astimezone(zone)
    steps = [*terms, *lengthened]
    if rule.counting is Counting.INSTANT:
        end = _end_of_hours(rule, local, length, steps)
    else:
        end = _end_of_days(rule, local, length, calendar, steps)
    return Deadline(
        rule=rule,
        extensions=tuple(extensions),
        start=start.astimezone(UTC),
        due=end.due,
        last_day=end.last_day,
        local=end.local,
        act_by=end.act_by,
        warn_at=list_warnings(rule, start, end.due),
        steps=tuple(steps),
        calendar_known=end.known,
    )


def restart_deadline(
    former: Deadline, event: str, at: datetime, calendar: Calendar, *, zone: tzinfo
) -> Deadline:
    """Return the deadline that an event sets in the place of a former one: all is counted anew.

    Extensions of the former do not carry over; each needs its own approval again.

    Raises:
        InputError: the clock does not begin anew with such an event.
    """
    if event not in former.rule.restarts:
        known = ", ".join(former.rule.restarts) or "-"
        raise InputError("error.clock-restart", rule=former.rule.id, event=event, known=known)
    anew = compute_deadline(former.rule, at, calendar, zone=zone)
    told = tell_event(event) | {"at": _show_day(at.astimezone(zone)), "former": former.local}
    return replace(anew, steps=(Message("clock-step.restarted", told), *anew.steps))


def list_warnings(rule: ClockRule, start: datetime, due: datetime) -> tuple[datetime, ...]:
    """Return the instants of warning, without those that lie before a clock has begun."""
    found = {due - _as_time(span.amount, span.unit) for span in rule.warn_before}
    if rule.counting is not Counting.BACKWARD:
        found = {at for at in found if at > start}
    return tuple(sorted(found))


def _end_of_hours(rule: ClockRule, local: datetime, length: Length, steps: list[Message]) -> _End:
    end = local + timedelta(minutes=length.minutes)
    shown = _show_instant(end)
    told = tell_event(rule.starts_on) | tell_span("span", *_hours_or_minutes(length.minutes))
    steps.append(
        Message("clock-step.instant", told | {"start": _show_instant(local), "end": shown})
    )
    day = end.date()
    return _End(end.astimezone(UTC), day, shown, day, known=True)


def _end_of_days(
    rule: ClockRule, local: datetime, length: Length, calendar: Calendar, steps: list[Message]
) -> _End:
    begin = local.date()
    if rule.counting is Counting.BACKWARD:
        counted = count_back(begin, length, rule)
    elif rule.counting is Counting.DAY_BEFORE:
        counted = count_sentence(begin, length, rule)
    else:
        counted = count_days(begin, length, rule, calendar)
    settled = settle_last_day(rule, begin, counted.last, calendar)
    steps.extend([*counted.steps, *settled.steps])
    last, shown = settled.last, f"{settled.last.isoformat()} 24:00"
    known = counted.known and settled.known
    if not known:
        first, latest = calendar.years
        told: dict[str, Value] = {"first": first, "last": latest, "list": calendar.source}
        steps.append(Message("clock-step.calendar-unknown", told))
    steps.append(Message("clock-step.ends", {"end": shown}))
    midnight = datetime.combine(last + timedelta(days=1), time(), local.tzinfo)
    return _End(midnight.astimezone(UTC), last, shown, settled.act_by, known)


def _hours_or_minutes(minutes: int) -> tuple[int, Unit]:
    return (minutes, Unit.MINUTES) if minutes % 60 else (minutes // 60, Unit.HOURS)


def _as_time(amount: int, unit: Unit) -> timedelta:
    """Return a span before the end as time: warnings count days of 24 hours."""
    length = measure(amount, unit)
    days = length.days + length.working_days + length.months * 30
    return timedelta(minutes=length.minutes, days=days)


def _show_instant(local: datetime) -> str:
    """Return a local time to the minute, or to the second where it has some."""
    return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"


def _show_day(local: datetime) -> str:
    return local.date().isoformat()
