"""Rules of law and policy as data: clocks, approvals, thresholds and policies of joint listing.

Each entry stands in a table with the days it is in force, its place, its source, and how far the
source was checked. The table in force on the day decides.

What is wrong with an entry is told by keys of the word catalogue (`rule-fault`), since people edit
the tables.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

_PLACE: Final = re.compile(r"[A-Z]{2}(-\d{2}(\d{2}(\d{2})?)?)?")


class SourceStatus(StrEnum):
    """How far the source of a rule was checked."""

    VERIFIED = "verified"  # the article was read in full
    REPORTED = "reported"  # read in an excerpt, a reprint or a press item
    RECALLED = "recalled"  # general knowledge, not checked
    DESIGN = "design"  # no rule: a choice of this programme, to be configured


class Unit(StrEnum):
    """What a length of time is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working-days"
    HALF_MONTHS = "half-months"  # always fifteen days
    MONTHS = "months"
    YEARS = "years"

    @property
    def is_clock_time(self) -> bool:
        """Whether it runs from an instant to an instant, and not by days of the calendar."""
        return self in (Unit.MINUTES, Unit.HOURS)


class Counting(StrEnum):
    """Where a clock begins and which way it runs."""

    INSTANT = "instant"  # from the instant itself
    NEXT_DAY = "next-day"  # the day of the event is not counted
    BACKWARD = "backward"  # so long before the event: the latest day on which to act
    DAY_BEFORE = "day-before"  # to the day before the same date: terms of a sentence


class ClockGroup(StrEnum):
    """What a clock is about."""

    CUSTODY = "custody"  # custody and other coercive measures against a person: never lengthened
    PROCEDURE = "procedure"
    MONEY = "money"
    REPORTING = "reporting"
    LISTING = "listing"


class Lengthening(StrEnum):
    """How an extension changes the clock that it belongs to."""

    BY = "by"  # so much is added
    TO = "to"  # the whole becomes so much


class Level(StrEnum):
    """Levels of authority, from the lowest to the highest."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    MINISTRY = "ministry"

    @property
    def rank(self) -> int:
        """0 for the county, 3 for the ministry."""
        return list(Level).index(self)

    def reaches(self, needed: "Level") -> bool:
        """Return whether an authority of this level may decide what another level must."""
        return self.rank >= needed.rank


class Measure(StrEnum):
    """What the value of a threshold is counted in."""

    FEN = "fen"  # hundredths of a yuan
    MESSAGES = "messages"
    CALLS = "calls"
    DAYS = "days"
    PEOPLE = "people"
    ACCOUNTS = "accounts"
    CARDS = "cards"
    RECORDS = "records"
    TIMES = "times"
    FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: so many of a unit."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError("rule-fault.span")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What all entries of the tables have in common.

    Attributes:
        id: the name by which it is asked for; several entries may carry it, for other days or
            places.
        title: key of its name in the word catalogue; another text stands for itself.
        law: code of the statute or practice that it comes from (`rule-law.…` in the catalogue);
            another text stands for itself.
        article: number of the article, as the law counts.
        status: how far the source was checked.
        valid_from: first day on which it is in force.
        valid_to: last day, or None while no end is known.
        place: country, perhaps with the code of an administrative division: CN, CN-61, CN-610921.
        note: key of a remark in the catalogue, or a text that stands for itself.
        policy: version of all tables in use, stamped in by the book.
    """

    id: str
    law: str
    status: SourceStatus
    valid_from: date
    title: str = ""
    article: str = ""
    valid_to: date | None = None
    place: str = "CN"
    note: str = ""
    policy: str = ""

    def __post_init__(self) -> None:
        if not (self.id and self.law):
            raise ValueError("rule-fault.unnamed")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("rule-fault.ends-early")
        if not _PLACE.fullmatch(self.place):
            raise ValueError("rule-fault.place")

    def is_in_force(self, on: date) -> bool:
        """Return whether the entry is in force on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def covers(self, place: str) -> bool:
        """Return whether the entry holds in a place: its own place, or one within it."""
        return place.startswith(self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule(Rule):
    """One clock of the law or of policy.

    Attributes:
        group: what it is about; clocks of custody never roll.
        amount: so many units; 0 where the decision of a case sets the length.
        unit: of the amount.
        starts_on: code of the event that it runs from (`rule-event.…` in the catalogue).
        counting: where it begins and which way it runs.
        rolls: whether a last day that is a holiday moves to the first working day after it.
        custody_bound: it runs against a person in custody as a rule and does not roll for them;
            where nobody is in custody its last day would.
        warn_before: how long before the end somebody is to be warned.
        extends: ids of clocks that it lengthens; empty for a clock of its own.
        lengthens: how it does that.
        condition: key of the words on when it may be lengthened so.
        restarts: codes of events from which it is counted anew.
        most: how many times the law allows it for one object; 0 where it tells no number.
    """

    group: ClockGroup
    amount: int
    unit: Unit
    starts_on: str
    counting: Counting = Counting.NEXT_DAY
    rolls: bool = False
    custody_bound: bool = False
    warn_before: tuple[Span, ...] = ()
    extends: tuple[str, ...] = ()
    lengthens: Lengthening | None = None
    condition: str = ""
    restarts: tuple[str, ...] = ()
    most: int = 0

    def __post_init__(self) -> None:
        Rule.__post_init__(self)
        if self.amount < 0 or self.most < 0:
            raise ValueError("rule-fault.negative")
        if self.rolls and (self.group is ClockGroup.CUSTODY or self.custody_bound):
            raise ValueError("rule-fault.rolls-in-custody")
        if self.rolls and self.counting is not Counting.NEXT_DAY:
            raise ValueError("rule-fault.rolls-not-days")
        if self.unit.is_clock_time != (self.counting is Counting.INSTANT):
            raise ValueError("rule-fault.instant")
        if bool(self.extends) != (self.lengthens is not None):
            raise ValueError("rule-fault.half-extension")

    @property
    def is_extension(self) -> bool:
        """Whether it only lengthens another clock."""
        return bool(self.extends)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRule(Rule):
    """Who must approve an act before it takes effect.

    Attributes:
        level: the lowest level of authority that may approve it.
        condition: code of the case in which this entry decides; empty for the plain case.
        approvers: how many people, none of them the author.
    """

    level: Level
    condition: str = ""
    approvers: int = 1

    def __post_init__(self) -> None:
        Rule.__post_init__(self)
        if self.approvers < 1:
            raise ValueError("rule-fault.nobody-approves")


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold(Rule):
    """A number that the law or a policy draws a line at.

    Attributes:
        value: the line.
        measure: what it is counted in; money in fen.
        upper: upper end where provinces choose between the two, else 0.
        more_than: the line itself does not reach it; else it does.
        fields: names of what must agree, for thresholds of agreement.
    """

    value: int
    measure: Measure
    upper: int = 0
    more_than: bool = False
    fields: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        Rule.__post_init__(self)
        if self.value < 0 or (self.upper and self.upper < self.value):
            raise ValueError("rule-fault.threshold")

    def is_reached(self, number: int) -> bool:
        """Return whether a number reaches the line, or its lower end where provinces choose."""
        return number > self.value if self.more_than else number >= self.value


@dataclass(frozen=True, slots=True)
class Escalation:
    """To whom an overdue report or deadline is told, and how long after."""

    after: Span
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPolicy(Rule):
    """How a programme of joint listing is supervised; its id is the programme, or * for any.

    Attributes:
        report_clock: id of the clock of progress reports.
        deadline_clock: id of the clock of the whole listing.
        remind_before: how long before a report is due the unit is reminded.
        escalate: steps for what is overdue, in order.
        delist_when: codes of conditions (`rule-delisting.…`), all of which delisting needs.
    """

    report_clock: str
    deadline_clock: str
    remind_before: tuple[Span, ...]
    escalate: tuple[Escalation, ...]
    delist_when: tuple[str, ...]
