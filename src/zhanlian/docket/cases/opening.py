"""Opening a case, and who works on it."""

from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.accounts import ACTOR, OPEN, USER
from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.tracks.table import load_track
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.case import Case
from zhanlian.model.docket.record import MEMBER, AnyRecord, Mark
from zhanlian.model.docket.spelling import has_hidden

CASE: Final = "case"
NAME: Final = "case-name"  # mark: the name, with which evidence is received
CASE_ID: Final = "case"  # mark: id of a case, on itself and on what tells of it from another case


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A new case; whoever opens it is its first member.

    Attributes:
        name: as evidence is received for it (``--case`` of `run`), unique.
        code: the label, “9.06”: never a date.
        place: of the agency that handles it.
        programme: under which the label was given.
        member: accounts that work on it, too.
    """

    name: str
    code: str = ""
    place: str = ""
    unit: str = ""
    programme: str = ""
    member: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """One more account of the own party works on the case."""

    member: str


@dataclass(frozen=True, slots=True)
class Leave:
    """An account works on the case no longer."""

    member: str
    reason: str


def _open(situation: Situation, asked: OpenCase) -> tuple[AnyRecord, ...]:
    name = asked.name.strip()
    if not name:
        raise InputError("error.case-name", case=asked.name)
    if has_hidden(name):
        raise InputError("error.case-hidden", case=name)
    if situation.answers("same"):
        raise StateError("error.case-open", case=name)
    members = {situation.actor.name, *asked.member}
    for member in sorted(members - {situation.actor.name}):
        _demand_colleague(situation, member)
    marks = (Mark(NAME, name, unique=True), *(Mark(MEMBER, one) for one in sorted(members)))
    body = Case(name, asked.code, asked.place, asked.unit, asked.programme)
    made = situation.begin(CASE, "open", body)
    return (replace(made, case=made.id, marks=(Mark(CASE_ID, made.id), *marks)),)


def _join(situation: Situation, asked: Join) -> tuple[AnyRecord, ...]:
    _demand_colleague(situation, asked.member)
    if asked.member in situation.on.values(MEMBER):
        raise StateError("error.case-member", member=asked.member)
    return (situation.on.change(marks=(*situation.on.marks, Mark(MEMBER, asked.member))),)


def _leave(situation: Situation, asked: Leave) -> tuple[AnyRecord, ...]:
    case = situation.on
    if asked.member not in case.values(MEMBER):
        raise NotFoundError("error.case-no-member", member=asked.member)
    if len(case.values(MEMBER)) == 1:
        raise StateError("error.case-last-member", member=asked.member)
    return (case.change(marks=case.marks_without(MEMBER, asked.member)),)


def _demand_colleague(situation: Situation, name: str) -> None:
    """Return when a name is an open account of the actor's party; others are not told apart."""
    for user in situation.answers(f"user {name}"):
        if user.state == OPEN and user.body.party == situation.actor.party:
            return
    raise NotFoundError("error.user-unknown", name=name)


def _ask_opening(asked: OpenCase, _target: AnyRecord | None) -> tuple[Ask, ...]:
    name = asked.name.strip()
    same = (Ask("same", CASE, (NAME, name), everywhere=True),) if name else ()
    return (*same, *(_ask_user(one) for one in asked.member))


def _ask_user(name: str) -> Ask:
    return Ask(f"user {name}", USER, (ACTOR, name or " "), everywhere=True)


KINDS: Final = (Kind(CASE, Case, load_track("case").stages, "case"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("case.open", ("case", "open"), OpenCase, _open, asks=_ask_opening),
    Act("case.join", ("case", "join"), Join, _join, CASE, asks=lambda a, _: (_ask_user(a.member),)),
    Act("case.leave", ("case", "leave"), Leave, _leave, CASE),
)
