"""What a hand-over gives back to the public: its figures, each with verb, population and day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from zhanlian.docket.handovers.listing import CLOSED, CONFIRMED, RECEIVED, SIGNED
from zhanlian.docket.handovers.matches import CONFIRMED as MATCH_CONFIRMED
from zhanlian.errors import StateError
from zhanlian.model.claim import Metric, Role
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.handover import Handover
from zhanlian.model.docket.record import AnyRecord
from zhanlian.model.docket.stated import StatedFigure

STANDS = (CONFIRMED, SIGNED, RECEIVED, CLOSED)
DONE = (SIGNED, RECEIVED, CLOSED)  # nobody was handed over before both sides signed


def list_fugitives(matches: Iterable[AnyRecord]) -> frozenset[int]:
    """Return the numbers of rows whom a person confirmed to have been wanted."""
    return frozenset(
        one.body.seq for one in matches if one.state == MATCH_CONFIRMED and one.body.is_fugitive
    )


def state_figures(record: AnyRecord, matches: Iterable[AnyRecord]) -> tuple[StatedFigure, ...]:
    """Return the figures of a hand-over, a total before its parts.

    Fugitives are those that somebody confirmed, not those that the list declares. Heads and
    fugitives are parts of one total and may be the same people.

    Raises:
        StateError: nobody has confirmed the list yet.
    """
    if record.state not in STANDS:
        raise StateError(
            "error.docket-state", id=record.id, state=record.state, needed=", ".join(STANDS)
        )
    body: Handover = record.body
    wanted = list_fugitives(matches) & {row.seq for row in body.handed_over}
    figures = _state_caught(body)
    home = next((nr for nr, one in enumerate(figures) if _is_home(one, body)), None)
    if record.state in DONE:
        home = len(figures) if home is None else home
        figures += _state_handed_over(body, len(figures))
    if home is not None:
        figures += _state_roles(figures[home], home, sum(r.head for r in body.handed_over), wanted)
    figures += _state_remaining(body)
    return tuple(
        replace(one, place=body.caught_area, as_of=tell_day(body), records=(record.id,))
        for one in figures
    )


def tell_day(handover: Handover) -> PartialDate:
    """Return the day of a hand-over by the clocks of its own place."""
    hours, minutes = handover.zone[1:].split(":")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    zone = timezone(-offset if handover.zone[0] == "-" else offset)
    day: datetime = handover.handed_at.astimezone(zone)
    return PartialDate(day.year, day.month, day.day)


def _state_caught(body: Handover) -> list[StatedFigure]:
    """Return how many were caught, and of which nationality: those handed over and the others."""
    if body.totals.caught is None:
        return []
    nations: dict[str, int] = {}
    for one in (*body.totals.split, *body.totals.remaining):
        nations[one.nationality] = nations.get(one.nationality, 0) + one.people
    caught = Decimal(body.totals.caught)
    total = StatedFigure("captured", Metric.SUSPECTS_CAPTURED, caught)
    if len(nations) == 1:
        return [replace(total, nationality=next(iter(nations)))]
    parts = (
        replace(total, words="people", value=Decimal(people), nationality=nation, part_of=0)
        for nation, people in sorted(nations.items())
    )
    return [total, *parts]


def _is_home(figure: StatedFigure, body: Handover) -> bool:
    """Return whether a figure of those caught is just the one nationality handed over."""
    return len(body.totals.split) == 1 and figure.nationality == body.totals.split[0].nationality


def _state_handed_over(body: Handover, place: int) -> list[StatedFigure]:
    totals = body.totals
    total = StatedFigure(
        "handed-over", Metric.SUSPECTS_TRANSFERRED, Decimal(totals.people), done_at=body.place
    )
    if len(totals.split) == 1:
        return [replace(total, nationality=totals.split[0].nationality)]
    parts = (
        replace(
            total,
            words="people",
            value=Decimal(one.people),
            nationality=one.nationality,
            part_of=place,
        )
        for one in totals.split
    )
    return [total, *parts]


def _state_roles(
    total: StatedFigure, place: int, heads: int, wanted: frozenset[int]
) -> list[StatedFigure]:
    counted = ((Role.LEADER, "heads", heads), (Role.FUGITIVE, "fugitives", len(wanted)))
    return [
        replace(total, words=words, value=Decimal(number), role=role, part_of=place)
        for role, words, number in counted
        if number
    ]


def _state_remaining(body: Handover) -> list[StatedFigure]:
    return [
        StatedFigure(
            "dealt-with",
            Metric.OTHER,
            Decimal(one.people),
            nationality=one.nationality,
            item="dealt_with_by_host",
        )
        for one in body.totals.remaining
        if one.people
    ]
