"""What interval a figure can mean: its comparator, and the precision in which it is written.

4.8万 was rounded to the nearest thousand, 5万余 lies between five and six 万, 近3亿 between two
and three 亿, and 807 is 807. Checks compare these intervals and never the bare digits.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from zhanlian.model.claim import Claim, Qualifier

_SCALES: Final = {
    "万亿": 12, "萬億": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "億": 8,
    "千万": 7, "百万": 6, "十万": 5, "万": 4, "萬": 4, "千": 3, "百": 2, "十": 1, "成": 1,
    "trillion": 12, "billion": 9, "bn": 9, "million": 6, "m": 6, "thousand": 3, "k": 3,
    "hundred": 2,
}  # fmt: skip
_NUMBER: Final = re.compile(
    r"(\d[\d,，]{0,40}(?:\.\d{1,12})?)\s?[余餘多来來几]?\s?("
    + "|".join(sorted(_SCALES, key=len, reverse=True))
    + r")?",
    re.IGNORECASE,
)
# A quote is a few words; what is longer is not read for its precision (hostile input).
_QUOTE_LIMIT: Final = 400
# Plain digits of this size that end in three zeros (31,000) are taken as rounded; smaller ones
# (150, 2,350) are counts.
_ROUND_FROM: Final = 10_000


@dataclass(frozen=True, slots=True)
class Interval:
    """The true numbers that a figure can stand for; both ends belong to it."""

    low: Decimal
    high: Decimal

    def __add__(self, other: "Interval") -> "Interval":
        """Return the interval of the sum of both."""
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        """Return the interval of the difference of both."""
        return Interval(self.low - other.high, self.high - other.low)

    def meets(self, other: "Interval") -> bool:
        """Return whether one true number fits both."""
        return self.low <= other.high and other.low <= self.high


ZERO: Final = Interval(Decimal(0), Decimal(0))


def find_interval(claim: Claim) -> Interval:
    """Return the numbers that a claim can mean, in the claim's unit.

    Exact: half a unit of the last written digit on both sides where the number is rounded
    (4.8万 → 47,500 to 48,500), nothing where it is a plain count (807). Over: up to the next
    unit (5万余 → 50,000 to 60,000). Nearly: down to the unit below (近3亿). About: half a unit
    on both sides. A negative change is read by its size (下降近30% → −30 to −20).
    """
    return _interval(claim.value, claim.qualifier, claim.quote)


def find_step(value: Decimal, quote: str) -> Decimal:
    """Return the unit of the last significant digit of a number as its quote writes it.

    4.8万 → 1000, 5万余 → 10000, 3000余万 → 10000000, 2,170.7万 → 1000, 807 → 1. A number that
    does not stand in the quote in digits is judged by the zeros at its end.
    """
    return _written(abs(value), quote)[0]


@lru_cache(maxsize=65_536)
def _interval(value: Decimal, qualifier: Qualifier, quote: str) -> Interval:
    size = abs(value)
    step, rounded = _written(size, quote)
    if qualifier is Qualifier.OVER:
        low, high = size, size + step
    elif qualifier is Qualifier.NEARLY:
        low, high = max(size - step, Decimal(0)), size
    else:
        slack = step / 2 if rounded or qualifier is Qualifier.ABOUT else Decimal(0)
        low, high = max(size - slack, Decimal(0)), size + slack
    return Interval(-high, -low) if value < 0 else Interval(low, high)


def _written(size: Decimal, quote: str) -> tuple[Decimal, bool]:
    """Return the unit of the last significant digit, and whether the number is a rounded one."""
    for digits, scale in _NUMBER.findall(quote[:_QUOTE_LIMIT]):
        plain = digits.replace(",", "").replace("，", "")
        power = _SCALES[scale.lower()] if scale else 0
        if Decimal(plain).scaleb(power) != size:
            continue
        _, _, decimals = plain.partition(".")
        if decimals:
            return Decimal(1).scaleb(power - len(decimals)), True
        if power:
            return Decimal(1).scaleb(power + _trailing_zeros(plain)), True
        break
    return _plain(size)


def _plain(size: Decimal) -> tuple[Decimal, bool]:
    exponent = size.normalize().as_tuple().exponent
    zeros = exponent if isinstance(exponent, int) and size else 0
    return Decimal(1).scaleb(zeros), zeros < 0 or (zeros >= 3 and size >= _ROUND_FROM)


def _trailing_zeros(digits: str) -> int:
    stripped = digits.rstrip("0")
    return len(digits) - len(stripped) if stripped else 0
