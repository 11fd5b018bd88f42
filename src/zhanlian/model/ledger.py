"""The ledger: everything that one run read and worked out, ready to be shown."""

from dataclasses import dataclass

from zhanlian.model.claim import Claim, Source
from zhanlian.model.document import Body
from zhanlian.model.evidence import EvidenceItem, Reject
from zhanlian.model.figure import Check, Series
from zhanlian.model.record import CaseListing, Mention, Operation


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """What was read from one evidence item that has a text.

    Attributes:
        item: the evidence.
        source: its title, outlet, agency and dates.
        body: where the article stands in the text.
        claims: figures in order of their place.
        listing: joint listing for supervision, or None.
        operations: joint operations.
        mentions: named mechanisms.
    """

    item: EvidenceItem
    source: Source
    body: Body
    claims: tuple[Claim, ...]
    listing: CaseListing | None
    operations: tuple[Operation, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The answers of one case with everything they rest on.

    Attributes:
        case: name of the case.
        version: of Zhanlian, for the reader who wants to repeat the run.
        readings: documents in a stable order (name, then hash).
        items: all evidence items, containers and unreadable ones among them.
        rejects: what could not be read, and why.
        series: comparable figures.
        checks: what was checked about them.
    """

    case: str
    version: str
    readings: tuple[DocumentReading, ...]
    items: tuple[EvidenceItem, ...]
    rejects: tuple[Reject, ...]
    series: tuple[Series, ...]
    checks: tuple[Check, ...]
