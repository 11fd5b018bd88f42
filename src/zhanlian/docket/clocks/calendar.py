"""Which days are worked: China's official holidays and make-up days, by a library.

The library knows the years whose list of holidays has been published. Outside them only weekends
are known; whoever asks is told so, and a deadline says it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Protocol

import chinese_calendar
from chinese_calendar.constants import holidays

WEEKEND: Final = "weekend"
MAKE_UP: Final = "make-up"

# Names as the library writes them, and their codes in the word catalogue.
_CODES: Final = MappingProxyType(
    {
        "New Year's Day": "new-year",
        "Spring Festival": "spring-festival",
        "Tomb-sweeping Day": "tomb-sweeping",
        "Labour Day": "labour-day",
        "Dragon Boat Festival": "dragon-boat",
        "Mid-autumn Festival": "mid-autumn",
        "National Day": "national-day",
        "Anti-Fascist 70th Day": "victory-day",
    }
)
_SATURDAY: Final = 5
_FIRST: Final = min(holidays).year
_LAST: Final = max(holidays).year


@dataclass(frozen=True, slots=True)
class DayKind:
    """What sort of day it is.

    Attributes:
        working: whether offices work.
        name: code of the holiday (`rule-holiday.…` in the catalogue), `weekend`, or empty.
        known: whether the official list told it, and not the day of the week alone.
    """

    working: bool
    name: str
    known: bool


class Calendar(Protocol):
    """What tells the sort of a day."""

    def tell(self, day: date) -> DayKind:
        """Return what sort of day it is."""
        ...

    @property
    def source(self) -> str:
        """The list that it tells by, with its version."""
        ...

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year whose list it has."""
        ...


class ChinaCalendar:
    """Working days of the mainland by the notices of the State Council's General Office."""

    @property
    def source(self) -> str:
        """The library and its version."""
        return f"chinesecalendar {chinese_calendar.__version__}"

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year whose list the library has."""
        return _FIRST, _LAST

    def tell(self, day: date) -> DayKind:
        """Return what sort of day it is; outside the library's years by the weekday alone."""
        return _tell(day)


# The library goes through all its years at every question: 160 us, and boards ask for thousands.
@lru_cache(maxsize=4096)
def _tell(day: date) -> DayKind:
    weekend = day.weekday() >= _SATURDAY
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return DayKind(not weekend, WEEKEND if weekend else "", known=False)
    if off:
        return DayKind(False, _CODES.get(name or "", WEEKEND), known=True)
    return DayKind(True, MAKE_UP if weekend else "", known=True)


def find_working_day(day: date, calendar: Calendar, step: int) -> date:
    """Return the day itself if it is worked, else the next one (step 1) or the last before (-1)."""
    while not calendar.tell(day).working:
        day += timedelta(days=step)
    return day
