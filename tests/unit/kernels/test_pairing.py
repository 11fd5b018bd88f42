"""Pairs in time: most pairs first, then the nearest; equal rows are found in all columns."""

from itertools import combinations, permutations

import numpy as np
import pytest

from zhanlian.kernels.pairing import count_within, find_first_equal, gather_groups, pair_in_time


def _pair(ones: list[int], twos: list[int], reach: int, span: int = 0) -> dict[int, int]:
    """Return the partner by place in each list."""
    rows = sorted([(at, 0) for at in ones] + [(at, 1) for at in twos])
    since = np.array([at for at, _ in rows], dtype=np.int64)
    side = np.array([one for _, one in rows], dtype=np.int64)
    ends = np.array([len(rows)], dtype=np.int64)
    partner, gap = pair_in_time(ends, side, since, since + span, reach)
    for row, other in enumerate(partner.tolist()):
        if other >= 0:
            assert partner[other] == row
            assert side[row] != side[other]
            assert 0 <= gap[row] <= reach
    sides: list[list[int]] = [np.flatnonzero(side == one).tolist() for one in (0, 1)]
    place = {at: number for rows_ in sides for number, at in enumerate(rows_)}
    return {
        place[row]: place[int(partner[row])]
        for row in range(len(rows))
        if side[row] == 0 and partner[row] >= 0
    }


def test_the_nearer_of_two_is_taken() -> None:
    assert _pair([0, 50], [50], 60) == {1: 0}
    assert _pair([50], [0, 49], 60) == {0: 1}


def test_as_many_pairs_as_can_be_come_before_the_nearest() -> None:
    assert _pair([0, 58], [58, 116], 60) == {0: 0, 1: 1}


def test_what_is_out_of_reach_stays_alone() -> None:
    assert _pair([0], [61], 60) == {}
    assert _pair([0], [60], 60) == {0: 0}


def test_a_span_stands_for_all_of_itself() -> None:
    assert _pair([0], [1000], 60, span=940) == {0: 0}
    assert _pair([0], [1001], 60, span=940) == {}


@pytest.mark.parametrize("seed", range(50))
def test_no_other_pairing_has_more_pairs_or_lies_nearer(seed: int) -> None:
    draw = np.random.default_rng(seed)
    ones = sorted(draw.integers(0, 120, draw.integers(1, 5)).tolist())
    twos = sorted(draw.integers(0, 120, draw.integers(1, 5)).tolist())
    reach = 30
    best = (0, 0)
    for size in range(1, min(len(ones), len(twos)) + 1):
        for chosen in combinations(range(len(ones)), size):
            for against in permutations(range(len(twos)), size):
                gaps = [abs(ones[i] - twos[j]) for i, j in zip(chosen, against, strict=True)]
                if max(gaps) <= reach:
                    best = min(best, (-size, sum(gaps)))
    found = _pair(ones, twos, reach)
    cost = sum(abs(ones[i] - twos[j]) for i, j in found.items())
    assert (-len(found), cost) == best


def test_long_lists_are_paired_from_the_front() -> None:
    ones = list(range(0, 6000, 10))
    found = _pair(ones, [at + 3 for at in ones], 5)
    assert found == {place: place for place in range(600)}


@pytest.mark.parametrize("seed", range(20))
def test_equal_rows_are_found_in_all_columns(seed: int) -> None:
    draw = np.random.default_rng(seed)
    keys = draw.integers(-2, 3, (int(draw.choice([0, 1, 2, 400])), 3)).astype(np.int64)
    seen: dict[tuple[int, ...], int] = {}
    wanted = [seen.setdefault(tuple(key), row) for row, key in enumerate(keys.tolist())]
    group = find_first_equal(keys)
    assert group.tolist() == wanted
    assert count_within(group).tolist() == [
        wanted[:row].count(one) for row, one in enumerate(wanted)
    ]
    rows, ends = gather_groups(group)
    assert rows.tolist() == sorted(range(len(keys)), key=lambda row: (wanted[row], row))
    assert ends.tolist() == np.cumsum(np.unique(wanted, return_counts=True)[1]).tolist()
