"""Look into a hand-over: who may be whom, what is to be explained in custody, what it states."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from zhanlian.access.masks import mask_text
from zhanlian.app.docket.desk import Surroundings, list_linked, load_actor, load_kind, see
from zhanlian.app.docket.figures_told import ToldFigures, tell_figures
from zhanlian.app.docket.perform import Docket
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.handovers.custody import compare_lists, find_flaws
from zhanlian.docket.handovers.exhibits import EXHIBIT, RECEPTION
from zhanlian.docket.handovers.listing import HANDOVER, MATCH
from zhanlian.docket.handovers.matching import Known, Proposal, propose_matches
from zhanlian.docket.handovers.statement import state_figures, tell_day
from zhanlian.docket.people.identity import PERSON
from zhanlian.docket.people.wanted import ISSUED, WANTED
from zhanlian.model.claim import Source
from zhanlian.model.docket.exhibit import CustodyFinding
from zhanlian.model.docket.fields import Identifier
from zhanlian.model.docket.handover import Handover
from zhanlian.model.docket.record import AnyRecord
from zhanlian.model.docket.rule import Unit
from zhanlian.model.zone import local_day
from zhanlian.store.record_lines import list_line_hashes

_UNACCOUNTED = "exhibit.unaccounted"
_LENGTHS = {Unit.MINUTES: timedelta(minutes=1), Unit.HOURS: timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as its reader sees it: names masked.

    Attributes:
        name: of the row, masked.
        proposal: with the id of the record it may be about.
    """

    name: str
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Custody:
    """What is to be explained about the exhibits of a hand-over, or about one.

    Attributes:
        exhibits: how many were looked at.
        longest: that a thing may be in nobody's hands, by the table.
        policy: version of the tables.
        findings: in order of the exhibits.
    """

    exhibits: int
    longest: timedelta
    policy: str
    findings: tuple[CustodyFinding, ...]


def match_handover(docket: Docket, who: str, record_id: str, now: datetime) -> tuple[Proposed, ...]:
    """Return whom the rows of a list may be, among wanted notices and people the reader sees.

    Nothing is confirmed by it: a person does that with the act ``handover.match``.

    Raises:
        NotFoundError: there is no such hand-over for this reader.
    """
    with docket.read_records() as desk:
        actor = load_actor(desk, who, now)
        body = load_kind(desk, record_id, actor, HANDOVER).body
        wanted = desk.list(see(actor), kinds=(WANTED,), states=(ISSUED,))
        known = desk.list(see(actor), kinds=(PERSON,))
        people = [_know(to_record(one)) for one in (*wanted, *known)]
    names = {row.seq: row.name or row.latin for row in body.handed_over}
    return tuple(
        Proposed(mask_text(names[one.seq], Identifier.NAME), one)
        for one in propose_matches(body.handed_over, people)
    )


def _know(record: AnyRecord) -> Known:
    """Return what a wanted notice or a person's record tells of who it is."""
    body = record.body
    return Known(
        record.id,
        record.kind,
        (body.name, *body.alias),
        body.birth,
        (body.id_number,) if body.id_number else (),
        record.kind == WANTED,
    )


def report_custody(docket: Docket, who: str, record_id: str, surroundings: Surroundings) -> Custody:
    """Return what is to be explained about the exhibits of a hand-over, or about one exhibit.

    Raises:
        NotFoundError: there is no such record for this reader, or it is neither.
    """
    with docket.read_records() as desk:
        actor = load_actor(desk, who, surroundings.now())
        record = load_kind(desk, record_id, actor, HANDOVER, EXHIBIT)
        lists = list_linked(desk, RECEPTION, (HANDOVER, record_id), actor)
        exhibits = list_linked(desk, EXHIBIT, (HANDOVER, record_id), actor)
    rule = surroundings.rules.clock(_UNACCOUNTED, local_day(surroundings.now()))
    exhibits = (record,) if record.kind == EXHIBIT else exhibits
    longest = rule.amount * _LENGTHS[rule.unit]
    findings = [flaw for one in exhibits for flaw in find_flaws(one.body, longest)]
    rows = [one.body.exhibit for one in exhibits]
    findings += (flaw for one in lists for flaw in compare_lists(rows, one.body.items))
    return Custody(len(exhibits), longest, surroundings.rules.version, tuple(findings))


def state_handover(
    docket: Docket, who: str, record_id: str, language: str, now: datetime
) -> ToldFigures:
    """Return what a hand-over gives back to the public, and its claims.

    The claims cite the audit line of the version that they were taken from.

    Raises:
        NotFoundError: there is no such hand-over for this reader.
        StateError: nobody has confirmed its list yet.
    """
    with docket.read_records() as desk:
        actor = load_actor(desk, who, now)
        record = load_kind(desk, record_id, actor, HANDOVER)
        matches = list_linked(desk, MATCH, (HANDOVER, record_id), actor)
        figures = state_figures(record, matches)
        line = list_line_hashes(desk.connection, (record.id,))[record.id]
    return tell_figures(figures, language, cite(record, line))


def cite(record: AnyRecord, line: str) -> Source:
    """Return the source of figures of a hand-over: its version in the docket, by its audit line."""
    body: Handover = record.body
    return Source(
        sha256=line,
        name=f"docket/{record.id}@{record.version}",
        title=body.title,
        agency=body.receiver,
        published=tell_day(body),
    )
