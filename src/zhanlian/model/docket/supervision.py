"""A listed case under supervision: its terms, reports, reminders and the end of its listing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.listing import ListedFacts, Terms, ToldCount
from zhanlian.model.docket.rule import Level


class ConditionAnswer(StrEnum):
    """Whether a condition of delisting holds."""

    MET = "condition-met"
    NOT_APPLICABLE = "condition-not-applicable"
    NOT_MET = "condition-not-met"


@dataclass(frozen=True, slots=True)
class DelistingAnswer:
    """What a person says to one condition of delisting.

    Attributes:
        delist_condition: its code in the policy.
        source: document that shows it; needed where it is met.
    """

    delist_condition: str
    condition_answer: ConditionAnswer
    reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A case under joint supervision.

    Attributes:
        name: of the case as written; also in `as_listed`, so that lists can show it.
        programme, batch: ids of their records.
        unit: responsible at present.
        terms: of supervision, by the policy in force when it was proposed.
        listed_at: from when on clocks run; None before.
        last_report: of the last report, or None.
        reports: how many there were.
        escalated: level to which an overdue report or deadline was told; None when none is open.
        delisting: answers to the conditions, once delisting is proposed.
        remark: why it was returned or refused.
    """

    name: str
    programme: str
    batch: str
    unit: str
    as_listed: ListedFacts
    terms: Terms
    listed_at: datetime | None = None
    last_report: datetime | None = None
    reports: int = 0
    escalated: Level | None = None
    delisting: tuple[DelistingAnswer, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """What a responsible unit reported.

    Attributes:
        listing: id of the listed case.
        at: when the report was made.
        report_due: by when it had to be.
        days_late: whole days after that, at least 1 where it was late at all; else 0.
        entered_at: when it was typed in, where that was on a later day than it was made; else None.
    """

    listing: str
    at: datetime
    report_due: datetime
    days_late: int
    text: str = identifier(Identifier.FREE_TEXT)
    case_counts: tuple[ToldCount, ...] = ()
    source: str = ""
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder to whoever must report or solve.

    Attributes:
        listing: id of the listed case.
        to: unit or person that is reminded.
        report_due: what it reminds of.
        text: as sent; names and numbers of people have no place in it.
    """

    listing: str
    to: str
    text: str
    report_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Escalated:
    """What is overdue was told to a higher level.

    Attributes:
        listing: id of the listed case.
        clock: which of its clocks ran out.
        level: to whom it was told.
        overdue_days: since it ran out.
        policy: version of the tables that allow it.
    """

    listing: str
    clock: str
    level: Level
    overdue_days: int
    policy: str
    reason: str
