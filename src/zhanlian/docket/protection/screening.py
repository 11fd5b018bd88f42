"""Screening for trafficking: facts for two tests, seen by the screener and named officers alone.

No result is kept and none is computed, and nothing here is asked by any other part of the docket:
what somebody tells here is never weighed against him.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.accounts import ACTOR, USER
from zhanlian.docket.accounts import OPEN as ACCOUNT_OPEN
from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.actor import Role
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.handover import PersonRow
from zhanlian.model.docket.protection import Indicator, Screening, ScreeningFact
from zhanlian.model.docket.record import READER, AnyRecord, Mark

SCREENING: Final = "screening"
OPEN: Final = "open"
ENDED: Final = "ended"


@dataclass(frozen=True, slots=True)
class BeginScreening:
    """Somebody is to be asked; the screener and these officers see it, nobody else.

    Attributes:
        officer_account: accounts of protection officers of the own party; one at least.
        person: id of the person's record, or empty.
    """

    officer_account: tuple[str, ...]
    subject: str = identifier(Identifier.HIDDEN)
    person: str = identifier(Identifier.HIDDEN, "")


@dataclass(frozen=True, slots=True)
class NoteFact:
    """One fact, with who told it or what shows it."""

    indicator: Indicator = identifier(Identifier.HIDDEN)  # noqa: RUF009
    source: str = identifier(Identifier.HIDDEN)
    told: str = identifier(Identifier.HIDDEN)


@dataclass(frozen=True, slots=True)
class Admit:
    """One more protection officer sees the screening."""

    officer_account: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dismiss:
    """An officer sees the screening no longer."""

    officer_account: str
    reason: str


@dataclass(frozen=True, slots=True)
class EndScreening:
    """The talk is over; what help was offered is noted, a result is not."""

    support: str = identifier(Identifier.HIDDEN)


def begin_flag(
    situation: Situation, handover: AnyRecord, row: PersonRow, officers: Iterable[str]
) -> AnyRecord:
    """Return the restricted record of a row that a hand-over list flags for screening.

    Raises:
        NotFoundError: an officer is no open account of the actor's party.
    """
    body = Screening(row.name or row.latin, handover.id, row.seq)
    # Whoever brings the list need not be the one who asks: he sees no more than he brought.
    return _restrict(situation, body, officers)


def ask_officers(names: Iterable[str]) -> tuple[Ask, ...]:
    """Return the asks for the accounts of protection officers."""
    return tuple(Ask(f"user {name}", USER, (ACTOR, name or " "), everywhere=True) for name in names)


def _begin(situation: Situation, asked: BeginScreening) -> tuple[AnyRecord, ...]:
    if not asked.subject.strip():
        raise InputError("error.field-missing", field="subject")
    if not set(asked.officer_account) - {situation.actor.name}:
        raise InputError("error.docket-screening-nobody")
    body = Screening(asked.subject, person=asked.person)
    return (_restrict(situation, body, {situation.actor.name, *asked.officer_account}),)


def _restrict(situation: Situation, body: Screening, officers: Iterable[str]) -> AnyRecord:
    readers = sorted(set(officers))
    for name in readers:
        if name != situation.actor.name:
            _demand_officer(situation, name)
    made = situation.begin(SCREENING, OPEN, body, in_case=False)
    return replace(made, marks=tuple(Mark(READER, name) for name in readers))


def _demand_officer(situation: Situation, name: str) -> None:
    for user in situation.answers(f"user {name}"):
        open_here = user.state == ACCOUNT_OPEN and user.body.party == situation.actor.party
        if open_here and not {Role.ADMINISTRATOR, Role.AUDITOR} & set(user.body.roles):
            return
    raise NotFoundError("error.user-unknown", name=name)


def _note(situation: Situation, asked: NoteFact) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN)
    if not (asked.told.strip() and asked.source.strip()):
        raise InputError("error.field-missing", field="told, source")
    fact = ScreeningFact(asked.indicator, situation.now, asked.source, asked.told)
    body: Screening = situation.on.body
    return (situation.on.change(body=replace(body, noted=(*body.noted, fact))),)


def _admit(situation: Situation, asked: Admit) -> tuple[AnyRecord, ...]:
    _demand_officer(situation, asked.officer_account)
    if asked.officer_account in situation.on.values(READER):
        raise StateError("error.case-member", member=asked.officer_account)
    marks = (*situation.on.marks, Mark(READER, asked.officer_account))
    return (situation.on.change(marks=marks),)


def _dismiss(situation: Situation, asked: Dismiss) -> tuple[AnyRecord, ...]:
    readers = situation.on.values(READER)
    if asked.officer_account not in readers:
        raise NotFoundError("error.case-no-member", member=asked.officer_account)
    # Without a reader the record would be open to the whole party.
    if len(readers) == 1:
        raise StateError("error.case-last-member", member=asked.officer_account)
    return (situation.on.change(marks=situation.on.marks_without(READER, asked.officer_account)),)


def _end(situation: Situation, asked: EndScreening) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN)
    body = replace(situation.on.body, support=asked.support)
    return (situation.on.change(state=ENDED, body=body),)


def _ask_one(asked: Admit, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return ask_officers((asked.officer_account,))


KINDS: Final = (Kind(SCREENING, Screening, (OPEN, ENDED), "person"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "screening.begin",
        ("person", "screen"),
        BeginScreening,
        _begin,
        asks=lambda asked, _target: ask_officers(asked.officer_account),
    ),
    Act("screening.note", ("person", "note-screening"), NoteFact, _note, SCREENING),
    Act("screening.admit", ("person", "admit-screener"), Admit, _admit, SCREENING, asks=_ask_one),
    Act("screening.dismiss", ("person", "dismiss-screener"), Dismiss, _dismiss, SCREENING),
    Act("screening.end", ("person", "end-screening"), EndScreening, _end, SCREENING),
)
