"""The docket as one actor meets it: every record that is found was looked for with his eyes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from zhanlian.access.rights import Relation, Rights, load_rights
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.accounts import ACTOR, OPEN, USER, to_actor
from zhanlian.docket.act import Ask
from zhanlian.docket.cases.opening import CASE, NAME
from zhanlian.docket.rules.book import RuleBook
from zhanlian.errors import DeniedError, InputError, NotFoundError
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.record import AnyRecord
from zhanlian.store.records import RecordDesk
from zhanlian.store.scope import Scope

_SHOWN: Final = 80  # signs of a name that an error repeats


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


def load_actor(desk: RecordDesk, name: str) -> Actor:
    """Return who acts under a name.

    Raises:
        InputError: nobody is named.
        DeniedError: there is no open account of that name.
    """
    if not name.strip():
        raise InputError("error.receiver-missing")
    for stored in desk.list_marked(USER, ACTOR, name, None):
        if stored.state == OPEN:
            return to_actor(to_record(stored))
    raise DeniedError("error.actor-unknown", name=name[:_SHOWN])


def has_accounts(desk: RecordDesk) -> bool:
    """Return whether anybody has an account yet."""
    return bool(desk.list(None, kinds=(USER,), limit=1))


def see(actor: Actor, rights: Rights | None = None) -> Scope:
    """Return the scope of what an actor may see."""
    rights = rights or load_rights()
    own = rights.kinds_read(actor, Relation.OWN)
    released = rights.kinds_read(actor, Relation.RELEASED)
    return Scope(actor.name, actor.party, own, released, own & rights.everywhere)


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
