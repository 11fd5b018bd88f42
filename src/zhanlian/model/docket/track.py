"""Events of a track: what happened to a case, or to a person in a case, and what proves it."""

from dataclasses import dataclass
from datetime import datetime

from zhanlian.model.docket.fields import Identifier, identifier


@dataclass(frozen=True, slots=True)
class TrackEvent:
    """One dated event.

    Attributes:
        entry: its number in its record, from 1; it is what a correction names.
        event: its name in the table of its track: ``case.file``.
        at: when it happened, aware; for a clock it is what the clock runs from.
        source: SHA-256 of the evidence, or the document that proves it.
        authority, paper: who decided it, and the number of the paper.
        place: where it happened.
        unit: that it was given to.
        ground: why, where the law asks for one of certain grounds.
        extends: rule by which a clock is lengthened.
        note: in words.
        told_at, told_by: when and by whom it was entered.
        superseded: why it no longer stands; empty while it does.
        replaced_by: entry of the event that stands in its place, or None.
    """

    entry: int
    event: str
    at: datetime
    source: str
    authority: str = ""
    paper: str = ""
    place: str = ""
    unit: str = ""
    ground: str = ""
    extends: str = ""
    note: str = identifier(Identifier.FREE_TEXT, "")
    told_at: datetime | None = None
    told_by: str = ""
    superseded: str = ""
    replaced_by: int | None = None

    @property
    def stands(self) -> bool:
        """Whether no correction has taken its place."""
        return not self.superseded
