"""Thousands of equal amounts that thousands of reversals take back are paired in bounded time."""

import time

import numpy as np
import pytest

from zhanlian.money.ledger.rows.reversals import _match

_SECONDS = 2.0  # all pairs of a hundred thousand rows would take minutes


@pytest.mark.parametrize("references", [True, False])
def test_equal_reversals_are_paired_without_comparing_all(references: bool) -> None:
    few, count = 4, 200_000
    for size in (few, count):  # compiled first
        half = size // 2
        nobody = np.full(size, -1, np.int32)
        begun = time.monotonic()
        partner = _match(
            np.zeros(size, np.int32),
            np.full(size, 100_00),
            np.zeros(size, np.int64),
            np.ones(size, np.int64),
            np.repeat(np.array([1, -1], np.int32), half),
            nobody,
            nobody,
            np.arange(size, dtype=np.int32) if references else nobody,
            np.arange(size) >= half,
            np.ones(size, np.bool_),
            86_400_000_000,
        )
        taken = time.monotonic() - begun
    assert taken < _SECONDS
    assert np.array_equal(np.sort(partner), np.arange(count))
