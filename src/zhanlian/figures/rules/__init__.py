"""The rules of the figures, one a file; a list registers them in the order they are told."""

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from zhanlian.figures.material import Finding, Material
from zhanlian.figures.rules.batch_sum import check_batch_sum
from zhanlian.figures.rules.change import check_change
from zhanlian.figures.rules.event_sum import check_event_sum
from zhanlian.figures.rules.magnitude import check_magnitude
from zhanlian.figures.rules.monotone import check_monotone
from zhanlian.figures.rules.nationality_sum import check_nationality_sum
from zhanlian.figures.rules.party_count import check_party_count
from zhanlian.figures.rules.related import check_related
from zhanlian.figures.rules.same_digits import check_same_digits
from zhanlian.figures.rules.same_story import check_same_story
from zhanlian.figures.rules.subset import check_subset
from zhanlian.figures.rules.windows import check_windows

Rule: TypeAlias = Callable[[Material], Iterator[Finding]]

RULES: Final[tuple[tuple[str, Rule], ...]] = (
    ("monotone", check_monotone),
    ("event-sum", check_event_sum),
    ("subset", check_subset),
    ("nationality-sum", check_nationality_sum),
    ("same-digits", check_same_digits),
    ("party-count", check_party_count),
    ("magnitude", check_magnitude),
    ("change", check_change),
    ("batch-sum", check_batch_sum),
    ("related", check_related),
    ("windows", check_windows),
    ("same-story", check_same_story),
)
