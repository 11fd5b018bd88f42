"""A claim: one number that a document states, with what it counts."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zhanlian.model.dates import PartialDate


class Qualifier(StrEnum):
    """How the number as written bounds the true one (余 is a lower bound, 近 an upper one)."""

    EXACT = "exact"
    OVER = "over"
    NEARLY = "nearly"
    ABOUT = "about"


class Role(StrEnum):
    """What the counted people are said to be, where the text says it."""

    LEADER = "leader"
    FUGITIVE = "fugitive"


class Unit(StrEnum):
    """What one of the number is."""

    PERSON = "person"
    CASE = "case"
    GANG = "gang"
    DEN = "den"
    CLUE = "clue"
    BATCH = "batch"
    CNY = "CNY"
    USD = "USD"
    ITEM = "item"
    CALL = "call"
    MESSAGE = "message"
    ACCOUNT = "account"
    SITE = "site"
    PERCENT = "percent"
    OTHER = "other"


class Metric(StrEnum):
    """What is counted, by the verb of the text: verbs are never merged."""

    SUSPECTS_CAPTURED = "suspects_captured"
    SUSPECTS_TRANSFERRED = "suspects_transferred"
    SUSPECTS_SURRENDERED = "suspects_surrendered"
    SUSPECTS_DETAINED = "suspects_detained"
    SUSPECTS_ARREST_APPROVED = "suspects_arrest_approved"
    SUSPECTS_PROSECUTED = "suspects_prosecuted"
    SUSPECTS_SENTENCED = "suspects_sentenced"
    SUSPECTS_WANTED = "suspects_wanted"
    MEMBERS = "members"
    VICTIMS = "victims"
    PERSONS_RESCUED = "persons_rescued"
    PERSONS_DISSUADED = "persons_dissuaded"
    CASES_SOLVED = "cases_solved"
    CASES_FILED = "cases_filed"
    CASES_LINKED = "cases_linked"
    CASES_SUPERVISED = "cases_supervised"
    BATCHES = "batches"
    GANGS_DISMANTLED = "gangs_dismantled"
    DENS_DESTROYED = "dens_destroyed"
    CLUES = "clues"
    OPERATIONS = "operations"
    AMOUNT_INVOLVED = "amount_involved"
    AMOUNT_LOSS = "amount_loss"
    AMOUNT_RECOVERED = "amount_recovered"
    AMOUNT_INTERCEPTED = "amount_intercepted"
    ITEMS_SEIZED = "items_seized"
    WARNINGS_ISSUED = "warnings_issued"
    CALLS_BLOCKED = "calls_blocked"
    MESSAGES_BLOCKED = "messages_blocked"
    SITES_BLOCKED = "sites_blocked"
    ACCOUNTS_FROZEN = "accounts_frozen"
    ORG_UNITS = "org_units"
    CHANGE = "change"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Claim:
    """One number as a document states it.

    Attributes:
        metric: what is counted.
        value: in units (people, cases, yuan), exact; percent for `change`.
        unit: what one of it is.
        qualifier: how the number as written bounds the true one.
        quote: shortest exact substring that carries the number and what is counted.
        start: offset of the quote in the document's text.
        cumulative: the text says it is a running total.
        nationality: ISO 3166 alpha-2 of the people counted, when the document says it.
        role: leader or fugitive, when the document says it.
        since: first date of what is counted, when the text gives one.
        as_of: last date of what is counted, when the text gives one.
        place: the place the figure is about, as written.
        item: what is counted where the metric alone does not say it.
        currency: ISO code (or USDT) where the amount is neither CNY nor USD.
        of: for `change`, the metric that changes.
        scope: ``general`` for crime in general, not fraud; else None.
        planned: announced, not done.
        verb: the governing verb as written (移交, 押解回国), or empty.
        part_of: `start` of the claim of the total this is a breakdown of ("其中"), or None.
    """

    metric: Metric
    value: Decimal
    unit: Unit
    qualifier: Qualifier
    quote: str
    start: int
    cumulative: bool = False
    nationality: str | None = None
    role: Role | None = None
    since: PartialDate | None = None
    as_of: PartialDate | None = None
    place: str | None = None
    item: str | None = None
    currency: str | None = None
    of: Metric | None = None
    scope: str | None = None
    planned: bool = False
    verb: str = ""
    part_of: int | None = None

    def __post_init__(self) -> None:
        if not self.quote or self.start < 0:
            raise ValueError("a claim quotes its document")

    @property
    def end(self) -> int:
        """Offset behind the quote."""
        return self.start + len(self.quote)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from, as a reader of a figure wants to see it.

    Attributes:
        sha256: the evidence item.
        name: file name, or path as given.
        title: title of the article, or None.
        outlet: who published it, or None.
        agency: originating agency, or None.
        published: publication date, or None.
    """

    sha256: str
    name: str
    title: str | None = None
    outlet: str | None = None
    agency: str | None = None
    published: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class SourcedClaim:
    """A claim with the document that states it."""

    claim: Claim
    source: Source
