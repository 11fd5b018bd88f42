"""Supervision: reports, the deadline, the responsible unit, and the case of the docket."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.cases.opening import CASE, NAME
from zhanlian.docket.listings.course import (
    DEADLINE,
    DELIST_PROPOSED,
    LISTING,
    PROPOSED,
    REPORT,
    REPORTING,
    RETURNED,
    SUPERVISED,
)
from zhanlian.docket.listings.entering import plain_condition
from zhanlian.docket.listings.happened import refuse_future
from zhanlian.docket.listings.reminding import ESCALATION, REMINDER
from zhanlian.docket.listings.terms import check_counts
from zhanlian.docket.stated import demand_text, find_own_case
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.listing import ToldCount
from zhanlian.model.docket.record import AnyRecord, Mark, Record, RunningClock
from zhanlian.model.docket.supervision import Listing, ProgressReport
from zhanlian.model.zone import SHANGHAI, local_day

PROGRESS: Final = "progress-report"
IN_TIME: Final = "in-time"
LATE: Final = "late"


@dataclass(frozen=True, slots=True)
class ReportProgress:
    """The responsible unit reports; the next report is due by the interval from this one."""

    at: datetime
    text: str = identifier(Identifier.FREE_TEXT)
    case_counts: tuple[ToldCount, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class ExtendDeadline:
    """The case may be solved later."""

    until_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeUnit:
    """Another unit becomes responsible."""

    unit: str
    reason: str


@dataclass(frozen=True, slots=True)
class LinkCase:
    """The listing belongs to a case of the docket: its members see it from now on, others not."""

    docket_case: str
    reason: str


def _report(situation: Situation, asked: ReportProgress) -> tuple[AnyRecord, ...]:
    situation.demand_state(*SUPERVISED)
    demand_text(text=asked.text)
    refuse_future(situation, asked.at)
    check_counts(asked.case_counts)
    listing: Record[Listing] = situation.on
    last = listing.body.last_report or listing.body.listed_at
    if last is not None and asked.at < last:
        raise StateError("error.listing-report-order", at=asked.at, last=last)
    due = _clock(listing, REPORT).due
    late = asked.at > due
    report = situation.begin(
        PROGRESS,
        LATE if late else IN_TIME,
        ProgressReport(
            listing=listing.id,
            at=asked.at,
            report_due=due,
            days_late=max(1, (asked.at - due).days) if late else 0,
            text=asked.text,
            case_counts=asked.case_counts,
            source=asked.source,
            entered_at=situation.now if local_day(situation.now) > local_day(asked.at) else None,
        ),
    )
    following = set_clock(situation, listing.body.terms.report_clock, asked.at, name=REPORT)
    body = replace(
        listing.body, last_report=asked.at, reports=listing.body.reports + 1, escalated=None
    )
    state = listing.state if listing.state == DELIST_PROPOSED else REPORTING
    changed = listing.change(state=state, body=body, clocks=_put(listing, following))
    return (changed, replace(report, marks=(Mark(LISTING, listing.id),)))


def _extend(situation: Situation, asked: ExtendDeadline) -> tuple[AnyRecord, ...]:
    situation.demand_state(*SUPERVISED)
    demand_text(reason=asked.reason)
    listing: Record[Listing] = situation.on
    former = _clock(listing, DEADLINE)
    # A clock of days ends at 24:00 of its last day.
    due = datetime.combine(asked.until_day + timedelta(days=1), time(), SHANGHAI)
    if due <= max(former.due, situation.now):
        raise InputError("error.listing-extend", until=asked.until_day, due=former.due)
    later = replace(former, due=due, warn=due - (former.due - former.warn))
    return (listing.change(clocks=_put(listing, later)),)


def _change_unit(situation: Situation, asked: ChangeUnit) -> tuple[AnyRecord, ...]:
    situation.demand_state(PROPOSED, RETURNED, *SUPERVISED)
    demand_text(unit=asked.unit, reason=asked.reason)
    listing: Record[Listing] = situation.on
    if asked.unit.strip() == listing.body.unit:
        raise StateError("error.listing-unit-same", unit=asked.unit)
    return (listing.change(body=replace(listing.body, unit=asked.unit.strip())),)


def _link(situation: Situation, asked: LinkCase) -> tuple[AnyRecord, ...]:
    situation.demand_state(PROPOSED, RETURNED, *SUPERVISED)
    demand_text(docket_case=asked.docket_case, reason=asked.reason)
    case = find_own_case(situation, asked.docket_case)
    if case == situation.on.case:
        raise StateError("error.listing-linked", case=asked.docket_case)
    # What was written about the listing goes with it, else it would stay open to the whole party.
    written = (one for name in _WRITTEN for one in situation.answers(name))
    return tuple(replace(one.change(), case=case) for one in (situation.on, *written))


def _ask_link(asked: LinkCase, target: AnyRecord | None) -> tuple[Ask, ...]:
    if target is None:
        return ()
    written = (Ask(kind, kind, (LISTING, target.id)) for kind in _WRITTEN)
    case = (Ask("case", CASE, (NAME, asked.docket_case)),) if asked.docket_case.strip() else ()
    return (*case, *written)


def _clock(listing: Record[Listing], name: str) -> RunningClock:
    clock = listing.clock(name)
    if clock is None:
        raise LookupError(f"a listing under supervision has a clock {name}")
    return clock


def _put(listing: Record[Any], clock: RunningClock) -> tuple[RunningClock, ...]:
    return tuple(clock if one.name == clock.name else one for one in listing.clocks)


_WRITTEN: Final = (PROGRESS, REMINDER, ESCALATION)
KINDS: Final = (Kind(PROGRESS, ProgressReport, (IN_TIME, LATE), "listing"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("listing.report", ("listing", "report"), ReportProgress, _report, LISTING),
    Act(
        "listing.extend",
        ("listing", "extend"),
        ExtendDeadline,
        _extend,
        LISTING,
        condition=plain_condition,
    ),
    Act("listing.reassign", ("listing", "reassign"), ChangeUnit, _change_unit, LISTING),
    Act("listing.link", ("listing", "link"), LinkCase, _link, LISTING, asks=_ask_link),
)
