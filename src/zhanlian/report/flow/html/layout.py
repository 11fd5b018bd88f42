"""Layout of a Sankey by levels: where boxes stand and bands run, widths to scale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.report.flow.html.gathering import Band, FlowGraph, Node

BOX: Final = 148
TOP: Final = 34
_WIDTH: Final = 984  # of the page's main column at 1280 pixels
_GAPS: Final = (52, 250)
_BETWEEN: Final = 12
_FULL: Final = 300  # pixels for the whole of what the victims paid
_PADDING: Final = 6
THINNEST: Final = 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """A node in the picture: left and upper end, height; its bands' heights left and right."""

    node: Node
    x: float
    y: float
    height: float
    inflow: float
    outflow: float


@dataclass(frozen=True, slots=True)
class Strip:
    """A band in the picture: its upper end at both boxes, and its height there."""

    band: Band
    left: float
    left_y: float
    right: float
    right_y: float
    height: float


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is drawn; `thin` bands stand for less money than their one pixel."""

    boxes: tuple[Box, ...]
    strips: tuple[Strip, ...]
    columns: tuple[tuple[int, float], ...]
    width: float
    height: float
    thin: int


def lay_out(graph: FlowGraph, labels: Sequence[float]) -> Plan:
    """Return places for all nodes and bands of a picture.

    Boxes of a level stand in the order of where their money comes from, so that few bands cross.

    Args:
        graph: what to draw.
        labels: height that each node's text needs, in the order of the nodes.
    """
    levels = sorted({node.level for node in graph.nodes})
    scale = _FULL / max(_level_sum(graph.nodes, level) for level in levels)
    heights = {at: max(THINNEST, band.amount * scale) for at, band in enumerate(graph.bands)}
    step = BOX + _gap(len(levels))
    boxes = [
        _box(graph, at, label, heights) for at, label in enumerate(labels)
    ]  # still without a place
    columns = [[at for at, box in enumerate(boxes) if box.node.level == one] for one in levels]
    floor = TOP + max(_packed([boxes[at] for at in column]) for column in columns)
    for nth, column in enumerate(columns):
        wished = {at: _wish(graph, boxes, at) for at in column}
        column.sort(key=lambda at: (wished[at], at))
        tops = _stack([(wished[at], boxes[at].height) for at in column], floor)
        for at, top in zip(column, tops, strict=True):
            boxes[at] = replace(boxes[at], x=nth * step, y=top)
    strips = _run(graph, boxes, heights)
    thin = sum(band.amount * scale < THINNEST for band in graph.bands)
    places = tuple((level, nth * step) for nth, level in enumerate(levels))
    width = (len(levels) - 1) * step + BOX
    return Plan(tuple(boxes), strips, places, width + 2, floor + 4, thin)


def _level_sum(nodes: Sequence[Node], level: int) -> int:
    return max(1, sum(max(node.received, node.sent) for node in nodes if node.level == level))


def _gap(columns: int) -> float:
    if columns < 2:
        return _GAPS[0]
    return min(_GAPS[1], max(_GAPS[0], (_WIDTH - columns * BOX) // (columns - 1)))


def _box(graph: FlowGraph, at: int, label: float, heights: dict[int, float]) -> Box:
    inflow = sum(heights[nth] for nth, band in enumerate(graph.bands) if band.target == at)
    outflow = sum(heights[nth] for nth, band in enumerate(graph.bands) if band.source == at)
    return Box(graph.nodes[at], 0, 0, max(label, inflow, outflow) + _PADDING, inflow, outflow)


def _packed(boxes: Sequence[Box]) -> float:
    return sum(box.height for box in boxes) + _BETWEEN * (len(boxes) - 1)


def _wish(graph: FlowGraph, boxes: Sequence[Box], at: int) -> float:
    """Return the height at which the money of a node comes in, by its weight."""
    told = [(boxes[b.source], b.amount) for b in graph.bands if b.target == at]
    weight = sum(amount for _, amount in told)
    if not weight:
        return 0.0
    return sum((box.y + box.height / 2) * amount for box, amount in told) / weight


def _stack(wishes: Sequence[tuple[float, float]], floor: float) -> list[float]:
    """Return the tops of boxes (wished middle, height), as near to the wish as they fit."""
    tops: list[float] = []
    free = float(TOP)
    for middle, height in wishes:
        tops.append(max(free, middle - height / 2))
        free = tops[-1] + height + _BETWEEN
    limit = floor
    for at in range(len(tops) - 1, -1, -1):
        tops[at] = min(tops[at], limit - wishes[at][1])
        limit = tops[at] - _BETWEEN
    return tops


def _run(graph: FlowGraph, boxes: Sequence[Box], heights: dict[int, float]) -> tuple[Strip, ...]:
    """Return the bands; those of one box lie in the order of their other ends."""
    left_y, right_y = {}, {}
    for at, box in enumerate(boxes):
        middle = box.y + box.height / 2
        leaving = [nth for nth, band in enumerate(graph.bands) if band.source == at]
        down = middle - box.outflow / 2
        for nth in sorted(leaving, key=lambda n: (boxes[graph.bands[n].target].y, n)):
            left_y[nth], down = down, down + heights[nth]
        coming = [nth for nth, band in enumerate(graph.bands) if band.target == at]
        down = middle - box.inflow / 2
        for nth in sorted(coming, key=lambda n: (boxes[graph.bands[n].source].y, n)):
            right_y[nth], down = down, down + heights[nth]
    return tuple(
        Strip(band, boxes[band.source].x + BOX, left_y[nth], boxes[band.target].x, right_y[nth],
              heights[nth])
        for nth, band in enumerate(graph.bands)
    )  # fmt: skip
