"""a · b ÷ c in whole numbers, exact where a · b needs more than 64 bits."""

from typing import Final

import numpy as np

from zhanlian.kernels.compile import compiled

# The float estimate is off by less than a·b·2^-51 / c + 1 units, so its remainder stays below
# a·b·2^-51 + c: inside int64 for products under this bound (2^59 + 2^62 < 2^63).
_FAST: Final = 2.0**110


@compiled
def multiply_divide(a: int, b: int, c: int) -> int:
    """Return floor(a·b / c), exact for 0 ≤ a, b < 2^62 and 0 < c < 2^62 where it is below 2^62.

    A float estimate is mended by its remainder, which int64 arithmetic gives exactly although the
    products themselves wrap around; beyond 2^110 a 128-bit division by shifting takes over.
    """
    product = np.float64(a) * np.float64(b)
    if product >= _FAST:
        return _multiply_divide_wide(np.uint64(a), np.uint64(b), np.uint64(c))
    quotient = np.int64(product / np.float64(c))
    rest = np.int64(np.uint64(a) * np.uint64(b) - np.uint64(quotient) * np.uint64(c))
    if rest < 0 or rest >= c:
        quotient += rest // c
    return int(quotient)


@compiled
def _multiply_divide_wide(a: np.uint64, b: np.uint64, c: np.uint64) -> int:
    half = np.uint64(32)
    low = np.uint64(0xFFFFFFFF)
    a_high, a_low = a >> half, a & low
    b_high, b_low = b >> half, b & low
    middle = a_high * b_low + ((a_low * b_low) >> half)
    crossed = a_low * b_high + (middle & low)
    upper = a_high * b_high + (middle >> half) + (crossed >> half)
    lower = a * b
    one = np.uint64(1)
    rest = upper
    quotient = np.uint64(0)
    for place in range(63, -1, -1):  # rest < c < 2^62 holds, since the result is below 2^62
        rest = (rest << one) | ((lower >> np.uint64(place)) & one)
        quotient = quotient << one
        if rest >= c:
            rest -= c
            quotient |= one
    return int(np.int64(quotient))  # int() alone would keep it unsigned


def multiply_divide_reference(a: int, b: int, c: int) -> int:
    """Return floor(a·b / c) in Python's own whole numbers."""
    return a * b // c
