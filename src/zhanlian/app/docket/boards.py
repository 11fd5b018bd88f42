"""Boards of operations: counts side by side, places, what hangs together, leads that came back.

Each board is made of the records that its reader may see, and of no others.
"""

from dataclasses import dataclass
from typing import Final

from zhanlian.access.masks import mask_plain
from zhanlian.app.docket.desk import Surroundings, list_linked, load_kind, open_desk, see
from zhanlian.app.docket.look import Seen
from zhanlian.app.docket.perform import Docket
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.operations.campaigns import CAMPAIGN
from zhanlian.docket.operations.counts import COUNT, compare_counts
from zhanlian.docket.operations.dispatches import DISPATCH, score_dispatches
from zhanlian.docket.operations.leads import LEAD
from zhanlian.docket.operations.meetings import MEETING
from zhanlian.docket.operations.places import PLACE
from zhanlian.docket.operations.planning import OPERATION
from zhanlian.model.docket.agreement import AGREEMENT
from zhanlian.model.docket.lead import Score
from zhanlian.model.docket.operation import Comparison
from zhanlian.model.docket.record import AnyRecord

COUNTS: Final = "operation.counts"
PLACES: Final = "operation.places"
TRACE: Final = "operation.trace"
SCORE: Final = "campaign.score"
# Kinds that carry the operation's id, in the order in which they come about.
_HANGING: Final = (MEETING, LEAD, PLACE, COUNT, "handover")


@dataclass(frozen=True, slots=True)
class Trace:
    """An operation with what it came of and what it led to.

    Attributes:
        operation: itself.
        before: its campaign and agreements.
        around: meetings, leads, places, counts and hand-overs.
    """

    operation: Seen
    before: tuple[Seen, ...]
    around: tuple[Seen, ...]


def compare_operation(
    docket: Docket, who: str, operation: str, surroundings: Surroundings
) -> tuple[Comparison, ...]:
    """Return what each party says came of an operation, side by side, with nothing added.

    Raises:
        NotFoundError: there is no such operation for the reader.
    """
    with open_desk(docket, surroundings.attempt(who, COUNTS, operation)) as (desk, actor):
        found = load_kind(desk, operation, actor, OPERATION)
        counts = list_linked(desk, COUNT, (OPERATION, found.id), actor)
        return compare_counts(one.body for one in counts)


def list_places(
    docket: Docket, who: str, surroundings: Surroundings, operation: str = ""
) -> tuple[Seen, ...]:
    """Return compounds, each before its dens, by name; of one operation, where it is told.

    Raises:
        NotFoundError: there is no such operation for the reader.
    """
    with open_desk(docket, surroundings.attempt(who, PLACES, operation)) as (desk, actor):
        if operation:
            found = load_kind(desk, operation, actor, OPERATION)
            listed = list_linked(desk, PLACE, (OPERATION, found.id), actor)
        else:
            listed = tuple(map(to_record, desk.list(see(actor), kinds=(PLACE,))))
    places = {one.id: one for one in listed}
    names = {record_id: record.body.name for record_id, record in places.items()}

    def order(record: AnyRecord) -> tuple[str, str, bool, str, str]:
        within = record.body.within
        compound = within if within in names else record.id
        return names[compound], compound, record.id != compound, record.body.name, record.id

    return tuple(_show(place) for place in sorted(places.values(), key=order))


def trace_operation(docket: Docket, who: str, operation: str, surroundings: Surroundings) -> Trace:
    """Return what an operation came of and what it led to.

    Raises:
        NotFoundError: there is no such operation for the reader.
    """
    with open_desk(docket, surroundings.attempt(who, TRACE, operation)) as (desk, actor):
        found = load_kind(desk, operation, actor, OPERATION)
        before = [
            _show(one)
            for kind in (CAMPAIGN, AGREEMENT)
            for link in found.values(kind)
            for one in list_linked(desk, kind, (kind, link), actor)
        ]
        around = [
            _show(one)
            for kind in _HANGING
            for one in list_linked(desk, kind, (OPERATION, found.id), actor)
        ]
        return Trace(_show(found), tuple(before), tuple(around))


def score_campaign(
    docket: Docket, who: str, campaign: str, surroundings: Surroundings
) -> tuple[Score, ...]:
    """Return how many leads of a campaign came back from each receiver.

    Raises:
        NotFoundError: there is no such campaign for the reader.
    """
    with open_desk(docket, surroundings.attempt(who, SCORE, campaign)) as (desk, actor):
        found = load_kind(desk, campaign, actor, CAMPAIGN)
        return score_dispatches(list_linked(desk, DISPATCH, (CAMPAIGN, found.id), actor))


def _show(record: AnyRecord) -> Seen:
    return Seen(record, mask_plain(record.body))
