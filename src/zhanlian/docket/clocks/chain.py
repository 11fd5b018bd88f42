"""Clocks that follow one another: detention, request, decision, custody after arrest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

from zhanlian.docket.clocks.calendar import Calendar
from zhanlian.docket.clocks.deadline import compute_deadline
from zhanlian.model.docket.deadline import Deadline
from zhanlian.model.docket.rule import ClockRule
from zhanlian.model.message import Message

# A clock of days ends at 24:00, which is the next day's first instant: what follows it at the
# latest still begins on its last day.
_WITHIN: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Link:
    """One clock of a chain.

    Attributes:
        rule: the clock.
        extensions: by which it has been lengthened.
        begins: when its event happened, or None where that is still to come: it then begins at the
            last moment that the clock before it allows.
        term: as the decision tells.
    """

    rule: ClockRule
    extensions: tuple[ClockRule, ...] = ()
    begins: datetime | None = None
    term: int | None = None


def compute_chain(
    links: Sequence[Link], start: datetime, calendar: Calendar, *, zone: tzinfo
) -> tuple[Deadline, ...]:
    """Return the deadlines of clocks of which each begins when the one before it is done.

    A clock whose event came only after the end of the one before it says so in its first step.

    Args:
        links: in their order.
        start: aware; what the first one runs from, unless it tells that itself.
        calendar: tells which days are worked.
        zone: in whose days they are counted.

    Raises:
        InputError: as `compute_deadline`.
    """
    found: list[Deadline] = []
    for link in links:
        latest = _latest(found[-1]) if found else start
        begins = link.begins or latest
        deadline = compute_deadline(
            link.rule, begins, calendar, zone=zone, extensions=link.extensions, term=link.term
        )
        if found and link.begins is not None and _is_past(found[-1], link.begins):
            late = Message("clock-step.late", {"former": found[-1].local})
            deadline = replace(deadline, steps=(late, *deadline.steps))
        found.append(deadline)
    return tuple(found)


def _is_past(former: Deadline, at: datetime) -> bool:
    return at > former.due if former.rule.unit.is_clock_time else at >= former.due


def _latest(former: Deadline) -> datetime:
    return former.due if former.rule.unit.is_clock_time else former.due - _WITHIN
