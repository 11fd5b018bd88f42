"""Whether a workspace still holds what it was given: objects, docket and audit chain.

Nothing is mended here. A finding says which object, row or line is wrong, and how.
"""

from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy import Connection, Table, func, select

from zhanlian.errors import StoreError
from zhanlian.store import tables
from zhanlian.store.audit import AuditLine, Checkpoint, list_lines, write_canonical
from zhanlian.store.chain import ChainReader
from zhanlian.store.engine import read_transaction
from zhanlian.store.finding import Finding, damage, note
from zhanlian.store.hashing import Digests
from zhanlian.store.record_check import check_derived
from zhanlian.store.record_tables import record_version
from zhanlian.store.schema import find_foreign, find_page_faults
from zhanlian.store.vault import Vault
from zhanlian.store.workspace import Workspace

Progress = Callable[[int, int], None]

_ROW_TABLES: Final = (tables.case, tables.item, tables.receipt, tables.reject, record_version)
_PAGE: Final = 5_000


def verify_workspace(
    workspace: Workspace,
    checkpoint: Checkpoint | None = None,
    progress: Progress | None = None,
) -> tuple[Finding, ...]:
    """Return everything that is not as it should be; nothing when all is well.

    Reads every byte of the vault once and every row of the docket once; memory grows with the
    number of rows, not with the size of the evidence.

    Args:
        workspace: open; nobody should be receiving into it meanwhile.
        checkpoint: an earlier end of the audit chain: finds lines cut off at the tail, and a
            chain that was written anew.
        progress: called with (done, total) after every object and audit line.
    """
    findings: list[Finding] = []
    items: dict[str, Digests] = {}
    try:
        findings += (
            damage("docket", "page-fault", detail=fault)
            for fault in find_page_faults(workspace.docket.engine)
        )
        findings += (
            damage("docket", "schema-foreign", name=name)
            for name in find_foreign(workspace.docket.engine)
        )
        with read_transaction(workspace.docket.engine) as connection:
            items = _load_items(connection)
            steps = _Steps(_count(connection, tables.audit_line), workspace.vault, progress)
            findings += _check_docket(connection, checkpoint, steps)
    except StoreError as error:
        detail = str(error.fields.get("detail", error.key))
        findings.append(damage("docket", "docket-unreadable", detail=detail))
        steps = _Steps(0, workspace.vault, progress)
        findings += _check_objects(workspace.vault, items, steps, orphans=False)
        return tuple(findings)
    findings += _check_objects(workspace.vault, items, steps, orphans=True)
    return tuple(findings)


class _Steps:
    """Counts objects and lines for the progress bar."""

    def __init__(self, lines: int, vault: Vault, progress: Progress | None) -> None:
        self._progress = progress
        self._total = lines + sum(1 for _ in vault.list_hashes()) if progress else 0
        self._done = 0

    def count(self) -> None:
        """Tell that one more is done."""
        if self._progress is not None:
            self._done += 1
            self._progress(self._done, self._total)


def _check_objects(
    vault: Vault, items: dict[str, Digests], steps: _Steps, *, orphans: bool
) -> Iterator[Finding]:
    """Yield what is wrong with the objects, and between them and the items."""
    there = set()
    for sha256 in vault.list_hashes():
        there.add(sha256)
        yield from _check_object(vault, sha256, items.get(sha256))
        if orphans and sha256 not in items:
            yield note(sha256, "object-orphan")
        steps.count()
    for sha256 in sorted(items.keys() - there):
        yield damage(sha256, "object-missing")
    for place in vault.list_strays():
        yield note(place, "object-stray")


def _check_object(vault: Vault, sha256: str, expected: Digests | None) -> Iterator[Finding]:
    try:
        found = vault.hash_object(sha256)
    except StoreError as error:
        yield damage(sha256, "object-unreadable", detail=str(error.__cause__))
        return
    if found.sha256 != sha256:
        yield damage(sha256, "object-changed", expected=sha256, found=found.sha256)
    elif expected is not None and found != expected:
        yield damage(
            sha256,
            "item-differs",
            expected=f"SM3 {found.sm3}, {found.size}",
            found=f"SM3 {expected.sm3}, {expected.size}",
        )


def _check_docket(
    connection: Connection, checkpoint: Checkpoint | None, steps: _Steps
) -> Iterator[Finding]:
    """Yield what is wrong with the chain, then with the rows by what the chain tells."""
    reader = ChainReader(checkpoint)
    yield from reader.read(_counted(list_lines(connection), steps))
    for table in _ROW_TABLES:
        yield from _check_rows(connection, table, reader)
    for (name, seq), _ in sorted(reader.rows.items(), key=lambda entry: entry[0][::-1]):
        yield damage(f"{name} {seq}", "row-missing", line=seq)
    yield from check_derived(connection)


def _counted(lines: Iterator[AuditLine], steps: _Steps) -> Iterator[AuditLine]:
    for line in lines:
        yield line
        steps.count()


def _check_rows(connection: Connection, table: Table, reader: ChainReader) -> Iterator[Finding]:
    """Yield rows that differ from their line or have none; take those that are there off."""
    for row in connection.execute(select(table).execution_options(yield_per=_PAGE)).mappings():
        fields = dict(row)
        seq = fields.pop("seq")
        about = f"{table.name} {seq}"
        told = reader.rows.pop((table.name, seq), None)
        if told is None:
            # Asked range by range: a line that calls itself the 10¹⁸th leaves that many out.
            if not any(seq in lines for lines in reader.broken):
                yield damage(about, "row-unlogged", line=str(seq))
        elif told != fields:
            for name in sorted(told.keys() | fields.keys()):
                if told.get(name) != fields.get(name):
                    expected, found = _show(told.get(name)), _show(fields.get(name))
                    yield damage(
                        about, "row-changed", line=seq, field=name, expected=expected, found=found
                    )


def _show(value: object) -> str:
    return repr(value) if isinstance(value, bytes | float) else write_canonical(value)


def _load_items(connection: Connection) -> dict[str, Digests]:
    columns = tables.item.c
    rows = connection.execute(select(columns.sha256, columns.sm3, columns.size))
    return {row.sha256: Digests(row.sha256, row.sm3, row.size) for row in rows}


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
