"""A person says that a row is somebody a record or a register names; nobody else can."""

from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.handovers.listing import CANCELLED, HANDOVER, MATCH, REFUSED
from zhanlian.docket.people.identity import PERSON
from zhanlian.docket.people.wanted import WANTED
from zhanlian.docket.releases.links import ask_for
from zhanlian.docket.stated import demand_text
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.handover import Grade, Handover, Match
from zhanlian.model.docket.record import AnyRecord, Mark

CONFIRMED: Final = "match-confirmed"
REJECTED: Final = "match-withdrawn"
_FUGITIVE: Final = "handover-fugitive"  # mark: hand-over and row, unique: nobody counts twice


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One row and who it is.

    Attributes:
        matched: id of the wanted notice or person, or empty where only the register was asked.
        register_no: in the register of wanted people.
        is_fugitive: whether the person was wanted; a wanted notice or a number of the register says
            so.
        grade: as it was proposed.
    """

    seq: int
    source: str
    matched: str = ""
    register_no: str = identifier(Identifier.DOCUMENT, "")
    is_fugitive: bool = False
    grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class ConfirmMatches:
    """These rows are these people; each with the check that shows it."""

    matches: tuple[MatchRow, ...]


@dataclass(frozen=True, slots=True)
class WithdrawMatch:
    """A row is not that person after all."""

    reason: str


def _confirm(situation: Situation, asked: ConfirmMatches) -> tuple[AnyRecord, ...]:
    if situation.on.state in (REFUSED, CANCELLED):
        raise StateError(
            "error.docket-state", id=situation.on.id, state=situation.on.state, needed="listed …"
        )
    if not asked.matches:
        raise InputError("error.field-missing", field="matches")
    standing = {
        (one.body.seq, one.body.matched, one.body.register_no)
        for one in situation.answers("matches")
        if one.state == CONFIRMED
    }
    made = []
    for row in asked.matches:
        if (row.seq, row.matched, row.register_no) in standing:
            raise StateError("error.docket-match-twice", seq=row.seq)
        standing.add((row.seq, row.matched, row.register_no))
        made.append(_begin(situation, row))
    return tuple(made)


def _begin(situation: Situation, row: MatchRow) -> AnyRecord:
    demand_text(source=row.source)
    handover: Handover = situation.on.body
    if row.seq not in {one.seq for one in handover.handed_over}:
        raise NotFoundError("error.docket-handover-no-row", seq=row.seq)
    kind = _find_kind(situation, row.matched)
    if not row.matched and not row.register_no.strip():
        raise InputError("error.docket-match-nobody", seq=row.seq)
    if row.is_fugitive and kind != WANTED and not row.register_no.strip():
        raise InputError("error.docket-match-fugitive", seq=row.seq)
    body = Match(
        situation.on.id,
        row.seq,
        row.source,
        row.matched,
        row.register_no,
        row.is_fugitive,
        row.grade,
    )
    marks = [Mark(HANDOVER, situation.on.id)]
    marks += [Mark(kind, row.matched)] if row.matched else []
    if row.is_fugitive:
        marks.append(Mark(_FUGITIVE, f"{situation.on.id}/{row.seq}", unique=True))
    return replace(situation.begin(MATCH, CONFIRMED, body), marks=tuple(marks))


def _find_kind(situation: Situation, record_id: str) -> str:
    """Return the kind of a record that a row names, or an empty text where it names none."""
    for kind in (WANTED, PERSON) if record_id else ():
        if situation.answers(f"{kind} {record_id}"):
            return kind
    if record_id:
        raise NotFoundError("error.record-missing", id=record_id)
    return ""


def _withdraw(situation: Situation, asked: WithdrawMatch) -> tuple[AnyRecord, ...]:
    situation.demand_state(CONFIRMED)
    demand_text(reason=asked.reason)
    marks = situation.on.marks_without(_FUGITIVE)
    return (situation.on.change(state=REJECTED, marks=marks),)


def _ask(asked: ConfirmMatches, target: AnyRecord | None) -> tuple[Ask, ...]:
    ids = tuple(dict.fromkeys(row.matched for row in asked.matches))
    known = (Ask("matches", MATCH, (HANDOVER, target.id)),) if target else ()
    return (*known, *ask_for(WANTED, ids), *ask_for(PERSON, ids))


KINDS: Final = (Kind(MATCH, Match, (CONFIRMED, REJECTED), "handover"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "handover.match",
        ("handover", "confirm-match"),
        ConfirmMatches,
        _confirm,
        HANDOVER,
        adds=True,
        asks=_ask,
    ),
    Act(
        "handover.withdraw-match",
        ("handover", "withdraw-match"),
        WithdrawMatch,
        _withdraw,
        MATCH,
    ),
)
