"""A list is checked, confirmed with a second person's approval, and signed by each side apart."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Situation
from zhanlian.docket.handovers.listing import (
    CHECKED,
    CONFIRMED,
    HANDOVER,
    LISTED,
    REFUSED,
    SIGNED,
)
from zhanlian.docket.handovers.totals import demand_equal, digest_list
from zhanlian.docket.releases.links import refuse_future
from zhanlian.docket.stated import demand_text
from zhanlian.errors import DeniedError, InputError, StateError
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.handover import Handover, Side, Signature
from zhanlian.model.docket.record import AnyRecord


@dataclass(frozen=True, slots=True)
class Check:
    """Somebody compared the rows with the totals, and found them equal."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """The list is what will be handed over."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """One side signs the list.

    Attributes:
        paper: that was signed; a side that signs by its own account needs none.
    """

    side: Side
    post: str
    signed_at: datetime
    signer: str = identifier(Identifier.NAME)
    paper: str = ""


@dataclass(frozen=True, slots=True)
class RefuseToSign:
    """One side does not sign."""

    side: Side
    reason: str


def _check(situation: Situation, _asked: Check) -> tuple[AnyRecord, ...]:
    situation.demand_state(LISTED)
    demand_equal(situation.on.body)
    body = replace(situation.on.body, checked_by=situation.actor.name)
    return (situation.on.change(state=CHECKED, body=body),)


def _confirm(situation: Situation, _asked: Confirm) -> tuple[AnyRecord, ...]:
    # Totals first: who tries to confirm a list that is wrong is told by how much it is.
    demand_equal(situation.on.body)
    situation.demand_state(CHECKED)
    return (situation.on.change(state=CONFIRMED),)


def _sign(situation: Situation, asked: Sign) -> tuple[AnyRecord, ...]:
    situation.demand_state(CONFIRMED)
    demand_text(signer=asked.signer, post=asked.post)
    refuse_future(situation, asked.signed_at)
    body: Handover = situation.on.body
    if any(one.side is asked.side for one in body.signatures):
        raise StateError("error.docket-handover-side-signed", side=asked.side.value)
    _demand_paper(situation, asked)
    given = Signature(
        asked.side,
        asked.post,
        asked.signed_at,
        situation.actor.name,
        asked.signer,
        asked.paper,
        digest_list(body),
    )
    signed = replace(body, signatures=(*body.signatures, given))
    both = {one.side for one in signed.signatures} == set(Side)
    return (situation.on.change(state=SIGNED if both else CONFIRMED, body=signed),)


def _demand_paper(situation: Situation, asked: Sign) -> None:
    """Return when the actor may put this side's signature on record.

    Raises:
        DeniedError: another party signs for a side that is not its own.
        InputError: the signature is not the actor's own side's, and no paper is told.
    """
    own = find_side(situation) is asked.side
    if situation.on.party != situation.actor.party and not own:
        raise DeniedError("error.docket-handover-side", side=asked.side.value)
    if not own and not asked.paper.strip():
        raise InputError("error.docket-handover-paper", side=asked.side.value)


def find_side(situation: Situation) -> Side | None:
    """Return the side that the actor's party has in a hand-over, or None."""
    body: Handover = situation.on.body
    party = situation.actor.party
    if party == body.giver_party:
        return Side.GIVER
    return Side.RECEIVER if party == body.receiver_party else None


def _refuse(situation: Situation, asked: RefuseToSign) -> tuple[AnyRecord, ...]:
    situation.demand_state(CONFIRMED)
    demand_text(reason=asked.reason)
    foreign = situation.on.party != situation.actor.party
    if foreign and find_side(situation) is not asked.side:
        raise DeniedError("error.docket-handover-side", side=asked.side.value)
    # What the other side has signed was this list, which now is to be changed.
    body = replace(
        situation.on.body, refused_why=f"{asked.side.value}: {asked.reason}", signatures=()
    )
    return (situation.on.change(state=REFUSED, body=body),)


ACTS: Final[tuple[AnyAct, ...]] = (
    Act("handover.check", ("handover", "check"), Check, _check, HANDOVER),
    Act(
        "handover.confirm",
        ("handover", "confirm"),
        Confirm,
        _confirm,
        HANDOVER,
        condition=lambda _situation, _asked: "",
    ),
    Act("handover.sign", ("handover", "sign"), Sign, _sign, HANDOVER),
    Act("handover.refuse", ("handover", "refuse"), RefuseToSign, _refuse, HANDOVER),
)
