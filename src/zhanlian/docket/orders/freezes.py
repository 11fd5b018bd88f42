"""Freezes: ordered in a filed case, entered by the bank, holding or waiting in the queue."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.cases.opening import CASE, CASE_ID
from zhanlian.docket.orders.demands import (
    ask_account,
    ask_order,
    canonical_account,
    demand_filed,
    demand_officers,
    demand_since,
    demand_sum,
    extend,
    mark_order,
)
from zhanlian.docket.orders.standing import (
    ACTIVE,
    EXECUTED,
    FAILED,
    LAPSED,
    ORDERED,
    QUEUED,
    RELEASED,
    TERM,
    WITHDRAWN,
    Standing,
    find_free,
    own_standing,
    standing_of,
)
from zhanlian.docket.orders.whole_accounts import PROTECTED
from zhanlian.docket.orders.whole_accounts import VALID as PROTECTION_VALID
from zhanlian.docket.stated import demand_text
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.order import Freeze, FreezeRequest, PropertyClass
from zhanlian.model.docket.record import AnyRecord, Mark, Record, RunningClock

FREEZE: Final = "freeze"
TURN: Final = "freeze-turn"  # mark: account and how many have held it; unique
QUEUE_CHECK: Final = "freeze.queue-check"  # clock: ask the bank whether it holds by now

# What the law puts into one article has one term and one level of approval.
_TERMS: Final = MappingProxyType(
    {PropertyClass.INSURANCE: "equity", PropertyClass.LISTED_EQUITY: "equity"}
)
_LEVELS: Final = MappingProxyType({PropertyClass.INSURANCE: "equity"})


@dataclass(frozen=True, slots=True)
class ExecuteFreeze:
    """The bank entered the freeze.

    Attributes:
        frozen: sum that it says is held.
        queue_position: as the bank tells it; 0 where it holds at once.
    """

    at: datetime
    frozen: Amount
    queue_position: int = 0


@dataclass(frozen=True, slots=True)
class FailFreeze:
    """The bank could not enter the freeze."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawFreeze:
    """A freeze that does not hold yet is taken back."""

    reason: str


def tell_condition(property_class: PropertyClass) -> str:
    """Return the condition by which the table of approvals tells who approves."""
    return _LEVELS.get(property_class, property_class.value)


def set_term(
    situation: Situation, freeze: Freeze, start: datetime, *, renewal: bool = False
) -> RunningClock:
    """Return the clock of a freeze that holds, or is renewed, from a time on."""
    rule = f"freeze.{_TERMS.get(freeze.property_class, freeze.property_class.value)}"
    rule = f"{rule}-renewal" if renewal else rule
    return set_clock(situation, rule, start, name=TERM, term=None if renewal else freeze.term)


def stand(situation: Situation, freeze: Record[Freeze], at: datetime) -> Standing:
    """Return how a freeze stands at a time among all of its account."""
    return standing_of(
        freeze,
        situation.answers("freezes"),
        at,
        lambda one, start: set_term(situation, one.body, start).due,
    )


def load_holding(situation: Situation, at: datetime) -> Record[Freeze]:
    """Return the target as a freeze that holds at a time, moved up from the queue if it was there.

    Raises:
        StateError: it has lapsed, waits, or never held.
    """
    freeze: Record[Freeze] = situation.on
    standing = stand(situation, freeze, at)
    if standing.state == LAPSED:
        raise StateError("error.freeze-lapsed", id=freeze.id, until=standing.until)
    if standing.state != ACTIVE or standing.since is None:
        situation.demand_state(ACTIVE)
    if freeze.state == QUEUED and standing.since is not None:
        return make_active(situation, freeze, standing.since)
    return freeze


def make_active(situation: Situation, freeze: Record[Freeze], since: datetime) -> Record[Freeze]:
    """Return a freeze that holds from a time on, still in the version that it was."""
    account = canonical_account(freeze.body.account)
    turn = 1 + max((one.body.turn for one in situation.answers("freezes")), default=0)
    mark = Mark(TURN, f"{account}|{turn}", unique=True)
    body = replace(freeze.body, effective_at=since, turn=turn, outside=False)
    clocks = (
        *(clock for clock in freeze.clocks if clock.name not in (TERM, QUEUE_CHECK)),
        set_term(situation, body, since),
    )
    return replace(freeze, state=ACTIVE, body=body, clocks=clocks, marks=(*freeze.marks, mark))


def _order(situation: Situation, asked: FreezeRequest) -> tuple[AnyRecord, ...]:
    _check_request(situation, asked)
    filed = situation.on.body.filed_at
    if filed is None or filed > situation.now:
        raise StateError("error.freeze-unfiled")
    _refuse_double(situation, asked, situation.answers("freezes"))
    body: Freeze = extend(Freeze, asked, case_filed_at=filed, decided_at=situation.now)
    set_term(situation, body, situation.now)  # a term that the rule does not allow is told now
    made = situation.begin(FREEZE, ORDERED, body)
    marks = (Mark("follows", asked.stop),) if asked.stop else ()
    return (replace(made, marks=mark_order(made, *marks)),)


def _check_request(situation: Situation, asked: FreezeRequest) -> None:
    demand_officers(asked.officer)
    demand_text(unit=asked.unit, holder=asked.holder, bank=asked.bank)
    if asked.amount is not None:
        demand_sum(asked.amount)
    elif any(one.state == PROTECTION_VALID for one in situation.answers(f"{PROTECTED}s")):
        raise StateError("error.freeze-whole")
    if asked.stop and not situation.answers("stop"):
        raise NotFoundError("error.record-missing", id=asked.stop)


def _refuse_double(situation: Situation, asked: FreezeRequest, others: Iterable[AnyRecord]) -> None:
    """Return when the unit has no freeze on the account: others wait in the queue, it may not."""
    for other in others:
        own = other.case == situation.on.case or (
            other.party == situation.actor.party and other.body.unit.strip() == asked.unit.strip()
        )
        if own and stand(situation, other, situation.now).state in (ORDERED, ACTIVE, QUEUED):
            raise StateError("error.freeze-double")


def _execute(situation: Situation, asked: ExecuteFreeze) -> tuple[AnyRecord, ...]:
    situation.demand_state(ORDERED)
    freeze: Record[Freeze] = situation.on
    demand_since(situation, freeze.body.decided_at, asked.at)
    _check_sum(freeze.body, asked)
    demand_filed(situation, asked.at)
    ahead = _count_ahead(situation, freeze, asked.at)
    body = replace(freeze.body, executed_at=asked.at, frozen=asked.frozen)
    entered = freeze.change(body=body)
    if not (ahead or asked.queue_position):
        return (make_active(situation, entered, find_free(situation.answers("freezes"), asked.at)),)
    # The bank knows of more than this docket: then no end of ours tells when this one holds.
    outside = asked.queue_position > ahead
    check = set_clock(situation, QUEUE_CHECK, asked.at)
    waiting = replace(entered, state=QUEUED, body=replace(body, outside=outside), clocks=(check,))
    return (waiting,)


def _check_sum(freeze: Freeze, asked: ExecuteFreeze) -> None:
    if asked.queue_position < 0:
        raise InputError("error.freeze-position")
    if freeze.amount is None:
        return
    if asked.frozen.asset != freeze.amount.asset or asked.frozen.units > freeze.amount.units:
        raise InputError("error.freeze-sum", most=freeze.amount.show())


def _count_ahead(situation: Situation, freeze: Record[Freeze], at: datetime) -> int:
    """Return how many freezes hold or wait on the account at a time, all units counted."""
    others = [one for one in situation.answers("freezes") if one.id != freeze.id]
    states = (stand(situation, one, at).state for one in others)
    return sum(state in EXECUTED for state in states)


def _fail(situation: Situation, asked: FailFreeze) -> tuple[AnyRecord, ...]:
    situation.demand_state(ORDERED)
    freeze: Record[Freeze] = situation.on
    demand_since(situation, freeze.body.decided_at, asked.at)
    return (_end(freeze, FAILED, asked.at),)


def _withdraw(situation: Situation, _asked: WithdrawFreeze) -> tuple[AnyRecord, ...]:
    situation.demand_state(ORDERED, QUEUED)
    freeze: Record[Freeze] = situation.on
    if stand(situation, freeze, situation.now).state not in (ORDERED, QUEUED):
        raise StateError("error.freeze-holds", id=freeze.id)
    return (_end(freeze, WITHDRAWN, situation.now),)


def _end(freeze: Record[Freeze], state: str, at: datetime) -> AnyRecord:
    marks = freeze.marks_without("source-line")  # the line may be drawn from once more
    return freeze.change(
        state=state, body=replace(freeze.body, ended_at=at), marks=marks, clocks=()
    )


def ask_freezes(_asked: object, target: AnyRecord | None) -> tuple[Ask, ...]:
    """Return the questions for all freezes of the target's account, and for its case."""
    if target is None:
        return ()
    own = (Ask("case", CASE, (CASE_ID, target.case)),) if target.case else ()
    return (ask_account(FREEZE, target.body.account), *own)


def _ask_order(asked: FreezeRequest, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return (
        ask_account(FREEZE, asked.account),
        ask_account(PROTECTED, asked.account),
        *ask_order("stop", "stop", asked.stop),
    )


def _ask_queue(freeze: AnyRecord) -> tuple[Ask, ...]:
    """Return the question for all freezes of the account, of one that waits for its turn."""
    return (ask_account(FREEZE, freeze.body.account),) if freeze.state == QUEUED else ()


KINDS: Final = (
    Kind(
        FREEZE,
        Freeze,
        (ORDERED, ACTIVE, QUEUED, RELEASED, LAPSED, FAILED, WITHDRAWN),
        "order",
        lambda freeze, now: own_standing(freeze, now).state,
        _ask_queue,
        lambda situation: stand(situation, situation.on, situation.now).state,
    ),
)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "freeze.order",
        ("order", "freeze"),
        FreezeRequest,
        _order,
        on="case",
        adds=True,
        asks=_ask_order,
        condition=lambda _situation, asked: tell_condition(asked.property_class),
    ),
    Act(
        "freeze.execute",
        ("order", "freeze-executed"),
        ExecuteFreeze,
        _execute,
        FREEZE,
        asks=ask_freezes,
    ),
    Act("freeze.fail", ("order", "freeze-failed"), FailFreeze, _fail, FREEZE),
    Act(
        "freeze.withdraw",
        ("order", "freeze-withdraw"),
        WithdrawFreeze,
        _withdraw,
        FREEZE,
        asks=ask_freezes,
    ),
)
