"""A figure that several outlets print is counted once, with all its sources."""

from collections.abc import Iterator

from zhanlian.figures.material import Material, make_check
from zhanlian.figures.phrases import tell
from zhanlian.model.figure import Check, Outcome


def check_same_story(material: Material) -> Iterator[Check]:
    """Yield for each point with several documents that it was counted once."""
    for series in material.series:
        for point in series.points:
            count = len({stated.source.sha256 for stated in point.claims})
            if count > 1:
                fields = tell("figure", point.claims[0], source=True) | {"count": f"{count:,}"}
                yield make_check("same-story", Outcome.PASSED, "once", fields, point.claims)
