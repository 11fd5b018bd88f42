"""The list of a hand-over: opened with what both sides declared, and replaced until it is right."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.handovers.totals import CAUGHT, check_rows, read_split
from zhanlian.docket.protection.screening import ask_officers, begin_flag
from zhanlian.docket.releases.links import ask_case, ask_for, load_link
from zhanlian.docket.stated import demand_text, find_own_case
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.handover import Handover, PersonRow, Totals
from zhanlian.model.docket.record import AnyRecord, Mark

HANDOVER: Final = "handover"  # kind, and mark: id of a hand-over
ESCORT: Final = "handover-escort"
MATCH: Final = "handover-match"
OPERATION: Final = "operation"

LISTED: Final = "listed"
CHECKED: Final = "checked"
CONFIRMED: Final = "confirmed"
SIGNED: Final = "signed"
RECEIVED: Final = "received"
CLOSED: Final = "closed"
REFUSED: Final = "refused"
CANCELLED: Final = "cancelled"

_ZONE: Final = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class ListedPerson(PersonRow):
    """A row as it is brought: with what no list of the docket shows.

    Attributes:
        trafficking_flag: somebody should ask about trafficking. It never stands in the hand-over:
            a record of its own is made of it, which only the screeners see.
    """

    trafficking_flag: bool = False


@dataclass(frozen=True, slots=True)
class OpenHandover:
    """A new hand-over.

    Attributes:
        case: name of the case it belongs to, or empty.
        people, split, heads, fugitives, caught, remaining: totals; nationalities as ``CN=352``.
        listed_person: from a file.
        screener: accounts that alone see whom the rows flag for screening.
    """

    title: str
    handed_at: datetime
    place: str
    giver: str
    receiver: str
    people: int
    split: tuple[str, ...]
    heads: int | None = None
    fugitives: int | None = None
    caught: int | None = None
    remaining: tuple[str, ...] = ()
    case: str = ""
    zone: str = "+08:00"
    caught_area: str = ""
    giver_party: str = ""
    receiver_party: str = ""
    agreement_ref: str = ""
    operation: str = ""
    giver_officer: tuple[str, ...] = identifier(Identifier.NAME, ())
    receiver_officer: tuple[str, ...] = identifier(Identifier.NAME, ())
    interpreter: str = identifier(Identifier.NAME, "")
    witness: tuple[str, ...] = identifier(Identifier.NAME, ())
    listed_person: tuple[ListedPerson, ...] = ()
    screener: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplaceRows:
    """Other rows, or other totals, for a list that nobody has signed."""

    reason: str
    listed_person: tuple[ListedPerson, ...] = ()
    people: int | None = None
    split: tuple[str, ...] = ()
    heads: int | None = None
    fugitives: int | None = None
    caught: int | None = None
    remaining: tuple[str, ...] = ()
    screener: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancel:
    """A hand-over does not take place."""

    reason: str


def _open(situation: Situation, asked: OpenHandover) -> tuple[AnyRecord, ...]:
    demand_text(title=asked.title, place=asked.place, giver=asked.giver, receiver=asked.receiver)
    if not _ZONE.fullmatch(asked.zone):
        raise InputError("error.docket-handover-zone", value=asked.zone[:20])
    if asked.giver_party and asked.giver_party == asked.receiver_party:
        raise InputError("error.docket-handover-parties", party=asked.giver_party)
    case = find_own_case(situation, asked.case)
    told = {one.name: getattr(asked, one.name) for one in fields(Handover) if _is_shared(one.name)}
    body = Handover(**told, totals=_read_totals(asked), listed_person=_bare(asked.listed_person))
    check_rows(body.listed_person)
    made = situation.begin(HANDOVER, LISTED, body)
    marks = [Mark(HANDOVER, made.id)]
    if asked.operation:
        marks.append(Mark(OPERATION, load_link(situation, OPERATION, asked.operation).id))
    made = replace(made, case=case, marks=tuple(marks))
    return (made, *_flag(situation, made, asked.listed_person, asked.screener))


def _is_shared(name: str) -> bool:
    return name not in ("totals", "listed_person", "signatures", "checked_by", "refused_why")


def _read_totals(asked: OpenHandover) -> Totals:
    totals = Totals(
        asked.people,
        read_split(asked.split, "split"),
        asked.heads,
        asked.fugitives,
        asked.caught,
        read_split(asked.remaining, "remaining"),
    )
    return _check_totals(totals)


def _check_totals(totals: Totals) -> Totals:
    """Return totals that can be true.

    Raises:
        InputError: a part is larger than its whole, or nationalities do not add up.
    """
    parts = (totals.heads or 0, totals.fugitives or 0)
    if totals.people < 0 or min(parts) < 0 or max(parts) > totals.people:
        raise InputError("error.docket-handover-parts", people=totals.people)
    added = sum(one.people for one in totals.split)
    if added != totals.people:
        raise InputError("error.docket-handover-sum", people=totals.people, added=added)
    if totals.caught is None and totals.remaining:
        raise InputError("error.field-missing", field=CAUGHT)
    return totals


def _replace(situation: Situation, asked: ReplaceRows) -> tuple[AnyRecord, ...]:
    situation.demand_state(LISTED, CHECKED, CONFIRMED, REFUSED)
    demand_text(reason=asked.reason)
    if situation.on.body.signatures:
        raise StateError("error.docket-handover-signed", id=situation.on.id)
    if any(one.state != "void" for one in situation.answers("used")):
        raise StateError("error.docket-handover-used", id=situation.on.id)
    body, former = situation.on.body, situation.on.body.totals
    totals = Totals(
        former.people if asked.people is None else asked.people,
        read_split(asked.split, "split") or former.split,
        former.heads if asked.heads is None else asked.heads,
        former.fugitives if asked.fugitives is None else asked.fugitives,
        former.caught if asked.caught is None else asked.caught,
        read_split(asked.remaining, "remaining") or former.remaining,
    )
    rows = _bare(asked.listed_person) or body.listed_person
    check_rows(rows)
    body = replace(
        body, totals=_check_totals(totals), listed_person=rows, checked_by="", refused_why=""
    )
    made = situation.on.change(state=LISTED, body=body)
    return (made, *_flag(situation, made, asked.listed_person, asked.screener))


def _bare(rows: Iterable[ListedPerson]) -> tuple[PersonRow, ...]:
    names = [one.name for one in fields(PersonRow)]
    bare = (PersonRow(**{name: getattr(row, name) for name in names}) for row in rows)
    return tuple(sorted(bare, key=lambda row: row.seq))


def _flag(
    situation: Situation,
    handover: AnyRecord,
    rows: Iterable[ListedPerson],
    screeners: tuple[str, ...],
) -> tuple[AnyRecord, ...]:
    """Return a restricted record for each flagged row; without screeners a flag is refused."""
    flagged = [row for row in rows if row.trafficking_flag]
    if flagged and not screeners:
        raise InputError("error.docket-screening-nobody")
    return tuple(begin_flag(situation, handover, row, screeners) for row in flagged)


def _cancel(situation: Situation, asked: Cancel) -> tuple[AnyRecord, ...]:
    situation.demand_state(LISTED, CHECKED, CONFIRMED, REFUSED)
    demand_text(reason=asked.reason)
    if situation.on.body.signatures:
        raise StateError("error.docket-handover-signed", id=situation.on.id)
    return (situation.on.change(state=CANCELLED),)


def _ask_opening(asked: OpenHandover, _target: AnyRecord | None) -> tuple[Ask, ...]:
    operation = ask_for(OPERATION, (asked.operation,))
    return (*ask_case(asked.case), *operation, *ask_officers(asked.screener))


def _ask_rows(asked: ReplaceRows, target: AnyRecord | None) -> tuple[Ask, ...]:
    mark = (HANDOVER, target.id if target else "-")
    return (Ask("used", ESCORT, mark), *ask_officers(asked.screener))


KINDS: Final = (
    Kind(
        HANDOVER,
        Handover,
        (LISTED, CHECKED, CONFIRMED, SIGNED, RECEIVED, CLOSED, REFUSED, CANCELLED),
        "handover",
    ),
)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("handover.open", ("handover", "open"), OpenHandover, _open, asks=_ask_opening),
    Act("handover.rows", ("handover", "replace"), ReplaceRows, _replace, HANDOVER, asks=_ask_rows),
    Act("handover.cancel", ("handover", "cancel"), Cancel, _cancel, HANDOVER),
)
