"""What a holiday on the last day does: it moves the day, or leaves it and says by when to act."""

from dataclasses import dataclass
from datetime import date

from zhanlian.docket.clocks.calendar import Calendar, find_working_day
from zhanlian.docket.clocks.told import tell_day
from zhanlian.model.docket.rule import ClockGroup, ClockRule
from zhanlian.model.message import Message


@dataclass(frozen=True, slots=True)
class Settled:
    """The last day of a clock.

    Attributes:
        last: it may have moved to a working day.
        act_by: the last working day up to it, or itself where the clock holds none.
        steps: what was found and done.
        known: whether the list of holidays told the days.
    """

    last: date
    act_by: date
    steps: tuple[Message, ...]
    known: bool


def settle_last_day(rule: ClockRule, begin: date, last: date, calendar: Calendar) -> Settled:
    """Return the last day of a clock, moved to a working day where the rule lets it roll.

    Args:
        rule: says whether it rolls.
        begin: the day that the clock runs from.
        last: the last day as counted.
        calendar: tells which days are worked.
    """
    kind = calendar.tell(last)
    if kind.working:
        return Settled(last, last, (), kind.known)
    after = find_working_day(last, calendar, 1)
    told = tell_day("last", last, kind) | tell_day("to", after, calendar.tell(after))
    known = kind.known and calendar.tell(after).known
    if rule.rolls:
        step = Message("clock-step.rolled", told | {"list": calendar.source})
        return Settled(after, after, (step,), known)
    act_by = find_working_day(last, calendar, -1)
    if act_by <= begin < last:
        act_by = last  # no office works within the clock
    told |= tell_day("by", act_by, calendar.tell(act_by))
    return Settled(last, act_by, (Message(_stays(rule, act_by, last), told),), known)


def _stays(rule: ClockRule, act_by: date, last: date) -> str:
    """Return the key of why a last day stays where it is."""
    if rule.custody_bound:
        return "clock-step.stays-in-custody"
    reason = "custody" if rule.group is ClockGroup.CUSTODY else "measure"
    return f"clock-step.stays-{reason}" + ("-at-once" if act_by == last else "")
