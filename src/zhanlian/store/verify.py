"""Whether a workspace still holds what it was given: objects, docket and audit chain.

Nothing is mended here. A finding says which object, row or line is wrong, and how.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sqlalchemy import Connection, Engine, Table, func, select

from zhanlian.errors import StoreError
from zhanlian.store import tables
from zhanlian.store.audit import Checkpoint, LineFields, list_fields
from zhanlian.store.chain import ChainReader
from zhanlian.store.engine import read_transaction
from zhanlian.store.finding import Finding, damage, note
from zhanlian.store.hashing import Digests
from zhanlian.store.record_check import check_derived
from zhanlian.store.record_tables import record_version
from zhanlian.store.row_check import RowCheck
from zhanlian.store.schema import find_foreign, find_page_faults
from zhanlian.store.vault import Vault
from zhanlian.store.workspace import Workspace

Progress = Callable[[int, int], None]

_ROW_TABLES: Final = (tables.case, tables.item, tables.receipt, tables.reject, record_version)
_PAGE: Final = 1_000  # lines between two looks at their rows


def verify_workspace(
    workspace: Workspace,
    checkpoint: Checkpoint | None = None,
    progress: Progress | None = None,
) -> tuple[Finding, ...]:
    """Return everything that is not as it should be; nothing when all is well.

    Reads every byte of the vault once and every row of the docket once; memory grows with the
    number of items and rejects, neither with the size of the evidence nor with the acts.

    Args:
        workspace: open; nobody should be receiving into it meanwhile.
        checkpoint: an earlier end of the audit chain: finds lines cut off at the tail, and a
            chain that was written anew.
        progress: called with (done, total) after every object and page of audit lines.
    """
    engine = workspace.docket.engine
    items: dict[str, Digests] = {}
    told: list[Finding] = []
    failed: StoreError | None = None
    steps: _Steps
    # The database looks at its own pages meanwhile: that needs no interpreter.
    with ThreadPoolExecutor(1, thread_name_prefix="zhanlian-pages") as pool:
        pages = pool.submit(_check_database, engine)
        try:
            with read_transaction(engine) as connection:
                items = _load_items(connection)
                steps = _Steps(_count(connection, tables.audit_line), workspace.vault, progress)
                told += _check_docket(connection, checkpoint, steps)
        except StoreError as error:
            failed = error
    try:
        told = [*pages.result(), *told]
    except StoreError as error:
        failed, told, items = error, [], {}
    if failed is not None:
        detail = str(failed.fields.get("detail", failed.key))
        told.append(damage("docket", "docket-unreadable", detail=detail))
        steps = _Steps(0, workspace.vault, progress)
    told += _check_objects(workspace.vault, items, steps, orphans=failed is None)
    return tuple(told)


def _check_database(engine: Engine) -> list[Finding]:
    """Return what is wrong with the database itself, and what is in it that is not ours."""
    return [
        *(damage("docket", "page-fault", detail=fault) for fault in find_page_faults(engine)),
        *(damage("docket", "schema-foreign", name=name) for name in find_foreign(engine)),
    ]


class _Steps:
    """Counts objects and lines for the progress bar."""

    def __init__(self, lines: int, vault: Vault, progress: Progress | None) -> None:
        self._progress = progress
        self._total = lines + sum(1 for _ in vault.list_hashes()) if progress else 0
        self._done = 0

    def count(self, done: int = 1) -> None:
        """Tell that so many more are done."""
        if self._progress is not None:
            self._done += done
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
    checks = {table: RowCheck(connection, table, reader) for table in _ROW_TABLES}
    # A later line may supersede a reject: those are held back until all lines are read.
    soon = [check for table, check in checks.items() if table is not tables.reject]
    yield from reader.read(_counted(list_fields(connection), steps, soon))
    for check in checks.values():
        yield from check.finish()
    for (name, seq), _ in sorted(reader.rows.items(), key=lambda entry: entry[0][::-1]):
        yield damage(f"{name} {seq}", "row-missing", line=seq)
    yield from check_derived(connection)


def _counted(
    lines: Iterator[LineFields], steps: _Steps, checks: Sequence[RowCheck]
) -> Iterator[LineFields]:
    number = 0
    for number, line in enumerate(lines, start=1):
        yield line
        if number % _PAGE == 0:
            steps.count(_PAGE)
            for check in checks:
                check.settle()
    steps.count(number % _PAGE)


def _load_items(connection: Connection) -> dict[str, Digests]:
    columns = tables.item.c
    rows = connection.execute(select(columns.sha256, columns.sm3, columns.size))
    return {row.sha256: Digests(row.sha256, row.sm3, row.size) for row in rows}


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
