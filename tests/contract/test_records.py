"""What every database must do with records: versions, scopes, unique marks, derived rows."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest
from docket import NOW
from sqlalchemy import Engine, delete, insert, update
from whole_docket import find_damage

from zhanlian.errors import StateError, StoreError
from zhanlian.store.audit import Act
from zhanlian.store.docket import Docket
from zhanlian.store.engine import write_transaction
from zhanlian.store.record_tables import clock, mark, record, record_version
from zhanlian.store.records import StoredVersion, write_content
from zhanlian.store.scope import Scope
from zhanlian.store.tables import audit_line

ACT: Final = Act("甲某某", NOW)
CLOCK: Final = {
    "name": "c",
    "rule": "freeze",
    "policy": "合成",
    "started": NOW.isoformat(),
    "due": "2024-10-01T00:00:00.000000+00:00",
    "warn": "2024-09-30T00:00:00.000000+00:00",
    "state": "running",
}


@pytest.fixture
def docket(docket_engine: Engine) -> Docket:
    return Docket(docket_engine)


def make(
    record_id: str,
    *marks: tuple[str, str, int],
    version: int = 1,
    body: dict[str, Any] | None = None,
    case: str | None = None,
    party: str = "wz",
    clocks: tuple[dict[str, str], ...] = (),
) -> StoredVersion:
    content = write_content(body or {"name": "合成"}, [list(one) for one in marks], clocks, [])
    return StoredVersion(record_id, version, "case", case, party, "open", "li", content)


def write(docket: Docket, *versions: StoredVersion, action: str = "test.write") -> None:
    with docket.write_records() as desk:
        desk.write(ACT, action, versions)


def find(docket: Docket, record_id: str, scope: Scope | None = None) -> StoredVersion | None:
    with docket.read_records() as desk:
        return desk.find(record_id, scope)


def test_the_newest_version_stands_and_all_are_kept(docket: Docket) -> None:
    write(docket, make("a"))
    write(docket, make("a", version=2, body={"name": "合成二"}))
    newest = find(docket, "a")
    assert newest is not None
    assert (newest.version, newest.by) == (2, "甲某某")
    with docket.read_records() as desk:
        assert [one.version for one in desk.list_versions("a")] == [1, 2]


def test_before_holds_only_what_a_version_replaces(docket: Docket) -> None:
    write(docket, make("a", body={"name": "合成", "code": "9.06"}))
    write(docket, make("a", ("x", "1", 0), version=2, body={"name": "合成二", "code": "9.06"}))
    first, second = docket.list_audit_lines()
    assert first.before is None
    told = json.loads(second.before or "")
    assert told == {"version": 1, "marks": [], "body": {"name": "合成"}}


def test_a_version_that_was_written_already_or_leaves_a_gap_is_refused(docket: Docket) -> None:
    write(docket, make("a"))
    for version in (1, 3):
        with pytest.raises(StoreError):
            write(docket, make("a", version=version))
    assert len(docket.list_audit_lines()) == 1
    assert find_damage(docket.engine) == []


def test_a_unique_mark_is_carried_by_one_record_at_a_time(docket: Docket) -> None:
    write(docket, make("a", ("name", "合成", 1)))
    with pytest.raises(StateError) as told:
        write(docket, make("b", ("name", "合成", 1)))
    assert told.value.key == "error.docket-taken"
    write(docket, make("b", ("name", "合成", 0)))
    write(docket, make("a", version=2))
    write(docket, make("c", ("name", "合成", 1)))
    assert find_damage(docket.engine) == []


def test_one_act_may_hand_a_unique_mark_over(docket: Docket) -> None:
    write(docket, make("a", ("name", "合成", 1)))
    write(docket, make("b", ("name", "合成", 1)), make("a", version=2))
    assert find_damage(docket.engine) == []


def test_an_act_that_fails_leaves_nothing(docket: Docket) -> None:
    write(docket, make("a", ("name", "合成", 1)))
    with pytest.raises(StateError):
        write(docket, make("b"), make("c", ("name", "合成", 1)))
    assert find(docket, "b") is None
    assert len(docket.list_audit_lines()) == 1


def scope(actor: str = "li", party: str = "wz", **kinds: frozenset[str]) -> Scope:
    told = kinds or {"kinds_own": frozenset(("case",)), "kinds_released": frozenset(("case",))}
    nothing: frozenset[str] = frozenset()
    own, released = told.get("kinds_own", nothing), told.get("kinds_released", nothing)
    return Scope(actor, party, own, released, told.get("kinds_all", nothing))


@pytest.mark.parametrize(
    ("version", "seen"),
    [
        (make("x"), True),
        (make("x", party="mm"), False),
        (make("x", ("released", "wz", 0), party="mm"), True),
        (make("x", ("released", "wz ", 0), party="mm"), False),
        (make("x", case="c1"), True),
        (make("x", case="c2"), False),
        (make("x", case="c1", party="mm"), False),
        (make("x", ("member", "li", 0), case="c2"), False),
        (make("x", ("reader", "li", 0), case="c1"), True),
        (make("x", ("reader", "sun", 0), case="c1"), False),
        (make("x", ("reader", "li", 0), case="c2"), False),
        (make("x", ("reader", "li", 0), party="mm"), False),
        (make("x", ("reader", "sun", 0), ("released", "wz", 0), party="mm"), False),
    ],
)
def test_who_sees_what(docket: Docket, version: StoredVersion, seen: bool) -> None:
    write(docket, make("c1", ("member", "li", 0), case="c1"))
    write(docket, make("c2", ("member", "sun", 0), case="c2"))
    write(docket, replace(version, content=with_clock(version)))
    assert (find(docket, "x", scope()) is not None) is seen
    with docket.read_records() as desk:
        listed = [one.id for one in desk.list(scope(), kinds=("case",))]
        assert ("x" in listed) is seen
    assert find(docket, "x", scope(kinds_own=frozenset())) is None


def with_clock(version: StoredVersion) -> str:
    content = json.loads(version.content)
    return write_content(content["body"], content["marks"], [CLOCK], [])


@pytest.mark.parametrize("text", ["", "\0", "a\0", "\udcff", "'", "%", "x" * 100_000, "𠀀"])
def test_hostile_ids_and_marks_find_nothing_and_break_nothing(docket: Docket, text: str) -> None:
    write(docket, make("a", ("name", "合成", 1)))
    assert find(docket, text, scope()) is None
    with docket.read_records() as desk:
        assert desk.list_marked("case", "name", text, None) == ()


Damage = Callable[[], Any]
CELLS: Final[dict[str, Damage]] = {
    "state of the version": lambda: update(record_version).values(state="closed"),
    "party of the version": lambda: update(record_version).values(party="mm"),
    "case of the version": lambda: update(record_version).values(case_id="y"),
    "kind of the version": lambda: update(record_version).values(kind="draft"),
    "author of the version": lambda: update(record_version).values(author="sun"),
    "number of the version": lambda: update(record_version).values(version=7),
    "content of the version": lambda: update(record_version).values(content="{}"),
    "content that is no JSON": lambda: update(record_version).values(content="{"),
    "state of the record": lambda: update(record).values(state="closed"),
    "party of the record": lambda: update(record).values(party="mm"),
    "case of the record": lambda: update(record).values(case_id="y"),
    "kind of the record": lambda: update(record).values(kind="draft"),
    "restriction lifted": lambda: update(record).values(restricted=0),
    "number of the record": lambda: update(record).values(version=7),
    "value of a mark": lambda: update(mark).where(mark.c.name == "name").values(value="y"),
    "a mark that is unique no more": lambda: update(mark).values(alone=0),
    "a mark that is gone": lambda: delete(mark).where(mark.c.name == "reader"),
    "a member of his own making": lambda: insert(mark).values(
        record_id="a", name="member", value="wu", alone=0
    ),
    "due of a clock": lambda: update(clock).values(due="2031-01-01"),
    "state of a clock": lambda: update(clock).values(state="met"),
    "restriction of a clock": lambda: update(clock).values(restricted=0),
    "a clock that is gone": lambda: delete(clock),
    "before of a line": lambda: update(audit_line).values(before="{}"),
}


@pytest.mark.parametrize("cell", CELLS)
def test_any_changed_cell_is_found(docket: Docket, cell: str) -> None:
    write(docket, make("a", ("name", "合成", 1), ("reader", "li", 0), clocks=(CLOCK,)))
    assert find_damage(docket.engine) == []
    with write_transaction(docket.engine) as connection:
        assert connection.execute(CELLS[cell]()).rowcount
    assert find_damage(docket.engine) != []
