"""Clocks of records, set by the rule that is in force on the day."""

from collections.abc import Sequence
from datetime import datetime

from zhanlian.docket.act import Situation
from zhanlian.docket.clocks.calendar import ChinaCalendar
from zhanlian.docket.clocks.deadline import compute_deadline
from zhanlian.model.docket.record import RunningClock
from zhanlian.model.zone import SHANGHAI, local_day


def set_clock(
    situation: Situation,
    rule: str,
    start: datetime,
    *,
    name: str = "",
    extensions: Sequence[str] = (),
    place: str = "CN",
    term: int | None = None,
) -> RunningClock:
    """Return a running clock of a rule from a time on.

    Args:
        situation: whose tables are asked.
        rule: id of the clock in the tables.
        start: of the event that it runs from, aware.
        name: of the clock in its record; the rule's id where empty.
        extensions: ids of rules by which it was lengthened.
        place: whose own rules come first.
        term: so many units as the decision tells, where it is shorter than the rule allows.

    Raises:
        NotFoundError: no rule of this id was in force on that day.
        InputError: an extension or a term that the rule does not allow.
    """
    day, tables = local_day(start), situation.rules
    found = tables.clock(rule, day, place)
    longer = [tables.clock(one, day, place) for one in extensions]
    deadline = compute_deadline(
        found, start, ChinaCalendar(), zone=SHANGHAI, extensions=longer, term=term
    )
    warn = deadline.warn_at[0] if deadline.warn_at else deadline.due
    return RunningClock(name or rule, rule, tables.version, start, deadline.due, warn)
