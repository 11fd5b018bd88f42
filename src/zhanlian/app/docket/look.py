"""Look into the docket: what somebody sees of it, masked, and what waits or is due."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanlian.access.masks import mask_noun
from zhanlian.app.docket.desk import Surroundings, find_case, load_actor, load_seen, see
from zhanlian.app.docket.perform import Docket
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.cases.opening import CASE
from zhanlian.docket.drafts import DRAFT, OPEN, may_approve
from zhanlian.docket.registry import load_act
from zhanlian.errors import InputError, NotFoundError
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.draft import Draft
from zhanlian.model.docket.plain import from_plain, to_plain
from zhanlian.model.docket.record import AnyRecord, Record
from zhanlian.store.audit import Act, Entry, write_time
from zhanlian.store.due import DueCounts, DueRow, count_due, list_due
from zhanlian.store.records import RecordDesk

UNMASK = "record.unmask"


@dataclass(frozen=True, slots=True)
class Seen:
    """A record as its reader sees it.

    Attributes:
        record: newest version; its body still whole.
        body: as JSON values, with identifiers masked unless they were asked for.
        request: of a draft, what it asks for, likewise; else None.
        waits: whether it is a draft that this reader may approve.
    """

    record: AnyRecord
    body: Mapping[str, Any]
    request: Mapping[str, Any] | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """What is due: counts over all that is seen, and the most urgent clocks with their titles."""

    now: datetime
    counts: DueCounts
    rows: tuple[DueRow, ...]


def show_record(docket: Docket, who: str, record_id: str, kinds: Collection[str] = ()) -> Seen:
    """Return a record that the reader may see, masked; of one of some kinds, where they are told.

    Raises:
        NotFoundError: there is none of this id, or not for this reader.
        DeniedError: the reader has no account.
    """
    with docket.read_records() as desk:
        actor = load_actor(desk, who)
        return _see(_load(desk, record_id, actor, kinds), actor)


def unmask_record(
    docket: Docket,
    who: str,
    record_id: str,
    reason: str,
    surroundings: Surroundings,
    kinds: Collection[str] = (),
) -> Seen:
    """Return a record with its identifiers whole; reader and reason go into the audit chain first.

    Raises:
        InputError: no reason is given.
        NotFoundError: there is none of this id, or not for this reader.
    """
    if not reason.strip():
        raise InputError("error.unmask-reason")
    with docket.read_records() as desk:
        actor = load_actor(desk, who)
        record = _load(desk, record_id, actor, kinds)
    told = {"reason": reason, "version": record.version}
    if surroundings.login:
        told["login"] = surroundings.login
    docket.record([Entry(UNMASK, record.id, after=told)], Act(who, surroundings.now()))
    return _see(record, actor, masked=False)


def list_records(
    docket: Docket,
    who: str,
    kinds: Collection[str],
    *,
    states: Collection[str] = (),
    case: str | None = None,
    limit: int | None = 200,
) -> tuple[Seen, ...]:
    """Return the records of some kinds that the reader may see, the last changed first."""
    with docket.read_records() as desk:
        actor = load_actor(desk, who)
        case_id = None if case is None else _load(desk, case, actor, (CASE,)).id
        found = desk.list(see(actor), kinds=kinds, states=states, case=case_id, limit=limit)
        return tuple(_see(to_record(one), actor) for one in found)


def list_waiting(docket: Docket, who: str) -> tuple[Seen, ...]:
    """Return the drafts that wait for this reader, the oldest first."""
    with docket.read_records() as desk:
        actor = load_actor(desk, who)
        drafts = desk.list(see(actor), kinds=(DRAFT,), states=(OPEN,))
        seen = (_see(to_record(one), actor) for one in reversed(drafts))
        return tuple(one for one in seen if one.waits)


def list_history(
    docket: Docket, who: str, record_id: str, kinds: Collection[str] = ()
) -> tuple[Seen, ...]:
    """Return all versions of a record that the reader may see, masked, from the first."""
    with docket.read_records() as desk:
        actor = load_actor(desk, who)
        _load(desk, record_id, actor, kinds)
        return tuple(_see(to_record(one), actor) for one in desk.list_versions(record_id))


def list_deadlines(
    docket: Docket,
    who: str,
    now: datetime,
    *,
    kinds: Collection[str] = (),
    case: str | None = None,
    limit: int | None = 50,
) -> Due:
    """Return what is due by when among all that the reader may see."""
    with docket.read_records() as desk:
        actor = load_actor(desk, who)
        scope = see(actor)
        case_id = None if case is None else _load(desk, case, actor, (CASE,)).id
        counts = count_due(desk.connection, scope, write_time(now), kinds=kinds)
        rows = list_due(desk.connection, scope, kinds=kinds, case_id=case_id, limit=limit)
        return Due(now, counts, rows)


def _load(desk: RecordDesk, told: str, actor: Actor, kinds: Collection[str]) -> AnyRecord:
    """Return a record by its id, or a case by its name."""
    named = find_case(desk, told, actor) if not kinds or CASE in kinds else None
    record = named or load_seen(desk, told, actor)
    if kinds and record.kind not in kinds:
        raise NotFoundError("error.record-missing", id=told)
    return record


def _see(record: AnyRecord, actor: Actor, *, masked: bool = True) -> Seen:
    body = mask_noun(record.body) if masked else record.body
    if not isinstance(record.body, Draft):
        return Seen(record, to_plain(body))
    return _see_draft(record, actor, body, masked)


def _see_draft(record: Record[Draft], actor: Actor, body: Draft, masked: bool) -> Seen:
    asked = from_plain(load_act(record.body.act).request, json.loads(record.body.request))
    request = to_plain(mask_noun(asked) if masked else asked)
    told = {name: value for name, value in to_plain(body).items() if name != "request"}
    return Seen(record, told, request, may_approve(record, actor))
