"""Axes of a chart: where a value or a day stands, and which ticks a reader expects."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

# A span of values beyond this ratio leaves small ones without height on a linear axis.
_LOG_RATIO: Final = 50
_MONTHS_OF_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
_MAX_TIME_TICKS: Final = 8


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """Values upwards.

    Attributes:
        low, high: ends of the axis.
        log: equal ratios, not equal differences, stand equally far apart.
        ticks: values that are named.
    """

    low: float
    high: float
    log: bool
    ticks: tuple[Decimal, ...]

    def share(self, value: Decimal) -> float:
        """Return where a value stands, 0 at the low end and 1 at the high one."""
        told = float(value)
        if self.log:
            low, high = math.log10(self.low), math.log10(self.high)
            return (math.log10(told) - low) / (high - low)
        return (told - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Days across.

    Attributes:
        first, last: ends of the axis.
        ticks: first days of months or years that are named.
    """

    first: date
    last: date
    ticks: tuple[date, ...]

    def share(self, day: date) -> float:
        """Return where a day stands, 0 at the first and 1 at the last."""
        return (day - self.first).days / max(1, (self.last - self.first).days)


def build_value_axis(values: Sequence[Decimal]) -> ValueAxis:
    """Return an axis for the values: logarithmic where all are positive and far apart."""
    least, most = min(values), max(values)
    if least > 0 and most / least > _LOG_RATIO:
        low, high = least.adjusted(), most.adjusted() + 1
        step = max(1, (high - low) // 6)
        ticks = tuple(Decimal(10) ** power for power in range(low, high + 1, step))
        return ValueAxis(10.0**low, 10.0**high, True, ticks)
    least, most = min(least, Decimal(0)), max(most, Decimal(0))
    step_size = _round_step((most - least) / 4)
    bottom = math.floor(least / step_size)
    top = max(bottom + 1, math.ceil(most / step_size))
    ticks = tuple(step_size * at for at in range(bottom, top + 1))
    return ValueAxis(float(ticks[0]), float(ticks[-1]), False, ticks)


def build_time_axis(days: Sequence[date]) -> TimeAxis:
    """Return an axis from the month of the first day to the month after the last one."""
    start = _months(min(days))
    end = max(_months(max(days)) + 1, start + 2)
    step = next(
        (one for one in _MONTHS_OF_STEPS if (end - start) / one <= _MAX_TIME_TICKS),
        (end - start) // (12 * _MAX_TIME_TICKS) * 12 + 12,
    )
    first = -(-start // step) * step
    ticks = tuple(_day(month) for month in range(first, end + 1, step))
    return TimeAxis(_day(start), _day(end), ticks)


def _round_step(rough: Decimal) -> Decimal:
    """Return 1, 2, 2.5 or 5 times a power of ten, not below the rough step."""
    if rough <= 0:
        return Decimal(1)
    power = Decimal(10) ** rough.adjusted()
    steps = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
    return next(power * step for step in steps if power * step >= rough)


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day(months: int) -> date:
    if months // 12 > date.max.year:
        return date.max
    return date(months // 12, months % 12 + 1, 1)
