"""Meetings between parties with what was agreed, and calls on the hotline."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.rule import Level


class MeetingType(StrEnum):
    """What kind of meeting it is."""

    TALKS = "talks"
    REGULAR = "regular-meeting"
    SUMMONS = "summons"  # of an ambassador or official
    WORKING = "working-group"


class Frequency(StrEnum):
    """How often a series meets."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


class Urgency(StrEnum):
    """How urgent a call is."""

    ROUTINE = "routine"
    URGENT = "urgent"
    LIFE = "life-in-danger"


class Direction(StrEnum):
    """Who asks whom."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


@dataclass(frozen=True, slots=True)
class ActionItem:
    """Something that a meeting decided somebody does by a day.

    Attributes:
        action: what.
        owner: who does it: a party, a unit or a person by post.
        due_on: last day.
        done_on: day on which it was done, or None.
    """

    action: str
    owner: str
    due_on: date
    done_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting.

    Attributes:
        title: what it was about.
        held_on: the day.
        participants: names and posts.
        demand, reply: what was demanded and answered, where that was the matter.
        points: agreed on.
        actions: with owner and due day; each runs as a clock until it is done.
        operations: ids of operations that it led to.
        agreements: ids of agreements that it led to.
        series: name of the series of meetings, or empty.
        next_on: day of the next one, or None.
    """

    title: str
    held_on: date
    meeting_type: MeetingType = MeetingType.TALKS
    place: str = ""
    level: Level | None = None
    participants: tuple[str, ...] = identifier(Identifier.NAME, ())
    agenda: tuple[str, ...] = ()
    demand: str = ""
    reply: str = ""
    points: tuple[str, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    operations: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    series: str = ""
    frequency: Frequency | None = None
    next_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class HotlineCall:
    """A call on the hotline.

    Attributes:
        agency: the other side; `country` its country.
        called_at: when.
        urgency: by which the time to answer is told.
        number: reference that both sides write down.
        request_told: what was asked.
        caller: name and post.
        answer: what was answered, at `replied_at`.
    """

    agency: str
    called_at: datetime
    urgency: Urgency
    number: str
    direction: Direction = Direction.INCOMING
    country: str = ""
    caller: str = identifier(Identifier.NAME, "")
    request_told: str = identifier(Identifier.FREE_TEXT, "")
    answer: str = identifier(Identifier.FREE_TEXT, "")
    replied_at: datetime | None = None
