"""Which items of a case are statements, and what was taken from them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from zhanlian.app.money.kinds import HEAD_BYTES, find_format, is_statement, needs_all
from zhanlian.app.money.ports import MoneyWorkspace, StatementReading
from zhanlian.app.money.statements import Imported, Statement, import_statement
from zhanlian.app.ports import Progress
from zhanlian.app.receive import Receiver
from zhanlian.model.answers import Received
from zhanlian.model.evidence import EvidenceItem, Receipt


class StatementFinder:
    """Tells statements from other items; an unknown table becomes known with a mapping.

    Args:
        workspace: that holds the items.
        reading: the rooms that know the formats, mappings among them.
    """

    def __init__(self, workspace: MoneyWorkspace, reading: StatementReading) -> None:
        self._workspace = workspace
        self._reading = reading
        self._found: dict[str, Statement | None] = {}

    def find(self, item: EvidenceItem) -> Statement | None:
        """Return an item as a statement, or None where it is none."""
        if item.sha256 not in self._found:
            self._found[item.sha256] = self._look_at(item)
        return self._found[item.sha256]

    def is_statement(self, item: EvidenceItem) -> bool:
        """Return whether an item is a statement, or a table that no format knows."""
        return self.find(item) is not None

    def _look_at(self, item: EvidenceItem) -> Statement | None:
        told = is_statement(item.media_type)
        # With a mapping any text may be one of its tables.
        if not told and not (self._reading.is_mapped and item.media_type == "text/plain"):
            return None
        with self._workspace.open_item(item.sha256, item.name) as source:
            head = source.read_at(0, HEAD_BYTES)
            if needs_all(head):
                head = source.read_at(0, source.size)
        found = find_format(head, self._reading)
        if found is None or (not told and found[1] is None):
            return Statement(item, None) if told else None
        return Statement(item, found[1])


def import_case(
    workspace: MoneyWorkspace,
    finder: StatementFinder,
    reading: StatementReading,
    receiver: Receiver,
    progress: Progress,
) -> tuple[Imported, ...]:
    """Return what each statement of the case gave, in the order of their hashes.

    Each file is read once for a version; what could not be taken stands in the docket afterwards.

    Raises:
        StoreError: the workspace cannot be read or written.
    """
    found = [finder.find(item) for item in workspace.docket.list_items(receiver.case)]
    statements = sorted((one for one in found if one), key=lambda one: one.item.sha256)
    receipts = workspace.docket.list_receipts(receiver.case)
    received = group_receipts(receipts)
    progress.begin("statements", len(statements))
    given = []
    for statement in statements:
        item = statement.item
        with workspace.open_item(item.sha256, item.name) as source:
            imported = import_statement(source, statement, workspace.columns, reading)
        lines = (replace(line, received=received[item.sha256]) for line in imported.lines)
        given.append(replace(imported, lines=tuple(lines)))
        progress.advance()
    progress.end()
    _record(given, receipts, receiver)
    return tuple(given)


def group_receipts(receipts: Iterable[Receipt]) -> dict[str, tuple[Received, ...]]:
    """Return by whom and on what ground each item was received, by its hash, each once."""
    found: dict[str, dict[Received, None]] = {}
    for one in receipts:
        found.setdefault(one.sha256, {})[Received(one.received_by, one.legal_basis)] = None
    return {sha256: tuple(told) for sha256, told in found.items()}


def _record(given: Sequence[Imported], receipts: Sequence[Receipt], receiver: Receiver) -> None:
    sources: dict[str, str] = {}
    for receipt in receipts:
        sources.setdefault(receipt.sha256, receipt.source)
    rejects, examined = [], []
    for one in given:
        sha256 = one.item.sha256
        source = sources[sha256]
        examined.append((source, sha256))
        rejects += [(sha256, replace(reject, source=source)) for reject in one.rejects]
    if examined:
        receiver.record((), rejects, examined)
