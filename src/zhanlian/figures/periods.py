"""How a claim relates to time: its day, its kind of period and its window."""

from datetime import date, timedelta
from typing import Final

from zhanlian.model.claim import Claim, SourcedClaim
from zhanlian.model.dates import PartialDate
from zhanlian.model.figure import Period

_FEBRUARY_29: Final = (2, 29)


def find_period(claim: Claim) -> Period:
    """Return whether a figure counts one event, a running total or a closed period.

    A figure with a start and no end runs on (2023年以来抓获…) and counts as cumulative.
    """
    if claim.cumulative:
        return Period.CUMULATIVE
    if claim.since is None:
        return Period.EVENT
    if claim.as_of is None:
        return Period.CUMULATIVE
    if claim.since.first_day >= claim.as_of.last_day:
        return Period.EVENT
    return Period.CLOSED


def find_day(stated: SourcedClaim) -> date | None:
    """Return the day a figure stands for: as-of where told, else published, else None.

    The end of an as-of month or year that lies behind the publication is cut to that day: a
    notice cannot count what had not happened.
    """
    as_of, published = stated.claim.as_of, stated.source.published
    if as_of is None:
        return None if published is None else published.last_day
    if published is None or published.last_day < as_of.first_day:
        return as_of.last_day
    return min(as_of.last_day, published.last_day)


def find_window(claim: Claim) -> str | None:
    """Return a closed period's first and last day without its year, or None for another kind.

    Calendar years give ``01-01/12-31``, the twelve months to April ``05-01/04-30+1``: only equal
    windows are comparable, so eleven months are never set beside a year.
    """
    if find_period(claim) is not Period.CLOSED or claim.since is None or claim.as_of is None:
        return None
    first, last = claim.since.first_day, claim.as_of.last_day
    if (last.month, last.day) == _FEBRUARY_29:
        last -= timedelta(days=1)  # else a leap year's January to February stands alone
    turns = f"+{last.year - first.year}" if last.year > first.year else ""
    return f"{first:%m-%d}/{last:%m-%d}{turns}"


def covers(wide: PartialDate, narrow: PartialDate) -> bool:
    """Return whether the less exact date can mean the more exact one (2023 covers 2023-07)."""
    return wide.first_day <= narrow.first_day and narrow.last_day <= wide.last_day
