"""Records read from notices: supervised cases, joint operations, named mechanisms."""

from dataclasses import dataclass
from decimal import Decimal

from zhanlian.model.claim import Qualifier, Role
from zhanlian.model.dates import PartialDate
from zhanlian.model.document import Span


@dataclass(frozen=True, slots=True)
class Count:
    """A number of a record, with its comparator and its place in the text.

    Attributes:
        value: in units.
        qualifier: exact, over, nearly or about.
        quote: as written.
        start: offset of the quote in the document's text.
        currency: for amounts, else None.
        captured_from: for gangs, how many of them the captured people belong to, else None.
        counted: what was counted when the field's name does not say it (诈骗窝点), else None.
    """

    value: int
    qualifier: Qualifier
    quote: str
    start: int
    currency: str | None = None
    captured_from: int | None = None
    counted: str | None = None


@dataclass(frozen=True, slots=True)
class SupervisedCase:
    """One case of a joint listing, as its notice describes it.

    A case code (“9.06”) is a label, never a date.

    Attributes:
        name: as written, e.g. 福建莆田“9.06”电信网络诈骗案.
        code: the label inside the quotation marks, e.g. 9.06.
        agency_place: place of the agency that handles it.
        discovered: when it was found, or None.
        lead_source: how it was found, as written, or None.
        heads: names as masked in the notice (唐某某): never unmasked.
        base_places, scam_types: as written.
        span: where the description stands.
    """

    name: str
    code: str
    agency_place: str | None
    discovered: PartialDate | None
    lead_source: str | None
    heads: tuple[str, ...]
    base_places: tuple[str, ...]
    scam_types: tuple[str, ...]
    amount: Count | None
    members: Count | None
    captured: Count | None
    sentenced: Count | None
    prosecuted: Count | None
    linked_cases: Count | None
    clues: Count | None
    gangs: Count | None
    notes: str
    span: Span


@dataclass(frozen=True, slots=True)
class CaseListing:
    """A joint listing for supervision: the batch and its cases.

    (programme, batch) is the key: “third batch” alone is not unique.

    Attributes:
        batch: as written (第三批), or None.
        published: of the notice, or None.
        earlier_batches, earlier_cases: what the notice says was listed before, or None.
    """

    batch: str | None
    published: PartialDate | None
    earlier_batches: int | None
    earlier_cases: int | None
    cases: tuple[SupervisedCase, ...]


@dataclass(frozen=True, slots=True)
class OperationCount:
    """One figure of an operation: ``what`` is captured or transferred, never merged."""

    what: str
    nationality: str | None
    role: Role | None
    value: int
    qualifier: Qualifier
    quote: str
    start: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """A hand-over of people and exhibits, as its notice describes it."""

    place: str | None
    date: PartialDate | None
    who: str | None
    other_nationals: str | None


@dataclass(frozen=True, slots=True)
class SeizedItem:
    """A kind of thing seized; ``value`` is None when the notice gives no number."""

    item: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Operation:
    """A joint operation, as its notice describes it.

    Attributes:
        name: parties, place and kind, put together from the words of the notice.
        when: the words for the date of the operation with what follows from them, or None.
        published: of the notice, or None.
        places, agencies, provinces: as written, in order of first mention.
        provinces_open_ended: the list ends in 等 or 等地.
        items_note: 一大批 and the like, or None.
        cumulative_transferred: background total of the notice, or None.
        cumulative_since: its first date, or None.
    """

    name: str
    when: str | None
    published: PartialDate | None
    places: tuple[str, ...]
    agencies: tuple[str, ...]
    counts: tuple[OperationCount, ...]
    handover: Handover | None
    provinces: tuple[str, ...]
    provinces_open_ended: bool
    items_seized: tuple[SeizedItem, ...]
    items_note: str | None
    cumulative_transferred: OperationCount | None
    cumulative_since: PartialDate | None
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A mechanism that a text names, with its quote.

    Attributes:
        tag: kind of mechanism (coordination_centre, hotline, campaign, …).
        name: as written (云剑, 专项行动综合协调中心).
        quote: the words around it; ``start`` its offset in the document's text.
    """

    tag: str
    name: str
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class PaymentMention:
    """A payment that a victim's statement tells, with its quote.

    Attributes:
        victim: whose statement it is, as it names the person.
        day: of the payment, or None where the text gives none before it.
        clock: hour, minute and second as far as told, local; empty for the day alone.
        payer: own account as written, or empty.
        payee: account paid as written.
        amount: exact, in units of the currency.
        currency: ``CNY`` or ``USDT``.
        quote: the sentence; ``start`` its offset in the document's text.
    """

    victim: str
    day: PartialDate | None
    clock: tuple[int, ...]
    payer: str
    payee: str
    amount: Decimal
    currency: str
    quote: str
    start: int
