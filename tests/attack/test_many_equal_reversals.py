"""Thousands of equal amounts that thousands of reversals take back are paired in bounded time."""

import time
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from zhanlian.money.ledger.rows.cancelled import find_cancelled
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


def test_plain_rows_there_and_back_are_found_without_comparing_all() -> None:
    half = 10_000
    rows: Any = SimpleNamespace(
        time=np.zeros(4 * half, np.int64),
        span=np.ones(4 * half, np.int64),
        amount=np.full(4 * half, 100_00),
        asset=np.zeros(4 * half, np.int32),
    )
    # The payer's payments and their reversals, then both as plain rows of the payee.
    effect = np.repeat(np.array([-1, 1, 1, -1], np.int32), half)
    own = np.repeat(np.array([0, 0, 1, 1], np.int32), half)
    pairs = (np.arange(half, 2 * half), np.arange(half))
    begun = time.monotonic()
    taking, taken = find_cancelled(rows, pairs, own == 1, own, np.int32(1) - own, effect, 0)
    assert time.monotonic() - begun < _SECONDS
    assert sorted([*taking, *taken]) == list(range(2 * half, 4 * half))
