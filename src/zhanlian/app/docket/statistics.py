"""Statistics of the docket: claims of our own, from the records that their reader sees.

What the reader may not see is in no number, and restricted records are in none whoever reads:
only kinds that are never restricted are counted.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhanlian.app.docket.desk import Surroundings, find_case, load_actor, see
from zhanlian.app.docket.figures_told import ToldFigures, tell_figures
from zhanlian.app.docket.handovers import cite
from zhanlian.app.docket.perform import Docket
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.handovers.counting import Seen, Window, count_seen, list_done
from zhanlian.docket.handovers.exhibits import EXHIBIT
from zhanlian.docket.handovers.listing import HANDOVER, MATCH
from zhanlian.docket.handovers.statement import state_figures
from zhanlian.docket.orders.freezes import FREEZE
from zhanlian.docket.orders.stops import STOP
from zhanlian.docket.people.standing import STANDING
from zhanlian.docket.returns.rounds import ROUND
from zhanlian.errors import InputError, NotFoundError
from zhanlian.model.claim import Source, SourcedClaim
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.record import READER, AnyRecord
from zhanlian.model.docket.stated import StatedFigure
from zhanlian.model.zone import local_day
from zhanlian.store.record_lines import list_line_hashes
from zhanlian.store.records import RecordDesk

_KINDS = {
    "handovers": HANDOVER,
    "matches": MATCH,
    "exhibits": EXHIBIT,
    "standings": STANDING,
    "stops": STOP,
    "freezes": FREEZE,
    "rounds": ROUND,
}


@dataclass(frozen=True, slots=True)
class StatisticsRequest:
    """What is to be counted.

    Attributes:
        case: name of a case, or None for everything the reader sees.
        since, until: first and last day; until today where it is None.
        language: of the clauses that claims quote.
    """

    case: str | None = None
    since: date | None = None
    until: date | None = None
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of our own.

    Attributes:
        window: first and last day that were counted.
        figures: totals over the window; `told` has their text and claims, in the same order.
        events: claims of each hand-over in the window, as its own statement tells them.
    """

    window: Window
    figures: tuple[StatedFigure, ...]
    told: ToldFigures
    events: tuple[SourcedClaim, ...]

    @property
    def claims(self) -> tuple[SourcedClaim, ...]:
        """All claims: totals, then events."""
        return (*self.told.claims, *self.events)


def make_statistics(
    docket: Docket, who: str, asked: StatisticsRequest, surroundings: Surroundings
) -> Statistics:
    """Return the figures of what a reader sees.

    Raises:
        NotFoundError: the reader sees no case of that name.
        InputError: the first day lies behind the last one.
    """
    window = Window(asked.since, asked.until or local_day(surroundings.now()))
    if window.since is not None and window.since > window.until:
        raise InputError("error.docket-statistics-window", since=window.since, until=window.until)
    with docket.read_records() as desk:
        actor = load_actor(desk, who, surroundings.now())
        seen = _gather(desk, actor, asked.case)
        figures = count_seen(seen, window)
        done = list_done(seen, window)
        counted = {one for figure in figures for one in figure.records}
        lines = list_line_hashes(desk.connection, counted | {one.id for one in done})
    day = PartialDate(window.until.year, window.until.month, window.until.day)
    source = Source(
        _digest(lines[one] for one in counted), "docket", agency=actor.party, published=day
    )
    told = tell_figures(figures, asked.language, source)
    events = [
        claim for one in done for claim in _state(one, seen, lines[one.id], asked.language).claims
    ]
    return Statistics(window, figures, told, tuple(events))


def _gather(desk: RecordDesk, actor: Actor, case: str | None) -> Seen:
    case_id = None
    if case is not None:
        found = find_case(desk, case, actor)
        if found is None:
            raise NotFoundError("error.record-missing", id=case)
        case_id = found.id
    scope = see(actor)
    told = {
        name: _drop_restricted(
            to_record(one) for one in desk.list(scope, kinds=(kind,), case=case_id)
        )
        for name, kind in _KINDS.items()
    }
    return Seen(**told)


def _drop_restricted(records: Iterable[AnyRecord]) -> tuple[AnyRecord, ...]:
    """Return the records that everybody in the scope sees: a number would tell of the others."""
    return tuple(one for one in records if not one.values(READER))


def _state(record: AnyRecord, seen: Seen, line: str, language: str) -> ToldFigures:
    matches = [one for one in seen.matches if one.body.handover == record.id]
    return tell_figures(state_figures(record, matches), language, cite(record, line))


def _digest(lines: Iterable[str]) -> str:
    """Return one hash for the audit lines of all records that were counted."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
