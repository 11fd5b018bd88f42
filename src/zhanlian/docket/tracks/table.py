"""Tables of the events of a track: from where each may come, where it leads, what it starts."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

from zhanlian.model.docket.rule import SourceStatus

EVERY: Final = "*"  # all clocks that run


@dataclass(frozen=True, slots=True)
class Start:
    """A clock that an event starts, or starts anew.

    Attributes:
        rule: id of the clock in the tables; also its name in the record.
        when: circumstance under which alone it is started; empty for always.
        back_from: clock from whose end it counts back; empty where it runs from the event.
        since: clock in whose place it comes, and with which it began; empty likewise.
    """

    rule: str
    when: str = ""
    back_from: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One event as it may come from some stages.

    Attributes:
        event: its name.
        stages: from which it may come.
        to: stage that it leads to; empty where the stage stays.
        held: coercive measures under which it may come; empty for any.
        measure: that it puts in force; empty where the one in force stays.
        approval: whether it takes effect only when another person approved it.
        role: that a person must have been recorded with; empty for none.
        told_by: name of the act that alone tells it; empty where it has an act of its own.
        starts: clocks.
        meets, voids: clocks that end with it, as kept or as no longer counting; * for all.
        within: clocks that must not have run out before it.
        after: clock that must have run out before it.
        needs: fields that must be told.
        most: clock whose rule says how often the event may come; empty for any number.
        law, article, status: where the order comes from, and how far that was checked.
        valid_from, valid_to: days between which the entry is in force.
    """

    event: str
    stages: tuple[str, ...]
    law: str
    status: SourceStatus
    valid_from: date
    article: str = ""
    valid_to: date | None = None
    to: str = ""
    held: tuple[str, ...] = ()
    measure: str = ""
    approval: bool = False
    role: str = ""
    told_by: str = ""
    starts: tuple[Start, ...] = ()
    meets: tuple[str, ...] = ()
    voids: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    after: str = ""
    needs: tuple[str, ...] = ()
    most: str = ""

    def fits(self, stage: str, measure: str) -> bool:
        """Return whether the event may come from a stage under a measure."""
        return stage in self.stages and (not self.held or measure in self.held)

    def is_in_force(self, day: date) -> bool:
        """Return whether the entry is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Track:
    """A table.

    Attributes:
        name: of the track, which begins the names of its events.
        stages: all of them, the first one first.
        measures: likewise; a single empty one where the track has none.
        steps: in the order of the file.
    """

    name: str
    stages: tuple[str, ...]
    measures: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def events(self) -> tuple[str, ...]:
        """Names of all events, each once, in the order of the file."""
        return tuple(dict.fromkeys(step.event for step in self.steps))

    def find_step(self, event: str, stage: str, measure: str, day: date) -> Step | None:
        """Return the entry by which an event may come from a stage, or None.

        An event older than all entries is judged by the oldest one: the order of a procedure is
        older than the text that was read.
        """
        fitting = [step for step in self._of(event) if step.fits(stage, measure)]
        oldest = min((step.valid_from for step in self._of(event)), default=day)
        asked = max(day, oldest)
        return next((step for step in fitting if step.is_in_force(asked)), None)

    def list_next(self, stage: str, measure: str, day: date) -> tuple[str, ...]:
        """Return the events that may come from a stage, in the order of the file."""
        return tuple(
            event for event in self.events if self.find_step(event, stage, measure, day) is not None
        )

    def asks_approval(self, event: str) -> bool:
        """Return whether an event takes effect only when another person approved it."""
        return any(step.approval for step in self._of(event))

    def is_told_alone(self, event: str) -> bool:
        """Return whether an event has an act of its own."""
        return not any(step.told_by for step in self._of(event))

    def _of(self, event: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.event == event)


@cache
def load_track(name: str) -> Track:
    """Return the table of a track from the package's data.

    Raises:
        ValueError: an entry names a stage or measure that the table does not have.
    """
    file = resources.files(__package__ or "").joinpath("data", f"{name}.toml")
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    track = Track(
        told["track"],
        tuple(told["stages"]),
        tuple(told.get("measures", [""])),
        tuple(_read_step({**told["source"], **entry}, told["track"]) for entry in told["event"]),
    )
    for step in track.steps:
        _check(step, track)
    return track


def _read_step(entry: Mapping[str, Any], track: str) -> Step:
    told = dict(entry)
    lists = {key: tuple(value) for key, value in told.items() if isinstance(value, list)}
    starts = tuple(Start(**start) for start in told.pop("starts", []))
    event, stages = f"{track}.{told.pop('name')}", tuple(told.pop("from"))
    lists.pop("from", None)
    lists.pop("starts", None)
    told |= {**lists, "status": SourceStatus(told["status"])}
    return Step(event=event, stages=stages, starts=starts, **told)


def _check(step: Step, track: Track) -> None:
    unknown = ({*step.stages, step.to} - {"", *track.stages}) | (
        {*step.held, step.measure} - {"", *track.measures}
    )
    if unknown or not step.stages:
        raise ValueError(f"{step.event}: {sorted(unknown)} in no list of the track {track.name}")
