"""Partial dates: a year, a month or a day, never made more exact than the text was."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_FORM: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day.

    Attributes:
        year: 1 to 9999.
        month: 1 to 12, or 0 when unknown.
        day: 1 to 31, or 0 when unknown.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999 or not 0 <= self.month <= 12:
            raise ValueError(f"no such date: {self.year}-{self.month}-{self.day}")
        if self.day and not self.month:
            raise ValueError("a day needs its month")
        if self.day and not 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]:
            raise ValueError(f"no such date: {self.year}-{self.month}-{self.day}")

    def __str__(self) -> str:
        """Return the ISO form, as long as what is known: 2023, 2023-07 or 2023-07-31."""
        if self.day:
            return f"{self.year:04}-{self.month:02}-{self.day:02}"
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"

    @property
    def first_day(self) -> date:
        """The earliest day this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day this date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Return the date of an ISO text such as 2023, 2023-07 or 2023-07-31.

        Raises:
            ValueError: the text has another form, or there is no such date.
        """
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError(f"not an ISO date: {text!r}")
        return cls(*(int(part) for part in found.groups() if part))
