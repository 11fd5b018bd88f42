"""What the records that somebody sees add up to: people, things and money, each by its own verb."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from zhanlian.docket.handovers.statement import DONE, list_fugitives, tell_day
from zhanlian.docket.handovers.totals import clean_number
from zhanlian.model.asset import find_exponent
from zhanlian.model.claim import Metric, Role, Unit
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.handover import Handover, PersonRow
from zhanlian.model.docket.record import AnyRecord
from zhanlian.model.docket.restitution import LineState
from zhanlian.model.docket.stated import StatedFigure
from zhanlian.model.zone import local_day

# Events of a person's track: two verbs of one metric stay two figures. Hand-overs are counted from
# their lists, which both sides signed, and not a second time from here.
_EVENTS: Final = (
    ("catch", "captured", Metric.SUSPECTS_CAPTURED),
    ("surrender", "surrendered", Metric.SUSPECTS_SURRENDERED),
    ("detain", "detained", Metric.SUSPECTS_DETAINED),
    ("arrest", "arrested", Metric.SUSPECTS_ARREST_APPROVED),
    ("transfer", "transferred", Metric.SUSPECTS_PROSECUTED),
    ("indict", "indicted", Metric.SUSPECTS_PROSECUTED),
    ("convict", "convicted", Metric.SUSPECTS_SENTENCED),
)
_UNITS: Final = {"CNY": Unit.CNY, "USD": Unit.USD}


@dataclass(frozen=True, slots=True)
class Seen:
    """The records that somebody sees, by what they are; nothing else is ever counted."""

    handovers: tuple[AnyRecord, ...] = ()
    matches: tuple[AnyRecord, ...] = ()
    exhibits: tuple[AnyRecord, ...] = ()
    standings: tuple[AnyRecord, ...] = ()
    stops: tuple[AnyRecord, ...] = ()
    freezes: tuple[AnyRecord, ...] = ()
    rounds: tuple[AnyRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day of what is counted, both counted; None for an open end at the start."""

    since: date | None
    until: date

    def has(self, day: date) -> bool:
        """Return whether a day is counted."""
        return (self.since is None or self.since <= day) and day <= self.until


def count_seen(seen: Seen, window: Window) -> tuple[StatedFigure, ...]:
    """Return the figures of some records in a window, a total before its parts.

    A number that is nought is not told: that nothing is seen does not say that there is nothing.
    """
    figures = _count_handed_over(seen, window)
    figures += _count_exhibits(seen, window)
    figures += _count_stages(seen, window)
    figures += _count_money(seen, window)
    return tuple(figures)


def list_done(seen: Seen, window: Window) -> tuple[AnyRecord, ...]:
    """Return the hand-overs of a window that both sides signed, in order of their time."""
    done = (one for one in seen.handovers if one.state in DONE)
    inside = (one for one in done if window.has(tell_day(one.body).first_day))
    return tuple(sorted(inside, key=lambda one: (one.body.handed_at, one.id)))


def _count_handed_over(seen: Seen, window: Window) -> list[StatedFigure]:
    """Return how many different people were handed over, by nationality, and fugitives of them."""
    done = list_done(seen, window)
    people: dict[str, PersonRow] = {}
    wanted: set[str] = set()
    for record in done:
        body: Handover = record.body
        mine = [one for one in seen.matches if one.body.handover == record.id]
        fugitives = list_fugitives(mine)
        for row in body.handed_over:
            key = clean_number(row.document) or f"{record.id}/{row.seq}"
            people[key] = row
            wanted |= {key} if row.seq in fugitives else set()
    if not people:
        return []
    ids = tuple(sorted(one.id for one in done))
    areas = {one.body.caught_area for one in done}
    begin = _begin(window, ids, areas.pop() if len(areas) == 1 else "")
    nations: dict[str, int] = defaultdict(int)
    for row in people.values():
        nations[row.nationality.upper()] += 1
    only = next(iter(nations)) if len(nations) == 1 else None
    metric = Metric.SUSPECTS_TRANSFERRED
    found = [begin("handed-over", metric, len(people), nationality=only)]
    if only is None:
        found += (
            begin("people", metric, number, nationality=nation, part_of=0)
            for nation, number in sorted(nations.items())
        )
    heads = sum(row.head for row in people.values())
    for words, role, number in (
        ("heads", Role.LEADER, heads),
        ("fugitives", Role.FUGITIVE, len(wanted)),
    ):
        if number:
            found.append(begin(words, metric, number, nationality=only, role=role, part_of=0))
    return found


def _begin(window: Window, records: Sequence[str], place: str = "") -> Callable[..., StatedFigure]:
    """Return what makes a figure of a window from words, metric and number."""

    def make(words: str, metric: Metric, number: int | Decimal, **told: object) -> StatedFigure:
        since = window.since
        return StatedFigure(
            words,
            metric,
            Decimal(number),
            place=place,
            since=None if since is None else PartialDate(since.year, since.month, since.day),
            as_of=PartialDate(window.until.year, window.until.month, window.until.day),
            cumulative=since is None,
            records=tuple(records),
            **told,  # type: ignore[arg-type]
        )

    return make


def _count_exhibits(seen: Seen, window: Window) -> list[StatedFigure]:
    done = {one.id for one in list_done(seen, window)}
    handed = [one for one in seen.exhibits if one.body.handover in done]
    seized = [
        one
        for one in seen.exhibits
        if not one.body.handover
        and one.body.exhibit.found_time is not None
        and window.has(local_day(one.body.exhibit.found_time))
    ]
    found = []
    for words, metric, exhibits, item in (
        ("exhibits", Metric.OTHER, handed, "exhibits_handed_over"),
        ("seized", Metric.ITEMS_SEIZED, seized, None),
    ):
        number = sum(one.body.exhibit.quantity for one in exhibits)
        if number:
            begin = _begin(window, sorted(one.id for one in exhibits))
            found.append(begin(words, metric, number, unit=Unit.ITEM, item=item))
    return found


def _count_stages(seen: Seen, window: Window) -> list[StatedFigure]:
    """Return how many different people an event of each verb befell."""
    found = []
    for name, words, metric in _EVENTS:
        reached = [one for one in seen.standings if _befell(one, name, window)]
        if reached:
            people = {one.body.person for one in reached}
            begin = _begin(window, sorted(one.id for one in reached))
            found.append(begin(words, metric, len(people)))
    return found


def _befell(standing: AnyRecord, name: str, window: Window) -> bool:
    return any(
        event.stands and event.event.rpartition(".")[2] == name and window.has(local_day(event.at))
        for event in standing.body.events
    )


def _count_money(seen: Seen, window: Window) -> list[StatedFigure]:
    """Return what was stopped and returned by asset, and how many accounts were frozen."""
    stopped = [
        (one.id, one.body.amount)
        for one in seen.stops
        if one.body.executed_at is not None
        and one.body.repeat_no == 1  # a second stop holds the same money
        and window.has(local_day(one.body.executed_at))
    ]
    returned = [
        (one.id, line.payment)
        for one in seen.rounds
        for line in one.body.lines
        if line.line_state is LineState.PAID
        and line.paid_at is not None
        and window.has(local_day(line.paid_at))
    ]
    frozen = [
        one
        for one in seen.freezes
        if one.body.effective_at is not None and window.has(local_day(one.body.effective_at))
    ]
    found = _sum_up("stopped", Metric.AMOUNT_INTERCEPTED, stopped, window)
    if frozen:
        accounts = {one.body.account for one in frozen}
        begin = _begin(window, sorted(one.id for one in frozen))
        metric = Metric.ACCOUNTS_FROZEN
        found.append(begin("frozen-accounts", metric, len(accounts), unit=Unit.ACCOUNT))
    return found + _sum_up("returned", Metric.AMOUNT_RECOVERED, returned, window)


def _sum_up(
    words: str, metric: Metric, sums: Iterable[tuple[str, Amount]], window: Window
) -> list[StatedFigure]:
    by_asset: dict[str, int] = defaultdict(int)
    ids: dict[str, set[str]] = defaultdict(set)
    for record, amount in sums:
        by_asset[amount.asset] += amount.units
        ids[amount.asset].add(record)
    found = []
    for asset, units in sorted(by_asset.items()):
        value = Decimal(units).scaleb(-find_exponent(asset))
        unit = _UNITS.get(asset, Unit.OTHER)
        begin = _begin(window, sorted(ids[asset]))
        currency = None if unit is not Unit.OTHER else asset
        found.append(begin(words, metric, value, unit=unit, currency=currency))
    return found
