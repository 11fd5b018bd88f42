"""Operations from the plan to the review."""

from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.accounts import PARTY, PARTY_CODE
from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.cases.opening import CASE, NAME
from zhanlian.docket.operations.campaigns import CAMPAIGN
from zhanlian.docket.releases.agreements import is_in_force
from zhanlian.docket.releases.links import ask_for, load_link, name_itself, refuse_future
from zhanlian.docket.stated import demand_text
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.agreement import AGREEMENT
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.operation import Operation, OperationParty
from zhanlian.model.docket.record import AnyRecord, Mark
from zhanlian.model.zone import local_day

OPERATION: Final = "operation"
PLANNED: Final = "planned"
AGREED: Final = "agreed"
RUNNING: Final = "running"
ENDED: Final = "ended"
REVIEWED: Final = "reviewed"
CANCELLED: Final = "cancelled"
REPORTED: Final = "reported"  # known from a notice alone; never planned here


@dataclass(frozen=True, slots=True)
class Plan:
    """An operation is planned; nothing is agreed yet."""

    name: str
    parties: tuple[str, ...]
    lead: str
    campaign: str = ""
    country: str = ""
    region: str = ""
    town: str = ""
    compound: str = ""
    planned_for: PartialDate | None = None
    agreements: tuple[str, ...] = ()
    commanders: tuple[str, ...] = identifier(Identifier.NAME, ())
    forces: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agree:
    """The parties agreed to the plan; `source` is the document that says so."""

    source: str
    agreements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """An operation begins."""

    on: PartialDate


@dataclass(frozen=True, slots=True)
class End:
    """An operation is over."""

    on: PartialDate
    seized: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """What is learned for the next operation."""

    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cancel:
    """An operation will not take place."""

    reason: str


@dataclass(frozen=True, slots=True)
class Follow:
    """A case came of the operation."""

    case: str


def read_parties(texts: tuple[str, ...]) -> tuple[OperationParty, ...]:
    """Return the parties of texts such as ``mm-police@MM``, each once.

    Raises:
        InputError: a text has another form.
    """
    found = []
    for text in texts:
        party = OperationParty.parse(text)
        if party is None:
            raise InputError("error.docket-party-form", value=text)
        found.append(party)
    return tuple(dict.fromkeys(found))


def _plan(situation: Situation, asked: Plan) -> tuple[AnyRecord, ...]:
    demand_text(name=asked.name)
    parties = read_parties(asked.parties)
    if asked.lead not in {one.party for one in parties}:
        raise InputError("error.docket-lead-party", lead=asked.lead)
    marks = [
        Mark(CAMPAIGN, load_link(situation, CAMPAIGN, one).id) for one in (asked.campaign,) if one
    ]
    for agreement in asked.agreements:
        marks.append(Mark(AGREEMENT, load_link(situation, AGREEMENT, agreement).id))
    body = Operation(
        name=asked.name.strip(),
        parties=parties,
        lead=asked.lead,
        campaign=asked.campaign,
        country=asked.country,
        region=asked.region,
        town=asked.town,
        compound=asked.compound,
        planned_for=asked.planned_for,
        agreements=asked.agreements,
        commanders=asked.commanders,
        forces=asked.forces,
        note=asked.note,
    )
    return (name_itself(situation.begin(OPERATION, PLANNED, body), *marks),)


def _agree(situation: Situation, asked: Agree) -> tuple[AnyRecord, ...]:
    situation.demand_state(PLANNED)
    plan: Operation = situation.on.body
    basis = tuple(dict.fromkeys((*plan.agreements, *asked.agreements)))
    found = [load_link(situation, AGREEMENT, one) for one in basis]
    for party in plan.parties:
        if party.country != _own_country(situation):
            _demand_basis(situation, party, found)
    marks = (*situation.on.marks_without(AGREEMENT), *(Mark(AGREEMENT, one) for one in basis))
    body = replace(plan, agreements=basis, source=asked.source)
    return (situation.on.change(state=AGREED, body=body, marks=marks),)


def _demand_basis(situation: Situation, party: OperationParty, agreements: list[AnyRecord]) -> None:
    """Return when an agreement in force with a party abroad covers operations."""
    day = local_day(situation.now)
    for one in agreements:
        fits = {situation.on.party, party.party} <= set(one.body.between)
        if fits and is_in_force(one, day) and OPERATION in one.body.covers:
            return
    raise StateError("error.docket-operation-basis", party=party.party)


def _own_country(situation: Situation) -> str:
    for found in situation.answers("own"):
        return str(found.body.country)
    raise NotFoundError("error.party-unknown", party=situation.on.party)


def _start(situation: Situation, asked: Start) -> tuple[AnyRecord, ...]:
    situation.demand_state(AGREED)
    refuse_future(situation, asked.on)
    return (
        situation.on.change(state=RUNNING, body=replace(situation.on.body, started_on=asked.on)),
    )


def _end(situation: Situation, asked: End) -> tuple[AnyRecord, ...]:
    situation.demand_state(RUNNING)
    refuse_future(situation, asked.on)
    begun: PartialDate = situation.on.body.started_on
    if asked.on.last_day < begun.first_day:
        raise InputError("error.docket-event-order", first=str(begun), second=str(asked.on))
    body = replace(situation.on.body, ended_on=asked.on, seized=asked.seized)
    return (situation.on.change(state=ENDED, body=body),)


def _review(situation: Situation, asked: Review) -> tuple[AnyRecord, ...]:
    situation.demand_state(ENDED, REPORTED, REVIEWED)
    lessons = (*situation.on.body.lessons, *asked.lessons)
    return (situation.on.change(state=REVIEWED, body=replace(situation.on.body, lessons=lessons)),)


def _cancel(situation: Situation, asked: Cancel) -> tuple[AnyRecord, ...]:
    situation.demand_state(PLANNED, AGREED)
    body = replace(situation.on.body, note=asked.reason)
    return (situation.on.change(state=CANCELLED, body=body),)


def _follow(situation: Situation, asked: Follow) -> tuple[AnyRecord, ...]:
    situation.demand_state(RUNNING, ENDED, REVIEWED, REPORTED)
    found = situation.answers("case")
    if not found:
        raise NotFoundError("error.record-missing", id=asked.case)
    cases = tuple(dict.fromkeys((*situation.on.body.follow_up, found[0].id)))
    return (situation.on.change(body=replace(situation.on.body, follow_up=cases)),)


def _ask_plan(asked: Plan, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return (*ask_for(CAMPAIGN, (asked.campaign,)), *ask_for(AGREEMENT, asked.agreements))


def _ask_agree(asked: Agree, target: AnyRecord | None) -> tuple[Ask, ...]:
    if target is None:
        return ()
    own = Ask("own", PARTY, (PARTY_CODE, target.party), everywhere=True)
    return (own, *ask_for(AGREEMENT, (*target.body.agreements, *asked.agreements)))


def _ask_follow(asked: Follow, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return (Ask("case", CASE, (NAME, asked.case or " ")),)


_STATES: Final = (PLANNED, AGREED, RUNNING, ENDED, REVIEWED, CANCELLED, REPORTED)
KINDS: Final = (Kind(OPERATION, Operation, _STATES, "operation"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("operation.plan", ("operation", "plan"), Plan, _plan, asks=_ask_plan),
    Act(
        "operation.agree",
        ("operation", "agree"),
        Agree,
        _agree,
        OPERATION,
        asks=_ask_agree,
        condition=lambda _situation, _asked: "",
    ),
    Act("operation.start", ("operation", "start"), Start, _start, OPERATION),
    Act("operation.end", ("operation", "end"), End, _end, OPERATION),
    Act("operation.review", ("operation", "review"), Review, _review, OPERATION),
    Act("operation.cancel", ("operation", "cancel"), Cancel, _cancel, OPERATION),
    Act("operation.follow", ("operation", "follow"), Follow, _follow, OPERATION, asks=_ask_follow),
)
