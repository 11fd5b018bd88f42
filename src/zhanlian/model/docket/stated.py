"""Figures of our own, before they are put into words: what a docket gives back to the public."""

from dataclasses import dataclass
from decimal import Decimal

from zhanlian.model.claim import Metric, Role, Unit
from zhanlian.model.dates import PartialDate


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """One number that the docket stands for; always exact, for it was counted.

    Attributes:
        words: key of its clause: ``figure.<words>``.
        metric: by its verb; verbs are never merged.
        place: that the figure is about, or empty; `done_at` is where it was done, if elsewhere.
        since, as_of: first and last day of what is counted, where they are told.
        cumulative: everything up to `as_of`.
        part_of: place of its total in the list of figures, or None.
        currency: of a sum in neither yuan nor dollars.
        records: ids of the records that were counted.
    """

    words: str
    metric: Metric
    value: Decimal
    unit: Unit = Unit.PERSON
    nationality: str | None = None
    role: Role | None = None
    place: str = ""
    done_at: str = ""
    since: PartialDate | None = None
    as_of: PartialDate | None = None
    cumulative: bool = False
    item: str | None = None
    currency: str | None = None
    part_of: int | None = None
    records: tuple[str, ...] = ()
