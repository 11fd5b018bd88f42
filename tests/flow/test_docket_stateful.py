"""Random legal and illegal acts against a simple model: no illegal state, no invariant broken.

What the model cannot foresee (whether the law allows a second stop) is left to the invariants,
which are asked of the docket itself after every step; rights, approvals and versions are foreseen.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final

import pytest
from databases import fresh_schema
from docket import OpenDocket, do, open_docket
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from orders import FREEZE, STOP, filed_case
from whole_docket import find_damage, find_half

from zhanlian.app.docket.perform import Asked, perform
from zhanlian.app.docket.stored import to_record
from zhanlian.errors import ConflictError, DeniedError, NotFoundError, StateError, ZhanlianError
from zhanlian.model.docket.record import MEMBER, AnyRecord
from zhanlian.model.docket.rule import Level
from zhanlian.store.engine import open_engine
from zhanlian.store.schema import create_tables

OFFICERS: Final = ("li",)
LEVELS: Final = {"zhao": Level.COUNTY, "qian": Level.PROVINCE}
PEOPLE: Final = ("li", "zhao", "qian", "sun", "wu", "root1", "mm-li", "mm-zhao")
ACCOUNTS: Final = ("6200 0000 0000 0001", "6200000000000001", "6200 0000 0000 0002")
IN_CASE: Final = frozenset(("li", "zhao", "qian"))


@dataclass
class DraftModel:
    """What is known of a draft."""

    author: str
    case: str
    level: Level
    needed: int
    state: str = "open"
    given: list[str] = field(default_factory=list)


class Acts(RuleBasedStateMachine):
    """Cases, their members, drafts of stops and freezes, and what follows from them."""

    url: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.place = self._places()
        place = self.place.__enter__()
        engine = open_engine(place)
        create_tables(engine)
        self.opened: OpenDocket = open_docket(Path(self.folder.name), engine)
        self.members: dict[str, set[str]] = {}
        self.drafts: dict[str, DraftModel] = {}
        self.versions: Counter[str] = Counter()

    @contextmanager
    def _places(self) -> Iterator[Path | str]:
        if self.url == "sqlite":
            yield Path(self.folder.name) / "docket.sqlite"
        else:
            with fresh_schema() as url:
                yield url

    @initialize()
    def begin(self) -> None:
        case = filed_case(self.opened, "合成案甲")
        self.members[case] = set(IN_CASE)
        for record in self._list("case", "draft"):
            self.versions[record.id] = record.version

    def attempt(
        self, who: str, act: str, target: str, version: int | None = None, **request: Any
    ) -> ZhanlianError | None:
        """Return what refused an act, or None; what it wrote is counted."""
        asked = Asked(act, request, target, version)
        try:
            done = perform(self.opened.docket, who, asked, self.opened.surroundings)
        except ZhanlianError as error:
            return error
        for record in done.records:
            assert record.version == self.versions[record.id] + 1
            self.versions[record.id] = record.version
        if done.draft is not None:
            body, case = done.draft.body, done.draft.case
            assert case is not None
            self.drafts[done.draft.id] = DraftModel(who, case, body.level, body.approvers)
        return None

    def _list(self, *kinds: str) -> list[AnyRecord]:
        with self.opened.docket.read_records() as desk:
            return [to_record(one) for one in desk.list(None, kinds=kinds)]

    def _pick(self, data: st.DataObject, *kinds: str) -> AnyRecord | None:
        found = sorted(self._list(*kinds), key=lambda one: one.id)
        return data.draw(st.sampled_from(found)) if found else None

    @rule(who=st.sampled_from(PEOPLE), name=st.sampled_from(("合成案乙", "合成案丙")))
    def open_case(self, who: str, name: str) -> None:
        try:
            made = do(self.opened, who, "case.open", name=name).records[0]
        except ZhanlianError:
            taken = any(record.body.name == name for record in self._list("case"))
            assert taken or who not in ("li", "mm-li")
            return
        assert who in ("li", "mm-li")
        self.versions[made.id] = 1
        self.members[made.id] = {who}

    @rule(
        who=st.sampled_from(PEOPLE),
        member=st.sampled_from(PEOPLE),
        data=st.data(),
        leave=st.booleans(),
    )
    def change_members(self, who: str, member: str, data: st.DataObject, leave: bool) -> None:
        case = data.draw(st.sampled_from(sorted(self.members)))
        there = self.members[case]
        old = data.draw(st.booleans())
        version = self.versions[case] - 1 if old and self.versions[case] > 1 else None
        told: dict[str, Any] = {"reason": "合成"} if leave else {}
        act = "case.leave" if leave else "case.join"
        error = self.attempt(who, act, case, version, member=member, **told)
        if who not in there:
            assert isinstance(error, NotFoundError)
        elif who not in ("li", "mm-li"):
            assert isinstance(error, DeniedError)
        elif version is not None:
            assert isinstance(error, ConflictError)
        elif leave:
            assert (error is None) is (member in there and len(there) > 1)
        else:
            same = member.startswith("mm-") is who.startswith("mm-")
            assert (error is None) is (same and member not in there)
        if error is None:
            there ^= {member}

    @rule(
        who=st.sampled_from(PEOPLE),
        account=st.sampled_from(ACCOUNTS),
        alarm=st.sampled_from(("合成-警-1", "合成-警-2")),
        freeze=st.booleans(),
        data=st.data(),
    )
    def draft_order(
        self, who: str, account: str, alarm: str, freeze: bool, data: st.DataObject
    ) -> None:
        case = data.draw(st.sampled_from(sorted(self.members)))
        before = len(self.drafts)
        if freeze:
            told = {**FREEZE, "account": account}
        else:
            told = {**STOP, "account": account, "alarm": alarm, "victim": f"合成{alarm}"}
        error = self.attempt(who, "freeze.order" if freeze else "stop.order", case, **told)
        if who not in self.members[case]:
            assert isinstance(error, NotFoundError)
        assert (len(self.drafts) > before) is (error is None)

    @precondition(lambda self: self.drafts)
    @rule(
        who=st.sampled_from(PEOPLE),
        act=st.sampled_from(("approve", "approve", "approve", "refuse", "withdraw")),
        data=st.data(),
    )
    def end_draft(self, who: str, act: str, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.drafts)))
        draft = self.drafts[name]
        told: dict[str, Any] = {} if act == "approve" else {"reason": "合成"}
        error = self.attempt(who, f"draft.{act}", name, **told)
        expected = self._foresee(who, act, draft)
        if expected is not None:
            assert isinstance(error, expected), (who, act, draft, error)
        if error is None:
            assert expected is None
            if act == "approve":
                draft.given.append(who)
                draft.state = "approved" if len(draft.given) >= draft.needed else "open"
            else:
                draft.state = {"refuse": "refused", "withdraw": "withdrawn"}[act]

    def _foresee(self, who: str, act: str, draft: DraftModel) -> type[ZhanlianError] | None:
        """Return the error that must come, or None where it is for the law to say."""
        if who not in self.members[draft.case]:
            return NotFoundError
        if act == "withdraw":
            if who not in (*LEVELS, "li", "sun", "mm-li", "mm-zhao"):
                return DeniedError
            return StateError if draft.state != "open" else self._unless(who == draft.author)
        if who not in LEVELS and who != "mm-zhao":
            return DeniedError
        if draft.state != "open":
            return StateError
        if act == "refuse":
            return None
        if who in draft.given:
            return StateError
        return self._unless(LEVELS.get(who, Level.COUNTY).reaches(draft.level))

    @staticmethod
    def _unless(allowed: bool) -> type[ZhanlianError] | None:
        return None if allowed else DeniedError

    @rule(
        act=st.sampled_from(("stop.send", "stop.execute", "stop.extend", "stop.lift")),
        data=st.data(),
    )
    def go_on_with_a_stop(self, act: str, data: st.DataObject) -> None:
        stop = self._pick(data, "stop")
        at = self.opened.now.isoformat()
        extend = {"request_no": "合成-止-9", "officer": STOP["officer"], "reason": "合成"}
        told = {
            "stop.extend": extend,
            "stop.lift": {"at": at, "reason": "合成"},
        }.get(act, {"at": at})
        if stop is not None:
            self.attempt("li", act, stop.id, **told)

    @rule(
        act=st.sampled_from(("freeze.execute", "freeze.renew", "freeze.lapse", "freeze.release")),
        data=st.data(),
    )
    def go_on_with_a_freeze(self, act: str, data: st.DataObject) -> None:
        freeze = self._pick(data, "freeze")
        told: dict[str, Any] = {
            "freeze.execute": {"at": self.opened.now.isoformat(), "frozen": "100000.00 CNY"},
            "freeze.lapse": {},
        }.get(act, {"reason": "合成"})
        if freeze is not None:
            self.attempt("li", act, freeze.id, **told)

    @rule(hours=st.sampled_from((1, 30, 49, 24 * 190)))
    def wait(self, hours: int) -> None:
        self.opened.pass_time(hours=hours)

    @invariant()
    def orders_have_their_approval_by_others(self) -> None:
        for record in self._list("stop", "freeze", "draft"):
            with self.opened.docket.read_records() as desk:
                versions = [to_record(one) for one in desk.list_versions(record.id)]
            assert [one.version for one in versions] == list(range(1, len(versions) + 1))
            for one in versions:
                names = [approval.by for approval in one.approvals]
                assert len(set(names)) == len(names)
                assert one.author not in names
            if record.kind != "draft":
                assert versions[0].approvals

    @invariant()
    def an_account_has_one_freeze_in_force_and_two_stops_for_a_loss(self) -> None:
        now, frozen, stopped = self.opened.now, Counter[str](), Counter[tuple[str, str]]()
        for record in self._list("stop", "freeze"):
            account = record.body.account.replace(" ", "")
            if record.kind == "stop":
                if record.state != "withdrawn":
                    stopped[account, record.body.alarm] += 1
            elif record.state == "active":
                term = record.clock("term")
                assert term is not None
                frozen[account] += not term.has_run_out(now)
        assert max(frozen.values(), default=0) <= 1
        assert max(stopped.values(), default=0) <= 2

    @invariant()
    def members_are_those_of_the_model(self) -> None:
        for record in self._list("case"):
            assert set(record.values(MEMBER)) == self.members[record.id]
            assert record.version == self.versions[record.id]

    def teardown(self) -> None:
        engine = self.opened.docket.engine
        try:
            if self.members:
                assert find_damage(engine) == []
                assert find_half(self.opened.docket.list_audit_lines()) == []
        finally:
            engine.dispose()
            self.place.__exit__(None, None, None)
            self.folder.cleanup()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_random_acts_reach_no_illegal_state(database: str) -> None:
    machine = type("ActsOn", (Acts,), {"url": database})
    machine.TestCase.settings = settings(  # type: ignore[attr-defined]
        max_examples=12,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    if database == "postgresql":
        with fresh_schema():  # skips where there is no server
            pass
    machine.TestCase("runTest").runTest()  # type: ignore[attr-defined]
