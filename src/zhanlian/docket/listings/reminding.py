"""Reminders and escalation: what is done about a report or deadline that nears or is over."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.clocks.calendar import ChinaCalendar, find_working_day
from zhanlian.docket.clocks.length import measure
from zhanlian.docket.clocks.months import add_months
from zhanlian.docket.listings.course import DEADLINE, LISTING, REPORT, SUPERVISED
from zhanlian.docket.listings.programmes import PROGRAMME
from zhanlian.docket.stated import demand_text
from zhanlian.errors import StateError
from zhanlian.model.docket.listing import Programme
from zhanlian.model.docket.record import AnyRecord, Mark, Record, RunningClock
from zhanlian.model.docket.rule import Escalation, Level, Span
from zhanlian.model.docket.supervision import Escalated, Listing, Reminder
from zhanlian.model.zone import SHANGHAI, local_day

REMINDER: Final = "reminder"
DRAFTED: Final = "drafted"
SENT: Final = "sent"
DROPPED: Final = "dropped"
ESCALATION: Final = "escalation"
TOLD: Final = "told"


@dataclass(frozen=True, slots=True)
class Remind:
    """A person reminds the responsible unit."""

    to: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftReminder:
    """A reminder is drafted from the due list; a person sends it or drops it."""

    to: str
    text: str


@dataclass(frozen=True, slots=True)
class SendReminder:
    """A drafted reminder was sent, as it stands or with the text given."""

    text: str | None = None


@dataclass(frozen=True, slots=True)
class DropReminder:
    """A drafted reminder is not sent."""

    reason: str


@dataclass(frozen=True, slots=True)
class Escalate:
    """What is overdue is told to the next level, after the days that the policy leaves."""

    reason: str


def _remind(situation: Situation, asked: Remind) -> tuple[AnyRecord, ...]:
    return (_write(situation, SENT, asked.to, asked.text),)


def _draft(situation: Situation, asked: DraftReminder) -> tuple[AnyRecord, ...]:
    return (_write(situation, DRAFTED, asked.to, asked.text),)


def _write(situation: Situation, state: str, to: str, text: str) -> AnyRecord:
    situation.demand_state(*SUPERVISED)
    demand_text(to=to, text=text)
    first = min(
        (clock.due for clock in situation.on.clocks if clock.name in (REPORT, DEADLINE)),
        default=None,
    )
    made = situation.begin(REMINDER, state, Reminder(situation.on.id, to.strip(), text, first))
    return replace(made, marks=(Mark(LISTING, situation.on.id),))


def _send(situation: Situation, asked: SendReminder) -> tuple[AnyRecord, ...]:
    situation.demand_state(DRAFTED)
    body = situation.on.body
    text = body.text if asked.text is None else asked.text
    demand_text(text=text)
    return (situation.on.change(state=SENT, body=replace(body, text=text)),)


def _drop(situation: Situation, asked: DropReminder) -> tuple[AnyRecord, ...]:
    situation.demand_state(DRAFTED)
    demand_text(reason=asked.reason)
    return (situation.on.change(state=DROPPED),)


def _escalate(situation: Situation, asked: Escalate) -> tuple[AnyRecord, ...]:
    situation.demand_state(*SUPERVISED)
    demand_text(reason=asked.reason)
    listing: Record[Listing] = situation.on
    clock = find_overdue(listing, situation)
    if clock is None:
        raise StateError("error.listing-not-overdue", name=listing.body.name)
    programme = next((one.body for one in situation.answers("programme")), Programme(""))
    policy = situation.rules.listing_policy(programme.name, local_day(situation.now))
    step = find_step(policy.escalate, listing.body.escalated)
    if step is None:
        raise StateError("error.listing-escalated", name=listing.body.name)
    begins = begin_step(clock.due, step.after)
    if situation.now < begins:
        raise StateError("error.listing-escalate-early", level=step.level.value, begins=begins)
    days = (situation.now - clock.due) // timedelta(days=1)
    told = Escalated(listing.id, clock.name, step.level, days, policy.policy, asked.reason)
    made = situation.begin(ESCALATION, TOLD, told)
    changed = listing.change(body=replace(listing.body, escalated=step.level))
    return (changed, replace(made, marks=(Mark(LISTING, listing.id),)))


def ask_programme(_asked: object, target: AnyRecord | None) -> tuple[Ask, ...]:
    """Return the ask for the programme of a listing."""
    if target is None or target.kind != LISTING:
        return ()
    return (Ask("programme", PROGRAMME, (PROGRAMME, target.body.programme)),)


def find_overdue(listing: Record[Listing], situation: Situation) -> RunningClock | None:
    """Return the clock of a listing that ran out first, or None."""
    over = [clock for clock in listing.clocks if clock.has_run_out(situation.now)]
    return min(over, key=lambda clock: clock.due, default=None)


def find_step(steps: tuple[Escalation, ...], present: Level | None) -> Escalation | None:
    """Return the first step above the level that was told already, or None."""
    reached = -1 if present is None else present.rank
    return next((step for step in steps if step.level.rank > reached), None)


def begin_step(due: datetime, after: Span) -> datetime:
    """Return from when on a step may be taken: so long after a clock ran out."""
    local, length = due.astimezone(SHANGHAI), measure(after.amount, after.unit)
    day = add_months(local.date(), length.months) + timedelta(days=length.days)
    for _ in range(length.working_days):
        day = find_working_day(day + timedelta(days=1), ChinaCalendar(), 1)
    return datetime.combine(day, local.timetz()) + timedelta(minutes=length.minutes)


KINDS: Final = (
    Kind(REMINDER, Reminder, (DRAFTED, SENT, DROPPED), "listing"),
    Kind(ESCALATION, Escalated, (TOLD,), "listing"),
)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("listing.remind", ("listing", "remind"), Remind, _remind, LISTING, adds=True),
    Act(
        "listing.draft-reminder",
        ("listing", "draft-reminder"),
        DraftReminder,
        _draft,
        LISTING,
        adds=True,
    ),
    Act("reminder.send", ("listing", "send-reminder"), SendReminder, _send, REMINDER),
    Act("reminder.drop", ("listing", "drop-reminder"), DropReminder, _drop, REMINDER),
    Act(
        "listing.escalate",
        ("listing", "escalate"),
        Escalate,
        _escalate,
        LISTING,
        asks=ask_programme,
    ),
)
