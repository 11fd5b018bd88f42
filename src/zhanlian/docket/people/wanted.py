"""Wanted notices and fugitives on line."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Kind, Situation
from zhanlian.docket.people.identity import canonical_document, identity_marks
from zhanlian.docket.people.stages import tell
from zhanlian.docket.people.standing import PERSON_ID, STANDING, STANDING_ID
from zhanlian.docket.tracks.telling import TellEvent
from zhanlian.errors import InputError, StateError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.person import Sex
from zhanlian.model.docket.record import AnyRecord, Mark
from zhanlian.model.docket.wanted import Wanted, WantedArea

WANTED: Final = "wanted"
ONE: Final = "wanted-one"  # mark: the standing, and whether on line; one at a time
ISSUED: Final = "issued"
WITHDRAWN: Final = "withdrawn"
_STAGE: Final = "wanted"


@dataclass(frozen=True, slots=True)
class IssueWanted:
    """A wanted notice; the name is the person's own where none is told."""

    at: datetime
    area: WantedArea
    facts: str
    source: str
    authority: str
    paper: str
    name: str = identifier(Identifier.NAME, "")
    alias: tuple[str, ...] = identifier(Identifier.NAME, ())
    sex: Sex | None = None
    birth: PartialDate | None = identifier(Identifier.DOCUMENT, None)  # noqa: RUF009
    ethnicity: str = ""
    native_place: str = ""
    birth_place: str = ""
    household: str = identifier(Identifier.FREE_TEXT, "")
    residence: str = identifier(Identifier.FREE_TEXT, "")
    occupation: str = ""
    id_number: str = identifier(Identifier.DOCUMENT, "")
    appearance: str = ""
    accent: str = ""
    habits: str = ""
    photo: str = ""
    fingerprints: str = ""
    warrant: str = ""
    online: bool = False
    reward: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawWanted:
    """The end of a notice: caught, come in, dead, or not to be wanted."""

    reason: str


def _issue(situation: Situation, asked: IssueWanted) -> tuple[AnyRecord, ...]:
    if asked.online and not asked.warrant.strip():
        raise InputError("error.wanted-warrant")
    if not asked.facts.strip():
        raise InputError("error.wanted-facts")
    standing = situation.on
    name = asked.name.strip() or standing.body.name
    kept = {one.name for one in fields(Wanted)}
    told = {
        one.name: getattr(asked, one.name) for one in fields(IssueWanted) if one.name in kept
    } | {"name": name, "id_number": canonical_document(asked.id_number)}
    body = Wanted(standing=standing.id, person=standing.body.person, **told)
    made = situation.begin(WANTED, ISSUED, body)
    marks = (
        Mark(WANTED, made.id),
        Mark(ONE, f"{standing.id} {'online' if asked.online else 'notice'}", unique=True),
        Mark(STANDING_ID, standing.id),
        Mark(PERSON_ID, standing.body.person),
        *identity_marks(name, asked.alias, asked.id_number),
    )
    made = replace(made, marks=marks)
    if standing.state == _STAGE:  # a notice beside the entry on line, or the other way round
        return (made,)
    event = TellEvent(asked.at, asked.source, asked.authority, asked.paper)
    return (made, tell(situation, "person.want", event))


def _withdraw(situation: Situation, asked: WithdrawWanted) -> tuple[AnyRecord, ...]:
    situation.demand_state(ISSUED)
    if not asked.reason.strip():
        raise StateError("error.track-reason")
    notice = situation.on
    body = replace(notice.body, withdrawn=asked.reason)
    return (notice.change(state=WITHDRAWN, body=body, marks=notice.marks_without(ONE)),)


def _by_area(_situation: Situation, asked: IssueWanted) -> str | None:
    return "" if asked.area is WantedArea.WITHIN_COUNTY else asked.area.value


def _plain(_situation: Situation, _asked: object) -> str | None:
    return ""


KINDS: Final = (Kind(WANTED, Wanted, (ISSUED, WITHDRAWN), "person"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "wanted.issue",
        ("person", "issue-wanted"),
        IssueWanted,
        _issue,
        STANDING,
        condition=_by_area,
    ),
    Act(
        "wanted.withdraw",
        ("person", "withdraw-wanted"),
        WithdrawWanted,
        _withdraw,
        WANTED,
        condition=_plain,
    ),
)
