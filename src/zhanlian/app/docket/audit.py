"""Read the audit chain: who did what to which object when, and what changed, masked.

An auditor reads the lines of the own party's people and about its records; an administrator those
about accounts. What a line tells of a record is decoded by its kind, and identifiers are masked:
the chain is no way around the masks.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from zhanlian.access.masks import mask_plain
from zhanlian.access.rights import load_rights
from zhanlian.app.docket.desk import Readable
from zhanlian.app.docket.gate import EXPORT_AUDIT, READ_AUDIT, Visitor, admit
from zhanlian.docket.accounts import ACTOR, PARTY
from zhanlian.docket.registry import KINDS
from zhanlian.errors import SchemaError
from zhanlian.model.docket.actor import Actor, Role
from zhanlian.model.docket.plain import from_plain
from zhanlian.report.jsonl import json_line
from zhanlian.store.audit import Act, AuditLine, Entry, storable, write_time
from zhanlian.store.audit_query import LineQuery, LineScope, find_lines
from zhanlian.store.chain import ROW_TABLES
from zhanlian.store.record_tables import record_version
from zhanlian.store.whole_files import write_whole

_HIDDEN: Final = "****"
_HEAD: Final = ("kind", "state", "version", "party")
_PARTS: Final = ("marks", "clocks", "approvals")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line as its reader sees it.

    Attributes:
        seq, at, actor, action, object, time_source: as they stand in the chain.
        kind: of the record that it tells of, else "".
        changed: names of the fields that the act gave another value.
        before, after: their values, with identifiers masked; nothing of evidence but its names.
        told: reason, login and what else the line says beside the record.
    """

    seq: int
    at: str
    actor: str
    action: str
    object: str
    time_source: str
    kind: str
    changed: tuple[str, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    told: Mapping[str, Any]


def ask(
    about: str, actor: str, action: str, times: tuple[str, str], limit: int | None
) -> LineQuery:
    """Return the question for lines from texts as a person gives them; times in Beijing's zone.

    Raises:
        SchemaError: a time is none.
    """
    since, until = (
        write_time(from_plain(datetime, told, name)) if told else ""
        for name, told in zip(("since", "until"), times, strict=True)
    )
    return LineQuery(storable(about), storable(actor), storable(action), since, until, limit)


def list_lines(docket: Readable, visitor: Visitor, query: LineQuery) -> tuple[ReadLine, ...]:
    """Return the lines asked for that a reader may see, in their order.

    Raises:
        DeniedError: the reader may not read the chain; the attempt is on record.
    """
    return _list(docket, admit(docket, READ_AUDIT, visitor), query)


def export_lines(
    docket: Readable, visitor: Visitor, query: LineQuery, out: Path
) -> tuple[ReadLine, ...]:
    """Return the lines that were written to a file, one JSON object a line; it leaves a line.

    Raises:
        DeniedError: the reader may not take lines away; the attempt is on record.
        StoreError: the file cannot be written.
    """
    found = _list(docket, admit(docket, EXPORT_AUDIT, visitor), query)
    data = "".join(json_line(line_row(line)) for line in found).encode()
    after: dict[str, object] = {"lines": len(found), "sha256": hashlib.sha256(data).hexdigest()}
    if visitor.login:
        after["login"] = visitor.login
    # The line comes first: none is taken away without one.
    docket.record([Entry(EXPORT_AUDIT, EXPORT_AUDIT, after=after)], Act(visitor.who, visitor.at))
    write_whole(out, iter((data,)))
    return found


def line_row(line: ReadLine) -> dict[str, Any]:
    """Return a line for machines."""
    return {
        "seq": line.seq,
        "at": line.at,
        "actor": line.actor,
        "action": line.action,
        "object": line.object,
        "kind": line.kind,
        "changed": list(line.changed),
        "before": dict(line.before),
        "after": dict(line.after),
        "told": dict(line.told),
        "time_source": line.time_source,
    }


def _list(docket: Readable, reader: Actor | None, query: LineQuery) -> tuple[ReadLine, ...]:
    with docket.read_records() as desk:
        house = ""
        if reader is not None:
            first = desk.list(None, kinds=(PARTY,))
            house = first[-1].party if first else reader.party
        scope = _choose_scope(reader, house)
        return tuple(_read(line) for line in find_lines(desk.connection, query, scope))


def _choose_scope(reader: Actor | None, house: str) -> LineScope:
    if reader is None:
        return LineScope(ACTOR)
    if Role.AUDITOR not in reader.roles:
        return LineScope(ACTOR, kinds=load_rights().everywhere)
    return LineScope(ACTOR, reader.party, reader.party == house)


def _read(line: AuditLine) -> ReadLine:
    after, before = _load(line.after), _load(line.before)
    version = after.get(record_version.name)
    kind, told = "", after
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    if isinstance(version, dict):
        kind, told = str(version.get("kind", "")), after.get("told", {})
        old, new = _compare(kind, before, version)
    elif ROW_TABLES & after.keys():
        # Rows of evidence: names of files may tell of people.
        row = next(iter(after.values()))
        new, told = dict.fromkeys(row if isinstance(row, dict) else (), _HIDDEN), {}
    return ReadLine(
        line.seq,
        line.at,
        line.actor,
        line.action,
        line.object,
        line.time_source,
        kind,
        tuple(dict.fromkeys((*new, *old))),
        old,
        new,
        {name: value for name, value in told.items() if isinstance(value, str | int | bool)},
    )


def _compare(
    kind: str, before: Mapping[str, Any], version: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return old and new values of what an act changed, by name, with identifiers masked."""
    content = _load(version.get("content"))
    body = content.get("body", {})
    was = before.get("body", {})
    first = not before
    names = tuple(body) if first else tuple(was)
    old = {} if first else _mask(kind, {**body, **was}, names)
    new = _mask(kind, body, names)
    if not first:
        old |= {name: before[name] for name in _HEAD if name in before}
    new = {name: version[name] for name in _HEAD if first or name in before} | new
    for name in _PARTS:
        if (first and content.get(name)) or name in before:
            new[name] = len(content.get(name, ()))
            if name in before:
                old[name] = len(before[name])
    return old, new


def _mask(kind: str, body: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    try:
        masked = mask_plain(from_plain(KINDS[kind].body, body))
    except (SchemaError, KeyError):
        # Of a kind or form that this program does not know: nothing of it is shown.
        return dict.fromkeys(names, _HIDDEN)
    return {name: masked[name] for name in names if masked.get(name) not in (None, "", [])}


def _load(text: Any) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
