"""Who takes over whom: escort groups to the units that have jurisdiction, each person once."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.handovers.listing import (
    CLOSED,
    CONFIRMED,
    ESCORT,
    HANDOVER,
    RECEIVED,
    SIGNED,
)
from zhanlian.docket.handovers.totals import read_numbers
from zhanlian.docket.releases.links import refuse_future
from zhanlian.docket.stated import demand_text
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.handover import Basis, Escort, Handover, Missing
from zhanlian.model.docket.record import AnyRecord, Mark
from zhanlian.model.zone import local_day

ASSIGNED: Final = "assigned"
ARRIVED: Final = "arrived"
VOID: Final = "void"
SEQ: Final = "handover-seq"  # mark of a group: hand-over and number of a row, unique
_OFFICERS: Final = "escort.officers"


@dataclass(frozen=True, slots=True)
class Assign:
    """Rows of a list go to a unit.

    Attributes:
        seq: numbers of the rows: ``1-17, 20``.
        jurisdiction, source: why the unit has jurisdiction, and what says so.
        escort_officer: of the escort, two at least.
    """

    seq: str
    receiving_unit: str
    receiving_place: str
    jurisdiction: Basis
    source: str
    escort_officer: tuple[str, ...] = identifier(Identifier.NAME)
    vehicle: str = ""


@dataclass(frozen=True, slots=True)
class VoidEscort:
    """A group does not go; its rows can be assigned again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Receive:
    """The unit signs for the people of a group.

    Attributes:
        people: that arrived.
        missing: numbers of rows that did not: ``3, 8``; `reason` says why.
    """

    post: str
    reception_at: datetime
    paper: str
    people: int
    received_by: str = identifier(Identifier.NAME)
    missing: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """Everybody has arrived, and nothing of the hand-over is open."""

    reason: str = ""


def _assign(situation: Situation, asked: Assign) -> tuple[AnyRecord, ...]:
    situation.demand_state(CONFIRMED, SIGNED)
    demand_text(
        receiving_unit=asked.receiving_unit,
        receiving_place=asked.receiving_place,
        source=asked.source,
    )
    officers = tuple(dict.fromkeys(name.strip() for name in asked.escort_officer if name.strip()))
    fewest = situation.rules.threshold(_OFFICERS, local_day(situation.now)).value
    if len(officers) < fewest:
        raise InputError("error.docket-escort-officers", fewest=fewest)
    numbers = read_numbers(asked.seq, "seq")
    body: Handover = situation.on.body
    unknown = set(numbers) - {row.seq for row in body.handed_over}
    if unknown:
        raise NotFoundError("error.docket-handover-no-row", seq=_show(unknown))
    taken = set(numbers) & _list_assigned(situation.answers("groups"))
    if taken:
        raise StateError("error.docket-escort-twice", seq=_show(taken))
    group = Escort(
        situation.on.id,
        asked.receiving_unit,
        asked.receiving_place,
        asked.jurisdiction,
        asked.source,
        officers,
        numbers,
        asked.vehicle,
    )
    marks = [Mark(HANDOVER, situation.on.id)]
    # The database holds it, too, when two people assign at once.
    marks += [Mark(SEQ, f"{situation.on.id}/{seq}", unique=True) for seq in numbers]
    return (replace(situation.begin(ESCORT, ASSIGNED, group), marks=tuple(marks)),)


def _list_assigned(groups: tuple[AnyRecord, ...]) -> set[int]:
    return {seq for group in groups if group.state != VOID for seq in group.body.seq}


def list_unassigned(handover: Handover, groups: tuple[AnyRecord, ...]) -> tuple[int, ...]:
    """Return the numbers of people who go over and whom no group takes."""
    taken = _list_assigned(groups)
    return tuple(row.seq for row in handover.handed_over if row.seq not in taken)


def _void(situation: Situation, asked: VoidEscort) -> tuple[AnyRecord, ...]:
    situation.demand_state(ASSIGNED)
    demand_text(reason=asked.reason)
    return (situation.on.change(state=VOID, marks=situation.on.marks_without(SEQ)),)


def _receive(situation: Situation, asked: Receive) -> tuple[AnyRecord, ...]:
    situation.demand_state(ASSIGNED)
    demand_text(received_by=asked.received_by, post=asked.post, paper=asked.paper)
    refuse_future(situation, asked.reception_at)
    group: Escort = situation.on.body
    handover = _load_handover(situation)
    if handover.state != SIGNED:
        raise StateError("error.docket-state", id=handover.id, state=handover.state, needed=SIGNED)
    if asked.reception_at < handover.body.handed_at:
        raise InputError("error.docket-escort-early", value=asked.reception_at)
    arrived = replace(
        group,
        received_by=asked.received_by,
        post=asked.post,
        reception_at=asked.reception_at,
        paper=asked.paper,
        missing=_read_missing(group, asked),
    )
    received = situation.on.change(state=ARRIVED, body=arrived)
    if _is_complete(situation, handover):
        return (received, handover.change(state=RECEIVED))
    return (received,)


def _read_missing(group: Escort, asked: Receive) -> tuple[Missing, ...]:
    numbers = read_numbers(asked.missing, "missing") if asked.missing.strip() else ()
    if set(numbers) - set(group.seq):
        raise NotFoundError("error.docket-handover-no-row", seq=_show(set(numbers)))
    if numbers:
        demand_text(reason=asked.reason)
    expected = len(group.seq) - len(numbers)
    if asked.people != expected:
        raise StateError("error.docket-escort-count", people=asked.people, expected=expected)
    return tuple(Missing(seq, asked.reason) for seq in numbers)


def _load_handover(situation: Situation) -> AnyRecord:
    for found in situation.answers("handover"):
        return found
    raise NotFoundError("error.record-missing", id=situation.on.body.handover)


def _is_complete(situation: Situation, handover: AnyRecord) -> bool:
    """Return whether with this group everybody has arrived or is told to be missing."""
    groups = situation.answers("groups")
    waiting = [one for one in groups if one.state == ASSIGNED and one.id != situation.on.id]
    return not waiting and not list_unassigned(handover.body, groups)


def _close(situation: Situation, _asked: Close) -> tuple[AnyRecord, ...]:
    situation.demand_state(RECEIVED)
    return (situation.on.change(state=CLOSED),)


def _show(numbers: set[int]) -> str:
    shown = sorted(numbers)
    return ", ".join(map(str, shown[:20])) + (" …" if len(shown) > 20 else "")


def _ask_groups(_asked: Assign, target: AnyRecord | None) -> tuple[Ask, ...]:
    return (Ask("groups", ESCORT, (HANDOVER, target.id)),) if target else ()


def _ask_reception(_asked: Receive, target: AnyRecord | None) -> tuple[Ask, ...]:
    if target is None or not isinstance(target.body, Escort):
        return ()
    mark = (HANDOVER, target.body.handover)
    return (Ask("handover", HANDOVER, mark), Ask("groups", ESCORT, mark))


KINDS: Final = (Kind(ESCORT, Escort, (ASSIGNED, ARRIVED, VOID), "handover"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "handover.assign",
        ("handover", "assign"),
        Assign,
        _assign,
        HANDOVER,
        adds=True,
        asks=_ask_groups,
    ),
    Act("handover.void-escort", ("handover", "void-escort"), VoidEscort, _void, ESCORT),
    Act(
        "handover.receive",
        ("handover", "receive"),
        Receive,
        _receive,
        ESCORT,
        asks=_ask_reception,
    ),
    Act("handover.close", ("handover", "close"), Close, _close, HANDOVER),
)
