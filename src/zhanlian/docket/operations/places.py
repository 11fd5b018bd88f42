"""Compounds and dens, with what is claimed, verified and cleared about them."""

from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.operations.planning import OPERATION
from zhanlian.docket.releases.links import (
    ask_for,
    load_link,
    name_itself,
    refuse_future,
)
from zhanlian.docket.stated import demand_text
from zhanlian.errors import DeniedError, InputError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.place import Assertion, Place, PlaceStatus, PlaceType, Tenant
from zhanlian.model.docket.record import AnyRecord, Mark

PLACE: Final = "place"
WITHIN: Final = "within"  # mark of a den: id of its compound


@dataclass(frozen=True, slots=True)
class AddPlace:
    """A place that somebody says is used for fraud."""

    name: str
    place_type: PlaceType
    says: str
    on: PartialDate
    source: str
    within: str = ""
    operations: tuple[str, ...] = ()
    country: str = ""
    region: str = ""
    town: str = ""
    coordinates: str = ""
    building: str = ""
    floor: str = ""
    controlled_by: str = ""
    services: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class DescribePlace:
    """What is known better by now; what is not told stays as it was."""

    source: str
    coordinates: str = ""
    building: str = ""
    floor: str = ""
    controlled_by: str = ""
    services: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lodge:
    """A gang in the place, for a time; told again for the same gang, it replaces what was told."""

    tenant: str
    source: str
    since: PartialDate | None = None
    until: PartialDate | None = None
    came_from: str = ""
    went_to: str = ""


@dataclass(frozen=True, slots=True)
class Assert:
    """What somebody says about the status of a place, with the evidence for it."""

    on: PartialDate
    source: str
    says: str = ""
    note: str = ""


def _add(situation: Situation, asked: AddPlace) -> tuple[AnyRecord, ...]:
    demand_text(name=asked.name)
    if asked.within and asked.place_type is PlaceType.COMPOUND:
        raise InputError("error.docket-compound-within")
    marks = [Mark(OPERATION, load_link(situation, OPERATION, one).id) for one in asked.operations]
    if asked.within:
        compound = load_link(situation, PLACE, asked.within)
        if compound.body.place_type is not PlaceType.COMPOUND:
            raise InputError("error.docket-compound-within")
        marks.append(Mark(WITHIN, compound.id))
    claim = _assertion(situation, PlaceStatus.CLAIMED, Assert(asked.on, asked.source, asked.says))
    body = Place(
        name=asked.name.strip(),
        place_type=asked.place_type,
        within=asked.within,
        country=asked.country,
        region=asked.region,
        town=asked.town,
        coordinates=asked.coordinates,
        building=asked.building,
        floor=asked.floor,
        controlled_by=asked.controlled_by,
        services=asked.services,
        assertions=(claim,),
        note=asked.note,
    )
    return (name_itself(situation.begin(PLACE, PlaceStatus.CLAIMED.value, body), *marks),)


def _describe(situation: Situation, asked: DescribePlace) -> tuple[AnyRecord, ...]:
    demand_text(source=asked.source)
    told = {
        name: getattr(asked, name)
        for name in ("coordinates", "building", "floor", "controlled_by", "services", "note")
        if getattr(asked, name)
    }
    return (situation.on.change(body=replace(situation.on.body, **told)),)


def _lodge(situation: Situation, asked: Lodge) -> tuple[AnyRecord, ...]:
    demand_text(source=asked.source)
    since, until = asked.since, asked.until
    if since is not None and until is not None and until.last_day < since.first_day:
        raise InputError("error.docket-event-order", first=str(since), second=str(until))
    place: Place = situation.on.body
    told = Tenant(asked.tenant, asked.source, since, until, asked.came_from, asked.went_to)
    others = tuple(
        one for one in place.tenants if (one.tenant, one.since) != (told.tenant, told.since)
    )
    return (situation.on.change(body=replace(place, tenants=(*others, told))),)


def _assertion(situation: Situation, status: PlaceStatus, asked: Assert) -> Assertion:
    demand_text(source=asked.source)
    refuse_future(situation, asked.on)
    own = situation.actor.party
    says = asked.says or own
    if situation.target is not None and own != situation.on.party and says != own:
        raise DeniedError("error.docket-count-says", party=own)
    return Assertion(
        status=status,
        says=says,
        on=asked.on,
        source=asked.source,
        recorded_by=situation.drafter,
        recorded_for=own,
        recorded_at=situation.now,
        note=asked.note,
    )


def _say(situation: Situation, asked: Assert, status: PlaceStatus) -> tuple[AnyRecord, ...]:
    place: Place = situation.on.body
    last = place.assertions[-1]
    told = _assertion(situation, status, asked)
    if told.on.last_day < last.on.first_day:
        raise InputError("error.docket-event-order", first=str(last.on), second=str(told.on))
    body = replace(place, assertions=(*place.assertions, told))
    return (situation.on.change(state=status.value, body=body),)


def _claim(situation: Situation, asked: Assert) -> tuple[AnyRecord, ...]:
    """Return the place as claimed anew: people came back."""
    situation.demand_state(PlaceStatus.CLEARED.value)
    return _say(situation, asked, PlaceStatus.CLAIMED)


def _verify(situation: Situation, asked: Assert) -> tuple[AnyRecord, ...]:
    situation.demand_state(PlaceStatus.CLAIMED.value)
    return _say(situation, asked, PlaceStatus.VERIFIED)


def _clear(situation: Situation, asked: Assert) -> tuple[AnyRecord, ...]:
    situation.demand_state(PlaceStatus.VERIFIED.value)
    return _say(situation, asked, PlaceStatus.CLEARED)


def _needs_second(situation: Situation, _asked: Assert) -> str | None:
    """Return that a second person must agree, where the same one said the last thing, too."""
    last: Assertion = situation.on.body.assertions[-1]
    return "" if situation.actor.name == last.recorded_by else None


def _ask_add(asked: AddPlace, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return (*ask_for(PLACE, (asked.within,)), *ask_for(OPERATION, asked.operations))


_STATES: Final = tuple(status.value for status in PlaceStatus)
KINDS: Final = (Kind(PLACE, Place, _STATES, "operation"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("place.add", ("operation", "add-place"), AddPlace, _add, asks=_ask_add),
    Act("place.describe", ("operation", "describe-place"), DescribePlace, _describe, PLACE),
    Act("place.lodge", ("operation", "lodge"), Lodge, _lodge, PLACE),
    Act("place.claim", ("operation", "claim-place"), Assert, _claim, PLACE),
    Act(
        "place.verify",
        ("operation", "verify-place"),
        Assert,
        _verify,
        PLACE,
        condition=_needs_second,
    ),
    Act(
        "place.clear", ("operation", "clear-place"), Assert, _clear, PLACE, condition=_needs_second
    ),
)
