"""A sanction after its decision: served, appealed against, lifted, and over with its term."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Situation
from zhanlian.docket.people.sanctions import (
    DECIDED,
    ENDED,
    IN_FORCE,
    LIFTED,
    SANCTION,
    TERM,
    set_term,
)
from zhanlian.docket.tracks.telling import check_event
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.record import AnyRecord, ClockState
from zhanlian.model.docket.sanction import AppealOutcome, Sanction, SanctionAppeal, SanctionNotice
from zhanlian.model.zone import local_day


@dataclass(frozen=True, slots=True)
class ServeSanction:
    """The written notice: when it was served, and what it states."""

    at: datetime
    stated_basis: str
    measure: tuple[str, ...]
    stated_term: str
    appeal_way: str
    source: str


@dataclass(frozen=True, slots=True)
class AppealSanction:
    """An appeal of the person or unit."""

    at: datetime
    grounds: str = identifier(Identifier.FREE_TEXT)
    source: str = ""


@dataclass(frozen=True, slots=True)
class DecideAppeal:
    """The answer to the open appeal."""

    appeal_outcome: AppealOutcome
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class LiftSanction:
    """The measures end before their time."""

    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class EndSanction:
    """Whoever keeps the limits in force was told that the term is over; nobody decides it."""

    source: str


def is_over(sanction: AnyRecord, now: datetime) -> bool:
    """Return whether measures have ended, by a decision or by themselves with their term."""
    term = sanction.clock(TERM)
    return sanction.state in (LIFTED, ENDED) or (term is not None and term.has_run_out(now))


def _serve(situation: Situation, asked: ServeSanction) -> tuple[AnyRecord, ...]:
    situation.demand_state(DECIDED)
    check_event(situation, asked.at, asked.source)
    body = situation.on.body
    for name in ("stated_basis", "stated_term", "appeal_way"):
        if not getattr(asked, name).strip():
            raise InputError("error.sanction-notice", field=name)
    if set(asked.measure) != set(body.measures):
        raise InputError("error.sanction-notice-measures", measures=", ".join(body.measures))
    if local_day(asked.at) < body.decided_on:
        raise InputError("error.sanction-served-early", decided=body.decided_on)
    told = SanctionNotice(
        asked.at,
        asked.stated_basis,
        body.measures,
        asked.stated_term,
        asked.appeal_way,
        asked.source,
    )
    clock = set_term(situation, body)
    return (
        situation.on.change(
            state=IN_FORCE, body=replace(body, notice=told), clocks=(*situation.on.clocks, clock)
        ),
    )


def _appeal(situation: Situation, asked: AppealSanction) -> tuple[AnyRecord, ...]:
    situation.demand_state(DECIDED, IN_FORCE)
    _refuse_over(situation)
    check_event(situation, asked.at, asked.source)
    body = situation.on.body
    if any(one.appeal_outcome is None for one in body.appeals):
        raise StateError("error.sanction-appeal-open")
    appeals = (*body.appeals, SanctionAppeal(asked.at, asked.grounds))
    return (situation.on.change(body=replace(body, appeals=appeals)),)


def _decide_appeal(situation: Situation, asked: DecideAppeal) -> tuple[AnyRecord, ...]:
    check_event(situation, situation.now, asked.source)
    body = situation.on.body
    if not body.appeals or body.appeals[-1].appeal_outcome is not None:
        raise StateError("error.sanction-no-appeal")
    decided = replace(
        body.appeals[-1],
        appeal_outcome=asked.appeal_outcome,
        decided_at=situation.now,
        reason=asked.reason,
    )
    body = replace(body, appeals=(*body.appeals[:-1], decided))
    if asked.appeal_outcome is AppealOutcome.UPHELD:
        return (situation.on.change(body=body),)
    return (_end(situation, replace(body, lifted=asked.reason)),)


def _lift(situation: Situation, asked: LiftSanction) -> tuple[AnyRecord, ...]:
    situation.demand_state(DECIDED, IN_FORCE)
    _refuse_over(situation)
    check_event(situation, situation.now, asked.source)
    if not asked.reason.strip():
        raise InputError("error.track-reason")
    return (_end(situation, replace(situation.on.body, lifted=asked.reason)),)


def _end_term(situation: Situation, asked: EndSanction) -> tuple[AnyRecord, ...]:
    situation.demand_state(IN_FORCE)
    check_event(situation, situation.now, asked.source)
    term = situation.on.clock(TERM)
    if term is None or not term.has_run_out(situation.now):
        raise StateError("error.sanction-runs", id=situation.on.id)
    return (situation.on.change(state=ENDED, clocks=situation.on.stop_clock(TERM, ClockState.MET)),)


def _end(situation: Situation, body: Sanction) -> AnyRecord:
    clocks = situation.on.stop_clock(TERM, ClockState.VOID)
    return situation.on.change(state=LIFTED, body=body, clocks=clocks)


def _refuse_over(situation: Situation) -> None:
    if is_over(situation.on, situation.now):
        raise StateError("error.sanction-over", id=situation.on.id)


def _plain(_situation: Situation, _asked: object) -> str | None:
    return ""


ACTS: Final[tuple[AnyAct, ...]] = (
    Act("sanction.serve", ("person", "serve-sanction"), ServeSanction, _serve, SANCTION),
    Act("sanction.appeal", ("person", "appeal-sanction"), AppealSanction, _appeal, SANCTION),
    Act(
        "sanction.decide",
        ("person", "decide-appeal"),
        DecideAppeal,
        _decide_appeal,
        SANCTION,
        condition=_plain,
    ),
    Act("sanction.end", ("person", "end-sanction"), EndSanction, _end_term, SANCTION),
    Act(
        "sanction.lift",
        ("person", "lift-sanction"),
        LiftSanction,
        _lift,
        SANCTION,
        condition=_plain,
    ),
)
