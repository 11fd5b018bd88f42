"""A person in one case: roles as they were recorded, and the stage that follows from events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Kind, Situation
from zhanlian.docket.tracks.course import follow
from zhanlian.docket.tracks.table import load_track
from zhanlian.docket.tracks.telling import check_event
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.person import PersonRole, RoleTold, Standing
from zhanlian.model.docket.record import AnyRecord, Mark

STANDING: Final = "standing"
PERSON_ID: Final = "person"  # mark: id of a person, on itself and on what tells of it
STANDING_ID: Final = "standing"  # mark: id of a standing, on itself and on what tells of it
TRACK: Final = load_track("person")


@dataclass(frozen=True, slots=True)
class TellRole:
    """A person is recorded in one more role: as what the source shows it, not as what it is."""

    role: PersonRole
    source: str


@dataclass(frozen=True, slots=True)
class EndRole:
    """A role does not stand any longer."""

    role: PersonRole
    reason: str


def begin_standing(
    situation: Situation, person: AnyRecord, case: str, roles: Sequence[PersonRole], source: str
) -> AnyRecord:
    """Return a person's first version in a case.

    Raises:
        InputError: no role is told.
    """
    if not roles:
        raise InputError("error.person-role")
    told = tuple(
        RoleTold(role, source, situation.drafter, situation.now) for role in sorted(set(roles))
    )
    body = Standing(person.id, person.body.name, person.body.nationality, told)
    made = situation.begin(STANDING, TRACK.stages[0], body)
    marks = (Mark(PERSON_ID, person.id), Mark(STANDING_ID, made.id))
    return replace(made, case=case, marks=marks)


def settle(situation: Situation, standing: AnyRecord, body: Standing) -> AnyRecord:
    """Return the next version of a standing, as it follows from its events and circumstances.

    Raises:
        StateError: an event may not come where the track stands.
        InputError: an event lacks what it needs.
    """
    course = follow(situation, TRACK, body.events, body.circumstances)
    body = replace(body, coercion=course.measure, unruled=course.unruled)
    return standing.change(state=course.stage, body=body, clocks=course.clocks)


def _tell_role(situation: Situation, asked: TellRole) -> tuple[AnyRecord, ...]:
    check_event(situation, situation.now, asked.source)
    body = situation.on.body
    if any(one.role is asked.role and not one.ended for one in body.roles):
        raise StateError("error.person-role-stands", role=asked.role.value)
    told = RoleTold(asked.role, asked.source, situation.drafter, situation.now)
    return (settle(situation, situation.on, replace(body, roles=(*body.roles, told))),)


def _end_role(situation: Situation, asked: EndRole) -> tuple[AnyRecord, ...]:
    if not asked.reason.strip():
        raise InputError("error.track-reason")
    body = situation.on.body
    if not any(one.role is asked.role and not one.ended for one in body.roles):
        raise NotFoundError("error.person-no-role", role=asked.role.value)
    roles = tuple(
        replace(one, ended=asked.reason) if one.role is asked.role and not one.ended else one
        for one in body.roles
    )
    if not any(not one.ended for one in roles):
        raise InputError("error.person-role")
    return (settle(situation, situation.on, replace(body, roles=roles)),)


KINDS: Final = (Kind(STANDING, Standing, TRACK.stages, "person"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("person.role", ("person", "role"), TellRole, _tell_role, STANDING),
    Act("person.end-role", ("person", "end-role"), EndRole, _end_role, STANDING),
)
