"""Whole units shared out exactly: floors first, then the largest remainders."""

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Return parts of `total` in proportion to the weights; they add up to it exactly.

    Hamilton's method: each gets the floor of its share, the units left go one each to the largest
    remainders; ties go to whoever comes first, which here is the order of filing.

    Args:
        total: whole units, not negative.
        weights: not negative; all 0 gives nothing to anybody.

    Raises:
        ValueError: a negative total or weight.
    """
    whole = sum(weights)
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("nothing negative can be shared out")
    if not whole:
        return (0,) * len(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    largest = sorted(range(len(weights)), key=lambda place: (-remainders[place], place))
    for place in largest[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)
