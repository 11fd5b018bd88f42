"""People in danger: requests for rescue, and what was asked and found about trafficking."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, identifier


class Urgency(StrEnum):
    """How soon somebody must act on a request."""

    LIFE = "danger-to-life"
    VIOLENCE = "violence-told"
    HELD = "person-held"


class RescueEnd(StrEnum):
    """How a request ended."""

    RESCUED = "rescued"
    RETURNED = "returned-alone"
    UNFOUNDED = "request-unfounded"
    OTHER = "ended-otherwise"


@dataclass(frozen=True, slots=True)
class ContactTrace:
    """One sign of life, or one attempt to reach somebody."""

    seen_at: datetime
    channel: str
    told: str = identifier(Identifier.HIDDEN)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rescue:
    """A request for the rescue of somebody who is held.

    Attributes:
        kin, kin_contact: who asks; known to those with a reason only.
        lure: the story by which the person was lured away.
        captor: who holds the person, as told.
        traces: signs of life and attempts to reach the person.
        consulate, handed_off_at, paper: to whom it was handed off, and the paper.
        ended_as, end_source: how it ended, and what says so.
    """

    urgency: Urgency
    reported_at: datetime
    source: str
    name: str = identifier(Identifier.NAME)
    birth: PartialDate | None = identifier(Identifier.DOCUMENT, None)  # noqa: RUF009
    nationality: str = ""
    document: str = identifier(Identifier.DOCUMENT, "")
    kin: str = identifier(Identifier.HIDDEN, "")
    kin_contact: str = identifier(Identifier.HIDDEN, "")
    held_at: str = identifier(Identifier.FREE_TEXT, "")
    lure: str = identifier(Identifier.FREE_TEXT, "")
    captor: str = identifier(Identifier.FREE_TEXT, "")
    ransom: Amount | None = None
    health: str = identifier(Identifier.FREE_TEXT, "")
    traces: tuple[ContactTrace, ...] = ()
    consulate: str = ""
    handed_off_at: datetime | None = None
    paper: str = ""
    ended_as: RescueEnd | None = None
    end_source: str = ""


class Indicator(StrEnum):
    """What is asked about: the eleven indicators of forced labour (ILO), then facts on coercion.

    The second group is what art 12 of the cross-border opinion of 2024 weighs. Neither is a test
    that this programme passes or fails anybody by.
    """

    VULNERABILITY = "ilo-vulnerability"
    DECEPTION = "ilo-deception"
    MOVEMENT = "ilo-movement"
    ISOLATION = "ilo-isolation"
    VIOLENCE = "ilo-violence"
    INTIMIDATION = "ilo-intimidation"
    DOCUMENTS = "ilo-documents"
    WAGES = "ilo-wages"
    DEBT = "ilo-debt"
    CONDITIONS = "ilo-conditions"
    OVERTIME = "ilo-overtime"
    TIME_IN_DEN = "coerced-time-in-den"
    RANSOM = "coerced-ransom"
    FORCE = "coerced-force"
    CONTACT = "coerced-outside-contact"


@dataclass(frozen=True, slots=True)
class ScreeningFact:
    """One fact, as somebody told or showed it.

    All of it is masked, for whoever reads the audit chain sees that there was an act, and nothing
    of what was told.
    """

    indicator: Indicator = identifier(Identifier.HIDDEN)  # noqa: RUF009
    noted_at: datetime = identifier(Identifier.HIDDEN)  # noqa: RUF009
    source: str = identifier(Identifier.HIDDEN)
    told: str = identifier(Identifier.HIDDEN)


@dataclass(frozen=True, slots=True)
class Screening:
    """What was asked and found out about one person; it holds no result and no verdict.

    Attributes:
        subject: name or number by which the screener knows whom this is about.
        handover, seq: the row of a hand-over list that flagged the person; empty and 0 else.
        person: id of the person's record, or empty.
        support: help that was offered.
    """

    subject: str = identifier(Identifier.HIDDEN)
    handover: str = identifier(Identifier.HIDDEN, "")
    seq: int = identifier(Identifier.HIDDEN, 0)
    person: str = identifier(Identifier.HIDDEN, "")
    noted: tuple[ScreeningFact, ...] = ()
    support: str = identifier(Identifier.HIDDEN, "")
