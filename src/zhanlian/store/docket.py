"""The docket: what was received, for which case, by whom, and what could not be read.

One act is one transaction with its audit lines: after a crash either all of it is there or
nothing. An act that changes nothing leaves no line.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Engine, RowMapping, Select, select

from zhanlian.errors import InputError, StoreError
from zhanlian.model.evidence import EvidenceItem, Receipt, Reject
from zhanlian.store import intake, tables
from zhanlian.store.audit import Act, AuditLine, Checkpoint, Entry, append, list_lines, storable
from zhanlian.store.audit import take_checkpoint as take
from zhanlian.store.chain import ROW_TABLES
from zhanlian.store.engine import name_database, read_transaction, write_transaction
from zhanlian.store.records import RecordDesk
from zhanlian.store.rows import read_item, read_receipt, read_reject

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Received:
    """What one act of receiving added.

    Attributes:
        items: items that no case had before.
        receipts: receipts that were not there before.
        rejects: rejects that did not stand before.
        superseded: rejects that no longer stand.
    """

    items: int = 0
    receipts: int = 0
    rejects: int = 0
    superseded: int = 0


class Docket:
    """The docket database of one workspace.

    Args:
        engine: of a database that has the docket's tables.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def receive(
        self,
        arrivals: Sequence[tuple[EvidenceItem, Receipt]],
        *,
        case: str,
        act: Act,
        rejects: Sequence[tuple[str, Reject]] = (),
        examined: Collection[tuple[str, str]] = (),
    ) -> Received:
        """Return what was added by taking arrivals and rejects into a case, in one transaction.

        Known bytes become a second receipt, unless (source, sha256, case) has one already:
        then nothing is added. Objects must be in the vault before.

        Args:
            arrivals: items with their receipts for this case; a container comes in the same
                act as its members or in an earlier one.
            case: opened by the first act that brings something to it.
            act: who does it, and when.
            rejects: (sha256 of the item or "" without bytes, reject); all rejects of one
                (source, sha256) come in one act and replace those that stood.
            examined: (source, sha256) pairs that were read anew: what stood against them, or
                against members of theirs, and is not in `rejects` is superseded.

        Raises:
            InputError: the case has no name, or a receipt is for another case.
            StoreError: the database cannot be written.
        """
        if not case.strip() or any(receipt.case != case for _, receipt in arrivals):
            raise InputError("error.case-name", case=case)
        if not (arrivals or rejects or examined):
            return Received()
        name = storable(case)
        with write_transaction(self.engine) as connection:
            steps = [
                *intake.plan_case(connection, name),
                *intake.plan_arrivals(connection, name, arrivals),
                *intake.plan_rejects(connection, name, rejects, examined),
            ]
            intake.apply(connection, act, steps)
        added = [table for step in steps for table, _ in step.rows]
        return Received(
            items=added.count(tables.item),
            receipts=added.count(tables.receipt),
            rejects=added.count(tables.reject),
            superseded=sum(step.stale is not None for step in steps),
        )

    def record(self, entries: Sequence[Entry], act: Act) -> None:
        """Write audit lines for an act that changes no table: an export, a view, a denial.

        Raises:
            ValueError: a line would tell of rows.
            StoreError: the database cannot be written.
        """
        if any(ROW_TABLES & (entry.after or {}).keys() for entry in entries):
            raise ValueError("a line that tells of rows is written with them")
        with write_transaction(self.engine) as connection:
            append(connection, act, entries)

    @contextmanager
    def write_records(self) -> Iterator[RecordDesk]:
        """Give a desk whose changes all come to stay, or none; other writers wait.

        Raises:
            StoreError: the database cannot be written.
        """
        with write_transaction(self.engine) as connection:
            yield RecordDesk(connection)

    @contextmanager
    def read_records(self) -> Iterator[RecordDesk]:
        """Give a desk that sees one state of the docket throughout.

        Raises:
            StoreError: the database cannot be read.
        """
        with read_transaction(self.engine) as connection:
            yield RecordDesk(connection)

    def list_cases(self) -> tuple[str, ...]:
        """Return the names of all cases in the order they were opened."""
        query = select(tables.case).order_by(tables.case.c.seq)
        return self._list(query, lambda row: str(row["name"]))

    def list_items(self, case: str) -> tuple[EvidenceItem, ...]:
        """Return the items received for a case, by name and hash."""
        received = select(tables.receipt.c.sha256).where(tables.receipt.c.case == storable(case))
        query = select(tables.item).where(tables.item.c.sha256.in_(received))
        found = self._list(query, read_item)
        # Sorted here: databases do not agree on the order of Chinese texts.
        return tuple(sorted(found, key=lambda item: (item.name, item.sha256)))

    def list_receipts(self, case: str) -> tuple[Receipt, ...]:
        """Return the receipts of a case in the order they were taken."""
        query = select(tables.receipt).where(tables.receipt.c.case == storable(case))
        return self._list(query.order_by(tables.receipt.c.seq), read_receipt)

    def list_rejects(
        self, case: str, *, superseded: bool = False
    ) -> tuple[tuple[str, Reject], ...]:
        """Return (sha256 or "", reject) of what could not be read for a case, by source.

        Args:
            case: its name.
            superseded: with those that were read well since.
        """
        query = select(tables.reject).where(tables.reject.c.case == storable(case))
        if not superseded:
            query = query.where(tables.reject.c.superseded_by.is_(None))
        found = self._list(query.order_by(tables.reject.c.seq), read_reject)
        return tuple(sorted(found, key=lambda pair: (pair[1].source, pair[1].place, pair[0])))

    def list_audit_lines(self) -> tuple[AuditLine, ...]:
        """Return the audit chain from its first line."""
        with read_transaction(self.engine) as connection:
            return tuple(list_lines(connection))

    def take_checkpoint(self, at: datetime) -> Checkpoint:
        """Return the present end of the audit chain, to be kept outside of this machine."""
        with read_transaction(self.engine) as connection:
            return take(connection, at)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _list(self, query: Select[Any], read: Callable[[RowMapping], _T]) -> tuple[_T, ...]:
        with read_transaction(self.engine) as connection:
            rows = connection.execute(query).mappings().all()
        try:
            return tuple(read(row) for row in rows)
        except (ValueError, TypeError) as error:
            path = name_database(self.engine)
            raise StoreError("error.docket-damaged", path=path, detail=str(error)) from error
