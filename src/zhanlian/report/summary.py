"""The summary: what came in, what was read and what came out, as counts of one ledger."""

from dataclasses import dataclass

from zhanlian.model.figure import Outcome
from zhanlian.model.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of one ledger.

    Attributes:
        evidence: evidence items received, containers and unreadable ones among them.
        bytes: their size together.
        read: items that gave a text.
        rejects: what could not be read, each with its reason.
        claims: figures with their quotes.
        series: groups of comparable figures.
        checks: comparisons that were made.
        conflicts: checks that ended in a conflict or failed.
        flagged: checks that ask for a second look.
        cases: supervised cases.
        operations: joint operations.
        mentions: named mechanisms.
    """

    evidence: int
    bytes: int
    read: int
    rejects: int
    claims: int
    series: int
    checks: int
    conflicts: int
    flagged: int
    cases: int
    operations: int
    mentions: int


def summarise(ledger: Ledger) -> Summary:
    """Return the counts of a ledger, for the end of a run and the head of each output."""
    outcomes = [check.outcome for check in ledger.checks]
    listings = [reading.listing for reading in ledger.readings if reading.listing is not None]
    return Summary(
        evidence=len(ledger.items),
        bytes=sum(item.size for item in ledger.items),
        read=len(ledger.readings),
        rejects=sum(not one.is_remark for one in ledger.rejects),
        claims=sum(len(reading.claims) for reading in ledger.readings),
        series=len(ledger.series),
        checks=len(outcomes),
        conflicts=outcomes.count(Outcome.CONFLICT) + outcomes.count(Outcome.FAILED),
        flagged=outcomes.count(Outcome.FLAGGED),
        cases=sum(len(listing.cases) for listing in listings),
        operations=sum(len(reading.operations) for reading in ledger.readings),
        mentions=sum(len(reading.mentions) for reading in ledger.readings),
    )
