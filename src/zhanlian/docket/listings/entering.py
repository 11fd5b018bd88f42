"""Listing cases by approval, one or a whole batch; or sending a proposal back."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Situation
from zhanlian.docket.listings.course import (
    DEADLINE,
    LISTED,
    LISTING,
    PROPOSED,
    REFUSED,
    REPORT,
    RETURNED,
)
from zhanlian.docket.listings.happened import refuse_future
from zhanlian.docket.listings.programmes import BATCH
from zhanlian.docket.stated import demand_text
from zhanlian.docket.timers import set_clock
from zhanlian.errors import StateError
from zhanlian.model.docket.listing import Batch
from zhanlian.model.docket.record import AnyRecord, Record
from zhanlian.model.docket.supervision import Listing
from zhanlian.model.zone import SHANGHAI


@dataclass(frozen=True, slots=True)
class EnterListing:
    """The case is listed: its clocks run from the day told, of the notice, or from now."""

    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EnterBatch:
    """All proposed cases of the batch are listed by one approval."""

    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReturnListing:
    """A proposed case goes back to be completed."""

    reason: str


@dataclass(frozen=True, slots=True)
class RefuseListing:
    """A proposed case is not listed."""

    reason: str


def _enter(situation: Situation, asked: EnterListing) -> tuple[AnyRecord, ...]:
    situation.demand_state(PROPOSED)
    listing: Record[Listing] = situation.on
    batch = next(iter(situation.answers("batch")), None)
    return (_list(situation, listing, batch, asked.at),)


def _enter_batch(situation: Situation, asked: EnterBatch) -> tuple[AnyRecord, ...]:
    waiting = [one for one in situation.answers("listings") if one.state == PROPOSED]
    if not waiting:
        raise StateError("error.listing-batch-empty", name=situation.on.body.name)
    return tuple(_list(situation, one, situation.on, asked.at) for one in waiting)


def _list(
    situation: Situation,
    listing: Record[Listing],
    batch: Record[Batch] | None,
    told: datetime | None,
) -> AnyRecord:
    if told is not None:
        refuse_future(situation, told)
    day = None if batch is None else batch.body.listed_on
    at = told or (datetime.combine(day, time(), SHANGHAI) if day else situation.now)
    terms = listing.body.terms
    clocks = (
        set_clock(situation, terms.report_clock, at, name=REPORT),
        set_clock(situation, terms.deadline_clock, at, name=DEADLINE),
    )
    body = replace(listing.body, listed_at=at, remark="")
    return listing.change(state=LISTED, body=body, clocks=clocks)


def _return(situation: Situation, asked: ReturnListing) -> tuple[AnyRecord, ...]:
    return (_send_back(situation, RETURNED, asked.reason),)


def _refuse(situation: Situation, asked: RefuseListing) -> tuple[AnyRecord, ...]:
    return (_send_back(situation, REFUSED, asked.reason),)


def _send_back(situation: Situation, state: str, reason: str) -> AnyRecord:
    situation.demand_state(PROPOSED)
    demand_text(reason=reason)
    return situation.on.change(state=state, body=replace(situation.on.body, remark=reason))


def _ask_batch(_asked: EnterListing, target: AnyRecord | None) -> tuple[Ask, ...]:
    return () if target is None else (Ask("batch", BATCH, (BATCH, target.body.batch)),)


def _ask_listings(_asked: EnterBatch, target: AnyRecord | None) -> tuple[Ask, ...]:
    return () if target is None else (Ask("listings", LISTING, (BATCH, target.id)),)


def plain_condition(_situation: Situation, _asked: object) -> str:
    """Return the condition of an act that always needs the plain approval."""
    return ""


ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "listing.enter",
        ("listing", "enter"),
        EnterListing,
        _enter,
        LISTING,
        asks=_ask_batch,
        condition=plain_condition,
    ),
    Act(
        "batch.enter",
        ("listing", "enter-batch"),
        EnterBatch,
        _enter_batch,
        BATCH,
        asks=_ask_listings,
        condition=plain_condition,
    ),
    Act("listing.return", ("listing", "return"), ReturnListing, _return, LISTING),
    Act("listing.refuse", ("listing", "refuse"), RefuseListing, _refuse, LISTING),
)
