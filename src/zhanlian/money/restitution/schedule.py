"""The restitution schedule of one frozen account, by article 8 of 银监发〔2016〕41号.

It proposes; the return itself is a decision of its own, by people, after notice and objections.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.model.answers import (
    RestitutionLine,
    RestitutionSchedule,
    ReturnMethod,
    ReturnReading,
)
from zhanlian.model.loss import LossClaim
from zhanlian.model.message import Message
from zhanlian.money.restitution.apportion import apportion
from zhanlian.money.restitution.matching import Inflow, Matched, match_inflows

NOTICE_DAYS: Final = 30  # article 8, return by proportion


@dataclass(frozen=True, slots=True)
class FrozenSum:
    """Money under a measure, and how it came into the account.

    Attributes:
        account, asset: the purse.
        amount: whole units that are frozen.
        inflows: into the account since it was last empty, in the order of time.
        objection: a third party claims the money: the whole distribution is paused.
    """

    account: str
    asset: str
    amount: int
    inflows: tuple[Inflow, ...] = ()
    objection: bool = False


def schedule_return(
    frozen: FrozenSum,
    claims: Sequence[LossClaim],
    reading: ReturnReading = ReturnReading.USUAL,
    round_number: int = 1,
) -> RestitutionSchedule:
    """Return who would be due what; payments and residue add up to what is frozen.

    Each payment is capped at the unrecovered loss. What cannot be matched is shared in proportion
    to the unrecovered losses (usual reading), or each claim in the order of filing is met with its
    loss over the frozen total (literal reading). Nothing is paid to an accused.

    Args:
        frozen: the sum.
        claims: in the order of filing; one a victim.
        reading: of the words on proportion; disclosed.
        round_number: 1 is the first.

    Raises:
        ValueError: a victim claims twice, or the frozen sum is negative.
    """
    if frozen.amount < 0 or len({claim.victim for claim in claims}) != len(claims):
        raise ValueError("a sum that is not negative, and one claim a victim")
    entitled = [claim for claim in claims if not claim.accused]
    method, matched = match_inflows(frozen.amount, frozen.inflows)
    if {one.victim for one in matched} - {claim.victim for claim in entitled}:
        # An inflow of somebody who may not be paid is in the way of matching the others' money.
        method, matched = ReturnMethod.PROPORTIONAL, []
    if method is ReturnMethod.PROPORTIONAL:
        lines = _share(frozen.amount, entitled, reading)
    else:
        lines = _give_back(frozen.amount, entitled, method, matched)
    lines = [replace(line, paused=line.paused or frozen.objection) for line in lines]
    return RestitutionSchedule(
        account=frozen.account,
        asset=frozen.asset,
        frozen=frozen.amount,
        round=round_number,
        reading=reading,
        notice_days=NOTICE_DAYS if method is ReturnMethod.PROPORTIONAL else 0,
        lines=tuple(lines),
        residue=frozen.amount - sum(line.payment for line in lines),
        disclosed=tuple(_disclose(frozen, claims, method, reading)),
    )


def schedule_next_round(
    former: RestitutionSchedule, claims: Sequence[LossClaim]
) -> RestitutionSchedule:
    """Return the schedule of a further round over the residue, for victims who came later.

    What the former round proposed counts as recovered. The money left was not matched to anybody,
    so it is shared by proportion, after a notice of its own.

    Args:
        former: the round before.
        claims: of all victims, the former and the later ones; `recovered` without that round.
    """
    paid = {line.victim: line.payment for line in former.lines}
    waiting = {line.victim for line in former.lines if line.paused}
    told = [
        replace(claim, recovered=claim.recovered + paid.get(claim.victim, 0))
        for claim in claims
        if claim.victim not in waiting
    ]
    rest = FrozenSum(former.account, former.asset, former.residue)
    schedule = schedule_return(rest, told, former.reading, former.round + 1)
    if waiting:
        note = Message("restitution.still-paused", {"count": len(waiting)})
        return replace(schedule, disclosed=(*schedule.disclosed, note))
    return schedule


def _give_back(
    frozen: int, claims: Sequence[LossClaim], method: ReturnMethod, matched: Sequence[Matched]
) -> list[RestitutionLine]:
    own = {one.victim: one for one in matched}
    left, lines = frozen, []
    for claim in claims:
        match = own.get(claim.victim)
        if match is None:
            continue
        payment = min(match.amount, claim.unrecovered, left)
        left -= payment
        capped = claim.unrecovered < match.amount
        lines.append(_line(claim, method, payment, capped, match.transfers))
    return lines


def _share(
    frozen: int, claims: Sequence[LossClaim], reading: ReturnReading
) -> list[RestitutionLine]:
    owed = [claim.unrecovered for claim in claims]
    if reading is ReturnReading.USUAL:
        payments = apportion(min(frozen, sum(owed)), owed)
        # With more than enough for all, each gets the whole unrecovered loss and no more.
        capped = [frozen > sum(owed)] * len(owed)
    else:
        payments, capped = _meet_in_order(frozen, claims)
    return [
        _line(claim, ReturnMethod.PROPORTIONAL, payment, cap, ())
        for claim, payment, cap in zip(claims, payments, capped, strict=True)
    ]


def _meet_in_order(frozen: int, claims: Sequence[LossClaim]) -> tuple[tuple[int, ...], list[bool]]:
    """Return payments by the literal words: frozen × (loss / frozen) is the loss itself.

    Together the losses may exceed what is frozen; then the order of filing decides.
    """
    left, payments, capped = frozen, [], []
    for claim in claims:
        due = min(claim.loss, frozen)
        payment = min(due, claim.unrecovered, left)
        payments.append(payment)
        capped.append(claim.unrecovered < due)
        left -= payment
    return tuple(payments), capped


def _line(
    claim: LossClaim, method: ReturnMethod, payment: int, capped: bool, transfers: tuple[str, ...]
) -> RestitutionLine:
    return RestitutionLine(
        victim=claim.victim,
        method=method,
        loss=claim.loss,
        recovered=claim.recovered,
        payment=payment,
        capped=capped,
        paused=claim.objection,
        transfers=transfers,
        proved=claim.proved,
    )


def _disclose(
    frozen: FrozenSum, claims: Sequence[LossClaim], method: ReturnMethod, reading: ReturnReading
) -> list[Message]:
    told = [Message(f"restitution.method.{method.value}")]
    if method is ReturnMethod.PROPORTIONAL:
        told.append(Message(f"restitution.reading.{reading.value}"))
        told.append(Message("restitution.notice", {"days": NOTICE_DAYS}))
    if frozen.objection:
        told.append(Message("restitution.objection"))
    told += [
        Message("restitution.over-claim", {"victim": claim.victim})
        for claim in claims
        if claim.proved is not None and claim.loss > claim.proved
    ]
    told += [
        Message("restitution.accused", {"victim": claim.victim})
        for claim in claims
        if claim.accused
    ]
    return told
