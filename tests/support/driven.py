"""Dockets driven at random: a model says of every act whether it must succeed or fail.

A machine prepares its docket once; every example begins with the rows that stood there then. The
number of examples is small and always the same ones; ``ZHANLIAN_TEST_EXAMPLES`` multiplies it and
lets Hypothesis choose others.
"""

import itertools
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final

from databases import fresh_schema
from docket import OWN, OpenDocket, do, open_docket
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import insert, select
from whole_docket import find_damage, find_half, make_quick

from zhanlian.app.docket.perform import Asked, Done, perform
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.registry import KINDS
from zhanlian.errors import ZhanlianError
from zhanlian.model.docket.record import AnyRecord
from zhanlian.model.docket.rule import Level
from zhanlian.store.docket import Docket
from zhanlian.store.engine import open_engine, read_transaction, write_transaction
from zhanlian.store.schema import create_tables, metadata

BOTH: Final = "shi"  # case officer and approver at once: may draft and approve, never the same
OFFICERS: Final = ("li", BOTH)
LEVELS: Final = {"zhao": Level.COUNTY, "qian": Level.PROVINCE, BOTH: Level.PROVINCE}
# Mostly those who may: what is refused for the right alone is soon tried enough.
WHO: Final = st.sampled_from((*("li",) * 5, *(BOTH,) * 5, "sun", "mm-li", "root1"))
AUTHOR: Final = "the author"  # whoever drafted it
APPROVERS: Final = st.sampled_from((*("qian",) * 6, *LEVELS, AUTHOR, AUTHOR, "li", "mm-zhao"))
EXAMPLES: Final = {"sqlite": 24, "postgresql": 4}
MOSTLY: Final = st.sampled_from((*("qian",) * 5, "zhao", AUTHOR))
_TIMES: Final = int(os.environ.get("ZHANLIAN_TEST_EXAMPLES", "1"))


class Copies:
    """A docket that was prepared once, given as it stood then as often as one is wanted.

    Attributes:
        world: what preparing it gave: ids of what stands there.
    """

    def __init__(
        self, place: Path | str, folder: Path, prepare: Callable[[OpenDocket], Any]
    ) -> None:
        self.engine = open_engine(place)
        create_tables(self.engine)
        if isinstance(place, Path):
            make_quick(self.engine)
        opened = open_docket(folder, self.engine)
        self.world = prepare(opened)
        self._now = opened.now
        with read_transaction(self.engine) as connection:
            self._rows = {
                table: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in metadata.sorted_tables
            }

    def take(self) -> OpenDocket:
        """Return the docket as it was prepared; what was done since is gone."""
        with write_transaction(self.engine) as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
            for table, rows in self._rows.items():
                if rows:
                    connection.execute(insert(table), rows)
        return OpenDocket(Docket(self.engine), self._now, itertools.count(1001))


def add_both(opened: OpenDocket) -> None:
    """Add the account that may draft and approve."""
    told: dict[str, Any] = {"name": BOTH, "party": OWN, "level": "province"}
    do(opened, "root1", "user.add", role=["approver", "case-officer"], **told)


@dataclass
class Waiting:
    """What the model knows of a draft.

    Attributes:
        version: of its target when it was drafted; None where the act only adds beside it.
        refused: why it could not take effect now, or an empty text.
        effect: what the model does when it took effect.
    """

    author: str
    target: str
    version: int | None
    level: Level
    needed: int
    refused: Callable[[], str]
    effect: Callable[[tuple[AnyRecord, ...]], None]
    given: list[str] = field(default_factory=list)
    is_open: bool = True


class Driven(RuleBasedStateMachine):
    """A docket under random acts: what every machine shares."""

    copies: ClassVar[Copies]
    levels: ClassVar[Mapping[str, Level]] = LEVELS
    reached: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.opened = self.copies.take()
        self.world = self.copies.world
        self.drafts: dict[str, Waiting] = {}
        self.touched: set[str] = set()
        self.versions = {one.id: one.version for one in self.list_kinds()}

    def list_kinds(self, *kinds: str) -> list[AnyRecord]:
        """Return what is in the docket of some kinds, or of all."""
        with self.opened.docket.read_records() as desk:
            return [to_record(one) for one in desk.list(None, kinds=kinds or tuple(KINDS))]

    def list_versions(self, record: str) -> list[AnyRecord]:
        """Return all versions of a record, the first one first."""
        with self.opened.docket.read_records() as desk:
            return [to_record(one) for one in desk.list_versions(record)]

    def ask(
        self,
        who: str,
        act: str,
        target: str | None,
        refused: Callable[[], str],
        effect: Callable[[tuple[AnyRecord, ...]], None],
        told: Mapping[str, object],
        *,
        adds: bool = False,
    ) -> None:
        """Ask for an act, and hold what comes of it against the model."""
        why = self.refuses(who, act, target) or refused()
        done = self._perform(who, Asked(act, told, target), why)
        if done is None:
            return
        if done.draft is None:
            effect(done.records)
            return
        body = done.draft.body
        version = None if adds or target is None else self.versions[target]
        self.drafts[done.draft.id] = Waiting(
            who, target or "", version, body.level, body.approvers, refused, effect
        )

    @staticmethod
    def pick(data: st.DataObject, found: Iterable[str], good: Iterable[str] = ()) -> str:
        """Return one of some ids: mostly of the good ones, the rest must be refused."""
        likely = sorted(good)
        if likely and data.draw(st.sampled_from((True, True, True, False))):
            return data.draw(st.sampled_from(likely))
        return data.draw(st.sampled_from(sorted(found)))

    def refuses(self, who: str, _act: str, _target: str | None) -> str:
        """Return why somebody may not ask for an act at all, or an empty text."""
        return "" if who in OFFICERS else "no right"

    def approve(self, who: str, data: st.DataObject) -> None:
        """Approve one of the drafts, or fail as the model says."""
        opened = [name for name, one in self.drafts.items() if one.is_open]
        name = self.pick(data, self.drafts, opened)
        draft = self.drafts[name]
        who = draft.author if who == AUTHOR else who
        last = len(draft.given) + 1 >= draft.needed
        why = self._refuses_approval(who, draft) or (self._refuses_effect(draft) if last else "")
        done = self._perform(who, Asked("draft.approve", {}, name), why)
        if done is None:
            return
        draft.given.append(who)
        draft.is_open = not last
        for record in done.records[1:]:
            assert {one.by for one in record.approvals} == set(draft.given)
        if last:
            draft.effect(done.records[1:])

    def _refuses_approval(self, who: str, draft: Waiting) -> str:
        if who not in self.levels:
            return "no approver"
        if not draft.is_open:
            return "not open"
        if who == draft.author:
            return "own draft"
        if who in draft.given:
            return "twice"
        return "" if self.levels[who].reaches(draft.level) else "level"

    def _refuses_effect(self, draft: Waiting) -> str:
        if draft.version is not None and self.versions[draft.target] != draft.version:
            return "target changed"
        return draft.refused()

    def _perform(self, who: str, asked: Asked, why: str) -> Done | None:
        """Return what was done, or None where it was refused as it must be."""
        try:
            done = perform(self.opened.docket, who, asked, self.opened.surroundings)
        except ZhanlianError as error:
            assert why, (asked, who, error)
            return None
        assert not why, (asked, who, why)
        self.reached[asked.act if done.draft is None else f"{asked.act}.draft"] += 1
        self.reached[done.act] += done.act != asked.act
        for record in done.records:
            assert record.version == self.versions.get(record.id, 0) + 1, record
            self.versions[record.id] = record.version
            self.touched.add(record.id)
        return done

    def check_touched(self) -> None:
        """Hold what the last acts wrote against what holds for every record."""
        for record in sorted(self.touched):
            versions = self.list_versions(record)
            assert [one.version for one in versions] == list(range(1, len(versions) + 1))
            assert versions[-1].version == self.versions[record]
            for one in versions:
                names = [approval.by for approval in one.approvals]
                assert len(set(names)) == len(names), record
                assert one.kind != "draft" or one.author not in names, record
        self.touched.clear()

    def teardown(self) -> None:
        assert find_damage(self.opened.docket.engine) == []
        assert find_half(self.opened.docket.list_audit_lines()) == []


def drive(
    machine: type[Driven],
    database: str,
    prepare: Callable[[OpenDocket], Any],
    *,
    examples: int,
    steps: int = 40,
) -> Counter[str]:
    """Run a machine on one database; return how often each act took effect."""
    reached = Counter[str]()
    with tempfile.TemporaryDirectory() as name, _find_place(database, Path(name)) as place:
        copies = Copies(place, Path(name), prepare)
        on = type(machine.__name__, (machine,), {"copies": copies, "reached": reached})
        told = settings(
            max_examples=examples * _TIMES,
            stateful_step_count=steps,
            derandomize=_TIMES == 1,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        try:
            run_state_machine_as_test(on, settings=told)
        finally:
            copies.engine.dispose()
    return reached


@contextmanager
def _find_place(database: str, folder: Path) -> Iterator[Path | str]:
    if database == "sqlite":
        yield folder / "docket.sqlite"
        return
    with fresh_schema() as url:
        yield url
