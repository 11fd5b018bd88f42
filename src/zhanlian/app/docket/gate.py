"""The gate before what is no act on a record: evidence, the workspace as a whole, its audit chain.

A workspace without accounts is one person's own and asks nobody. From the first account on, nobody
passes without one: evidence is met by members of its case, and other cases are not told to exist.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from zhanlian.access.rights import Relation
from zhanlian.app.docket.denial import Attempt, tell_denied
from zhanlian.app.docket.desk import (
    Readable,
    demand_right,
    find_case,
    has_accounts,
    load_actor,
    relate,
)
from zhanlian.errors import NotFoundError
from zhanlian.model.docket.actor import Actor
from zhanlian.store.records import RecordDesk

RECEIVE: Final = "evidence.receive"
READ: Final = "evidence.read"
ADD_MAPPING: Final = "mapping.add"
VERIFY: Final = "workspace.verify"
TAKE_CHECKPOINT: Final = "checkpoint.take"
BACK_UP: Final = "workspace.backup"
READ_AUDIT: Final = "audit.read"
EXPORT_AUDIT: Final = "audit.export"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands before the gate.

    Attributes:
        who: name of the account, as told.
        at: now, aware.
        login: of the machine, where it is another name.
    """

    who: str
    at: datetime
    login: str = ""


def admit(docket: Readable, use: str, visitor: Visitor) -> Actor | None:
    """Return who may use the workspace so; None where it has no accounts.

    Raises:
        DeniedError: not this visitor; the attempt is in the audit chain.
    """
    attempt = Attempt(visitor.who, use, use, visitor.at, visitor.login)
    with tell_denied(docket, attempt), docket.read_records() as desk:
        return _load_visitor(desk, use, visitor)


def admit_to_case(docket: Readable, use: str, visitor: Visitor, case: str) -> None:
    """Return when a visitor may use the evidence of a case so.

    Raises:
        DeniedError: his roles do not allow it; the attempt is in the audit chain.
        NotFoundError: he works on no case of this name, open or not; likewise.
    """
    attempt = Attempt(visitor.who, use, case, visitor.at, visitor.login)
    with tell_denied(docket, attempt), docket.read_records() as desk:
        actor = _load_visitor(desk, use, visitor)
        if actor is not None and not _works_on(desk, actor, case):
            raise NotFoundError("error.case-not-own", case=case)


def keep_own(
    docket: Readable, use: str, visitor: Visitor, cases: Collection[str]
) -> tuple[str, ...]:
    """Return those of some cases whose evidence a visitor may use so, in their order.

    Raises:
        DeniedError: his roles allow it for none; the attempt is in the audit chain.
    """
    attempt = Attempt(visitor.who, use, use, visitor.at, visitor.login)
    with tell_denied(docket, attempt), docket.read_records() as desk:
        actor = _load_visitor(desk, use, visitor)
        return tuple(case for case in cases if actor is None or _works_on(desk, actor, case))


def _load_visitor(desk: RecordDesk, use: str, visitor: Visitor) -> Actor | None:
    if not has_accounts(desk):
        return None
    actor = load_actor(desk, visitor.who, visitor.at)
    demand_right(actor, use, Relation.OWN)
    return actor


def _works_on(desk: RecordDesk, actor: Actor, case: str) -> bool:
    """Return whether a case of this name is of the actor's party and one that he works on."""
    found = find_case(desk, case, actor)
    return found is not None and relate(actor, found) is Relation.OWN
