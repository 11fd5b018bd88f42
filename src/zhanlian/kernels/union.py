"""Components of a graph given by its edges."""

import numpy as np

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Int32s


@compiled
def find_components(count: int, left: Int32s, right: Int32s) -> Int32s:
    """Return the smallest member of every node's component.

    Args:
        count: nodes, numbered from 0.
        left, right: (k,) the two ends of each edge.

    Returns:
        (count,) the component's smallest node, whatever the order of the edges.
    """
    parent = np.arange(count).astype(np.int32)
    for edge in range(len(left)):
        one, two = left[edge], right[edge]
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        while parent[two] != two:
            parent[two] = parent[parent[two]]
            two = parent[two]
        if one < two:
            parent[two] = one
        else:
            parent[one] = two
    # Parents are smaller than their children, so one pass upwards settles all.
    for node in range(count):
        parent[node] = parent[parent[node]]
    return parent


def find_components_reference(count: int, left: Int32s, right: Int32s) -> Int32s:
    """Return the same by painting one node after the other."""
    near: list[set[int]] = [set() for _ in range(count)]
    for one, two in zip(left.tolist(), right.tolist(), strict=True):
        near[one].add(two)
        near[two].add(one)
    found = np.full(count, -1, dtype=np.int32)
    for start in range(count):
        waiting = [start] if found[start] < 0 else []
        while waiting:
            node = waiting.pop()
            if found[node] < 0:
                found[node] = start
                waiting.extend(near[node])
    return found
