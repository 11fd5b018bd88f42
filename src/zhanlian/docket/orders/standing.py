"""How the freezes of one account stand at a time: one holds, the others wait in their order.

A freeze that is not renewed lapses by itself, and the next in the queue holds from that moment;
both happen without anybody writing it down, so both are worked out from clocks and order alone.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from zhanlian.model.docket.order import Freeze
from zhanlian.model.docket.record import Record

ORDERED: Final = "ordered"
ACTIVE: Final = "active"
QUEUED: Final = "queued"
RELEASED: Final = "released"
LAPSED: Final = "lapsed-auto"
FAILED: Final = "failed"
WITHDRAWN: Final = "withdrawn"
TERM: Final = "term"  # clock of a freeze that holds
EXECUTED: Final = (ACTIVE, QUEUED)

Term = Callable[[Record[Freeze], datetime], datetime]
"""When a freeze ends that begins to hold at a time."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one freeze stands.

    Attributes:
        state: a state of its kind.
        since: from when it holds or held; None where it never did.
        until: when it ends or ended by its term.
        position: in the queue, 1 is next; 0 where it does not wait.
    """

    state: str
    since: datetime | None = None
    until: datetime | None = None
    position: int = 0


def standing_of(
    freeze: Record[Freeze], others: Iterable[Record[Freeze]], now: datetime, term: Term
) -> Standing:
    """Return how one freeze stands among all others of its account.

    Args:
        freeze: the one asked for; may be among the others.
        others: freezes of the account, of whatever unit.
        now: aware.
        term: ends a freeze that moves up in the queue.
    """
    every = {one.id: one for one in (*others, freeze)}
    return find_standings(tuple(every.values()), now, term)[freeze.id]


def find_standings(
    freezes: Sequence[Record[Freeze]], now: datetime, term: Term
) -> dict[str, Standing]:
    """Return how all freezes of one account stand, by id: at most one of them holds."""
    found = {one.id: own_standing(one, now) for one in freezes}
    holds = any(standing.state == ACTIVE for standing in found.values())
    ends = [end for one in freezes if (end := _end(one, found[one.id])) is not None]
    free_from = max(ends, default=None)
    position = 0
    for freeze in sorted((one for one in freezes if one.state == QUEUED), key=_queue_place):
        entered = freeze.body.executed_at
        moves_up = not (holds or freeze.body.outside) and entered is not None
        if moves_up and entered is not None and not position:
            since = entered if free_from is None else max(free_from, entered)
            until = term(freeze, since)
            if until > now:
                found[freeze.id], holds = Standing(ACTIVE, since, until), True
            else:
                found[freeze.id], free_from = Standing(LAPSED, since, until), until
            continue
        position += 1
        found[freeze.id] = Standing(QUEUED, position=position)
    return found


def own_standing(freeze: Record[Freeze], now: datetime) -> Standing:
    """Return how a freeze stands by its own record alone, whatever its place in the queue."""
    clock = freeze.clock(TERM)
    since, until = freeze.body.effective_at, None if clock is None else clock.due
    if freeze.state == ACTIVE and clock is not None and clock.has_run_out(now):
        return Standing(LAPSED, since, until)
    return Standing(freeze.state, since, until)


def find_free(freezes: Iterable[Record[Freeze]], at: datetime) -> datetime:
    """Return from when a freeze holds that was entered at a time: no other one held meanwhile."""
    held = (
        one.body
        for one in freezes
        if one.body.effective_at is not None and one.body.effective_at <= at
    )
    return max((at, *(one.ended_at for one in held if one.ended_at is not None)))


def _end(freeze: Record[Freeze], standing: Standing) -> datetime | None:
    """Return when a freeze stopped to hold that once did, or None."""
    if freeze.body.effective_at is None:
        return None
    if standing.state == LAPSED:
        return standing.until
    return freeze.body.ended_at if standing.state == RELEASED else None


def _queue_place(freeze: Record[Freeze]) -> tuple[datetime, str]:
    entered = freeze.body.executed_at
    if entered is None:
        raise ValueError("a freeze in the queue was entered at some time")
    return entered, freeze.id
