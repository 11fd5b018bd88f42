"""Build the ledger of a case from what the lake holds about its items."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.app.ports import Figuring, Progress, Reading, Workspace
from zhanlian.app.record import find_record, find_text
from zhanlian.app.rejects import list_rejects
from zhanlian.app.sources import member_source
from zhanlian.app.texts import join_documents
from zhanlian.errors import StoreError
from zhanlian.model.claim import SourcedClaim
from zhanlian.model.evidence import EvidenceItem
from zhanlian.model.ledger import DocumentReading, Ledger

_DEEPEST: Final = 32  # names of members of members; receiving stops long before


@dataclass(frozen=True, slots=True)
class LedgerBuilder:
    """Puts together what was read of one case.

    Attributes:
        workspace: with a record in its lake for every item of the case.
        reading: the version that wrote the records.
        figuring: compares the claims.
        version: of Zhanlian, written into the ledger.
        passes: whether an item is no text, so that nothing was read from it.
    """

    workspace: Workspace
    reading: Reading
    figuring: Figuring
    version: str
    passes: Callable[[EvidenceItem], bool] = lambda _: False

    def build(self, case: str, progress: Progress) -> Ledger:
        """Return the ledger of a case, its readings by name and hash.

        Raises:
            StoreError: the lake lost a record while it was needed.
        """
        docket = self.workspace.docket
        items = {item.sha256: item for item in docket.list_items(case)}
        readings = tuple(
            sorted(
                self._load_readings(items, progress),
                key=lambda one: (one.source.name, one.item.sha256),
            )
        )
        claims = tuple(
            SourcedClaim(claim, reading.source) for reading in readings for claim in reading.claims
        )
        progress.begin("compare", 1)
        series = self.figuring.build_series(claims)
        checks = self.figuring.check_figures(series, claims)
        progress.advance()
        progress.end()
        return Ledger(
            case=case,
            version=self.version,
            readings=readings,
            items=tuple(sorted(items.values(), key=lambda item: (item.name, item.sha256))),
            rejects=tuple(reject for _, reject in list_rejects(docket, case)),
            series=series,
            checks=checks,
        )

    def text_loader(self) -> Callable[[str], str]:
        """Return a function from the hash of an item to the text that its claims cite."""

        def load_text(sha256: str) -> str:
            text = find_text(self.workspace.lake, sha256, self.reading.version)
            if text is not None:
                return text
            # The lake may be thrown away at any time; the vault gives the same text again.
            result = self.reading.read(self.workspace.vault.load(sha256), "")
            document = join_documents(result.documents)
            if document is None:
                raise StoreError("error.record-gone", sha256=sha256)
            return document.text

        return load_text

    def _load_readings(
        self, items: Mapping[str, EvidenceItem], progress: Progress
    ) -> Iterator[DocumentReading]:
        shown = show_items(items)
        progress.begin("gather", len(items))
        for item in items.values():
            if self.passes(item):
                progress.advance()
                continue
            record = find_record(self.workspace.lake, item.sha256, self.reading.version)
            if record is None:
                raise StoreError("error.record-gone", sha256=item.sha256)
            progress.advance()
            if record.source is None or record.extraction is None:
                continue
            yield DocumentReading(
                item=item,
                source=replace(record.source, sha256=item.sha256, name=shown[item.sha256]),
                body=record.extraction.body,
                claims=record.extraction.claims,
                listing=record.extraction.listing,
                operations=record.extraction.operations,
                mentions=record.extraction.mentions,
            )
        progress.end()


def show_items(items: Mapping[str, EvidenceItem]) -> dict[str, str]:
    """Return the name that each item is shown by: its file name, for a member ``zip!member``."""
    return {sha256: _show(item, items, 0) for sha256, item in items.items()}


def _show(item: EvidenceItem, items: Mapping[str, EvidenceItem], below: int) -> str:
    parent = None if item.parent is None else items.get(item.parent)
    if parent is None or item.member is None or below > _DEEPEST:
        return item.name
    return member_source(_show(parent, items, below + 1), item.member)
