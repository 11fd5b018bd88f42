"""The course of a track: the stage, the measure and the clocks that follow from its events.

It is told anew from the first event with every change, so that a correction has the effect that
the right entry would have had.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from zhanlian.docket.act import Situation
from zhanlian.docket.timers import set_clock
from zhanlian.docket.tracks.table import EVERY, Start, Step, Track
from zhanlian.errors import InputError, NotFoundError, StateError, Words
from zhanlian.model.docket.record import ClockState, RunningClock
from zhanlian.model.docket.track import TrackEvent
from zhanlian.model.zone import local_day

_NOT_IN_FORCE: Final = "error.rule-not-in-force"
_KINDS: Final = {"case": "case", "person": "standing"}  # kind of record that a track is told on


@dataclass
class _Running:
    """A clock while the course is told, with what it was lengthened by."""

    clock: RunningClock
    start: Start
    extensions: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Course:
    """Where a track stands.

    Attributes:
        stage, measure: after the last event that stands.
        clocks: all that were started, in their order, with their state.
        unruled: clocks that no table in use covers on the day of their event; they are not set.
    """

    stage: str
    measure: str
    clocks: tuple[RunningClock, ...]
    unruled: tuple[str, ...]


def follow(
    situation: Situation,
    track: Track,
    events: Iterable[TrackEvent],
    circumstances: Collection[str] = (),
) -> Course:
    """Return where a track stands after its events, by their dates; entry decides between equals.

    Args:
        situation: whose tables of clocks are asked.
        track: the table of the order.
        events: those that a correction superseded do not count.
        circumstances: on which steps and clocks depend: a role, ``foreign``.

    Raises:
        StateError: an event may not come where it stands.
        InputError: an event lacks what it needs.
    """
    told = _Told(situation, track, frozenset(circumstances))
    for event in sorted((one for one in events if one.stands), key=lambda e: (e.at, e.entry)):
        told.tell(event)
    return told.finish()


class _Told:
    """A course in the making."""

    def __init__(self, situation: Situation, track: Track, circumstances: frozenset[str]) -> None:
        self._situation, self._track, self._circumstances = situation, track, circumstances
        self._stage, self._measure = track.stages[0], track.measures[0]
        self._clocks: dict[str, _Running] = {}
        self._unruled: list[str] = []
        self._counts: dict[str, int] = {}

    def tell(self, event: TrackEvent) -> None:
        step = self._load_step(event)
        self._check(step, event)
        self._counts[event.event] = self._counts.get(event.event, 0) + 1
        self._stop(step.meets, ClockState.MET)
        self._stop(step.voids, ClockState.VOID)
        if event.extends:
            self._lengthen(event)
        for start in step.starts:
            if not start.when or start.when in self._circumstances:
                self._start(start, event)
        self._stage, self._measure = step.to or self._stage, step.measure or self._measure

    def finish(self) -> Course:
        clocks = tuple(running.clock for running in self._clocks.values())
        return Course(self._stage, self._measure, clocks, tuple(dict.fromkeys(self._unruled)))

    def _load_step(self, event: TrackEvent) -> Step:
        day = local_day(event.at)
        step = self._track.find_step(event.event, self._stage, self._measure, day)
        if step is None:
            possible = self._track.list_next(self._stage, self._measure, day)
            raise StateError(
                "error.track-order",
                event=_told(event),
                at=event.at,
                stage=self._tell_standing(),
                possible=Words(*(f"choice.{one}" for one in possible)) if possible else "-",
            )
        return step

    def _tell_standing(self) -> Words:
        stage = f"state.{_KINDS[self._track.name]}.{self._stage}"
        return Words(stage, *(f"choice.{one}" for one in (self._measure,) if one))

    def _check(self, step: Step, event: TrackEvent) -> None:
        for name in step.needs:
            if not getattr(event, name).strip():
                raise InputError(
                    "error.track-needs", event=_told(event), field=Words(f"field.{name}")
                )
        if step.role and step.role not in self._circumstances:
            raise StateError(
                "error.track-role", event=_told(event), role=Words(f"choice.{step.role}")
            )
        for name in step.within:
            self._demand_running(name, event)
        waits = self._clocks.get(step.after)
        if waits is not None and waits.clock.due > event.at:
            raise StateError(
                "error.track-early",
                event=_told(event),
                clock=_titled(step.after),
                due=waits.clock.due,
            )
        if step.most:
            today = local_day(self._situation.now)
            most = self._situation.rules.clock(step.most, today).most
            if self._counts.get(event.event, 0) >= most:
                raise StateError("error.track-most", event=_told(event), most=most)

    def _demand_running(self, name: str, event: TrackEvent) -> None:
        running = self._clocks.get(name)
        if running is not None and running.clock.has_run_out(event.at):
            raise StateError(
                "error.track-late", event=_told(event), clock=_titled(name), due=running.clock.due
            )

    def _stop(self, names: tuple[str, ...], state: ClockState) -> None:
        for name in self._clocks if EVERY in names else names:
            running = self._clocks.get(name)
            if running is not None and running.clock.state is ClockState.RUNNING:
                running.clock = replace(running.clock, state=state)

    def _start(self, start: Start, event: TrackEvent) -> None:
        base = self._clocks.get(start.back_from or start.since)
        if (start.back_from or start.since) and base is None:
            return  # its base is not covered by the tables either, which is told there
        try:
            clock = self._set(start, event, base)
        except NotFoundError as error:
            if error.key != _NOT_IN_FORCE:
                raise
            self._unruled.append(start.rule)
            return
        self._clocks.pop(start.rule, None)
        self._clocks[start.rule] = _Running(clock, start)

    def _set(self, start: Start, event: TrackEvent, base: _Running | None) -> RunningClock:
        if base is None:
            return set_clock(self._situation, start.rule, event.at)
        if start.since:
            return set_clock(self._situation, start.rule, base.clock.started)
        # A day ends at midnight, which is already the next day's: its last moment is counted from.
        end = base.clock.due - timedelta(microseconds=1)
        clock = set_clock(self._situation, start.rule, end)
        return replace(clock, started=event.at, warn=min(clock.warn, clock.due))

    def _lengthen(self, event: TrackEvent) -> None:
        day, rules = local_day(event.at), self._situation.rules
        bases = rules.clock(event.extends, day).extends
        for name, running in self._clocks.items():
            if running.clock.state is not ClockState.RUNNING:
                continue
            if {name, *running.extensions} & set(bases):
                self._demand_running(name, event)
                running.extensions.append(event.extends)
                running.clock = set_clock(
                    self._situation, name, running.clock.started, extensions=running.extensions
                )
                self._follow_base(name, event)
                return
        told = {"extends": _titled(event.extends), "bases": _titled(*bases)}
        raise StateError("error.track-extends", **told)

    def _follow_base(self, name: str, event: TrackEvent) -> None:
        """Set anew what counts back from a clock, while it can be lengthened further."""
        day, rules = local_day(event.at), self._situation.rules
        further = any(event.extends in rule.extends for rule in rules.list_clocks(day))
        for running in tuple(self._clocks.values()):
            if running.start.back_from != name:
                continue
            if further:
                self._start(running.start, event)
            else:
                self._stop((running.start.rule,), ClockState.VOID)


def _told(event: TrackEvent) -> Words:
    return Words(f"choice.{event.event}")


def _titled(*rules: str) -> Words:
    return Words(*(f"rule-title.{rule}" for rule in rules))
