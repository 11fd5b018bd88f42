"""Telling an event of a track, and correcting one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from zhanlian.docket.act import Situation
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.track import TrackEvent

_LEEWAY: Final = timedelta(minutes=1)  # between two clocks that are both right


@dataclass(frozen=True, slots=True)
class TellEvent:
    """An event as it happened.

    Attributes:
        at: when; for a clock of the law it is what the clock runs from.
        source: SHA-256 of the evidence, or the document that proves it.
    """

    at: datetime
    source: str
    authority: str = ""
    paper: str = ""
    place: str = ""
    unit: str = ""
    ground: str = ""
    note: str = identifier(Identifier.FREE_TEXT, "")


@dataclass(frozen=True, slots=True)
class Lengthen:
    """A clock is lengthened by a rule, on a ground that is told."""

    at: datetime
    source: str
    extends: str
    ground: str
    paper: str
    authority: str = ""
    note: str = identifier(Identifier.FREE_TEXT, "")


@dataclass(frozen=True, slots=True)
class Correct:
    """A wrong event is superseded, by the right one or by nothing.

    Attributes:
        entry: number of the event.
        drop: it never happened; else the fields that are told replace those that were wrong.
    """

    entry: int
    reason: str
    drop: bool = False
    at: datetime | None = None
    source: str = ""
    authority: str = ""
    paper: str = ""
    place: str = ""
    unit: str = ""
    ground: str = ""
    note: str = identifier(Identifier.FREE_TEXT, "")


def add_event(
    situation: Situation,
    events: Sequence[TrackEvent],
    name: str,
    asked: TellEvent | Lengthen,
) -> tuple[TrackEvent, ...]:
    """Return the events with one more.

    Raises:
        InputError: it has no source, or lies in the future.
    """
    check_event(situation, asked.at, asked.source)
    told = {
        one: getattr(asked, one)
        for one in ("at", "source", "authority", "paper", "place", "unit", "ground", "note")
        if hasattr(asked, one)
    }
    extends = asked.extends if isinstance(asked, Lengthen) else ""
    made = TrackEvent(entry=_next_number(events), event=name, extends=extends, **told)
    return (*events, _sign(situation, made))


def correct_event(
    situation: Situation, events: Sequence[TrackEvent], asked: Correct
) -> tuple[TrackEvent, ...]:
    """Return the events with a wrong one superseded; it stays, with the reason.

    Raises:
        NotFoundError: there is no such event.
        StateError: it is superseded already.
        InputError: there is no reason, nothing to correct, no source, or a time in the future.
    """
    wrong = load_event(events, asked.entry)
    if not wrong.stands:
        raise StateError("error.track-superseded", entry=asked.entry)
    if not asked.reason.strip():
        raise InputError("error.track-reason")
    names = ("at", "source", "authority", "paper", "place", "unit", "ground", "note")
    told = {name: getattr(asked, name) for name in names if getattr(asked, name)}
    if bool(told) == asked.drop:
        raise InputError("error.track-correction")
    if asked.drop:
        return _supersede(events, wrong, asked.reason, None)
    number = _next_number(events)
    right = replace(wrong, entry=number, **told)
    check_event(situation, right.at, right.source)
    return (*_supersede(events, wrong, asked.reason, number), _sign(situation, right))


def load_event(events: Sequence[TrackEvent], entry: int) -> TrackEvent:
    """Return the event of an entry.

    Raises:
        NotFoundError: there is none.
    """
    for event in events:
        if event.entry == entry:
            return event
    raise NotFoundError("error.track-number", entry=entry)


def check_event(situation: Situation, at: datetime, source: str) -> None:
    """Return when an event has a source and lies not in the future.

    Raises:
        InputError: it has none, or does.
    """
    if not source.strip():
        raise InputError("error.track-source")
    if at > situation.now + _LEEWAY:
        raise InputError("error.track-future", at=at)


def _supersede(
    events: Sequence[TrackEvent], wrong: TrackEvent, reason: str, by: int | None
) -> tuple[TrackEvent, ...]:
    gone = replace(wrong, superseded=reason, replaced_by=by)
    return tuple(gone if one.entry == wrong.entry else one for one in events)


def _next_number(events: Sequence[TrackEvent]) -> int:
    return max((event.entry for event in events), default=0) + 1


def _sign(situation: Situation, event: TrackEvent) -> TrackEvent:
    return replace(event, told_at=situation.now, told_by=situation.drafter)
