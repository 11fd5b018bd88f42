"""Exhibits: put on record with a hand-over or a case, and every change of hands after that."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.accounts import ACTOR, OPEN, USER
from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.cases.opening import CASE
from zhanlian.docket.handovers.devices import clean_device, list_imeis
from zhanlian.docket.handovers.listing import CANCELLED, CLOSED, HANDOVER
from zhanlian.docket.releases.links import refuse_future
from zhanlian.docket.stated import demand_text
from zhanlian.errors import DeniedError, InputError, NotFoundError, SchemaError, StateError
from zhanlian.model.docket.exhibit import (
    Exhibit,
    ExhibitRow,
    Purpose,
    ReceivedItem,
    Reception,
    SealState,
    Transfer,
)
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.record import MEMBER, AnyRecord, Mark

EXHIBIT: Final = "exhibit"
RECEPTION: Final = "exhibit-reception"
KEPT: Final = "kept"
CHECKED_IN: Final = "checked-in"
_LABEL: Final = "exhibit-label"  # mark: hand-over or case, and number in the list; unique
_DEVICE: Final = "device"  # mark: IMEI or serial number, cleaned
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class AddExhibits:
    """Things of a list, from a file."""

    items: tuple[ExhibitRow, ...]


@dataclass(frozen=True, slots=True)
class MoveExhibit:
    """A thing changes hands, as both sides put it down.

    Attributes:
        keeper: account of the keeper of exhibits, when it goes into a store.
    """

    given_at: datetime
    taken_at: datetime
    purpose: Purpose
    given_by: str = identifier(Identifier.NAME)
    taken_by: str = identifier(Identifier.NAME)
    condition_seen: str = ""
    seal: str = ""
    seal_state: SealState = SealState.NONE
    giver_signed: str = ""
    taker_signed: str = ""
    keeper: str = ""


@dataclass(frozen=True, slots=True)
class MoveExhibits(MoveExhibit):
    """Things of a hand-over change hands together; each keeps its own seal.

    Attributes:
        label: of the things; none for all of them.
    """

    label: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The receiving side's own list of what arrived."""

    reception_at: datetime
    paper: str
    items: tuple[ReceivedItem, ...]
    received_by: str = identifier(Identifier.NAME)


def _add(situation: Situation, asked: AddExhibits) -> tuple[AnyRecord, ...]:
    if situation.on.state in (CANCELLED, CLOSED):
        raise StateError(
            "error.docket-state", id=situation.on.id, state=situation.on.state, needed="…"
        )
    if not asked.items:
        raise InputError("error.field-missing", field="items")
    _check_items(situation, asked.items)
    handover = situation.on.id if situation.on.kind == HANDOVER else ""
    made = []
    for item in asked.items:
        marks = [Mark(_LABEL, f"{situation.on.id}/{item.label.strip()}", unique=True)]
        marks += [Mark(HANDOVER, handover)] if handover else []
        numbers = {*list_imeis(item.imei), clean_device(item.serial)} - {""}
        marks += [Mark(_DEVICE, number) for number in sorted(numbers)]
        begun = situation.begin(EXHIBIT, KEPT, Exhibit(item, handover))
        made.append(replace(begun, marks=(Mark(EXHIBIT, begun.id), *marks)))
    return tuple(made)


def _check_items(situation: Situation, items: Iterable[ExhibitRow]) -> None:
    seen: set[str] = set()
    for item in items:
        demand_text(label=item.label, described=item.described)
        label = item.label.strip()
        if label in seen or len(label) > _LONGEST:
            raise SchemaError("error.docket-exhibit-label", label=label[:40])
        seen.add(label)
        if item.quantity < 1 or max(len(item.imei), len(item.serial)) > _LONGEST:
            raise SchemaError("error.docket-exhibit-row", label=label)
        if item.sha256 and not _HASH.fullmatch(item.sha256):
            raise SchemaError("error.docket-exhibit-hash", label=label)
        if item.found_time is not None:
            refuse_future(situation, item.found_time)


def _move(situation: Situation, asked: MoveExhibit) -> tuple[AnyRecord, ...]:
    situation.demand_state(KEPT)
    return (_add_transfer(situation, situation.on, asked),)


def _move_all(situation: Situation, asked: MoveExhibits) -> tuple[AnyRecord, ...]:
    exhibits = {one.body.exhibit.label.strip(): one for one in situation.answers("exhibits")}
    labels = tuple(dict.fromkeys(asked.label)) or tuple(exhibits)
    for label in labels:
        if label not in exhibits:
            raise NotFoundError("error.docket-exhibit-unknown", label=label[:40])
    if not labels:
        raise NotFoundError("error.docket-exhibit-unknown", label="-")
    moved = []
    for label in labels:
        exhibit = exhibits[label]
        own = replace(asked, seal=asked.seal or find_seal(exhibit.body))
        moved.append(_add_transfer(situation, exhibit, own))
    return tuple(moved)


def find_seal(exhibit: Exhibit) -> str:
    """Return the number of the seal that a thing bore last."""
    seals = (step.seal for step in reversed(exhibit.moves) if step.seal)
    return next(seals, exhibit.exhibit.seal)


def _add_transfer(situation: Situation, exhibit: AnyRecord, asked: MoveExhibit) -> AnyRecord:
    """Return an exhibit with one more change of hands.

    A giver who is not the former taker, or a gap before, is no reason to refuse: it is what
    happened, and the report on custody shows it.
    """
    demand_text(given_by=asked.given_by, taken_by=asked.taken_by)
    refuse_future(situation, asked.given_at, asked.taken_at)
    if asked.taken_at < asked.given_at:
        raise InputError("error.docket-exhibit-times", label=exhibit.body.exhibit.label)
    if asked.purpose is Purpose.STORAGE:
        _demand_keeper(situation, exhibit, asked.keeper)
    names = [one.name for one in fields(MoveExhibit)]
    step = Transfer(**{name: getattr(asked, name) for name in names})
    body: Exhibit = exhibit.body
    return exhibit.change(body=replace(body, moves=(*body.moves, step)))


def _demand_keeper(situation: Situation, exhibit: AnyRecord, keeper: str) -> None:
    """Return when a keeper of exhibits is told who does not investigate the case (MPSP 235).

    Raises:
        DeniedError: he works on the case.
    """
    demand_text(keeper=keeper)
    users = situation.answers("keeper")
    if not any(one.state == OPEN and one.body.party == situation.actor.party for one in users):
        raise NotFoundError("error.user-unknown", name=keeper)
    if any(case.id == exhibit.case for case in situation.answers("cases")):
        raise DeniedError("error.docket-exhibit-keeper", keeper=keeper)


def _check_in(situation: Situation, asked: CheckIn) -> tuple[AnyRecord, ...]:
    if situation.answers("lists"):
        raise StateError("error.docket-exhibit-checked", id=situation.on.id)
    demand_text(received_by=asked.received_by, paper=asked.paper)
    refuse_future(situation, asked.reception_at)
    labels = [item.label.strip() for item in asked.items]
    if not labels or len(set(labels)) != len(labels) or "" in labels:
        raise SchemaError("error.docket-exhibit-label", label="")
    body = Reception(
        situation.on.id, asked.reception_at, asked.paper, asked.received_by, asked.items
    )
    made = situation.begin(RECEPTION, CHECKED_IN, body)
    return (replace(made, marks=(Mark(HANDOVER, situation.on.id),)),)


def _ask_keeper(asked: MoveExhibit, _target: AnyRecord | None) -> tuple[Ask, ...]:
    if not asked.keeper:
        return ()
    return (
        Ask("keeper", USER, (ACTOR, asked.keeper), everywhere=True),
        Ask("cases", CASE, (MEMBER, asked.keeper)),
    )


def _ask_exhibits(asked: MoveExhibits, target: AnyRecord | None) -> tuple[Ask, ...]:
    found = (Ask("exhibits", EXHIBIT, (HANDOVER, target.id)),) if target else ()
    return (*found, *_ask_keeper(asked, target))


def _ask_lists(_asked: CheckIn, target: AnyRecord | None) -> tuple[Ask, ...]:
    return (Ask("lists", RECEPTION, (HANDOVER, target.id)),) if target else ()


KINDS: Final = (
    Kind(EXHIBIT, Exhibit, (KEPT,), "handover"),
    Kind(RECEPTION, Reception, (CHECKED_IN,), "handover"),
)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("exhibit.list", ("handover", "add-exhibits"), AddExhibits, _add, HANDOVER, adds=True),
    Act("exhibit.seize", ("handover", "case-exhibits"), AddExhibits, _add, CASE, adds=True),
    Act(
        "exhibit.move",
        ("handover", "move-exhibit"),
        MoveExhibit,
        _move,
        EXHIBIT,
        asks=_ask_keeper,
    ),
    Act(
        "exhibit.move-all",
        ("handover", "move-exhibits"),
        MoveExhibits,
        _move_all,
        HANDOVER,
        adds=True,
        asks=_ask_exhibits,
    ),
    Act(
        "exhibit.check-in",
        ("handover", "check-in"),
        CheckIn,
        _check_in,
        HANDOVER,
        adds=True,
        asks=_ask_lists,
    ),
)
