"""Components: the same as painting one node after the other, whatever the order of edges."""

import numpy as np
import pytest

from zhanlian.kernels.union import find_components, find_components_reference


@pytest.mark.parametrize("seed", range(50))
def test_components_equal_the_slow_twin(seed: int) -> None:
    draw = np.random.default_rng(seed)
    count = int(draw.choice([1, 2, 10, 300]))
    edges = int(draw.integers(0, count + 1))
    left = draw.integers(0, count, edges).astype(np.int32)
    right = draw.integers(0, count, edges).astype(np.int32)
    found = find_components(count, left, right)
    assert found.tolist() == find_components_reference(count, left, right).tolist()
    again = find_components(count, right[::-1].copy(), left[::-1].copy())
    assert found.tolist() == again.tolist()


def test_nothing_has_no_components() -> None:
    none = np.empty(0, dtype=np.int32)
    assert find_components(0, none, none).tolist() == []
