"""Campaigns, joint operations, and what each party says came of them."""

from dataclasses import dataclass
from enum import StrEnum

from zhanlian.model.claim import Qualifier, Role
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.fields import Identifier, identifier


class Verb(StrEnum):
    """What was done with those counted: each is an event of its own, and none is merged."""

    CAUGHT = "caught"
    DETAINED = "detained"
    ARRESTED = "arrested"
    SURRENDERED = "surrendered"
    HANDED_OVER = "handed-over"
    ESCORTED = "escorted"
    REPATRIATED = "repatriated"
    EXTRADITED = "extradited"
    TRANSFERRED = "transferred-for-prosecution"
    INDICTED = "indicted"
    SENTENCED = "sentenced"
    RESCUED = "rescued"
    DESTROYED = "destroyed"
    SEIZED = "seized"
    SOLVED = "solved"


class Counted(StrEnum):
    """What one of a count is."""

    PERSON = "person"
    DEN = "den"
    GANG = "gang"
    CASE = "case"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Campaign:
    """A programme that operations belong to.

    Attributes:
        name: its label (云剑), opaque: nothing is read out of it.
        since: first date, as exactly as it is known.
        until: last date, or None.
        between: codes or names of the parties.
    """

    name: str
    since: PartialDate | None = None
    until: PartialDate | None = None
    between: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class OperationParty:
    """An agency that takes part.

    Attributes:
        party: its code, or its name where it has no code here.
        country: ISO 3166 code.
    """

    party: str
    country: str

    def __str__(self) -> str:
        """Return the form in which it is given: ``mm-police@MM``."""
        return f"{self.party}@{self.country}"

    @classmethod
    def parse(cls, text: str) -> "OperationParty | None":
        """Return the party of a text such as ``mm-police@MM``, else None."""
        party, _, country = text.strip().rpartition("@")
        if not party or len(country) != 2 or not (country.isascii() and country.isupper()):
            return None
        return cls(party, country)


@dataclass(frozen=True, slots=True)
class Operation:
    """A joint operation.

    Attributes:
        parties: with the country of each.
        lead: code of the agency that leads.
        campaign: id of the campaign it belongs to, or empty.
        country, region, town, compound: where.
        planned_for, started_on, ended_on: as exactly as they are known.
        when_told: words of a notice for the time, where it gives no date.
        agreements: ids of the agreements it rests on.
        commanders: who command it.
        forces: who take part, in words.
        follow_up: ids of cases that came of it.
        agencies, provinces: as a notice names them, in its words.
        handed_over_at, handed_over_on: place and date of the hand-over, as a notice tells them.
        seized: kinds of things seized, with numbers where they are told.
        lessons: of the review afterwards.
        source: evidence, or document number.
    """

    name: str
    parties: tuple[OperationParty, ...] = ()
    lead: str = ""
    campaign: str = ""
    country: str = ""
    region: str = ""
    town: str = ""
    compound: str = ""
    planned_for: PartialDate | None = None
    started_on: PartialDate | None = None
    ended_on: PartialDate | None = None
    when_told: str = ""
    agreements: tuple[str, ...] = ()
    commanders: tuple[str, ...] = identifier(Identifier.NAME, ())
    forces: str = ""
    follow_up: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    handed_over_at: str = ""
    handed_over_on: PartialDate | None = None
    seized: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """One number that one party states: never added to another's, never put in its place.

    Attributes:
        operation: id of the operation.
        verb: what was done.
        nationality: ISO 3166 code of those counted, or empty where it is not said.
        counted_role: leader or fugitive, where it is said.
        value: in units; `comparator` tells how it bounds the true one.
        since, as_of: of what is counted.
        cumulative: a running total, not the operation's own.
        says: the party that says so.
        source: evidence (SHA-256), or document number.
        quote: as written; `start` its offset in the document's text, or None.
        reason: why it was withdrawn or corrected, or empty.
    """

    operation: str
    verb: Verb
    value: int
    says: str
    source: str
    counted: Counted = Counted.PERSON
    comparator: Qualifier = Qualifier.EXACT
    nationality: str = ""
    counted_role: Role | None = None
    since: PartialDate | None = None
    as_of: PartialDate | None = None
    cumulative: bool = False
    quote: str = ""
    start: int | None = None
    note: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("a count is not negative")
        if not (self.says.strip() and self.source.strip()):
            raise ValueError("a count has a party that says so, and a source")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What all parties say about the same thing.

    Attributes:
        verb, counted, nationality, counted_role: the thing.
        cumulative: running totals, which are no result of the operation alone.
        said: party and what it says, in the order in which they were stated.
    """

    verb: Verb
    counted: Counted
    nationality: str
    counted_role: Role | None
    cumulative: bool
    said: tuple[OutcomeCount, ...]

    @property
    def differs(self) -> bool:
        """Whether two parties state something else about it."""
        stated = {(one.value, one.comparator) for one in self.said}
        return len(stated) > 1 and len({one.says for one in self.said}) > 1
