"""The end of a listing: proposed with an answer to every condition, and approved."""

from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Situation
from zhanlian.docket.listings.course import (
    DEADLINE,
    DELIST_PROPOSED,
    DELISTED,
    LISTED,
    LISTING,
    REPORTING,
)
from zhanlian.docket.listings.entering import plain_condition
from zhanlian.docket.listings.reminding import ask_programme
from zhanlian.docket.stated import demand_text
from zhanlian.errors import InputError
from zhanlian.model.docket.record import AnyRecord, ClockState, Record
from zhanlian.model.docket.supervision import ConditionAnswer, DelistingAnswer, Listing
from zhanlian.model.zone import local_day


@dataclass(frozen=True, slots=True)
class ProposeDelisting:
    """The end of the listing is proposed; every condition of the policy is answered."""

    answers: tuple[DelistingAnswer, ...]


@dataclass(frozen=True, slots=True)
class Delist:
    """The listing ends."""

    reason: str


@dataclass(frozen=True, slots=True)
class RefuseDelisting:
    """The listing does not end; supervision goes on."""

    reason: str


def _propose(situation: Situation, asked: ProposeDelisting) -> tuple[AnyRecord, ...]:
    situation.demand_state(LISTED, REPORTING)
    _check_answers(situation, asked.answers)
    listing: Record[Listing] = situation.on
    body = replace(listing.body, delisting=asked.answers)
    return (listing.change(state=DELIST_PROPOSED, body=body),)


def _delist(situation: Situation, asked: Delist) -> tuple[AnyRecord, ...]:
    situation.demand_state(DELIST_PROPOSED)
    demand_text(reason=asked.reason)
    listing: Record[Listing] = situation.on
    # The policy of today decides: what it asks for since the proposal must be answered, too.
    _check_answers(situation, listing.body.delisting)
    ended = {DEADLINE: ClockState.MET}
    clocks = tuple(
        replace(clock, state=ended.get(clock.name, ClockState.VOID)) for clock in listing.clocks
    )
    body = replace(listing.body, escalated=None, remark=asked.reason)
    return (listing.change(state=DELISTED, body=body, clocks=clocks),)


def _refuse(situation: Situation, asked: RefuseDelisting) -> tuple[AnyRecord, ...]:
    situation.demand_state(DELIST_PROPOSED)
    demand_text(reason=asked.reason)
    listing: Record[Listing] = situation.on
    state = REPORTING if listing.body.reports else LISTED
    body = replace(listing.body, delisting=(), remark=asked.reason)
    return (listing.change(state=state, body=body),)


def _check_answers(situation: Situation, answers: tuple[DelistingAnswer, ...]) -> None:
    """Return when each condition of the policy in force is answered, and none stands against it.

    Raises:
        InputError: a condition is not answered, answered twice, unknown, not met, or without the
            source or reason that its answer needs.
    """
    name = next((one.body.name for one in situation.answers("programme")), "")
    needed = situation.rules.listing_policy(name, local_day(situation.now)).delist_when
    told = [one.delist_condition for one in answers]
    unknown = [one for one in told if one not in needed or told.count(one) > 1]
    if unknown:
        raise InputError(
            "error.listing-condition-unknown", condition=unknown[0], known=", ".join(needed)
        )
    missing = [one for one in needed if one not in told]
    if missing:
        raise InputError("error.listing-condition-missing", conditions=", ".join(missing))
    for one in answers:
        if one.condition_answer is ConditionAnswer.NOT_MET:
            raise InputError("error.listing-condition-not-met", condition=one.delist_condition)
        proof = one.source if one.condition_answer is ConditionAnswer.MET else one.reason
        if not proof.strip():
            raise InputError("error.listing-condition-proof", condition=one.delist_condition)


ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "listing.propose-delisting",
        ("listing", "propose-delisting"),
        ProposeDelisting,
        _propose,
        LISTING,
        asks=ask_programme,
    ),
    Act(
        "listing.delist",
        ("listing", "delist"),
        Delist,
        _delist,
        LISTING,
        asks=ask_programme,
        condition=plain_condition,
    ),
    Act(
        "listing.refuse-delisting",
        ("listing", "refuse-delisting"),
        RefuseDelisting,
        _refuse,
        LISTING,
    ),
)
