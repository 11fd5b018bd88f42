"""The person track: one act for each event of its table, and the correction of an event."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Situation
from zhanlian.docket.people.standing import STANDING, TRACK, settle
from zhanlian.docket.tracks.grounds import check_ground
from zhanlian.docket.tracks.telling import (
    Correct,
    Lengthen,
    TellEvent,
    add_event,
    correct_event,
    load_event,
)
from zhanlian.model.docket.record import AnyRecord

_LENGTHEN: Final = "person.lengthen"


def tell(situation: Situation, name: str, asked: TellEvent | Lengthen) -> AnyRecord:
    """Return the target, a standing, with one more event.

    Raises:
        StateError: the event may not come where the track stands.
        InputError: it lacks a source or what it needs, or lies in the future.
    """
    check_ground(situation, asked)
    body = situation.on.body
    events = add_event(situation, body.events, name, asked)
    return settle(situation, situation.on, replace(body, events=events))


def _tell(name: str) -> Callable[[Situation, TellEvent | Lengthen], tuple[AnyRecord, ...]]:
    return lambda situation, asked: (tell(situation, name, asked),)


def _correct(situation: Situation, asked: Correct) -> tuple[AnyRecord, ...]:
    body = situation.on.body
    events = correct_event(situation, body.events, asked)
    return (settle(situation, situation.on, replace(body, events=events)),)


def _plain(_situation: Situation, _asked: object) -> str | None:
    return ""


def _as_corrected(situation: Situation, asked: Correct) -> str | None:
    """Return the plain condition where the event itself needed approval: no way around it."""
    wrong = load_event(situation.on.body.events, asked.entry)
    return "" if TRACK.asks_approval(wrong.event) else None


def _make_act(name: str) -> AnyAct:
    request = Lengthen if name == _LENGTHEN else TellEvent
    condition = _plain if TRACK.asks_approval(name) else None
    command = ("person", name.removeprefix("person."))
    return Act(name, command, request, _tell(name), STANDING, condition=condition)


ACTS: Final[tuple[AnyAct, ...]] = (
    *(_make_act(name) for name in TRACK.events if TRACK.is_told_alone(name)),
    Act(
        "person.correct",
        ("person", "correct"),
        Correct,
        _correct,
        STANDING,
        condition=_as_corrected,
    ),
)
