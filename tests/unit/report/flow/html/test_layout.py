"""The layout: nothing overlaps, widths are to scale."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.model.answers import LevelEdge
from zhanlian.report.flow.html.gathering import FlowGraph, gather_bands
from zhanlian.report.flow.html.layout import BOX, THINNEST, TOP, lay_out


def _graph(seeds: list[tuple[int, int, int]]) -> FlowGraph:
    edges = []
    for level, (payer, payee, amount) in enumerate(seeds * 4):
        depth = level % 4
        ends = f"{depth}-{payer}", f"{depth + 1}-{payee}"
        edges.append(LevelEdge(depth, ends[0], depth + 1, ends[1], "CNY", amount, 1, ()))
    return gather_bands(edges, "CNY", lambda _account, _asset: None)


_SEEDS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(1, 10**9)),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(_SEEDS)
def test_boxes_do_not_overlap_and_hold_their_labels(seeds: list[tuple[int, int, int]]) -> None:
    graph = _graph(seeds)
    labels = [30.0 + 15 * (at % 4) for at in range(len(graph.nodes))]
    plan = lay_out(graph, labels)
    for box, label in zip(plan.boxes, labels, strict=True):
        assert box.height >= label and box.y >= TOP - 1e-6
        assert box.y + box.height <= plan.height and box.x + BOX <= plan.width
    for x in {box.x for box in plan.boxes}:
        column = sorted((box.y, box.y + box.height) for box in plan.boxes if box.x == x)
        assert all(low[1] < high[0] for low, high in pairwise(column))


@settings(max_examples=60, deadline=None)
@given(_SEEDS)
def test_bands_are_to_scale_and_stay_on_their_boxes(seeds: list[tuple[int, int, int]]) -> None:
    graph = _graph(seeds)
    plan = lay_out(graph, [40.0] * len(graph.nodes))
    thick = [(strip.height, strip.band.amount) for strip in plan.strips if strip.height > THINNEST]
    for (height, amount), (other, amount_of_other) in pairwise(thick):
        assert abs(height * amount_of_other - other * amount) <= 1e-6 * height * amount_of_other
    assert plan.thin == sum(strip.height == THINNEST for strip in plan.strips)
    for strip in plan.strips:
        source, target = plan.boxes[strip.band.source], plan.boxes[strip.band.target]
        assert source.x + BOX == strip.left < strip.right == target.x
        assert source.y <= strip.left_y and target.y <= strip.right_y
        assert strip.left_y + strip.height <= source.y + source.height + 1e-6
        assert strip.right_y + strip.height <= target.y + target.height + 1e-6


def test_bands_of_one_box_do_not_lie_on_each_other() -> None:
    graph = _graph([(n % 5, n % 7, 1000 + n) for n in range(20)])
    plan = lay_out(graph, [40.0] * len(graph.nodes))
    for at in range(len(graph.nodes)):
        leaving = sorted(
            (s.left_y, s.left_y + s.height) for s in plan.strips if s.band.source == at
        )
        assert all(low[1] <= high[0] + 1e-6 for low, high in pairwise(leaving))
