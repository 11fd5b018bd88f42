"""Whether the lake still says what the evidence says: every item is read anew and compared.

What is derived carries a check value against accidents, and who can write to the disk can compute
that too. Only the evidence itself can tell whether a figure was planted.
"""

from collections.abc import Iterator

from zhanlian.app.money.ports import StatementReading
from zhanlian.app.money.reread import agrees_with_evidence
from zhanlian.app.money.statements_of_case import StatementFinder
from zhanlian.app.ports import Progress, Reading
from zhanlian.app.record import find_record, find_text, tell_source
from zhanlian.app.texts import join_documents
from zhanlian.errors import StoreError
from zhanlian.model.evidence import EvidenceItem
from zhanlian.store.finding import Finding, damage
from zhanlian.store.workspace import Workspace


def verify_readings(
    workspace: Workspace, reading: Reading, statements: StatementReading, progress: Progress
) -> Iterator[Finding]:
    """Yield one finding for each item whose derived text or statements are not those of its bytes.

    Items that this version has not read are left out: a run reads them anew anyway. Objects that
    are damaged are left to `verify_workspace`.

    Args:
        workspace: open.
        reading: reads the evidence anew.
        statements: read statements anew.
        progress: told after every item.
    """
    docket = workspace.docket
    items = {item.sha256: item for case in docket.list_cases() for item in docket.list_items(case)}
    progress.begin("read", len(items))
    finder = StatementFinder(workspace, statements)
    for item in items.values():
        statement = finder.find(item) if workspace.vault.holds(item.sha256) else None
        if statement is not None:
            if not agrees_with_evidence(workspace, statement, statements):
                yield damage(item.sha256, "reading-differs", name=item.name)
            progress.advance()
            continue
        try:
            data = workspace.vault.load(item.sha256)
        except StoreError:
            data = None
        if data is not None and not _agrees(workspace, reading, item, data):
            yield damage(item.sha256, "reading-differs", name=item.name)
        progress.advance()
    progress.end()


def _agrees(workspace: Workspace, reading: Reading, item: EvidenceItem, data: bytes) -> bool:
    record = find_record(workspace.lake, item.sha256, reading.version)
    if record is None:
        return True
    document = join_documents(reading.read(data, item.name).documents)
    if document is None:
        return record.source is None and record.extraction is None
    extraction = reading.extract(document)
    return (
        record.source == tell_source(item.sha256, "", document, extraction)
        and record.extraction == extraction
        and find_text(workspace.lake, item.sha256, reading.version) in (None, document.text)
    )
