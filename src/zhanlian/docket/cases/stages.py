"""The case track: one act for each event of its table, and the correction of an event."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Situation
from zhanlian.docket.cases.opening import CASE
from zhanlian.docket.tracks.course import follow
from zhanlian.docket.tracks.grounds import check_ground
from zhanlian.docket.tracks.table import load_track
from zhanlian.docket.tracks.telling import (
    Correct,
    Lengthen,
    TellEvent,
    add_event,
    correct_event,
    load_event,
)
from zhanlian.model.docket.case import Case
from zhanlian.model.docket.record import AnyRecord
from zhanlian.model.docket.track import TrackEvent

TRACK: Final = load_track("case")
_FILED: Final = "case.file"
_LENGTHEN: Final = "case.lengthen"
_HANDED_ON: Final = ("case.move", "case.designate")


def _tell(name: str) -> Callable[[Situation, TellEvent | Lengthen], tuple[AnyRecord, ...]]:
    def decide(situation: Situation, asked: TellEvent | Lengthen) -> tuple[AnyRecord, ...]:
        check_ground(situation, asked)
        return (_settle(situation, add_event(situation, situation.on.body.events, name, asked)),)

    return decide


def _correct(situation: Situation, asked: Correct) -> tuple[AnyRecord, ...]:
    return (_settle(situation, correct_event(situation, situation.on.body.events, asked)),)


def _settle(situation: Situation, events: tuple[TrackEvent, ...]) -> AnyRecord:
    """Return the case as it stands after its events."""
    case, course = situation.on, follow(situation, TRACK, events)
    standing = sorted((one for one in events if one.stands), key=lambda e: (e.at, e.entry))
    filed = [one.at for one in standing if one.event == _FILED]
    units = [one.unit for one in standing if one.event in _HANDED_ON]
    body: Case = replace(
        case.body,
        events=events,
        filed_at=filed[-1] if filed else None,
        designated=units[-1] if units else "",
        unruled=course.unruled,
    )
    return case.change(state=course.stage, body=body, clocks=course.clocks)


def _plain(_situation: Situation, _asked: object) -> str | None:
    return ""


def _as_corrected(situation: Situation, asked: Correct) -> str | None:
    """Return the plain condition where the event itself needed approval: no way around it."""
    wrong = load_event(situation.on.body.events, asked.entry)
    return "" if TRACK.asks_approval(wrong.event) else None


def _make_act(name: str) -> AnyAct:
    request = Lengthen if name == _LENGTHEN else TellEvent
    condition = _plain if TRACK.asks_approval(name) else None
    command = ("case", name.removeprefix("case."))
    return Act(name, command, request, _tell(name), CASE, condition=condition)


ACTS: Final[tuple[AnyAct, ...]] = (
    *(_make_act(name) for name in TRACK.events),
    Act("case.correct", ("case", "correct"), Correct, _correct, CASE, condition=_as_corrected),
)
