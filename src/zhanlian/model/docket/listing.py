"""Joint listing for supervision: programmes, batches, and what a notice tells of each case.

Whatever a notice does not state stays empty; every field that it states cites its place in it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhanlian.model.claim import Qualifier
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.rule import SourceStatus, Unit


class Counted(StrEnum):
    """What a count of a listed case counts; 抓获, 移送 and 判决 are never merged."""

    AMOUNT = "amount-involved"
    MEMBERS = "gang-members"
    CAPTURED = "captured"
    PROSECUTED = "moved-for-prosecution"
    SENTENCED = "sentenced"
    LINKED_CASES = "linked-cases"
    CLUES = "gang-clues"
    GANGS = "gangs"


@dataclass(frozen=True, slots=True)
class Programme:
    """A series of joint listings: “third batch” means nothing without it.

    Attributes:
        name: unique in its party.
        authorities: that list jointly.
        since: when the series began.
    """

    name: str
    authorities: tuple[str, ...] = ()
    since: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch of a programme.

    Attributes:
        programme: id of its record.
        name: as written: 第三批.
        batch_number: where it has one; what makes it unique in the programme, else its name does.
        listed_on: day of the notice.
        source: SHA-256 of the notice or a reference to it.
    """

    programme: str
    name: str
    batch_number: int | None = None
    listed_on: date | None = None
    authorities: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a field of a listing stands.

    Attributes:
        field: its name in the listing.
        source: SHA-256 of the evidence.
        start: offset of the quote in the text of the evidence.
        quote: as written there.
    """

    field: str
    source: str
    start: int
    quote: str


@dataclass(frozen=True, slots=True)
class CitedText:
    """Words of a notice and where they stand."""

    text: str
    source: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class CitedName:
    """A person as the notice names him (唐某某), and where: never made whole."""

    masked_head: str = identifier(Identifier.NAME)
    source: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class ToldCount:
    """A number with its comparator and its place.

    Attributes:
        counted_as: what is counted.
        value: in units; what is not stated is no count, not nought.
        comparator: how the number bounds the true one.
        of: the count that this one is a part of (“of whom”); parts are never added up.
        ambiguous_nesting: the notice tells several parts side by side and not whether one
            contains the other.
        counted_words: what was counted where the notice says it otherwise (诈骗窝点).
        from_gangs: for gangs, how many of them the captured people belong to.
        source, start, quote: where it stands.
    """

    counted_as: Counted
    value: int
    comparator: Qualifier = Qualifier.EXACT
    currency: str = ""
    of: Counted | None = None
    ambiguous_nesting: bool = False
    counted_words: str = ""
    from_gangs: int | None = None
    source: str = ""
    start: int | None = None
    quote: str = ""

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("a count is not negative")
        if self.of is self.counted_as:
            raise ValueError("a count is no part of itself")


@dataclass(frozen=True, slots=True)
class Interval:
    """So many of a unit of time."""

    length: int
    length_unit: Unit


@dataclass(frozen=True, slots=True)
class Terms:
    """By which policy a case is supervised.

    Attributes:
        report_every, solve_within: as the clocks in force told when it was listed.
        report_clock, deadline_clock: ids of those clocks.
        policy: version of the tables.
        policy_status: how far the policy has a source; `design` is a choice of this programme.
        delist_when: codes of what delisting needs.
    """

    report_every: Interval
    solve_within: Interval
    report_clock: str
    deadline_clock: str
    policy: str
    policy_status: SourceStatus
    delist_when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedFacts:
    """What is told of a case when it is proposed.

    Attributes:
        name: as written.
        place: of the agency that handles it.
        code: the label inside the quotation marks: never a date.
        authorities: that list it; those of the batch where none are told.
        lead_source: how the case was found, as written.
        discovered: when, as far as the notice tells.
        citations: of the fields that carry none themselves.
    """

    name: str
    place: str
    code: str = ""
    unit: str = ""
    authorities: tuple[str, ...] = ()
    lead_source: str = ""
    discovered: PartialDate | None = None
    heads_as_masked: tuple[CitedName, ...] = ()
    bases: tuple[CitedText, ...] = ()
    scams: tuple[CitedText, ...] = ()
    case_counts: tuple[ToldCount, ...] = ()
    citations: tuple[Citation, ...] = ()
