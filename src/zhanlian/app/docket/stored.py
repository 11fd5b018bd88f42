"""Records as the store keeps them, and back."""

import json
from datetime import datetime

from zhanlian.docket.registry import KINDS
from zhanlian.errors import SchemaError, StoreError, Words
from zhanlian.model.docket.plain import from_plain, to_plain
from zhanlian.model.docket.record import AnyRecord, Approval, Mark, Record, RunningClock
from zhanlian.store.records import StoredVersion, write_content


def to_stored(record: AnyRecord) -> StoredVersion:
    """Return a record as it is written."""
    return StoredVersion(
        id=record.id,
        version=record.version,
        kind=record.kind,
        case_id=record.case,
        party=record.party,
        state=record.state,
        author=record.author,
        content=write_content(
            body=to_plain(record.body),
            marks=[[mark.name, mark.value, int(mark.unique)] for mark in sorted(set(record.marks))],
            clocks=to_plain(record.clocks),
            approvals=to_plain(record.approvals),
        ),
    )


def to_record(stored: StoredVersion) -> AnyRecord:
    """Return the record of a stored version.

    Raises:
        StoreError: the version is damaged, or of a kind that this program does not know.
    """
    try:
        content = json.loads(stored.content)
        body = from_plain(KINDS[stored.kind].body, content["body"])
        return Record(
            id=stored.id,
            kind=stored.kind,
            case=stored.case_id,
            party=stored.party,
            state=stored.state,
            author=stored.author,
            body=body,
            version=stored.version,
            marks=tuple(Mark(name, value, bool(alone)) for name, value, alone in content["marks"]),
            clocks=from_plain(tuple[RunningClock, ...], content["clocks"]),
            approvals=from_plain(tuple[Approval, ...], content["approvals"]),
            at=datetime.fromisoformat(stored.at) if stored.at else None,
            by=stored.by,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, SchemaError) as error:
        fields = {"id": stored.id, "version": stored.version, "kind": Words(f"kind.{stored.kind}")}
        raise StoreError("error.version-damaged", **fields) from error
