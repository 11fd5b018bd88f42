"""Joint disciplinary measures: decided, served, appealed against, lifted, and over by themselves.

Nothing takes effect before a written notice was served that states basis, measures, term and the
way to appeal. Basic means of living are left. Terms that follow each other have a limit in all.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import Any, Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.cases.opening import CASE
from zhanlian.docket.people.identity import canonical_document, identity_marks
from zhanlian.docket.people.standing import STANDING, STANDING_ID
from zhanlian.docket.timers import set_clock
from zhanlian.docket.tracks.telling import check_event
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.record import AnyRecord, Mark, RunningClock
from zhanlian.model.docket.sanction import Sanction, SanctionGround
from zhanlian.model.zone import SHANGHAI, local_day

SANCTION: Final = "sanction"
SUBJECT: Final = "sanction-subject"  # mark: number of the document, or code of the unit
TERM: Final = "sanction.term"  # name of the clock of the term
DECIDED: Final = "decided"
IN_FORCE: Final = "in-force"
LIFTED: Final = "lifted"
ENDED: Final = "ended"
_LONGEST: Final = "sanction.longest"
_DAY: Final = timedelta(days=1)
_RULES: Final = {
    SanctionGround.POLICE_FINDING: "sanction.police",
    SanctionGround.CONVICTION: "sanction.conviction",
}


@dataclass(frozen=True, slots=True)
class ImposeSanction:
    """Measures against a person, by the number of a document, or against a unit by its code.

    Attributes:
        ground: from which the term follows.
        organ: that decided: public security of a city or above, or the court.
        measure: codes of the table of measures.
    """

    ground: SanctionGround
    organ: str
    paper: str
    decided_on: date
    measure: tuple[str, ...]
    source: str
    name: str = identifier(Identifier.NAME)
    id_number: str = identifier(Identifier.DOCUMENT, "")
    unit_code: str = ""
    standing: str = ""


def _impose(situation: Situation, asked: ImposeSanction) -> tuple[AnyRecord, ...]:
    _check_decision(situation, asked)
    subject = _tell_subject(asked)
    here = [one for one in situation.answers("standing") if one.case == situation.on.id]
    if asked.standing and not here:
        raise NotFoundError("error.record-missing", id=asked.standing)
    body = Sanction(
        name=asked.name.strip(),
        ground=asked.ground,
        organ=asked.organ.strip(),
        paper=asked.paper.strip(),
        decided_on=asked.decided_on,
        measures=tuple(sorted(set(asked.measure))),
        source=asked.source.strip(),
        standing=asked.standing,
        id_number=canonical_document(asked.id_number),
        unit_code=canonical_document(asked.unit_code),
    )
    first, last = _find_span(situation, body)
    _check_length(situation, first, last)
    body = replace(body, first_decided_on=first)
    made = situation.begin(SANCTION, DECIDED, body)
    standing = (Mark(STANDING_ID, asked.standing),) if asked.standing else ()
    names = identity_marks(body.name, (), body.id_number)
    return (replace(made, marks=(Mark(SUBJECT, subject), *standing, *names)),)


def _check_decision(situation: Situation, asked: ImposeSanction) -> None:
    check_event(situation, situation.now, asked.source)
    for name in ("name", "organ", "paper"):
        if not getattr(asked, name).strip():
            raise InputError("error.track-needs", event="sanction.impose", field=name)
    if asked.decided_on > local_day(situation.now):
        raise InputError("error.track-future", at=asked.decided_on.isoformat())
    known, kept = frozenset(_table()["measures"]), frozenset(_table()["kept"])
    for measure in asked.measure:
        if measure in kept:
            raise InputError("error.sanction-livelihood", measure=measure)
        if measure not in known:
            raise InputError(
                "error.sanction-measure", measure=measure, known=", ".join(sorted(known))
            )
    if not asked.measure:
        raise InputError("error.track-needs", event="sanction.impose", field="measure")


def _tell_subject(asked: ImposeSanction | Sanction) -> str:
    person, unit = canonical_document(asked.id_number), canonical_document(asked.unit_code)
    if bool(person) == bool(unit):
        raise InputError("error.sanction-subject")
    return f"person {person}" if person else f"unit {unit}"


def _find_span(situation: Situation, asked: Sanction) -> tuple[date, date]:
    """Return first and last day of the terms without a break that a decision would stand in.

    Decisions are not put on record in their order, so those that follow count as those before.
    """
    terms = [(asked.decided_on or date.max, _last_day(set_term(situation, asked)))]
    for one in situation.answers("earlier"):
        if one.state != LIFTED:
            first = one.body.first_decided_on or one.body.decided_on
            terms.append(
                (min(first, one.body.decided_on), _last_day(set_term(situation, one.body)))
            )
    begin, end = terms[0]
    for _ in terms:  # each turn joins at least one more, or none is left to join
        near = [one for one in terms if one[0] <= end + _DAY and begin <= one[1] + _DAY]
        begin, end = min(first for first, _ in near), max(last for _, last in near)
    return begin, end


def _check_length(situation: Situation, first: date, last: date) -> None:
    """Return when terms that follow each other are not longer than the rule allows in all."""
    most = _last_day(set_clock(situation, _LONGEST, _start(first)))
    if last > most:
        raise StateError("error.sanction-longest", first=first, until=most, asked=last)


def set_term(situation: Situation, body: Sanction) -> RunningClock:
    start = _start(body.decided_on or date.max)
    return set_clock(situation, _RULES[body.ground], start, name=TERM)


def find_sanction_state(sanction: AnyRecord, now: datetime) -> str:
    """Return how measures stand: they end with their term, whether or not anybody was told."""
    term = sanction.clock(TERM)
    over = sanction.state == IN_FORCE and term is not None and term.has_run_out(now)
    return ENDED if over else sanction.state


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _last_day(clock: RunningClock) -> date:
    return local_day(clock.due - timedelta(microseconds=1))


@cache
def _table() -> Mapping[str, Any]:
    file = resources.files(__package__ or "").joinpath("data", "sanction_measures.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _ask_subject(asked: ImposeSanction, _target: AnyRecord | None) -> tuple[Ask, ...]:
    # The limit in all holds whoever decided before; nothing but the days leaves this act.
    earlier = Ask("earlier", SANCTION, (SUBJECT, _tell_subject(asked)), everywhere=True)
    standing = Ask("standing", STANDING, (STANDING_ID, asked.standing or " "))
    return (earlier, standing)


def _plain(_situation: Situation, _asked: object) -> str | None:
    return ""


KINDS: Final = (
    Kind(SANCTION, Sanction, (DECIDED, IN_FORCE, LIFTED, ENDED), "person", find_sanction_state),
)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "sanction.impose",
        ("person", "sanction"),
        ImposeSanction,
        _impose,
        CASE,
        adds=True,
        asks=_ask_subject,
        condition=_plain,
    ),
)
