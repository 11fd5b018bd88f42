"""A deadline with the computation that leads to it."""

from dataclasses import dataclass
from datetime import date, datetime

from zhanlian.model.docket.rule import ClockRule
from zhanlian.model.message import Message


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something must be done, and why then.

    Attributes:
        rule: the clock, with its source, status and the version of the tables.
        extensions: by which it was lengthened, in their order.
        start: what it runs from, UTC.
        due: the instant at which it ends, UTC; a clock of days ends at 24:00 of its last day.
        last_day: the last day in the local zone.
        local: the end as people write it: ``2024-04-30 24:00``, ``2024-11-04 14:20``.
        act_by: the last working day on which an office can still act.
        warn_at: instants of warning, UTC, the earliest first.
        steps: the computation, one step a message.
        calendar_known: whether the official list of holidays told every day that was asked for.
    """

    rule: ClockRule
    extensions: tuple[ClockRule, ...]
    start: datetime
    due: datetime
    last_day: date
    local: str
    act_by: date
    warn_at: tuple[datetime, ...]
    steps: tuple[Message, ...]
    calendar_known: bool
