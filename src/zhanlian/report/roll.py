"""The roll: one number for each figure, the same in the page, the workbook and the lines."""

from collections.abc import Iterator

from zhanlian.model.claim import Claim, SourcedClaim
from zhanlian.model.ledger import DocumentReading, Ledger


class ClaimRoll:
    """Numbers from 1 for all claims of a ledger, in the order of its documents.

    Args:
        ledger: whose claims are numbered.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._readings = ledger.readings
        self._numbers: dict[tuple[str, Claim], int] = {}
        for number, reading, claim in self:
            self._numbers.setdefault((reading.item.sha256, claim), number)

    def __iter__(self) -> Iterator[tuple[int, DocumentReading, Claim]]:
        """Return number, document and claim, one after the other."""
        number = 0
        for reading in self._readings:
            for claim in reading.claims:
                number += 1
                yield number, reading, claim

    def find_number(self, sourced: SourcedClaim) -> int | None:
        """Return the number of a claim that a series or check cites, or None."""
        return self._numbers.get((sourced.source.sha256, sourced.claim))
