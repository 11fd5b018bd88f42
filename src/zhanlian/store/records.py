"""Records of the docket in its database: found through a scope, written with their audit lines.

One act is one transaction: whoever opens a desk for writing has the end of the audit chain to
himself until all of the act is there, or nothing.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, delete, insert, select

from zhanlian.errors import StateError, StoreError, Words
from zhanlian.model.docket.plain import is_storable
from zhanlian.model.docket.record import READER, ClockState
from zhanlian.store.audit import Act, Entry, append, storable, write_canonical
from zhanlian.store.record_tables import clock, mark, record, record_version
from zhanlian.store.scope import Scope, sees
from zhanlian.store.tables import audit_line, receipt

_KEPT: Final = ("id", "version", "kind", "case_id", "party", "state", "author", "content")


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of a record as it is stored.

    Attributes:
        content: canonical JSON of an object with ``body``, ``marks`` as [name, value, 0 or 1],
            ``clocks`` and ``approvals``.
        at, by: of the audit line that tells of it; "" before it is written.
    """

    id: str
    version: int
    kind: str
    case_id: str | None
    party: str
    state: str
    author: str
    content: str
    at: str = ""
    by: str = ""


class RecordDesk:
    """Records within one transaction.

    Args:
        connection: inside of a transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def find(self, record_id: str, scope: Scope | None) -> StoredVersion | None:
        """Return the newest version of a record that is seen, by id and scope in one query."""
        if not is_storable(record_id):
            return None
        query = _newest(scope).where(record.c.id == record_id)
        row = self.connection.execute(query).mappings().first()
        return None if row is None else _read(row)

    def list_known(
        self, record_ids: Collection[str], scope: Scope | None
    ) -> tuple[StoredVersion, ...]:
        """Return the newest versions of some records that are seen, in the order of the ids."""
        query = _newest(scope).where(record.c.id.in_(sorted(record_ids)))
        found = {one.id: one for one in self._list(query)}
        return tuple(found[one] for one in record_ids if one in found)

    def list_marked(
        self, kind: str, name: str, value: str, scope: Scope | None
    ) -> tuple[StoredVersion, ...]:
        """Return the records of a kind that carry a mark and are seen, oldest first."""
        if not is_storable(value):
            return ()
        query = _newest(scope).where(
            record.c.kind == kind,
            record.c.id.in_(
                select(mark.c.record_id).where(mark.c.name == name, mark.c.value == value)
            ),
        )
        return self._list(query.order_by(record.c.seq))

    def list(
        self,
        scope: Scope | None,
        *,
        kinds: Collection[str],
        states: Collection[str] = (),
        case: str | None = None,
        limit: int | None = None,
    ) -> tuple[StoredVersion, ...]:
        """Return the records of some kinds that are seen, the last changed first."""
        query = _newest(scope).where(record.c.kind.in_(sorted(kinds)))
        if states:
            query = query.where(record.c.state.in_(sorted(states)))
        if case is not None:
            query = query.where(record.c.case_id == case)
        return self._list(query.order_by(record.c.seq.desc()).limit(limit))

    def list_received(self, case: str, hashes: Collection[str]) -> tuple[str, ...]:
        """Return those of some hashes that were received as evidence of a case of this name."""
        query = select(receipt.c.sha256).where(
            receipt.c.case == storable(case), receipt.c.sha256.in_(sorted(hashes))
        )
        return tuple(self.connection.execute(query.distinct()).scalars())

    def list_versions(self, record_id: str) -> tuple[StoredVersion, ...]:
        """Return all versions of a record from its first; who may see it is asked before."""
        query = (
            select(record_version, audit_line.c.at, audit_line.c.actor)
            .join(audit_line, audit_line.c.seq == record_version.c.seq)
            .where(record_version.c.id == record_id)
            .order_by(record_version.c.version)
        )
        return self._list(query)

    def write(
        self,
        act: Act,
        action: str,
        versions: Sequence[StoredVersion],
        told: Mapping[str, object] | None = None,
    ) -> None:
        """Write new versions, each with its audit line, and what is derived from them.

        Args:
            act: who and when.
            action: name of the act.
            versions: version 1 of new records, or the one after the newest of known ones.
            told: what the lines tell beside the version: reason, draft, login.

        Raises:
            StateError: another record carries a mark that only one may carry.
            StoreError: a version was written already, or the database refuses.
        """
        entries = [self._tell(action, version, told or {}) for version in versions]
        lines = append(self.connection, act, entries)
        for seq, version in zip(lines, versions, strict=True):
            self.connection.execute(insert(record_version).values(seq=seq, **_columns(version)))
            clear_derived(self.connection, version.id)
        for seq, version in zip(lines, versions, strict=True):
            self._refuse_taken(version)
            write_derived(self.connection, seq, version)

    def _tell(self, action: str, version: StoredVersion, told: Mapping[str, object]) -> Entry:
        """Return the entry of a version; before it stands what it changes."""
        before = None
        if version.version > 1:
            former = self.connection.execute(
                select(record_version.c.state, record_version.c.content).where(
                    record_version.c.id == version.id,
                    record_version.c.version == version.version - 1,
                )
            ).first()
            if former is None:
                raise StoreError("error.record-gap", id=version.id, version=version.version)
            before = _changed(former.state, former.content, version)
        after = {record_version.name: _columns(version), **({"told": dict(told)} if told else {})}
        return Entry(action, version.id, before, after)

    def _refuse_taken(self, version: StoredVersion) -> None:
        for name, value, alone in json.loads(version.content)["marks"]:
            if not alone:
                continue
            taken = select(mark.c.record_id).where(
                mark.c.name == name, mark.c.value == value, mark.c.alone == 1
            )
            if self.connection.execute(taken).first() is not None:
                raise StateError("error.docket-taken", name=Words(f"mark.{name}"), value=value)

    def _list(self, query: Select[Any]) -> tuple[StoredVersion, ...]:
        return tuple(_read(row) for row in self.connection.execute(query).mappings())


def write_derived(connection: Connection, seq: int, version: StoredVersion) -> None:
    """Write what is searched of the newest version of a record; there is nothing of it yet."""
    for table, rows in derive(seq, version):
        if rows:
            connection.execute(insert(table), rows)


def clear_derived(connection: Connection, record_id: str) -> None:
    """Remove what is derived from the newest version of a record."""
    for table in (clock, mark):
        connection.execute(delete(table).where(table.c.record_id == record_id))
    connection.execute(delete(record).where(record.c.id == record_id))


def derive(seq: int, version: StoredVersion) -> tuple[tuple[Any, list[dict[str, Any]]], ...]:
    """Return the rows that follow from a version, by table."""
    content = json.loads(version.content)
    restricted = int(any(name == READER for name, _, _ in content["marks"]))
    running = [one for one in content["clocks"] if one["state"] == ClockState.RUNNING.value]
    shared = {
        "kind": version.kind,
        "case_id": version.case_id,
        "party": version.party,
        "restricted": restricted,
    }
    head = {
        "id": version.id,
        "state": version.state,
        "author": version.author,
        "version": version.version,
        "seq": seq,
        "due": min((one["due"] for one in running), default=None),
        "warn": min((one["warn"] for one in running), default=None),
        "running": len(running),
        **shared,
    }
    marks = [
        {"record_id": version.id, "name": name, "value": value, "alone": alone}
        for name, value, alone in content["marks"]
    ]
    clocks = [
        {"record_id": version.id, **{name: one[name] for name in _CLOCK}, **shared}
        for one in content["clocks"]
    ]
    return ((record, [head]), (mark, marks), (clock, clocks))


_CLOCK: Final = ("name", "rule", "state", "due", "warn")


def _newest(scope: Scope | None) -> Select[Any]:
    query = (
        select(record_version, audit_line.c.at, audit_line.c.actor)
        .join(record, record.c.seq == record_version.c.seq)
        .join(audit_line, audit_line.c.seq == record_version.c.seq)
    )
    return query if scope is None else query.where(sees(scope, record, record.c.id))


def _read(row: RowMapping) -> StoredVersion:
    kept: dict[str, Any] = {name: row[name] for name in _KEPT}
    return StoredVersion(**kept, at=row["at"], by=row["actor"])


def _columns(version: StoredVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in _KEPT}


def _changed(state: str, content: str, version: StoredVersion) -> dict[str, object]:
    """Return the values that a version replaces, by name; a body's by its fields."""
    before, after = json.loads(content), json.loads(version.content)
    changed: dict[str, object] = {"version": version.version - 1}
    if state != version.state:
        changed["state"] = state
    for name in ("marks", "clocks", "approvals"):
        if before[name] != after[name]:
            changed[name] = before[name]
    body = {
        name: value
        for name, value in before["body"].items()
        if name not in after["body"] or after["body"][name] != value
    }
    return {**changed, "body": body} if body else changed


def write_content(body: object, marks: object, clocks: object, approvals: object) -> str:
    """Return the canonical content of a version from its parts as plain JSON values."""
    return write_canonical({"body": body, "marks": marks, "clocks": clocks, "approvals": approvals})
