"""Leads, and their way to a unit or another party and back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhanlian.model.docket.fields import Identifier, identifier


class SourceGrade(StrEnum):
    """How reliable a source is, by the usual scale; nothing about what it says this time."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"  # cannot be judged


class InformationGrade(StrEnum):
    """How credible a piece of information is; nothing about who gave it."""

    CONFIRMED = "1"
    PROBABLE = "2"
    POSSIBLE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    UNJUDGED = "6"


class Classification(StrEnum):
    """How closely a lead is held."""

    OPEN = "unclassified"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    CLOSE = "closely-held"


class CheckResult(StrEnum):
    """What a check of a lead found."""

    CONFIRMED = "lead-confirmed"
    PARTLY = "lead-partly-confirmed"
    REFUTED = "lead-refuted"
    OPEN = "lead-undecided"


@dataclass(frozen=True, slots=True)
class LeadPerson:
    """Somebody a lead tells of.

    Attributes:
        nicknames: as used there; several separated by a space.
        told_role: what the source says the person does; nobody's verdict.
        fugitive: number in the register of fugitives, or empty.
    """

    person_name: str = identifier(Identifier.NAME)
    nicknames: str = identifier(Identifier.NAME, "")
    document: str = identifier(Identifier.DOCUMENT, "")
    nationality: str = ""
    told_role: str = ""
    fugitive: str = identifier(Identifier.DOCUMENT, "")
    photo_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead, or a package of several.

    Attributes:
        title: in a few words, without names.
        content: what it says.
        places: ids of places it tells of.
        persons: it tells of.
        source: evidence, or document number.
        source_grade, information_grade: apart from each other.
        classification: how closely it is held.
        action_point: joint action point or unit that it concerns.
        reason: why it was closed, or empty.
    """

    title: str
    source: str
    source_grade: SourceGrade
    information_grade: InformationGrade
    content: str = identifier(Identifier.FREE_TEXT, "")
    classification: Classification = Classification.INTERNAL
    places: tuple[str, ...] = ()
    persons: tuple[LeadPerson, ...] = ()
    action_point: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A lead on its way to one unit or one party: issue, receipt, check, feedback.

    Attributes:
        lead: id of the lead.
        campaign: id of the campaign it was given out in, or empty.
        issued_to: unit of the own party, or empty.
        to_party: code of the other party, or empty.
        task_told: what is asked of the receiver.
        issued_at, received_at, checked_at, replied_at: times, None before.
        received_by: name and post of who took it.
        result: of the check.
        feedback: what came back, in words.
        arrested: people arrested on this lead as the receiver says, None while nobody said.
        further: ids or numbers of further leads that came of it.
    """

    lead: str
    issued_at: datetime
    campaign: str = ""
    issued_to: str = ""
    to_party: str = ""
    task_told: str = ""
    received_at: datetime | None = None
    received_by: str = identifier(Identifier.NAME, "")
    checked_at: datetime | None = None
    result: CheckResult | None = None
    replied_at: datetime | None = None
    feedback: str = identifier(Identifier.FREE_TEXT, "")
    arrested: int | None = None
    further: tuple[str, ...] = ()
    source: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if bool(self.issued_to) == bool(self.to_party):
            raise ValueError("a lead goes to a unit or to a party")
        if self.arrested is not None and self.arrested < 0:
            raise ValueError("a count is not negative")


@dataclass(frozen=True, slots=True)
class Score:
    """How many leads of a campaign came back, by receiver.

    Attributes:
        receiver: unit or party.
        issued, received, checked, answered: how many came so far; each counts the later ones.
        confirmed: checks that confirmed the lead, wholly or in part.
        arrested: as the receiver says, over its own leads alone; None where it never said.
    """

    receiver: str
    issued: int
    received: int
    checked: int
    answered: int
    confirmed: int
    arrested: int | None
