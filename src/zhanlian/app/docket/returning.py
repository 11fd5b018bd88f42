"""Work out a round of return from what the docket holds, and put it on record as proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zhanlian.app.docket.desk import Surroundings, list_linked, load_kind, open_desk
from zhanlian.app.docket.perform import Asked, Docket, Done, perform
from zhanlian.app.docket.rows import load_rows
from zhanlian.docket.orders.freezes import FREEZE
from zhanlian.docket.people.standing import PERSON_ID, STANDING
from zhanlian.docket.returns.losses import CLAIMED, LOSS, LOSSES_OF, is_suspect
from zhanlian.docket.returns.objections import AGAINST, OBJECTION, RAISED, find_objections
from zhanlian.docket.returns.rounds import IN, ROUND, tell_left
from zhanlian.errors import NotFoundError, StateError
from zhanlian.model.answers import RestitutionSchedule
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.order import Freeze
from zhanlian.model.docket.plain import from_plain, to_plain
from zhanlian.model.docket.record import AnyRecord, Record
from zhanlian.model.docket.restitution import LineState
from zhanlian.model.flow import ReturnReading
from zhanlian.model.loss import LossClaim
from zhanlian.model.message import Message
from zhanlian.money.restitution.matching import Inflow
from zhanlian.money.restitution.schedule import FrozenSum, schedule_return
from zhanlian.store.records import RecordDesk

PROPOSE: Final = "round.propose"


@dataclass(frozen=True, slots=True)
class InflowRow:
    """One transfer into a frozen account since it was last empty.

    Attributes:
        loss: id of the loss whose victim paid it; empty where it is nobody's or of several.
    """

    transfer: str
    amount: Amount
    loss: str = ""


def load_inflows(path: Path) -> tuple[Inflow, ...]:
    """Return the inflows of a CSV or JSON file with transfer, amount and loss.

    Raises:
        InputError, FormatError, SchemaError: the file cannot be used.
    """
    rows = from_plain(tuple[InflowRow, ...], load_rows(path, InflowRow))
    return tuple(Inflow(row.transfer, row.amount.units, row.loss or None) for row in rows)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a round is worked out from.

    Attributes:
        losses: claims of the case in the asset of the freeze, in the order of filing.
        rounds: of the case.
        objections: against this freeze.
        suspects: ids of losses whose victim is on record as a suspect of the case by now.
    """

    freeze: Record[Freeze]
    losses: tuple[AnyRecord, ...]
    rounds: tuple[AnyRecord, ...]
    objections: tuple[AnyRecord, ...]
    suspects: frozenset[str] = frozenset()


def propose_round(
    docket: Docket,
    who: str,
    freeze_id: str,
    surroundings: Surroundings,
    *,
    reading: ReturnReading = ReturnReading.USUAL,
    inflows: Sequence[Inflow] = (),
) -> Done:
    """Return the round that was proposed for a frozen account, direct, by time or by proportion.

    Args:
        docket: of the workspace.
        who: name of the account that acts.
        freeze_id: of the freeze.
        surroundings: time, ids and rules.
        reading: of the words on proportion.
        inflows: what came into the account since it was last empty, with the ids of losses as
            victims; none where that is not known, so that nothing can be matched.

    Raises:
        NotFoundError: there is no such freeze for this actor.
        StateError: nothing is left to share out, or nobody is owed anything.
    """
    with open_desk(docket, surroundings.attempt(who, PROPOSE, freeze_id)) as (desk, actor):
        basis = _gather(desk, actor, freeze_id)
    schedule, disclosed = work_out(basis, reading, inflows)
    lines = [
        {
            "loss": line.victim,
            "way": line.method.value,
            "payment": str(Amount(line.payment, schedule.asset)),
            "transfers": list(line.transfers),
        }
        for line in schedule.lines
        if line.payment
    ]
    if not lines:
        raise StateError("error.round-none")
    request = {
        "lines": lines,
        "reading": reading.value,
        "disclosed": [to_plain(one) for one in disclosed],
    }
    return perform(docket, who, Asked(PROPOSE, request, freeze_id), surroundings)


def work_out(
    basis: Basis, reading: ReturnReading, inflows: Sequence[Inflow] = ()
) -> tuple[RestitutionSchedule, tuple[Message, ...]]:
    """Return the schedule of a round by what the docket holds, and what it discloses.

    Victims whose part of an earlier round waits for an objection get no second part meanwhile.
    """
    frozen = basis.freeze.body.frozen
    if frozen is None:
        raise StateError("error.round-frozen", id=basis.freeze.id)
    left = tell_left(basis.freeze, basis.rounds, basis.objections)
    waiting = _list_waiting(basis.rounds)
    claims = [_claim(loss, basis) for loss in basis.losses if loss.id not in waiting]
    own = [one for one in basis.rounds if one.body.freeze == basis.freeze.id]
    number = 1 + sum(one.state != "withdrawn" for one in own)
    # After a first round nothing is known of whose money is left.
    matched = tuple(inflows) if number == 1 else ()
    account = basis.freeze.body.account
    schedule = schedule_return(
        FrozenSum(account, left.asset, left.units, matched), claims, reading, number
    )
    disclosed = schedule.disclosed
    if waiting:
        disclosed = (*disclosed, Message("restitution.still-paused", {"count": len(waiting)}))
    return schedule, disclosed


def _claim(loss: AnyRecord, basis: Basis) -> LossClaim:
    body = loss.body
    back = 0 if body.recovered is None else body.recovered.units
    returned = sum(one.body.committed_to(loss.id) for one in basis.rounds)
    return LossClaim(
        victim=loss.id,
        loss=body.amount.units,
        recovered=back + returned,
        proved=None if body.proved is None else body.proved.units,
        objection=bool(find_objections(basis.objections, RAISED, loss.id)),
        accused=body.accused or loss.id in basis.suspects,
    )


def _list_waiting(rounds: Sequence[AnyRecord]) -> set[str]:
    return {
        line.loss
        for one in rounds
        if one.body.decided_at is not None
        for line in one.body.lines
        if line.line_state is LineState.PAUSED
    }


def _gather(desk: RecordDesk, actor: Actor, freeze_id: str) -> Basis:
    freeze = load_kind(desk, freeze_id, actor, FREEZE)
    if freeze.case is None:
        raise NotFoundError("error.record-missing", id=freeze_id)

    def load(kind: str, mark: str, value: str) -> tuple[AnyRecord, ...]:
        return list_linked(desk, kind, (mark, value), actor)

    asset = None if freeze.body.frozen is None else freeze.body.frozen.asset
    losses = [
        one
        for one in load(LOSS, LOSSES_OF, freeze.case)
        if one.state == CLAIMED and one.body.amount.asset == asset
    ]
    suspects = frozenset(
        one.id
        for one in losses
        if one.body.person and is_suspect(load(STANDING, PERSON_ID, one.body.person), one.case)
    )
    losses.sort(key=lambda one: (one.body.filed_at, one.id))
    return Basis(
        freeze,
        tuple(losses),
        load(ROUND, IN, freeze.case),
        load(OBJECTION, AGAINST, freeze.id),
        suspects,
    )
