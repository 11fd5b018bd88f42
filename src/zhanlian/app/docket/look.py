"""Look into the docket: what somebody sees of it, masked, and what waits or is due."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, Final

from zhanlian.access.masks import mask_plain
from zhanlian.access.rights import Relation
from zhanlian.app.docket.bounds import check_request
from zhanlian.app.docket.desk import (
    Surroundings,
    answer,
    load_actor,
    load_seen,
    open_desk,
    relate,
    see,
)
from zhanlian.app.docket.perform import Docket
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.act import Situation
from zhanlian.docket.cases.opening import CASE
from zhanlian.docket.drafts import DRAFT, OPEN, may_approve
from zhanlian.docket.registry import KINDS, load_act
from zhanlian.errors import DeniedError, InputError, NotFoundError
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.draft import Draft
from zhanlian.model.docket.plain import Plain, from_plain, to_plain
from zhanlian.model.docket.record import READER, RELEASED, WHOLE, AnyRecord, Record
from zhanlian.store.audit import Act, Entry
from zhanlian.store.records import RecordDesk

SHOW: Final = "record.show"
LIST: Final = "record.list"
HISTORY: Final = "record.history"
UNMASK: Final = "record.unmask"


@dataclass(frozen=True, slots=True)
class Seen:
    """A record as its reader sees it.

    Attributes:
        record: newest version; its body still whole.
        body: as JSON values, with identifiers masked unless they were asked for.
        request: of a draft, what it asks for, likewise; else None.
        waits: whether it is a draft that this reader may approve.
        now: state at the time of reading, where time alone changed it since; else empty.
        overdue: names of the clocks that had run out by then.
    """

    record: AnyRecord
    body: Mapping[str, Any]
    request: Mapping[str, Any] | None = None
    waits: bool = False
    now: str = ""
    overdue: frozenset[str] = frozenset()

    @property
    def state(self) -> str:
        """State that the record is in when it is read."""
        return self.now or self.record.state


def show_record(
    docket: Docket,
    who: str,
    record_id: str,
    surroundings: Surroundings,
    kinds: Collection[str] = (),
) -> Seen:
    """Return a record that the reader may see, masked; of one of some kinds, where they are told.

    Raises:
        NotFoundError: there is none of this id, or not for this reader.
        DeniedError: the reader has no account.
    """
    attempt = surroundings.attempt(who, SHOW, record_id)
    with open_desk(docket, attempt) as (desk, actor):
        seen = _see(_load(desk, record_id, actor, kinds), actor)
        return _Clerk(desk, actor, surroundings, attempt.at).tell_state(seen)


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
        DeniedError: it was released to the reader's party masked; the attempt is on record.
    """
    if not from_plain(str, reason, "reason").strip():
        raise InputError("error.unmask-reason")
    check_request({"reason": reason}, reason)
    attempt = surroundings.attempt(who, UNMASK, record_id)
    with open_desk(docket, attempt) as (desk, actor):
        record = _load(desk, record_id, actor, kinds)
        if not _may_unmask(actor, record):
            raise DeniedError("error.unmask-released")
    told = {"reason": reason, "version": record.version}
    if surroundings.login:
        told["login"] = surroundings.login
    docket.record([Entry(UNMASK, record.id, after=told)], Act(who, surroundings.now()))
    with docket.read_records() as desk:
        clerk = _Clerk(desk, actor, surroundings, surroundings.now())
        return clerk.tell_state(_see(record, actor, masked=False))


def list_records(
    docket: Docket,
    who: str,
    kinds: Collection[str],
    surroundings: Surroundings,
    *,
    states: Collection[str] = (),
    case: str | None = None,
    limit: int | None = 200,
) -> tuple[Seen, ...]:
    """Return the records of some kinds that the reader may see, the last changed first."""
    attempt = surroundings.attempt(who, LIST, case or "")
    with open_desk(docket, attempt) as (desk, actor):
        case_id = None if case is None else _load(desk, case, actor, (CASE,)).id
        timed = bool(states) and any(KINDS[kind].is_timed for kind in kinds)
        found = desk.list(
            see(actor),
            kinds=kinds,
            states=() if timed else states,
            case=case_id,
            limit=None if timed else limit,
        )
        clerk = _Clerk(desk, actor, surroundings, attempt.at)
        seen = (clerk.tell_state(_see(to_record(one), actor)) for one in found)
        # What is asked for is the state of now, which time may have made since it was written.
        return tuple(islice((one for one in seen if not timed or one.state in states), limit))


def list_waiting(docket: Docket, who: str) -> tuple[Seen, ...]:
    """Return the drafts that wait for this reader, the oldest first."""
    with docket.read_records() as desk:
        actor = load_actor(desk, who)
        drafts = desk.list(see(actor), kinds=(DRAFT,), states=(OPEN,))
        seen = (_see(to_record(one), actor) for one in reversed(drafts))
        return tuple(one for one in seen if one.waits)


def list_history(
    docket: Docket,
    who: str,
    record_id: str,
    surroundings: Surroundings,
    kinds: Collection[str] = (),
) -> tuple[Seen, ...]:
    """Return the versions of a record that the reader may see, masked, from the first.

    Another party sees those that were written while the record was released to it: what stood in
    it before is none of its business. Nor is, for others than its readers, what stood in it while
    it was restricted to them.
    """
    attempt = surroundings.attempt(who, HISTORY, record_id)
    with open_desk(docket, attempt) as (desk, actor):
        newest = _load(desk, record_id, actor, kinds)
        versions = (to_record(one) for one in desk.list_versions(newest.id))
        return tuple(_see(one, actor) for one in versions if _was_seen(one, newest, actor))


def _load(desk: RecordDesk, told: str, actor: Actor, kinds: Collection[str]) -> AnyRecord:
    """Return a record by its id, or a case by its name."""
    record = load_seen(desk, told, actor, named=not kinds or CASE in kinds)
    if kinds and record.kind not in kinds:
        raise NotFoundError("error.record-missing", id=told)
    return record


def _was_seen(version: AnyRecord, newest: AnyRecord, actor: Actor) -> bool:
    readers = version.values(READER)
    if readers and actor.name not in readers:
        return False
    return relate(actor, newest) is Relation.OWN or actor.party in version.values(RELEASED)


def _may_unmask(actor: Actor, record: AnyRecord) -> bool:
    """Return whether identifiers may be shown whole to an actor who sees the record."""
    return relate(actor, record) is Relation.OWN or actor.party in record.values(WHOLE)


def _see(record: AnyRecord, actor: Actor, *, masked: bool = True) -> Seen:
    show = mask_plain if masked else to_plain
    body = show(record.body)
    if not isinstance(record.body, Draft):
        return Seen(record, body)
    return _see_draft(record, actor, body, show)


@dataclass(frozen=True, slots=True)
class _Clerk:
    """Whoever looks up how records stand at a time."""

    desk: RecordDesk
    actor: Actor
    surroundings: Surroundings
    at: datetime

    def tell_state(self, seen: Seen) -> Seen:
        """Return a record with its state at the time, where time alone changed it."""
        state = self._find_state(seen.record)
        over = frozenset(one.name for one in seen.record.clocks if one.has_run_out(self.at))
        now = "" if state == seen.record.state else state
        return replace(seen, now=now, overdue=over) if now or over else seen

    def _find_state(self, record: AnyRecord) -> str:
        kind = KINDS[record.kind]
        asks = kind.asks(record)
        if kind.state_among is not None and asks:
            situation = Situation(
                now=self.at,
                actor=self.actor,
                drafter=self.actor.name,
                rules=self.surroundings.rules,
                new_id=self.surroundings.new_id,
                target=record,
                found=answer(self.desk, asks, self.actor),
            )
            return kind.state_among(situation)
        return record.state if kind.state_at is None else kind.state_at(record, self.at)


def _see_draft(
    record: Record[Draft], actor: Actor, body: Mapping[str, Any], show: Callable[[object], Plain]
) -> Seen:
    asked = from_plain(load_act(record.body.act).request, json.loads(record.body.request))
    told = {name: value for name, value in body.items() if name != "request"}
    return Seen(record, told, show(asked), may_approve(record, actor))
