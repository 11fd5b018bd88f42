"""The record: anything that the docket keeps, as one version of it.

A record is never changed or deleted: each act adds a version, and the newest one stands. What a
record is about stands in its body, a frozen dataclass of its kind; what makes it findable, timed
and visible stands beside it, alike for all kinds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

from zhanlian.errors import SchemaError
from zhanlian.model.docket.rule import Level

B_co = TypeVar("B_co", covariant=True)

MEMBER: Final = "member"  # mark on a case: name of an account that works on it
RELEASED: Final = "released"  # mark: code of a party that may see the record
WHOLE: Final = "released-whole"  # mark: code of a party that may see its identifiers whole, too
UNDER: Final = "released-under"  # mark: party, space, id of the agreement that allows it
ALSO: Final = "also-case"  # mark: id of another case of the party whose members see it, too
READER: Final = "reader"  # mark: name of the only accounts that may see it
LONGEST_MARK: Final = 400  # characters; PostgreSQL indexes values of up to 2,700 bytes


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A word under which a record is found: another record's id, an account, a number.

    Attributes:
        name: what the value is: ``account``, ``person``, ``listing`` …
        value: never empty.
        unique: no other record has the same name and value at present.

    Raises:
        SchemaError: the value is empty or too long.
    """

    name: str
    value: str
    unique: bool = False

    def __post_init__(self) -> None:
        if not (self.name and 0 < len(self.value) <= LONGEST_MARK):
            raise SchemaError(
                "error.docket-mark", name=self.name, value=self.value[:40], longest=LONGEST_MARK
            )


class ClockState(StrEnum):
    """What became of a deadline."""

    RUNNING = "running"
    MET = "met"
    VOID = "void"  # no longer counts: withdrawn, replaced, its measure lifted


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A deadline of a record, as it was computed when the clock was set.

    Attributes:
        name: unique in its record.
        rule: id of the rule; `policy` the version of the tables it was taken from.
        started, due: aware, UTC.
        warn: from when on it is shown as urgent; not after `due`.
    """

    name: str
    rule: str
    policy: str
    started: datetime
    due: datetime
    warn: datetime
    state: ClockState = ClockState.RUNNING

    def __post_init__(self) -> None:
        if any(moment.tzinfo is None for moment in (self.started, self.due, self.warn)):
            raise ValueError("times carry their zone")

    def has_run_out(self, now: datetime) -> bool:
        """Return whether the clock is running and its time is over: at `due` it is."""
        return self.state is ClockState.RUNNING and self.due <= now


@dataclass(frozen=True, slots=True)
class Approval:
    """The decision of one person on a draft."""

    by: str
    level: Level
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Record(Generic[B_co]):
    """One version of something that the docket keeps.

    Attributes:
        id: random, so that it tells nothing of how many others there are.
        kind: name of its kind, which fixes the type of the body and the states.
        case: id of the case it belongs to (a case's own id), or None for what belongs to none.
        party: code of the agency whose record it is.
        state: one of the kind's states.
        author: who made the first version.
        version: 1 for the first.
        marks: what it is found by; members, releases and readers are marks, too.
        approvals: of the draft that made this version, where one was needed.
        at, by: when and by whom this version was made; None and "" before the store has it.
    """

    id: str
    kind: str
    case: str | None
    party: str
    state: str
    author: str
    body: B_co
    version: int = 1
    marks: tuple[Mark, ...] = ()
    clocks: tuple[RunningClock, ...] = ()
    approvals: tuple[Approval, ...] = ()
    at: datetime | None = None
    by: str = ""

    def change(
        self,
        *,
        state: str | None = None,
        body: Any = None,
        marks: Iterable[Mark] | None = None,
        clocks: Iterable[RunningClock] | None = None,
    ) -> "Record[B_co]":
        """Return the next version, with what is given in the place of what was."""
        return replace(
            self,
            version=self.version + 1,
            state=self.state if state is None else state,
            body=self.body if body is None else body,
            marks=self.marks if marks is None else tuple(marks),
            clocks=self.clocks if clocks is None else tuple(clocks),
            approvals=(),
            at=None,
            by="",
        )

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of all marks of a name."""
        return tuple(mark.value for mark in self.marks if mark.name == name)

    def marks_without(self, name: str, value: str | None = None) -> tuple[Mark, ...]:
        """Return the marks but those of a name, or of a name and value."""
        return tuple(
            mark
            for mark in self.marks
            if mark.name != name or (value is not None and mark.value != value)
        )

    def clock(self, name: str) -> RunningClock | None:
        """Return the clock of a name, or None."""
        return next((clock for clock in self.clocks if clock.name == name), None)

    def stop_clock(self, name: str, state: ClockState) -> tuple[RunningClock, ...]:
        """Return the clocks with the running one of a name put into another state."""
        return tuple(
            replace(clock, state=state)
            if clock.name == name and clock.state is ClockState.RUNNING
            else clock
            for clock in self.clocks
        )


AnyRecord = Record[Any]
