"""The board of joint listing: cases by their most urgent clock, and sums over what they tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from zhanlian.app.docket.desk import Surroundings, load_actor, open_desk, see
from zhanlian.app.docket.due_list import Colour, check_limit, tell_colour
from zhanlian.app.docket.perform import Asked, Docket, perform
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.listings.course import DEADLINE, DELIST_PROPOSED, LISTING, REPORT
from zhanlian.docket.listings.programmes import PROGRAMME, PROGRAMME_NAME, squeeze
from zhanlian.docket.listings.reminding import DRAFTED, REMINDER
from zhanlian.docket.listings.totals import Total as Total
from zhanlian.docket.listings.totals import add_up
from zhanlian.errors import NotFoundError
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.listing import Counted
from zhanlian.model.docket.record import AnyRecord, ClockState, Record, RunningClock
from zhanlian.model.docket.rule import Level
from zhanlian.model.docket.supervision import Listing
from zhanlian.store.audit import write_time
from zhanlian.store.due import DueCounts, DueFilter, count_due_records, list_due_records
from zhanlian.store.records import RecordDesk
from zhanlian.store.scope import Scope

BOARD: Final = "listing.board"
TOTALS: Final = "listing.totals"
REMIND: Final = "listing.draft-reminder"


class Next(StrEnum):
    """Who is next to act on a listed case."""

    UNIT = "unit"  # the responsible unit reports or solves
    LEVEL = "level"  # a level to which it was escalated follows it up
    AUTHORITY = "authority"  # delisting waits for a decision


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A listed case on the board.

    Attributes:
        clock: its most urgent one.
        level: to which what is overdue was told, or None.
    """

    record: Record[Listing]
    colour: Colour
    clock: RunningClock
    next_to_act: Next
    who: str
    level: Level | None


@dataclass(frozen=True, slots=True)
class Board:
    """The board: counts over all that is seen, and the most urgent cases."""

    now: datetime
    counts: DueCounts
    rows: tuple[BoardRow, ...]


def show_board(
    docket: Docket,
    who: str,
    surroundings: Surroundings,
    *,
    programme: str | None = None,
    limit: int = 50,
) -> Board:
    """Return the listed cases that the reader may see and that have a clock, the most urgent first.

    Args:
        docket: of the workspace.
        who: name of the account.
        surroundings: time.
        programme: name or id of the one programme to look at.
        limit: how many rows; counts are over all.

    Raises:
        DeniedError: the reader has no account.
        NotFoundError: there is no such programme for this reader.
        LimitError: the limit is not between 1 and 10,000.
    """
    check_limit(limit)
    now = surroundings.now()
    attempt = surroundings.attempt(who, BOARD, programme or BOARD)
    with open_desk(docket, attempt) as (desk, actor):
        scope, wanted = see(actor), _narrow(desk, actor, programme)
        counts = count_due_records(desk.connection, scope, write_time(now), wanted)
        ids = list_due_records(desk.connection, scope, wanted, limit=limit)
        return Board(now, counts, tuple(_tell(one, now) for one in _load(desk, ids, scope)))


def total_listings(
    docket: Docket, who: str, surroundings: Surroundings, *, programme: str | None = None
) -> tuple[Total, ...]:
    """Return what the counts of all listed cases that the reader sees come to, each by itself.

    Raises:
        DeniedError: the reader has no account.
        NotFoundError: there is no such programme for this reader.
    """
    attempt = surroundings.attempt(who, TOTALS, programme or TOTALS)
    with open_desk(docket, attempt) as (desk, actor):
        wanted = _narrow(desk, actor, programme)
        if wanted.mark is None:
            found = desk.list(see(actor), kinds=(LISTING,))
        else:
            found = desk.list_marked(LISTING, *wanted.mark, see(actor))
        told = [to_record(one).body.as_listed.case_counts for one in found]
    units = sorted({(count.currency, count.counted_words) for one in told for count in one})
    sums = (add_up(one, told, currency, words) for one in Counted for currency, words in units)
    return tuple(total for total in sums if total is not None)


@dataclass(frozen=True, slots=True)
class Reminding:
    """A listed case that should be reminded of, and which of its clocks is nearest."""

    record: Record[Listing]
    clock: RunningClock
    colour: Colour


def list_reminding(
    docket: Docket,
    who: str,
    surroundings: Surroundings,
    *,
    programme: str | None = None,
    limit: int = 50,
) -> tuple[Reminding, ...]:
    """Return the cases with an urgent or overdue clock for which no reminder waits to be sent.

    Raises:
        DeniedError: the reader has no account.
        NotFoundError: there is no such programme for this reader.
    """
    board = show_board(docket, who, surroundings, programme=programme, limit=limit)
    with docket.read_records() as desk:
        scope = see(load_actor(desk, who))
        return tuple(
            Reminding(row.record, row.clock, row.colour)
            for row in board.rows
            if row.colour is not Colour.LATER
            and not any(
                one.state == DRAFTED
                for one in desk.list_marked(REMINDER, LISTING, row.record.id, scope)
            )
        )


def draft_reminder(
    docket: Docket, who: str, listing: AnyRecord, text: str, surroundings: Surroundings
) -> AnyRecord:
    """Return the reminder that was drafted for a listed case; a person sends it or drops it."""
    to = listing.body.unit or listing.body.as_listed.place
    asked = Asked(REMIND, {"to": to, "text": text}, listing.id)
    return perform(docket, who, asked, surroundings).records[0]


def find_programme(desk: RecordDesk, actor: Actor, told: str) -> AnyRecord:
    """Return a programme by its id or name.

    Raises:
        NotFoundError: there is none for this actor.
    """
    scope = see(actor)
    stored = desk.find(told, scope) if told else None
    named = desk.list_marked(PROGRAMME, PROGRAMME_NAME, squeeze(told) or " ", scope)
    found = stored if stored is not None and stored.kind == PROGRAMME else next(iter(named), None)
    if found is None:
        raise NotFoundError("error.listing-programme-unknown", programme=told)
    return to_record(found)


def _narrow(desk: RecordDesk, actor: Actor, programme: str | None) -> DueFilter:
    if programme is None:
        return DueFilter((LISTING,))
    return DueFilter((LISTING,), mark=(PROGRAMME, find_programme(desk, actor, programme).id))


def _load(desk: RecordDesk, ids: Sequence[str], scope: Scope) -> tuple[Record[Listing], ...]:
    return tuple(to_record(one) for one in desk.list_known(ids, scope))


def _tell(listing: Record[Listing], now: datetime) -> BoardRow:
    running = [clock for clock in listing.clocks if clock.state is ClockState.RUNNING]
    clock = min(running, key=lambda one: (one.due, one.name != REPORT, one.name != DEADLINE))
    body = listing.body
    if listing.state == DELIST_PROPOSED:
        following = Next.AUTHORITY
    else:
        following = Next.UNIT if body.escalated is None else Next.LEVEL
    return BoardRow(
        record=listing,
        colour=min(
            (tell_colour(one.due, one.warn, now) for one in running), key=list(Colour).index
        ),
        clock=clock,
        next_to_act=following,
        who=body.unit or body.as_listed.place,
        level=body.escalated,
    )
