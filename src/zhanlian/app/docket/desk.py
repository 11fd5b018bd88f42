"""The docket as one actor meets it: every record that is found was looked for with his eyes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from zhanlian.access.rights import Relation, Rights, load_rights
from zhanlian.app.docket.denial import Attempt, Chain, tell_denied
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.accounts import ACTOR, OPEN, USER, to_actor
from zhanlian.docket.act import Ask
from zhanlian.docket.cases.opening import CASE, NAME
from zhanlian.docket.rules.book import RuleBook
from zhanlian.errors import DeniedError, InputError, NotFoundError, Words
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.record import AnyRecord
from zhanlian.store.audit import write_time
from zhanlian.store.records import RecordDesk
from zhanlian.store.scope import Scope

_ALWAYS: Final = "9"  # after every time, as the store writes them
_SHOWN: Final = 80  # signs of a name that an error repeats


class Readable(Chain, Protocol):
    """A docket whose records can be read, and where a denied attempt is told."""

    def read_records(self) -> AbstractContextManager[RecordDesk]: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What comes from outside into an act.

    Attributes:
        now: aware, UTC.
        new_id: a fresh random id.
        rules: the tables in force.
        login: of the account of the machine, where it is not the actor's name; else "".
    """

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    rules: RuleBook
    login: str = ""

    def attempt(self, who: str, act: str, about: str) -> Attempt:
        """Return what somebody tries now, for the audit line where it is denied."""
        return Attempt(who, act, about, self.now(), self.login)


@contextmanager
def open_desk(docket: Readable, attempt: Attempt) -> Iterator[tuple[RecordDesk, Actor]]:
    """Give the records to read and the actor who reads them; what is denied inside leaves a line.

    Raises:
        DeniedError: there is no open account of that name.
    """
    with tell_denied(docket, attempt), docket.read_records() as desk:
        yield desk, load_actor(desk, attempt.who, attempt.at)


def load_actor(desk: RecordDesk, name: str, at: datetime | None = None) -> Actor:
    """Return who acts under a name, at a time.

    Raises:
        InputError: nobody is named.
        DeniedError: there is no open account of that name.
    """
    if not name.strip():
        raise InputError("error.receiver-missing")
    for stored in desk.list_marked(USER, ACTOR, name, None):
        if stored.state == OPEN:
            return replace(to_actor(to_record(stored)), at=at)
    raise DeniedError("error.actor-unknown", name=name[:_SHOWN])


def has_accounts(desk: RecordDesk) -> bool:
    """Return whether anybody has an account yet."""
    return bool(desk.list(None, kinds=(USER,), limit=1))


def see(actor: Actor, rights: Rights | None = None) -> Scope:
    """Return the scope of what an actor may see."""
    rights = rights or load_rights()
    own = rights.kinds_read(actor, Relation.OWN)
    released = rights.kinds_read(actor, Relation.RELEASED)
    at = _ALWAYS if actor.at is None else write_time(actor.at)
    return Scope(actor.name, actor.party, own, released, own & rights.everywhere, at)


def relate(actor: Actor, record: AnyRecord) -> Relation:
    """Return how a record that an actor sees stands to his party."""
    rights = load_rights()
    own = record.party == actor.party or record.kind in rights.everywhere
    return Relation.OWN if own else Relation.RELEASED


def load_seen(desk: RecordDesk, record_id: str, actor: Actor, *, named: bool = False) -> AnyRecord:
    """Return a record that the actor may see.

    Args:
        desk: of the transaction.
        record_id: its id.
        actor: with whose eyes it is looked for.
        named: a case goes by its name, too: it is unique, and what people write. An id comes
            first, else a case with the id of another one for its name would stand in for it.

    Raises:
        NotFoundError: there is none of this id, or not for this actor.
    """
    stored = desk.find(record_id, see(actor)) if record_id else None
    if stored is not None:
        return to_record(stored)
    found = find_case(desk, record_id, actor) if named else None
    if found is None:
        raise NotFoundError("error.record-missing", id=record_id)
    return found


def load_kind(
    desk: RecordDesk, record_id: str, actor: Actor, *kinds: str, named: bool = False
) -> AnyRecord:
    """Return a record of one of some kinds that the actor may see; as `load_seen`.

    Raises:
        NotFoundError: there is none, not for this actor, or of another kind.
    """
    record = load_seen(desk, record_id, actor, named=named)
    if record.kind not in kinds:
        raise NotFoundError("error.record-missing", id=record_id)
    return record


def list_linked(
    desk: RecordDesk, kind: str, mark: tuple[str, str], actor: Actor
) -> tuple[AnyRecord, ...]:
    """Return the records of a kind that carry a mark and that the actor may see."""
    return tuple(to_record(one) for one in desk.list_marked(kind, *mark, see(actor)))


def demand_right(actor: Actor, act: str, relation: Relation) -> None:
    """Return when an actor may do an act on what stands so to his party.

    Raises:
        DeniedError: he may not.
    """
    if not load_rights().may_act(actor, act, relation):
        raise DeniedError("error.act-denied", act=Words(f"act.{act}"))


def find_case(desk: RecordDesk, name: str, actor: Actor) -> AnyRecord | None:
    """Return the case of a name, if the actor may see it."""
    found = desk.list_marked(CASE, NAME, name, see(actor)) if name else ()
    return to_record(found[0]) if found else None


def answer(
    desk: RecordDesk, asks: tuple[Ask, ...], actor: Actor
) -> dict[str, tuple[AnyRecord, ...]]:
    """Return what an act asks for, by the ask's name."""
    return {
        ask.name: tuple(
            to_record(one)
            for one in desk.list_marked(ask.kind, *ask.mark, None if ask.everywhere else see(actor))
        )
        for ask in asks
    }


def find_received(
    desk: RecordDesk, target: AnyRecord | None, hashes: tuple[str, ...]
) -> frozenset[str]:
    """Return those of some hashes that a record's case received as evidence."""
    case = None if target is None else target.case
    stored = desk.find(case, None) if case and hashes else None
    if stored is None:
        return frozenset()
    return frozenset(desk.list_received(to_record(stored).body.name, hashes))
