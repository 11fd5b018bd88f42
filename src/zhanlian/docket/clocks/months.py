"""Month arithmetic by the rule of the courts (SPCI 202).

A month runs to the same date of the next month; from the last day of a month to the last day; and
to the last day where the date is missing.
"""

import calendar
from datetime import date
from typing import Final

DAYS_OF_HALF_MONTH: Final = 15
MONTHS_OF_YEAR: Final = 12


def add_months(day: date, months: int) -> date:
    """Return the date so many months on; a month's last day leads to a month's last day."""
    year, month = _count_on(day, months)
    last = calendar.monthrange(year, month)[1]
    return date(year, month, last if is_month_end(day) else min(day.day, last))


def add_years(day: date, years: int) -> date:
    """Return the same date so many years on, or the last day of February where it is missing.

    Terms of a sentence are counted so; other terms of years are twelve months each.
    """
    year, month = _count_on(day, years * MONTHS_OF_YEAR)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def is_month_end(day: date) -> bool:
    """Return whether a day is the last one of its month."""
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _count_on(day: date, months: int) -> tuple[int, int]:
    """Return year and month so many months on."""
    whole = day.year * MONTHS_OF_YEAR + day.month - 1 + months
    return whole // MONTHS_OF_YEAR, whole % MONTHS_OF_YEAR + 1
