"""Voluntary returns, controls at the border, and bans on leaving the country."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Kind, Situation
from zhanlian.docket.people.stages import tell
from zhanlian.docket.people.standing import PERSON_ID, STANDING, STANDING_ID
from zhanlian.docket.timers import set_clock
from zhanlian.docket.tracks.telling import TellEvent, check_event
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.record import AnyRecord, ClockState, Mark
from zhanlian.model.docket.wanted import Restriction, RestrictionKind, ReturnChannel, Surrender

SURRENDER: Final = "surrender"
RESTRICTION: Final = "restriction"
IN_FORCE: Final = "in-force"
LIFTED: Final = "lifted"
_URGENT: Final = "border-control.urgent"
_BAN: Final = "exit-ban.after-punishment"


@dataclass(frozen=True, slots=True)
class TakeSurrender:
    """Somebody came in of his own will."""

    at: datetime
    return_channel: ReturnChannel
    place: str
    source: str
    authority: str = ""
    statement: str = identifier(Identifier.FREE_TEXT, "")
    companion: tuple[str, ...] = identifier(Identifier.NAME, ())
    lead_offered: tuple[str, ...] = identifier(Identifier.FREE_TEXT, ())


@dataclass(frozen=True, slots=True)
class OrderBorderControl:
    """A person is to be kept from crossing the border.

    Attributes:
        urgent: by a letter to the port first; the procedure has to follow.
    """

    at: datetime
    ground: str
    authority: str
    paper: str
    source: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class OrderExitBan:
    """A person may not leave the country: while suspected, or some years after punishment.

    Attributes:
        years: of a ban after punishment; none for one before it.
    """

    at: datetime
    ground: str
    authority: str
    paper: str
    source: str
    years: int | None = None


@dataclass(frozen=True, slots=True)
class CompleteBorderControl:
    """The procedure that follows an urgent letter is complete."""

    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class LiftRestriction:
    """A control or ban ends."""

    reason: str
    source: str


def _take(situation: Situation, asked: TakeSurrender) -> tuple[AnyRecord, ...]:
    if not asked.place.strip():
        raise InputError("error.surrender-place")
    standing = situation.on
    body = Surrender(
        standing=standing.id,
        at=asked.at,
        return_channel=asked.return_channel,
        place=asked.place,
        source=asked.source,
        authority=asked.authority,
        statement=asked.statement,
        companion=asked.companion,
        lead_offered=asked.lead_offered,
    )
    event = TellEvent(asked.at, asked.source, asked.authority, place=asked.place)
    changed = tell(situation, "person.surrender", event)
    return (_mark(situation, situation.begin(SURRENDER, "taken", body)), changed)


def _control(situation: Situation, asked: OrderBorderControl) -> tuple[AnyRecord, ...]:
    body = _restriction(situation, asked, RestrictionKind.BORDER_CONTROL)
    body = replace(body, urgent=asked.urgent)
    made = _mark(situation, situation.begin(RESTRICTION, IN_FORCE, body))
    clocks = (set_clock(situation, _URGENT, asked.at),) if asked.urgent else ()
    return (replace(made, clocks=clocks),)


def _ban(situation: Situation, asked: OrderExitBan) -> tuple[AnyRecord, ...]:
    body = _restriction(situation, asked, RestrictionKind.EXIT_BAN)
    body = replace(body, years=asked.years)
    made = _mark(situation, situation.begin(RESTRICTION, IN_FORCE, body))
    if asked.years is None:
        return (made,)
    return (replace(made, clocks=(set_clock(situation, _BAN, asked.at, term=asked.years),)),)


def _restriction(
    situation: Situation, asked: OrderBorderControl | OrderExitBan, kind: RestrictionKind
) -> Restriction:
    check_event(situation, asked.at, asked.source)
    for name in ("ground", "authority", "paper"):
        if not getattr(asked, name).strip():
            raise InputError("error.track-needs", event=kind.value, field=name)
    if "suspect" not in situation.on.body.circumstances:
        raise StateError("error.track-role", event=kind.value, role="suspect")
    return Restriction(
        standing=situation.on.id,
        restriction=kind,
        at=asked.at,
        ground=asked.ground,
        authority=asked.authority,
        paper=asked.paper,
        source=asked.source,
    )


def _complete(situation: Situation, asked: CompleteBorderControl) -> tuple[AnyRecord, ...]:
    situation.demand_state(IN_FORCE)
    check_event(situation, asked.at, asked.source)
    clock = situation.on.clock(_URGENT)
    if clock is None or clock.state is not ClockState.RUNNING:
        raise StateError("error.border-complete")
    if clock.has_run_out(asked.at):
        raise StateError("error.border-late", due=clock.due)
    body = replace(situation.on.body, completed_at=asked.at)
    clocks = situation.on.stop_clock(_URGENT, ClockState.MET)
    return (situation.on.change(body=body, clocks=clocks),)


def _lift(situation: Situation, asked: LiftRestriction) -> tuple[AnyRecord, ...]:
    situation.demand_state(IN_FORCE)
    check_event(situation, situation.now, asked.source)
    if not asked.reason.strip():
        raise InputError("error.track-reason")
    record = situation.on
    clocks = tuple(
        replace(one, state=ClockState.VOID) if one.state is ClockState.RUNNING else one
        for one in record.clocks
    )
    body = replace(record.body, lifted=asked.reason)
    return (record.change(state=LIFTED, body=body, clocks=clocks),)


def _mark(situation: Situation, made: AnyRecord) -> AnyRecord:
    person = situation.on.body.person
    return replace(made, marks=(Mark(STANDING_ID, situation.on.id), Mark(PERSON_ID, person)))


def _by_urgency(_situation: Situation, asked: OrderBorderControl) -> str | None:
    return "urgent" if asked.urgent else ""


def _plain(_situation: Situation, _asked: object) -> str | None:
    return ""


KINDS: Final = (
    Kind(SURRENDER, Surrender, ("taken",), "person"),
    Kind(RESTRICTION, Restriction, (IN_FORCE, LIFTED), "person"),
)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("surrender.take", ("person", "surrender"), TakeSurrender, _take, STANDING),
    Act(
        "border-control.order",
        ("person", "border-control"),
        OrderBorderControl,
        _control,
        STANDING,
        adds=True,
        condition=_by_urgency,
    ),
    Act(
        "border-control.complete",
        ("person", "complete-border-control"),
        CompleteBorderControl,
        _complete,
        RESTRICTION,
    ),
    Act(
        "exit-ban.order",
        ("person", "exit-ban"),
        OrderExitBan,
        _ban,
        STANDING,
        adds=True,
        condition=_plain,
    ),
    # As easy to lift as the law asks: it waits for nobody.
    Act("restriction.lift", ("person", "lift-restriction"), LiftRestriction, _lift, RESTRICTION),
)
