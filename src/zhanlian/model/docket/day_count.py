"""Days at dens abroad as they add up: what the thirty-day counter tells, for information."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DayProof:
    """A day at a den, and the sources that tell of it."""

    day: date
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayCount:
    """What the stays add up to.

    Attributes:
        days: all that are proved, with their sources, but those on the road.
        travel: days on the road, which are deducted.
        gaps: (first, last) of days between the first and the last proved one that nothing covers.
        first, last: of the year with the most days; None without any.
        most: days within it.
        line: that the rule draws; `rule` and `policy` tell which.
        reached: whether it is reached. Informational.
    """

    days: tuple[DayProof, ...]
    travel: tuple[date, ...]
    gaps: tuple[tuple[date, date], ...]
    first: date | None
    last: date | None
    most: int
    line: int
    rule: str
    policy: str
    reached: bool
