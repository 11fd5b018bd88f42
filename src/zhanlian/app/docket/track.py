"""The money track of a case: by account from payment to stop, freeze, renewal, release, return."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from zhanlian.access.masks import mask_text
from zhanlian.app.docket.desk import Surroundings, load_kind, open_desk, see
from zhanlian.app.docket.perform import Docket
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.act import Situation
from zhanlian.docket.cases.opening import CASE
from zhanlian.docket.orders.demands import ACCOUNT, canonical_account
from zhanlian.docket.orders.freezes import FREEZE, set_term
from zhanlian.docket.orders.standing import ACTIVE, QUEUED, Standing, standing_of
from zhanlian.docket.orders.stops import EXECUTED, STOP, TERM, find_stop_state
from zhanlian.docket.returns.losses import CLAIMED, LOSS
from zhanlian.docket.returns.rounds import ROUND
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier
from zhanlian.model.docket.record import AnyRecord
from zhanlian.model.docket.restitution import LineState, RoundLine
from zhanlian.store.records import RecordDesk

TRACK: Final = "order.track"
_KINDS: Final = (STOP, FREEZE, LOSS, ROUND)


@dataclass(frozen=True, slots=True)
class TrackStep:
    """One event on an account.

    Attributes:
        event: ``payment``, ``stop``, ``stop-end``, ``queue``, ``freeze``, ``renewal``, ``sale``,
            ``freeze-end`` or ``return``.
        record: id of the record that tells of it.
    """

    at: datetime
    event: str
    record: str
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """How one order stands now, whether or not anybody wrote it down.

    Attributes:
        kind, state: of the record; the state as it is at this time.
        until: when it ends by its term.
        position: in the queue, or 0.
        holds: it keeps money in the account now.
    """

    record: str
    kind: str
    state: str
    amount: Amount | None
    until: datetime | None = None
    position: int = 0
    holds: bool = False


@dataclass(frozen=True, slots=True)
class AccountTrack:
    """All that happened on one account, and how its orders stand."""

    account: str
    steps: tuple[TrackStep, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class MoneyTrack:
    """The money track of a case.

    Attributes:
        saved: by asset, what stops and freezes keep now: of several on one account the largest.
        returned: by asset, what was paid to victims. Sums of two assets are never added.
    """

    accounts: tuple[AccountTrack, ...]
    saved: tuple[Amount, ...]
    returned: tuple[Amount, ...]


def track_case(docket: Docket, who: str, case: str, surroundings: Surroundings) -> MoneyTrack:
    """Return the money track of a case as the actor sees it, with accounts masked.

    Raises:
        NotFoundError: there is no such case for this actor.
    """
    now = surroundings.now()
    with open_desk(docket, surroundings.attempt(who, TRACK, case)) as (desk, actor):
        found = load_kind(desk, case, actor, CASE, named=True)
        records = [
            record
            for one in desk.list(see(actor), kinds=_KINDS, case=found.id)
            if (record := to_record(one)).kind != LOSS or record.state == CLAIMED
        ]
        # For terms alone: nobody acts here.
        situation = Situation(now, actor, who, surroundings.rules, surroundings.new_id)
        measures = {
            one.id: _measure(one, desk, situation) for one in records if one.kind in (STOP, FREEZE)
        }
    steps = [pair for one in records for pair in _list_steps(one, measures)]
    names = sorted({account for account, _ in steps} | {_account(one) for one in records} - {""})
    accounts = tuple(_track_account(name, records, measures, steps) for name in names)
    return MoneyTrack(accounts, _sum_saved(records, measures), _sum_returned(records))


def _account(record: AnyRecord) -> str:
    return canonical_account(record.body.account) if record.kind in (STOP, FREEZE) else ""


def _track_account(
    name: str,
    records: Sequence[AnyRecord],
    measures: Mapping[str, Measure],
    steps: Sequence[tuple[str, TrackStep]],
) -> AccountTrack:
    own = sorted({step for account, step in steps if account == name}, key=_step_place)
    standing = [measures[one.id] for one in records if one.id in measures and _account(one) == name]
    return AccountTrack(
        mask_text(name, Identifier.ACCOUNT),
        tuple(own),
        tuple(sorted(standing, key=lambda one: (one.kind, one.record))),
    )


def _step_place(step: TrackStep) -> tuple[datetime, str, str]:
    return step.at, step.event, step.record


def _measure(record: AnyRecord, desk: RecordDesk, situation: Situation) -> Measure:
    if record.kind == STOP:
        term = record.clock(TERM)
        state = find_stop_state(record, situation.now)
        until = None if term is None else term.due
        holds = state == EXECUTED
        return Measure(record.id, STOP, state, record.body.amount, until, holds=holds)
    standing = _stand(record, desk, situation)
    return Measure(
        record.id,
        FREEZE,
        standing.state,
        record.body.frozen or record.body.amount,
        standing.until,
        standing.position,
        standing.state == ACTIVE,
    )


def _stand(freeze: AnyRecord, desk: RecordDesk, situation: Situation) -> Standing:
    """Return how a freeze stands; freezes that the actor may not see count, and are not shown."""
    account = canonical_account(freeze.body.account)
    others = [to_record(one) for one in desk.list_marked(FREEZE, ACCOUNT, account, None)]
    return standing_of(
        freeze, others, situation.now, lambda one, start: set_term(situation, one.body, start).due
    )


def _list_steps(
    record: AnyRecord, measures: Mapping[str, Measure]
) -> Iterator[tuple[str, TrackStep]]:
    """Yield account and step of all that a record tells of."""
    body = record.body
    for account, event, at, amount in _STEPS[record.kind](body, measures.get(record.id)):
        if at is not None:
            yield canonical_account(account), TrackStep(at, event, record.id, amount)


_Told = Iterator[tuple[str, str, datetime | None, Amount | None]]


def _steps_of_stop(body: Any, measure: Measure | None) -> _Told:
    yield body.account, "payment", body.transferred_at, body.amount
    yield body.account, "stop", body.executed_at, body.amount
    ended = measure is not None and not measure.holds and body.executed_at is not None
    until = body.ended_at or (measure.until if measure is not None else None)
    yield body.account, "stop-end", until if ended else None, None


def _steps_of_freeze(body: Any, measure: Measure | None) -> _Told:
    queued = body.executed_at != body.effective_at
    yield body.account, "queue", body.executed_at if queued else None, body.amount
    yield body.account, "freeze", body.effective_at, body.frozen
    for renewal in body.renewals:
        yield body.account, "renewal", renewal.effective_at, None
    for sale in body.sales:
        yield body.account, "sale", sale.sold_at, sale.proceeds
    over = measure is not None and measure.state not in (ACTIVE, QUEUED)
    until = body.ended_at or (measure.until if measure is not None else None)
    yield body.account, "freeze-end", until if over and body.executed_at else None, None


def _steps_of_loss(body: Any, _measure: Measure | None) -> _Told:
    for payment in body.payments:
        yield payment.payee, "payment", payment.at, payment.amount


def _steps_of_round(body: Any, _measure: Measure | None) -> _Told:
    for line in body.lines:
        yield body.account, "return", line.paid_at, line.payment


_STEPS: Final[Mapping[str, Callable[[Any, Measure | None], _Told]]] = MappingProxyType(
    {
        STOP: _steps_of_stop,
        FREEZE: _steps_of_freeze,
        LOSS: _steps_of_loss,
        ROUND: _steps_of_round,
    }
)


def _sum_saved(records: Sequence[AnyRecord], measures: Mapping[str, Measure]) -> tuple[Amount, ...]:
    kept: dict[tuple[str, str], int] = {}
    gone: Counter[tuple[str, str]] = Counter()
    paid = _sum_paid(records, lambda one, _line: str(one.body.freeze))
    for record in records:
        measure = measures.get(record.id)
        if measure is not None and measure.holds and measure.amount is not None:
            place = _account(record), measure.amount.asset
            # A stop and a freeze of one account keep the same money.
            kept[place] = max(kept.get(place, 0), measure.amount.units)
            gone[place] += paid[record.id]
    totals: Counter[str] = Counter()
    for place, units in kept.items():
        totals[place[1]] += max(0, units - gone[place])
    return tuple(Amount(units, asset) for asset, units in sorted(totals.items()))


def _sum_returned(records: Sequence[AnyRecord]) -> tuple[Amount, ...]:
    totals = _sum_paid(records, lambda _one, line: line.payment.asset)
    return tuple(Amount(units, asset) for asset, units in sorted(totals.items()))


def _sum_paid(
    records: Sequence[AnyRecord], key: Callable[[AnyRecord, RoundLine], str]
) -> Counter[str]:
    """Return whole units paid to victims, by freeze or by asset."""
    paid: Counter[str] = Counter()
    for record in records:
        for line in record.body.lines if record.kind == ROUND else ():
            if line.line_state is LineState.PAID:
                paid[key(record, line)] += line.payment.units
    return paid
