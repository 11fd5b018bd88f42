"""Do an act: the one way by which anything in the docket changes.

Load by id and scope, ask the rights, let the core decide, write all of it with its audit lines in
one transaction. What nobody may do alone becomes a draft. A denied attempt leaves a line, too.
"""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from zhanlian.access.rights import Relation
from zhanlian.app.docket.bounds import check_request, check_versions
from zhanlian.app.docket.denial import Attempt, tell_denied
from zhanlian.app.docket.desk import (
    Surroundings,
    answer,
    demand_right,
    find_received,
    has_accounts,
    load_actor,
    load_seen,
    relate,
)
from zhanlian.app.docket.stored import to_stored
from zhanlian.docket import drafts
from zhanlian.docket.accounts import AddUser, found_actor, found_house
from zhanlian.docket.act import ANY, AnyAct, Situation
from zhanlian.docket.cases.opening import CASE
from zhanlian.docket.registry import load_act
from zhanlian.errors import ConflictError, InputError, NotFoundError
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.draft import Draft
from zhanlian.model.docket.plain import from_plain, to_plain
from zhanlian.model.docket.record import AnyRecord, Record
from zhanlian.store.audit import Act as Told
from zhanlian.store.audit import Entry, write_canonical
from zhanlian.store.records import RecordDesk

_FIRST: Final = "user.add"
_APPROVE: Final = "draft.approve"


class Docket(Protocol):
    """The store of records, and where a line is written that changes none."""

    def write_records(self) -> AbstractContextManager[RecordDesk]: ...
    def read_records(self) -> AbstractContextManager[RecordDesk]: ...
    def record(self, entries: list[Entry], act: Told) -> None: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks to be done.

    Attributes:
        act: its name.
        request: its fields as JSON values, or as texts of a command line.
        target: id of the record to act on.
        version: that the actor has seen of it, or None for whatever is newest.
        reason: in his own words; goes into the audit line, and into a draft.
    """

    act: str
    request: Mapping[str, Any] = field(default_factory=dict)
    target: str | None = None
    version: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it.

    Attributes:
        act: that took effect, or waits.
        records: versions that were written.
        draft: that waits for approval, or None where the act took effect.
    """

    act: str
    records: tuple[AnyRecord, ...]
    draft: Record[Draft] | None = None


def perform(docket: Docket, who: str, asked: Asked, surroundings: Surroundings) -> Done:
    """Return what came of an act: versions that now stand, or the draft that waits.

    Args:
        docket: of the workspace.
        who: name of the account that acts.
        asked: what is to be done.
        surroundings: time, ids and rules.

    Raises:
        SchemaError: a field of the request is missing or wrong.
        NotFoundError: there is no such act, or no such record for this actor.
        DeniedError: the actor may not do this; the attempt is in the audit chain.
        ConflictError: somebody changed the record since the version that the actor saw.
        StateError: the act does not fit the present state.
    """
    act = load_act(asked.act)
    request = from_plain(act.request, dict(asked.request))
    check_request({"reason": from_plain(str, asked.reason, "reason")}, asked.reason)
    told = to_plain(request)
    check_request(told, write_canonical(told))
    if not who.strip():
        raise InputError("error.receiver-missing")
    about = asked.target or asked.act
    attempt = Attempt(who, asked.act, about, surroundings.now(), surroundings.login)
    with tell_denied(docket, attempt), docket.write_records() as desk:
        if asked.act == _FIRST and not has_accounts(desk):
            return _found(desk, request, asked, surroundings)
        actor = load_actor(desk, who, surroundings.now())
        return _perform(desk, actor, act, request, asked, surroundings)


def _perform(
    desk: RecordDesk,
    actor: Actor,
    act: AnyAct,
    request: Any,
    asked: Asked,
    surroundings: Surroundings,
) -> Done:
    target = _load_target(desk, actor, act, asked)
    relation = Relation.OWN if target is None else relate(actor, target)
    demand_right(actor, act.name, relation)
    if target is not None and not act.adds:
        _refuse_older(target, asked.version)
    situation = Situation(
        now=surroundings.now(),
        actor=actor,
        drafter=actor.name,
        rules=surroundings.rules,
        new_id=surroundings.new_id,
        target=target,
        found=answer(desk, act.asks(request, target), actor),
        received=find_received(desk, target, act.evidence(request)),
    )
    # Decided for a draft, too: what could not take effect now is refused to its author.
    versions = act.decide(situation, request)
    condition = act.condition(situation, request) if act.condition else None
    if condition is not None:
        of = drafts.Asked(write_canonical(to_plain(request)), condition, asked.reason)
        draft = drafts.begin_draft(situation, act, of, versions)
        written = _write(desk, situation, f"{act.name}.draft", (draft,), _told(asked, surroundings))
        return Done(act.name, written, written[0])
    written = _write(desk, situation, act.name, versions, _told(asked, surroundings))
    if act.name == _APPROVE and written[0].state == drafts.APPROVED:
        effect = _take_effect(desk, written[0], situation, surroundings)
        return Done(effect.act, (*written, *effect.records))
    return Done(act.name, written)


def _take_effect(
    desk: RecordDesk, draft: Record[Draft], approving: Situation, surroundings: Surroundings
) -> Done:
    """Return what came of a draft that has all its approvals: its act is decided anew."""
    act, approver = load_act(draft.body.act), approving.actor
    request = from_plain(act.request, json.loads(draft.body.request))
    target = None if draft.body.target is None else load_seen(desk, draft.body.target, approver)
    if target is not None and draft.body.target_version:
        _refuse_older(target, draft.body.target_version)
    situation = replace(
        approving,
        drafter=draft.author,
        target=target,
        found=answer(desk, act.asks(request, target), approver),
        approvals=draft.approvals,
        received=find_received(desk, target, act.evidence(request)),
    )
    versions = act.decide(situation, request)
    drafts.demand_approvals(situation, act, request)
    versions = tuple(replace(one, approvals=draft.approvals) for one in versions)
    told = _told(Asked(act.name, reason=draft.body.reason), surroundings)
    return Done(act.name, _write(desk, situation, act.name, versions, {**told, "draft": draft.id}))


def _load_target(desk: RecordDesk, actor: Actor, act: AnyAct, asked: Asked) -> AnyRecord | None:
    if act.on is None:
        if asked.target is not None:
            raise InputError("error.act-target-none", act=act.name)
        return None
    if not asked.target:
        raise InputError("error.act-target", act=act.name, kind=act.on)
    target = load_seen(desk, asked.target, actor, named=act.on in (CASE, ANY))
    if act.on not in (ANY, target.kind):
        raise NotFoundError("error.record-missing", id=asked.target)
    return target


def _refuse_older(target: AnyRecord, version: int | None) -> None:
    if version is not None and version != target.version:
        raise ConflictError(
            "error.record-changed",
            id=target.id,
            seen=version,
            newest=target.version,
            by=target.by,
            at=target.at,
        )


def _write(
    desk: RecordDesk,
    situation: Situation,
    action: str,
    versions: tuple[AnyRecord, ...],
    told: Mapping[str, object],
) -> tuple[AnyRecord, ...]:
    act = Told(situation.actor.name, situation.now)
    stored = [to_stored(version) for version in versions]
    check_versions(stored)
    desk.write(act, action, stored, told)
    return tuple(
        replace(version, at=situation.now, by=situation.actor.name) for version in versions
    )


def _found(desk: RecordDesk, user: AddUser, asked: Asked, surroundings: Surroundings) -> Done:
    """Return the first account of a docket: an administrator, made by himself."""
    first = found_actor(user)
    situation = Situation(
        now=surroundings.now(),
        actor=first,
        drafter=first.name,
        rules=surroundings.rules,
        new_id=surroundings.new_id,
    )
    versions = found_house(situation, user)
    told = _told(asked, surroundings)
    return Done(asked.act, _write(desk, situation, asked.act, versions, told))


def _told(asked: Asked, surroundings: Surroundings) -> dict[str, object]:
    told = {"reason": asked.reason, "login": surroundings.login}
    return {name: text for name, text in told.items() if text}
