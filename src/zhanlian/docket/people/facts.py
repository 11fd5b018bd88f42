"""Facts on a person's part in a case, and days at dens: each with its source, none a verdict."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Kind, Situation
from zhanlian.docket.people.standing import PERSON_ID, STANDING, STANDING_ID
from zhanlian.docket.tracks.telling import check_event
from zhanlian.errors import InputError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.person import Fact, FactKind, Stay
from zhanlian.model.docket.record import AnyRecord, Mark
from zhanlian.model.zone import local_day

FACT: Final = "fact"
STAY: Final = "stay"
STANDS: Final = "stands"
SUPERSEDED: Final = "superseded"


@dataclass(frozen=True, slots=True)
class TellFact:
    """One fact, as one source tells it: in words, as a number, or as a sum."""

    fact: FactKind
    source: str
    told: str = identifier(Identifier.FREE_TEXT, "")
    count: int | None = None
    amount: Amount | None = None
    day: PartialDate | None = None
    stated_by: str = identifier(Identifier.NAME, "")


@dataclass(frozen=True, slots=True)
class TellStay:
    """Days at a den abroad, or on the road, as one source tells them."""

    first_day: date
    last_day: date
    source: str
    place: str = ""
    travel: bool = False


@dataclass(frozen=True, slots=True)
class Supersede:
    """What was entered wrongly stands no longer."""

    reason: str


def _tell_fact(situation: Situation, asked: TellFact) -> tuple[AnyRecord, ...]:
    check_event(situation, situation.now, asked.source)
    if not (asked.told.strip() or asked.count is not None or asked.amount or asked.day):
        raise InputError("error.fact-empty")
    if asked.count is not None and asked.count < 0:
        raise InputError("error.fact-count", count=asked.count)
    if asked.day is not None and asked.day.first_day > local_day(situation.now):
        raise InputError("error.track-future", at=str(asked.day))
    body = Fact(
        standing=situation.on.id,
        fact=asked.fact,
        source=asked.source.strip(),
        told=asked.told.strip(),
        count=asked.count,
        amount=asked.amount,
        day=asked.day,
        stated_by=asked.stated_by.strip(),
    )
    return (_begin(situation, FACT, body),)


def _tell_stay(situation: Situation, asked: TellStay) -> tuple[AnyRecord, ...]:
    check_event(situation, situation.now, asked.source)
    if asked.last_day < asked.first_day:
        raise InputError("error.stay-order", first=asked.first_day, last=asked.last_day)
    if asked.last_day > local_day(situation.now):
        raise InputError("error.track-future", at=asked.last_day.isoformat())
    if not (asked.place.strip() or asked.travel):
        raise InputError("error.stay-den")
    body = Stay(
        standing=situation.on.id,
        first_day=asked.first_day,
        last_day=asked.last_day,
        source=asked.source.strip(),
        place=asked.place.strip(),
        travel=asked.travel,
    )
    return (_begin(situation, STAY, body),)


def _begin(situation: Situation, kind: str, body: Fact | Stay) -> AnyRecord:
    made = situation.begin(kind, STANDS, body)
    person = situation.on.body.person
    return replace(made, marks=(Mark(STANDING_ID, situation.on.id), Mark(PERSON_ID, person)))


def _supersede(situation: Situation, asked: Supersede) -> tuple[AnyRecord, ...]:
    situation.demand_state(STANDS)
    if not asked.reason.strip():
        raise InputError("error.track-reason")
    body = replace(situation.on.body, superseded=asked.reason)
    return (situation.on.change(state=SUPERSEDED, body=body),)


KINDS: Final = (
    Kind(FACT, Fact, (STANDS, SUPERSEDED), "person"),
    Kind(STAY, Stay, (STANDS, SUPERSEDED), "person"),
)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("fact.tell", ("person", "tell"), TellFact, _tell_fact, STANDING, adds=True),
    Act("fact.supersede", ("person", "supersede-fact"), Supersede, _supersede, FACT),
    Act("stay.tell", ("person", "stay"), TellStay, _tell_stay, STANDING, adds=True),
    Act("stay.supersede", ("person", "supersede-stay"), Supersede, _supersede, STAY),
)
