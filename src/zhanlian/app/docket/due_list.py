"""The due list: what runs out by when, of which record and by which rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from zhanlian.access.masks import mask_plain
from zhanlian.app.docket.desk import Surroundings, load_kind, open_desk, see
from zhanlian.app.docket.perform import Docket
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.cases.opening import CASE
from zhanlian.docket.clocks.deadline import list_warnings
from zhanlian.docket.rules.book import RuleBook
from zhanlian.errors import LimitError, NotFoundError
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.record import AnyRecord, RunningClock
from zhanlian.model.docket.rule import ClockRule, SourceStatus
from zhanlian.model.zone import local_day
from zhanlian.store.audit import write_time
from zhanlian.store.due import DueCounts, DueFilter, DueRow, count_due, list_due
from zhanlian.store.records import RecordDesk

LIST: Final = "deadline.list"
MOST_ROWS: Final = 10_000  # of one page; whoever needs more reads the records


class Colour(StrEnum):
    """How urgent a deadline is."""

    OVERDUE = "overdue"
    URGENT = "urgent"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class DueItem:
    """One deadline as its reader sees it.

    Attributes:
        name: of the clock in its record.
        rule: its id; `law`, `article` and `status` are None where no table has it: the day was
            set by a person.
        warn_at: instants of warning, the earliest first.
        body: of the record, masked.
    """

    record: AnyRecord
    name: str
    rule: str
    due: datetime
    colour: Colour
    warn_at: tuple[datetime, ...]
    law: str | None
    article: str | None
    status: SourceStatus | None
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DueList:
    """What is due: counts over all that is seen, and the most urgent deadlines."""

    now: datetime
    counts: DueCounts
    items: tuple[DueItem, ...]


def list_due_items(
    docket: Docket,
    who: str,
    surroundings: Surroundings,
    *,
    case: str | None = None,
    limit: int = 50,
) -> DueList:
    """Return what is due by when among all that the reader may see.

    Args:
        docket: of the workspace.
        who: name of the account.
        surroundings: time and rules.
        case: id or name of the one case to look at.
        limit: how many deadlines; counts are over all.

    Raises:
        DeniedError: the reader has no account.
        NotFoundError: there is no such case for this reader.
        LimitError: the limit is not between 1 and 10,000.
    """
    check_limit(limit)
    now = surroundings.now()
    with open_desk(docket, surroundings.attempt(who, LIST, case or LIST)) as (desk, actor):
        return find_due(desk, actor, now, surroundings.rules, case=case, limit=limit)


def find_due(
    desk: RecordDesk,
    actor: Actor,
    now: datetime,
    rules: RuleBook,
    *,
    case: str | None,
    limit: int,
) -> DueList:
    """Return what an actor sees due, within the transaction of a desk."""
    scope = see(actor)
    found = None if case is None else load_kind(desk, case, actor, CASE, named=True)
    wanted = DueFilter(case_id=None if found is None else found.id)
    counts = count_due(desk.connection, scope, write_time(now), wanted)
    rows = list_due(desk.connection, scope, wanted, limit=limit)
    ids = dict.fromkeys(row.record_id for row in rows)
    known = {one.id: to_record(one) for one in desk.list_known(tuple(ids), scope)}
    items = (_tell(row, known[row.record_id], now, rules) for row in rows)
    return DueList(now, counts, tuple(items))


def check_limit(limit: int) -> None:
    """Return when a page has a length that can be shown.

    Raises:
        LimitError: it has not.
    """
    if not 1 <= limit <= MOST_ROWS:
        raise LimitError("error.due-limit", limit=limit, most=MOST_ROWS)


def tell_colour(due: datetime, warn: datetime, now: datetime) -> Colour:
    """Return how urgent a deadline is at a time: at `due` it is over."""
    if due <= now:
        return Colour.OVERDUE
    return Colour.URGENT if warn <= now else Colour.LATER


def _tell(row: DueRow, record: AnyRecord, now: datetime, rules: RuleBook) -> DueItem:
    due, warn = datetime.fromisoformat(row.due), datetime.fromisoformat(row.warn)
    clock = next(one for one in record.clocks if one.name == row.name)
    rule = _find_rule(rules, row.rule, clock.started)
    return DueItem(
        record=record,
        name=row.name,
        rule=row.rule,
        due=due,
        colour=tell_colour(due, warn, now),
        warn_at=_list_warnings(rule, clock),
        law=None if rule is None else rule.law,
        article=None if rule is None else rule.article,
        status=None if rule is None else rule.status,
        body=mask_plain(record.body),
    )


def _find_rule(rules: RuleBook, rule: str, started: datetime) -> ClockRule | None:
    """Return the rule of a clock, or None where a person set the day or the table is gone."""
    try:
        return rules.clock(rule, local_day(started))
    except NotFoundError:
        return None


def _list_warnings(rule: ClockRule | None, clock: RunningClock) -> tuple[datetime, ...]:
    """Return the instants of warning: that of the clock, and the later ones of its rule."""
    told = () if rule is None else list_warnings(rule, clock.started, clock.due)
    first = (clock.warn,) if clock.warn < clock.due else ()
    return tuple(sorted({*first, *(at for at in told if at > clock.warn)}))
