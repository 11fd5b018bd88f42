"""A case as the docket keeps it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Case:
    """What a case is about.

    Attributes:
        name: with which evidence is received, unique.
        code: the label inside the quotation marks (9.06): never parsed as a date.
        place: of the agency that handles it.
        unit: that is responsible.
        filed_at: when it was filed (立案); None before. No freeze is possible before.
    """

    name: str
    code: str = ""
    place: str = ""
    unit: str = ""
    filed_at: datetime | None = None
