"""Random events on people in a case: stages, coercive measures, and the clocks of custody.

The model follows a table of its own, written from the law and not from the docket's tables.
Asserted of the docket after every step: nobody is sent for prosecution, indicted or sentenced who
was not caught before, per person and in sum, no custody goes on after its time, and no measure
was taken without somebody else's approval.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

import pytest
from databases import DATABASES
from docket import OpenDocket, do
from driven import APPROVERS, BOTH, EXAMPLES, MOSTLY, WHO, Driven, add_both, drive
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from orders import open_case

from zhanlian.model.docket.record import AnyRecord

APPROVED: Final = ("detain", "request-arrest", "arrest", "bail")
HELD: Final = ("detention", "arrest")
# Stages that an event may come from, the stage it leads to, and the measure that holds then.
STEPS: Final[dict[str, tuple[tuple[str, ...], str, str]]] = {
    "catch": (("known", "released", "bailed"), "caught", ""),
    "detain": (("known", "caught", "released", "bailed"), "detained", "detention"),
    "request-arrest": (("detained", "bailed"), "arrest-requested", ""),
    "refuse-arrest": (("arrest-requested",), "arrest-refused", ""),
    "arrest": (("arrest-requested",), "arrested", "arrest"),
    "bail": (
        (
            "known",
            "caught",
            "detained",
            "arrest-requested",
            "arrest-refused",
            "arrested",
            "released",
        ),
        "bailed",
        "bail",
    ),
    "release": (
        ("caught", "detained", "arrest-requested", "arrest-refused", "arrested", "bailed"),
        "released",
        "unrestrained",
    ),
    "escape": (
        ("caught", "detained", "arrest-requested", "arrest-refused", "arrested"),
        "known",
        "unrestrained",
    ),
    "transfer": (("arrested", "bailed", "released"), "transferred", ""),
    "indict": (("transferred",), "indicted", ""),
    "convict": (("indicted",), "convicted", ""),
}
# After the case went on to the prosecutors a measure ends or changes without the stage going back.
LATER: Final = {
    "release": ("transferred", "indicted", "convicted"),
    "bail": ("transferred", "indicted"),
}
# What must not be late, by which clock; which clock an event starts, and its longest time by law.
WITHIN: Final = {
    "request-arrest": "detention.request",
    "refuse-arrest": "detention.decision",
    "arrest": "detention.decision",
    "transfer": "custody.investigation",
    "indict": "prosecution.review",
}
STARTS: Final = {
    "detain": ("detention.request", timedelta(days=4)),
    "request-arrest": ("detention.decision", timedelta(days=8)),
    "arrest": ("custody.investigation", timedelta(days=63)),
    "transfer": ("prosecution.review", timedelta(days=32)),
}
DEEPEST: Final = {
    "person.request-arrest",
    "person.convict",
    "person.transfer",
    "person.correct",
}  # must be reached, else nothing was tried
LAST: Final = datetime(2025, 12, 1, tzinfo=UTC)


@dataclass
class Stands:
    """What the model knows of a person in the case: events as (entry, name, time)."""

    id: str
    events: list[tuple[int, str, datetime]] = field(default_factory=list)
    entries: int = 0


@dataclass
class Course:
    """Where events lead to; `wrong` tells why the last one may not come."""

    stage: str = "known"
    measure: str = "unrestrained"
    running: dict[str, datetime] = field(default_factory=dict)
    wrong: str = ""


def prepare(opened: OpenDocket) -> str:
    add_both(opened)
    case = open_case(opened)
    do(opened, "li", "case.join", case, member=BOTH)
    return case


class People(Driven):
    """Suspects of one case."""

    world: str

    def __init__(self) -> None:
        super().__init__()
        self.people: dict[str, Stands] = {}
        self.dues: dict[tuple[str, datetime], datetime] = {}

    def follow(self, events: list[tuple[int, str, datetime]]) -> Course:
        course = Course()
        for _, name, at in sorted(events, key=lambda one: (one[2], one[0])):
            self.step(course, name, at)
            if course.wrong:
                break
        return course

    def step(self, course: Course, name: str, at: datetime) -> None:
        sources, stage, measure = STEPS[name]
        later = course.stage in LATER.get(name, ())
        held = course.measure in HELD
        if not later and course.stage not in sources:
            course.wrong = f"{name} at {course.stage}"
        elif later and course.measure == measure:
            course.wrong = "the same measure"
        due = course.running.get(WITHIN.get(name, ""))
        if due is not None and due <= at:
            course.wrong = course.wrong or "late"
        if course.wrong:
            return
        course.running.pop(WITHIN.get(name, ""), None)
        if name in ("bail", "release", "escape"):
            course.running.clear()
        if name in STARTS and (held or name in ("detain", "arrest")):
            clock = STARTS[name][0]
            course.running[clock] = self.dues.get((clock, at), at + timedelta(days=9999))
        course.stage = course.stage if later else stage
        course.measure = measure or course.measure

    @precondition(lambda self: len(self.people) < 3)
    @rule(who=WHO)
    def add(self, who: str) -> None:
        def effect(records: tuple[AnyRecord, ...]) -> None:
            self.people[records[1].id] = Stands(records[1].id)

        told = {"name": "甲某某", "role": ["suspect"], "source": "合成文书"}
        self.ask(who, "person.add", self.world, lambda: "", effect, told)

    def tell_event(self, who: str, name: str, person: Stands) -> None:
        at = self.opened.now
        told = {"authority": "合成公安局", "paper": "合成字1号", "place": "合成口岸"}

        def refused() -> str:
            return self.follow([*person.events, (person.entries + 1, name, at)]).wrong

        def effect(records: tuple[AnyRecord, ...]) -> None:
            person.entries += 1
            person.events.append((person.entries, name, at))
            clock, longest = STARTS.get(name, ("", timedelta()))
            running = next((o for r in records if (o := r.clock(clock)) is not None), None)
            if running is not None and running.started == at:
                assert running.due - at <= longest
                self.dues[clock, at] = running.due

        told |= {"at": at.isoformat(), "source": "合成文书"}
        self.ask(who, f"person.{name}", person.id, refused, effect, told)

    @precondition(lambda self: self.people)
    @rule(who=WHO, name=st.sampled_from(tuple(STEPS)), data=st.data())
    def tell(self, who: str, name: str, data: st.DataObject) -> None:
        self.tell_event(who, name, self.people[self.pick(data, self.people)])

    @precondition(lambda self: self.people)
    @rule(who=WHO, by=MOSTLY, data=st.data())
    def go_on(self, who: str, by: str, data: st.DataObject) -> None:
        """Do what may come next: the way to a judgment is long."""
        if any(one.is_open for one in self.drafts.values()):
            self.approve(by, data)
            return
        person = self.people[self.pick(data, self.people)]
        at, entry = self.opened.now, person.entries + 1
        fit = [one for one in STEPS if not self.follow([*person.events, (entry, one, at)]).wrong]
        if fit:
            self.tell_event(who, data.draw(st.sampled_from(fit)), person)

    # Held under more than one name a rule is chosen as often.
    on_and_on = go_further = go_on

    @precondition(lambda self: any(one.events for one in self.people.values()))
    @rule(who=WHO, data=st.data())
    def drop(self, who: str, data: st.DataObject) -> None:
        """Correct: an event never happened."""
        person = self.people[
            self.pick(data, (one.id for one in self.people.values() if one.events))
        ]
        wrong = data.draw(st.sampled_from(person.events))

        def refused() -> str:
            if wrong not in person.events:
                return "superseded"
            return self.follow([one for one in person.events if one != wrong]).wrong

        def effect(_: tuple[AnyRecord, ...]) -> None:
            person.events.remove(wrong)

        told: dict[str, Any] = {"entry": wrong[0], "reason": "合成", "drop": True}
        self.ask(who, "person.correct", person.id, refused, effect, told)

    @precondition(lambda self: any(one.is_open for one in self.drafts.values()))
    @rule(who=APPROVERS, data=st.data())
    def agree(self, who: str, data: st.DataObject) -> None:
        self.approve(who, data)

    @precondition(lambda self: self.opened.now < LAST)
    @rule(hours=st.sampled_from((1, 1, 20, 80, 24 * 8, 24 * 50, 24 * 80)))
    def wait(self, hours: int) -> None:
        self.opened.pass_time(hours=hours)

    @invariant()
    def whoever_is_sent_on_or_sentenced_was_caught(self) -> None:
        counts = dict.fromkeys(("caught", "transferred", "sentenced"), 0)
        for record in self.list_kinds("standing"):
            model = self.follow(self.people[record.id].events)
            assert (record.state, record.body.coercion) == (model.stage, model.measure)
            stood = {one.event.removeprefix("person.") for one in record.body.events if one.stands}
            caught = bool(stood & {"catch", "detain", "bail"})
            assert caught or not stood & {"transfer", "indict", "convict"}
            assert "indict" in stood or "convict" not in stood
            counts["caught"] += caught
            counts["transferred"] += "transfer" in stood
            counts["sentenced"] += "convict" in stood
        assert max(counts["transferred"], counts["sentenced"]) <= counts["caught"]

    @invariant()
    def custody_goes_on_within_its_time_and_with_approval_only(self) -> None:
        for record in self.list_kinds("standing"):
            model = self.follow(self.people[record.id].events)
            for clock, due in model.running.items():
                shown = record.clock(clock)
                assert shown is not None
                assert (shown.due, shown.state.value) == (due, "running")
        for one in sorted(self.touched):
            versions = self.list_versions(one)
            for before, after in pairwise(versions):
                if after.kind == "standing" and len(after.body.events) > len(before.body.events):
                    event = after.body.events[-1].event.removeprefix("person.")
                    assert after.approvals or event not in APPROVED, event
        self.check_touched()


@pytest.mark.parametrize("database", DATABASES)
def test_random_events_on_people_break_nothing(database: str) -> None:
    reached = drive(People, database, prepare, examples=EXAMPLES[database])
    assert database != "sqlite" or set(reached) >= DEEPEST, reached
