"""Transfers that one payment may be, in order of time; the nearest free one is taken."""

from bisect import bisect_left
from collections.abc import Container, Sequence


class Shelf:
    """Equal transfers, or rows of them, in order of time.

    What is taken is stepped over for good, so that a hundred thousand equal payments cost no more
    than a hundred thousand times one.

    Args:
        booked: (instant in µs, row), ascending.
    """

    def __init__(self, booked: Sequence[tuple[int, int]]) -> None:
        self._times = [time for time, _ in booked]
        self._rows = [row for _, row in booked]
        self._later = list(range(len(booked) + 1))
        self._earlier = list(range(len(booked)))

    def find_nearest(
        self, instant: int, since: int, until: int, taken: Container[int]
    ) -> tuple[int, int] | None:
        """Return (µs away, row) of the free one nearest to an instant, None where none is.

        Of those equally near the one of the smallest row is taken.

        Args:
            instant: in µs since 1970, as `since` and `until`.
            since, until: both included.
            taken: rows that are no longer free.
        """
        found = []
        middle = bisect_left(self._times, instant)
        later = self._find_later(bisect_left(self._times, max(since, instant)), taken)
        if later < len(self._times) and self._times[later] <= until:
            found.append((self._times[later] - instant, self._rows[later]))
        earlier = self._find_earlier(middle - 1, taken)
        if earlier >= 0 and self._times[earlier] >= since:
            # Of transfers of one instant the first row goes first.
            first = self._find_later(bisect_left(self._times, self._times[earlier]), taken)
            found.append((instant - self._times[earlier], self._rows[first]))
        return min(found, default=None)

    def _find_later(self, place: int, taken: Container[int]) -> int:
        passed = []
        while place < len(self._rows):
            step = self._later[place]
            if step == place:
                if self._rows[place] not in taken:
                    break
                step = place + 1
            passed.append(place)
            place = step
        for one in passed:
            self._later[one] = place
        return place

    def _find_earlier(self, place: int, taken: Container[int]) -> int:
        passed = []
        while place >= 0:
            step = self._earlier[place]
            if step == place:
                if self._rows[place] not in taken:
                    break
                step = place - 1
            passed.append(place)
            place = step
        for one in passed:
            self._earlier[one] = place
        return place
