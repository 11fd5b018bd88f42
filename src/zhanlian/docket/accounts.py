"""Accounts of the people who act, and the parties they act for."""

from dataclasses import dataclass, replace
from typing import Final
from unicodedata import category, normalize

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.errors import DeniedError, InputError, NotFoundError, StateError, Words
from zhanlian.model.docket.actor import Actor, Role
from zhanlian.model.docket.record import AnyRecord, Mark, Record
from zhanlian.model.docket.rule import Level

USER: Final = "user"
PARTY: Final = "party"
ACTOR: Final = "actor"  # mark of a user: the name
PARTY_CODE: Final = "party-code"  # mark of a party: the code
OPEN: Final = "open"
CLOSED: Final = "closed"
_LONGEST: Final = 80  # signs of a name or code


@dataclass(frozen=True, slots=True)
class Party:
    """An agency that takes part.

    Attributes:
        code: short and unique: ``wz-police``.
        country: ISO 3166 code.
    """

    code: str
    name: str
    country: str = "CN"


@dataclass(frozen=True, slots=True)
class User:
    """An account.

    Attributes:
        name: unique; written in the audit chain.
        shown: name and post as others read it.
        level: of the authority an approver approves for.
    """

    name: str
    party: str
    roles: tuple[Role, ...]
    level: Level | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class AddParty:
    """A new party."""

    code: str
    name: str
    country: str = "CN"


@dataclass(frozen=True, slots=True)
class AddUser:
    """A new account."""

    name: str
    party: str
    role: tuple[Role, ...]
    level: Level | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class ChangeUser:
    """Other roles or another level for an account."""

    role: tuple[Role, ...]
    reason: str
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class CloseUser:
    """The end of an account; what it did stays."""

    reason: str


def to_actor(record: Record[User]) -> Actor:
    """Return who acts through an open account."""
    user = record.body
    return Actor(user.name, user.party, frozenset(user.roles), user.level)


def found_actor(user: AddUser) -> Actor:
    """Return who makes the first account: its own holder.

    Raises:
        InputError: name or party cannot be used.
    """
    name, party = _clean(user.name), _clean(user.party)
    return Actor(name, party, frozenset((Role.ADMINISTRATOR,)))


def found_house(situation: Situation, user: AddUser) -> tuple[AnyRecord, ...]:
    """Return the first party and its first administrator: the first run of a docket makes them.

    Raises:
        InputError: the account is no administrator's.
    """
    if user.role != (Role.ADMINISTRATOR,):
        raise InputError("error.user-first")
    return (
        *_add_party(situation, AddParty(user.party, user.party)),
        _begin_user(situation, user),
    )


def _add_party(situation: Situation, asked: AddParty) -> tuple[AnyRecord, ...]:
    if situation.answers("same"):
        raise StateError("error.docket-taken", name=Words(f"mark.{PARTY_CODE}"), value=asked.code)
    code = _clean(asked.code)
    body = Party(code, asked.name.strip() or code, asked.country)
    made = situation.begin(PARTY, OPEN, body)
    return (replace(made, marks=(Mark(PARTY_CODE, body.code, unique=True),)),)


def _add_user(situation: Situation, asked: AddUser) -> tuple[AnyRecord, ...]:
    if not situation.answers("party"):
        raise NotFoundError("error.party-unknown", party=asked.party)
    if situation.answers("same"):
        raise StateError("error.docket-taken", name=Words(f"mark.{ACTOR}"), value=asked.name)
    return (_begin_user(situation, asked),)


def _begin_user(situation: Situation, asked: AddUser) -> AnyRecord:
    _check_roles(asked.role, asked.level)
    name, party = _clean(asked.name), _clean(asked.party)
    body = User(name, party, tuple(sorted(set(asked.role))), asked.level, asked.shown)
    made = situation.begin(USER, OPEN, body)
    return replace(made, party=party, marks=(Mark(ACTOR, name, unique=True),))


def _change_user(situation: Situation, asked: ChangeUser) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN)
    _refuse_own(situation)
    _check_roles(asked.role, asked.level)
    body = replace(situation.on.body, roles=tuple(sorted(set(asked.role))), level=asked.level)
    return (situation.on.change(body=body),)


def _close_user(situation: Situation, _asked: CloseUser) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN)
    _refuse_own(situation)
    # The name stays taken: nobody may later act under it and be taken for the former one.
    return (situation.on.change(state=CLOSED),)


def _refuse_own(situation: Situation) -> None:
    if situation.on.body.name == situation.actor.name:
        raise DeniedError("error.user-own")


def _clean(told: str) -> str:
    """Return a name as it is kept, so that no two can be taken for one another by sight.

    Raises:
        InputError: it is empty or too long, or has signs that are not seen.
    """
    name = normalize("NFKC", told).strip()
    if not 0 < len(name) <= _LONGEST or any(category(sign)[0] in "CZ" for sign in name):
        raise InputError("error.user-name", name=told[:_LONGEST], longest=_LONGEST)
    return name


def _check_roles(roles: tuple[Role, ...], level: Level | None) -> None:
    if not roles:
        raise InputError("error.user-roles-none")
    if Role.ADMINISTRATOR in roles and len(set(roles)) > 1:
        raise InputError("error.user-roles-administrator")
    if (Role.APPROVER in roles) != (level is not None):
        raise InputError("error.user-level")


def _ask_party(asked: AddParty, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return (Ask("same", PARTY, (PARTY_CODE, _clean(asked.code)), everywhere=True),)


def _ask_user(asked: AddUser, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return (
        Ask("same", USER, (ACTOR, _clean(asked.name)), everywhere=True),
        Ask("party", PARTY, (PARTY_CODE, _clean(asked.party)), everywhere=True),
    )


KINDS: Final = (
    Kind(PARTY, Party, (OPEN,), "user"),
    Kind(USER, User, (OPEN, CLOSED), "user"),
)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("party.add", ("user", "add-party"), AddParty, _add_party, asks=_ask_party),
    Act("user.add", ("user", "add"), AddUser, _add_user, asks=_ask_user),
    Act("user.change", ("user", "change"), ChangeUser, _change_user, on=USER),
    Act("user.close", ("user", "close"), CloseUser, _close_user, on=USER),
)
