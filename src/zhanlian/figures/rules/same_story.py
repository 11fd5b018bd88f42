"""A figure that several outlets print is counted once, with all its sources."""

from collections.abc import Iterator

from zhanlian.figures.material import Finding, Material
from zhanlian.figures.phrases import tell
from zhanlian.model.figure import Outcome, Point


def check_same_story(material: Material) -> Iterator[Finding]:
    """Yield for each point with several documents that it was counted once."""
    for series in material.series:
        for point in series.points:
            count = len({stated.source.sha256 for stated in point.claims})
            if count > 1:
                yield _show(point, count)


def _show(point: Point, count: int) -> Finding:
    return Finding(
        Outcome.PASSED,
        "once",
        point.claims,
        lambda: tell("figure", point.claims[0], source=True) | {"count": f"{count:,}"},
    )
