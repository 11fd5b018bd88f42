"""Leads: recorded with two grades, and given to units or to other parties."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.operations.campaigns import CAMPAIGN
from zhanlian.docket.operations.dispatches import begin_dispatch
from zhanlian.docket.operations.places import PLACE
from zhanlian.docket.operations.planning import OPERATION
from zhanlian.docket.releases.agreements import demand_gate
from zhanlian.docket.releases.granting import Grant, ask_granting, grant, tell_condition
from zhanlian.docket.releases.links import ask_case, ask_for, begin_in_case, load_link
from zhanlian.docket.stated import demand_text
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.agreement import AGREEMENT
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.lead import (
    Classification,
    Dispatch,
    InformationGrade,
    Lead,
    LeadPerson,
    SourceGrade,
)
from zhanlian.model.docket.record import RELEASED, WHOLE, AnyRecord, Mark

LEAD: Final = "lead"
OPEN: Final = "open"
CLOSED: Final = "closed"


@dataclass(frozen=True, slots=True)
class RecordLead:
    """A new lead; source and information are graded apart."""

    title: str
    source: str
    source_grade: SourceGrade
    information_grade: InformationGrade
    content: str = identifier(Identifier.FREE_TEXT, "")
    classification: Classification = Classification.INTERNAL
    places: tuple[str, ...] = ()
    persons: tuple[LeadPerson, ...] = ()
    operations: tuple[str, ...] = ()
    action_point: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class GradeLead:
    """A lead is graded anew; the grades it had stay in its history."""

    source_grade: SourceGrade
    information_grade: InformationGrade
    reason: str


@dataclass(frozen=True, slots=True)
class CloseLead:
    """Nothing more is to be done with a lead."""

    reason: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A lead goes to units of the own party, each of which answers for itself."""

    issued_to: tuple[str, ...]
    task_told: str = ""
    campaign: str = ""
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class GiveLead(Grant):
    """A lead goes to another party, which sees it and answers."""

    task_told: str = ""
    campaign: str = ""
    answer_by: date | None = None


def _record(situation: Situation, asked: RecordLead) -> tuple[AnyRecord, ...]:
    demand_text(title=asked.title, source=asked.source)
    linked = [Mark(PLACE, load_link(situation, PLACE, one).id) for one in asked.places]
    linked += (Mark(OPERATION, load_link(situation, OPERATION, one).id) for one in asked.operations)
    body = Lead(
        title=asked.title.strip(),
        source=asked.source,
        source_grade=asked.source_grade,
        information_grade=asked.information_grade,
        content=asked.content,
        classification=asked.classification,
        places=asked.places,
        persons=asked.persons,
        action_point=asked.action_point,
    )
    made = begin_in_case(situation, LEAD, OPEN, body, asked.case)
    return (replace(made, marks=(*made.marks, *linked)),)


def _grade(situation: Situation, asked: GradeLead) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN)
    body = replace(
        situation.on.body,
        source_grade=asked.source_grade,
        information_grade=asked.information_grade,
    )
    return (situation.on.change(body=body),)


def _close(situation: Situation, asked: CloseLead) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN)
    body = replace(situation.on.body, reason=asked.reason)
    return (situation.on.change(state=CLOSED, body=body),)


def _issue(situation: Situation, asked: Issue) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN)
    units = tuple(dict.fromkeys(unit.strip() for unit in asked.issued_to if unit.strip()))
    if not units:
        raise InputError("error.docket-unit-none")
    waiting = {
        one.body.issued_to for one in situation.answers("dispatch") if one.state != "recalled"
    }
    for unit in units:
        if unit in waiting:
            raise StateError("error.docket-issued-already", unit=unit)
    return tuple(
        begin_dispatch(situation, _told(situation, asked, issued_to=unit), asked.answer_by)
        for unit in units
    )


def _give(situation: Situation, asked: GiveLead) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN)
    released = _release(situation, asked)
    told = _told(situation, asked, to_party=asked.to_party)
    # The task is written for that party: it may read all of it.
    seen = (Mark(RELEASED, asked.to_party), Mark(WHOLE, asked.to_party))
    return (*released, begin_dispatch(situation, told, asked.answer_by, *seen))


def _release(situation: Situation, asked: GiveLead) -> tuple[AnyRecord, ...]:
    """Return the release of the lead; nothing, where the party has it and may be asked again."""
    if asked.to_party not in situation.on.values(RELEASED):
        return grant(situation, asked)
    agreement = load_link(situation, AGREEMENT, asked.agreement)
    demand_gate(situation, agreement, LEAD, asked.to_party, asked.purpose)
    return ()


def _told(
    situation: Situation, asked: Issue | GiveLead, *, issued_to: str = "", to_party: str = ""
) -> Dispatch:
    if asked.campaign:
        load_link(situation, CAMPAIGN, asked.campaign)
    return Dispatch(
        lead=situation.on.id,
        issued_at=situation.now,
        campaign=asked.campaign,
        issued_to=issued_to,
        to_party=to_party,
        task_told=asked.task_told,
    )


def _ask_record(asked: RecordLead, _target: AnyRecord | None) -> tuple[Ask, ...]:
    links = (*ask_for(PLACE, asked.places), *ask_for(OPERATION, asked.operations))
    return (*ask_case(asked.case), *links)


def _ask_issue(asked: Issue, target: AnyRecord | None) -> tuple[Ask, ...]:
    issued = Ask("dispatch", "dispatch", (LEAD, "-" if target is None else target.id))
    return (issued, *ask_for(CAMPAIGN, (asked.campaign,)))


def _ask_give(asked: GiveLead, target: AnyRecord | None) -> tuple[Ask, ...]:
    return (*ask_granting(asked, target), *ask_for(CAMPAIGN, (asked.campaign,)))


KINDS: Final = (Kind(LEAD, Lead, (OPEN, CLOSED), "operation"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("lead.record", ("operation", "record-lead"), RecordLead, _record, asks=_ask_record),
    Act("lead.grade", ("operation", "grade-lead"), GradeLead, _grade, LEAD),
    Act("lead.close", ("operation", "close-lead"), CloseLead, _close, LEAD),
    Act("lead.issue", ("operation", "issue"), Issue, _issue, LEAD, adds=True, asks=_ask_issue),
    Act(
        "lead.release",
        ("operation", "release-lead"),
        GiveLead,
        _give,
        LEAD,
        asks=_ask_give,
        condition=lambda situation, asked: tell_condition(situation, asked.to_party),
    ),
)
