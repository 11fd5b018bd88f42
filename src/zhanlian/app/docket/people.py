"""What is known of a person in a case: facts by what they bear on, and days at dens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from zhanlian.access.masks import mask_plain
from zhanlian.app.docket.desk import Surroundings, list_linked, load_kind, open_desk
from zhanlian.app.docket.look import UNMASK
from zhanlian.app.docket.perform import Docket
from zhanlian.docket.people.days import count_days
from zhanlian.docket.people.facts import FACT, STANDS, STAY
from zhanlian.docket.people.relevance import Topic, sort_facts
from zhanlian.docket.people.standing import STANDING, STANDING_ID
from zhanlian.model.docket.day_count import DayCount
from zhanlian.model.docket.plain import to_plain
from zhanlian.model.docket.record import AnyRecord
from zhanlian.model.zone import local_day
from zhanlian.store.audit import Act, Entry

FACTS: Final = "person.facts"
DAYS: Final = "person.days"


@dataclass(frozen=True, slots=True)
class FactsSeen:
    """Facts on a person as a reader sees them.

    Attributes:
        facts: (id of the record, body as JSON values, masked unless a reason was given).
        topics: where each stands; `places` count in `facts`.
    """

    facts: tuple[tuple[str, Mapping[str, Any]], ...]
    topics: tuple[Topic, ...]


def list_facts(
    docket: Docket, who: str, standing: str, surroundings: Surroundings, reason: str = ""
) -> FactsSeen:
    """Return the facts that stand on a person in a case, by what they are relevant to.

    Args:
        docket: of the workspace.
        who: account that reads.
        standing: id of the person's standing in the case.
        surroundings: time and login.
        reason: why identifiers and words are shown whole; goes into the audit chain first.

    Raises:
        NotFoundError: there is no such standing, or not for this reader.
    """
    records = _load_stated(docket, who, standing, FACT, FACTS, surroundings)
    if reason.strip() and records:
        told = {"reason": reason, "facts": [one.id for one in records]}
        if surroundings.login:
            told["login"] = surroundings.login
        entry = Entry(UNMASK, standing, after=told)
        docket.record([entry], Act(who, surroundings.now()))
    show = to_plain if reason.strip() else mask_plain
    facts = tuple((one.id, show(one.body)) for one in records)
    return FactsSeen(facts, sort_facts([one.body for one in records]))


def count_den_days(
    docket: Docket, who: str, standing: str, surroundings: Surroundings
) -> DayCount | None:
    """Return the days that a person spent at dens, or None where no stay is recorded.

    Raises:
        NotFoundError: there is no such standing, or not for this reader.
    """
    records = _load_stated(docket, who, standing, STAY, DAYS, surroundings)
    if not records:
        return None
    today = local_day(surroundings.now())
    return count_days([one.body for one in records], surroundings.rules, today)


def _load_stated(
    docket: Docket, who: str, standing: str, kind: str, act: str, surroundings: Surroundings
) -> tuple[AnyRecord, ...]:
    with open_desk(docket, surroundings.attempt(who, act, standing)) as (desk, actor):
        found = load_kind(desk, standing, actor, STANDING)
        stated = list_linked(desk, kind, (STANDING_ID, found.id), actor)
        return tuple(record for record in stated if record.state == STANDS)
