"""Stops of payment: at most two for one account and loss, each for the hours that the rule tells.

A stop that is executed ends by itself; nobody writes that down for it to be so. Whoever asks how
it stands asks `find_stop_state`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.orders.demands import (
    ask_account,
    ask_order,
    canonical_account,
    demand_officers,
    demand_past,
    demand_sum,
    extend,
    mark_order,
)
from zhanlian.docket.stated import demand_text
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.order import Stop, StopRequest
from zhanlian.model.docket.record import AnyRecord, Mark, Record
from zhanlian.model.docket.spelling import fold_number, fold_signs
from zhanlian.model.zone import local_day

STOP: Final = "stop"
APPROVED: Final = "approved"
SENT: Final = "sent"
EXECUTED: Final = "executed"
MISMATCHED: Final = "mismatched"
LIFTED: Final = "lifted"
LAPSED: Final = "lapsed"
WITHDRAWN: Final = "withdrawn"

ENTRY: Final = "stop.entry"  # clock: from the alarm until the request goes out
TERM: Final = "stop.payment"  # clock: how long a stop holds
EVENT: Final = "stop-event"  # mark: account and loss
TURN: Final = "stop-turn"  # mark: account, loss and number of the stop; unique
REPEATS: Final = "stop.repeats"  # threshold


@dataclass(frozen=True, slots=True)
class ExtendStop:
    """A second stop of the same account for the same loss."""

    request_no: str
    officer: tuple[str, ...]
    reason: str


def find_stop_state(stop: Record[Stop], now: datetime) -> str:
    """Return how a stop stands: one whose time is over has lapsed, whether or not it is noted."""
    term = stop.clock(TERM)
    if stop.state == EXECUTED and term is not None and term.has_run_out(now):
        return LAPSED
    return stop.state


def event_key(stop: StopRequest) -> str:
    """Return what a stop counts towards: the account, the alarm and the victim."""
    told = (fold_number(stop.alarm).casefold(), fold_signs(stop.victim).casefold())
    return "|".join((canonical_account(stop.account), *told))


def begin_stop(situation: Situation, body: Stop) -> Record[Stop]:
    """Return a new stop that was approved, if the account may be stopped once more.

    Raises:
        StateError: it was stopped as often as the rule allows.
    """
    made = situation.begin(STOP, APPROVED, replace(body, repeat_no=find_turn(situation, body)))
    clock = set_clock(situation, ENTRY, body.alarm_at)
    return replace(made, marks=mark_stop(made), clocks=(clock,))


def find_turn(situation: Situation, asked: StopRequest, but: str = "") -> int:
    """Return the lowest number of a stop that is free for an account and loss.

    Args:
        situation: with all stops on the account.
        asked: the stop.
        but: id of a stop that is not counted.

    Raises:
        StateError: none is free.
    """
    key = event_key(asked)
    most = situation.rules.threshold(REPEATS, local_day(situation.now)).value
    taken = {
        stop.body.repeat_no
        for stop in situation.answers("stops")
        if key in stop.values(EVENT) and stop.id != but
    }
    free = next((number for number in range(1, most + 1) if number not in taken), None)
    if free is None:
        raise StateError("error.stop-repeats", most=most)
    return free


def mark_stop(stop: Record[Stop]) -> tuple[Mark, ...]:
    """Return the marks of a stop that counts."""
    key = event_key(stop.body)
    turn = Mark(TURN, f"{key}|{stop.body.repeat_no}", unique=True)
    follows = (Mark("follows", stop.body.follows),) if stop.body.follows else ()
    return mark_order(stop, Mark(EVENT, key), turn, *follows)


def check_stop(situation: Situation, asked: StopRequest) -> None:
    """Return when a request holds all that a bank compares.

    Raises:
        InputError: something is missing or cannot be.
    """
    demand_officers(asked.officer)
    demand_text(
        request_no=asked.request_no,
        unit=asked.unit,
        alarm=asked.alarm,
        victim=asked.victim,
        holder=asked.holder,
        bank=asked.bank,
    )
    demand_sum(asked.amount)
    demand_past(situation, asked.alarm_at)
    demand_past(situation, asked.transferred_at)
    if asked.follows and not situation.answers("follows"):
        raise NotFoundError("error.record-missing", id=asked.follows)
    if asked.victim_account and asked.follows == "":
        own = canonical_account(asked.victim_account)
        if own == canonical_account(asked.account):
            raise InputError("error.stop-own-account")


def _order(situation: Situation, asked: StopRequest) -> tuple[AnyRecord, ...]:
    check_stop(situation, asked)
    return (begin_stop(situation, extend(Stop, asked)),)


def _extend(situation: Situation, asked: ExtendStop) -> tuple[AnyRecord, ...]:
    situation.demand_state(EXECUTED, LAPSED)
    demand_officers(asked.officer)
    demand_text(request_no=asked.request_no)
    first: Record[Stop] = situation.on
    body = Stop(
        **{name: getattr(first.body, name) for name in StopRequest.__dataclass_fields__}
        | {"request_no": asked.request_no, "officer": asked.officer, "source": ()},
        former=first.id,
    )
    made = begin_stop(situation, body)
    # The alarm was answered by the first stop; nothing runs from it any more.
    return (replace(made, clocks=()),)


def _ask(asked: StopRequest, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return (ask_account(STOP, asked.account), *ask_order("follows", STOP, asked.follows))


def _ask_again(_asked: ExtendStop, target: AnyRecord | None) -> tuple[Ask, ...]:
    return () if target is None else (ask_account(STOP, target.body.account),)


KINDS: Final = (
    Kind(
        STOP,
        Stop,
        (APPROVED, SENT, EXECUTED, MISMATCHED, LIFTED, LAPSED, WITHDRAWN),
        "order",
        find_stop_state,
    ),
)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "stop.order",
        ("order", "stop"),
        StopRequest,
        _order,
        on="case",
        adds=True,
        asks=_ask,
        condition=lambda _situation, _asked: "",
    ),
    Act(
        "stop.extend",
        ("order", "stop-again"),
        ExtendStop,
        _extend,
        on=STOP,
        adds=True,
        asks=_ask_again,
        condition=lambda _situation, _asked: "",
    ),
)
