"""What somebody may not see changes no byte of what he is shown: two dockets, compared.

The second docket holds more records of every kind, with deadlines and drafts: of another party, of
a case of others, restricted to others. Every role reads everything in both of them.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from any_noun import make_noun
from docket import NOW, OTHER, OWN, OpenDocket, do, open_docket
from whole_docket import make_quick

from zhanlian.app.docket import look
from zhanlian.app.docket.due_list import list_due_items
from zhanlian.app.docket.stored import to_stored
from zhanlian.cli.docket.shown.record import seen_row
from zhanlian.docket.registry import KINDS
from zhanlian.errors import NotFoundError, ZhanlianError
from zhanlian.model.docket.record import (
    MEMBER,
    READER,
    RELEASED,
    ClockState,
    Mark,
    Record,
    RunningClock,
)
from zhanlian.store.audit import Act as Told
from zhanlian.store.docket import Docket
from zhanlian.store.engine import open_engine
from zhanlian.store.schema import create_tables

READERS: Final = ("li", "zhao", "qian", "sun", "zhou", "wu", "root1")
IN_CASE: Final = tuple(kind for kind in KINDS if kind not in ("user", "party", "case"))


def make(kind: str, name: str, case: str | None, party: str, *marks: Mark) -> Record[Any]:
    """Return a record of a kind with a deadline that is over and one that is urgent."""
    clocks = tuple(
        RunningClock(f"c{n}", "freeze", "合成", NOW, due, NOW - timedelta(days=9))
        for n, due in enumerate((NOW - timedelta(days=1), NOW + timedelta(days=1)))
    )
    state, body = KINDS[kind].states[0], make_noun(KINDS[kind].body)
    return Record(name, kind, case, party, state, "li", body, marks=marks, clocks=clocks)


def make_seen() -> Iterator[Record[Any]]:
    """Yield a case of li and his colleagues, and records in it."""
    members = [Mark(MEMBER, name) for name in READERS]
    yield make("case", "case-a", "case-a", OWN, Mark("case-name", "合成案甲", True), *members)
    for kind in IN_CASE:
        yield make(kind, f"{kind}-a", "case-a", OWN)
        yield make(kind, f"{kind}-r", "case-b", OTHER, Mark(RELEASED, OWN))


def make_unseen() -> Iterator[Record[Any]]:
    """Yield what nobody of READERS may see."""
    name = Mark("case-name", "合成案乙", True)
    yield make("case", "case-b", "case-b", OTHER, name, Mark(MEMBER, "mm-li"), Mark(MEMBER, "li"))
    yield make("case", "case-c", "case-c", OWN, Mark(MEMBER, "somebody"))
    for kind in IN_CASE:
        yield make(kind, f"{kind}-foreign", "case-b", OTHER, Mark(RELEASED, "third"))
        yield make(kind, f"{kind}-wide", None, OTHER)
        yield make(kind, f"{kind}-others", "case-c", OWN, Mark(MEMBER, "li"))
        yield make(kind, f"{kind}-secret", "case-a", OWN, Mark(READER, "somebody"))
        released = Mark(RELEASED, OWN), Mark(READER, "mm-li")
        yield make(kind, f"{kind}-secret-released", "case-b", OTHER, *released)


@pytest.fixture(scope="module")
def dockets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[OpenDocket, OpenDocket]]:
    made = []
    for name in ("seen", "both"):
        engine = open_engine(tmp_path_factory.mktemp(name) / "docket.sqlite")
        create_tables(engine)
        make_quick(engine)
        opened = open_docket(tmp_path_factory.getbasetemp(), engine)
        groups = [make_seen()] if name == "seen" else [make_unseen(), make_seen()]
        with opened.docket.write_records() as desk:
            stored = [to_stored(record) for record in itertools.chain(*groups)]
            desk.write(Told("li", NOW), "test.prepare", stored)
        made.append(opened)
    yield made[0], made[1]
    for opened in made:
        opened.docket.engine.dispose()


def read_all(opened: OpenDocket, who: str) -> Iterator[str]:
    """Yield everything that somebody can be shown, as text."""
    docket, here = opened.docket, opened.surroundings
    for kind in KINDS:
        found = look.list_records(docket, who, (kind,), here, limit=None)
        yield f"{kind}: {[json.dumps(seen_row(seen), ensure_ascii=False) for seen in found]}"
    limited = look.list_records(docket, who, tuple(KINDS), here, limit=3)
    yield str([seen_row(seen) for seen in limited])
    yield str([seen_row(seen) for seen in look.list_waiting(docket, who)])
    yield str(list_due_items(docket, who, here))
    for name in ("case-a", "合成案甲", "case-b", "合成案乙", "case-c"):
        yield tell(partial(list_due_items, docket, who, here, case=name))
        yield tell(partial(look.list_records, docket, who, IN_CASE, here, case=name))
    for record in (*make_seen(), *make_unseen()):
        yield tell(partial(look.show_record, docket, who, record.id, here))
        yield tell(partial(look.list_history, docket, who, record.id, here))
        yield tell(partial(look.unmask_record, docket, who, record.id, "合成", here))


def tell(call: Callable[[], object]) -> str:
    """Return what comes of a call: its answer or its error, as text."""
    try:
        return str(call())
    except ZhanlianError as error:
        return str(error)


@pytest.mark.parametrize("who", READERS)
def test_unseen_records_change_nothing_that_is_shown(
    dockets: tuple[OpenDocket, OpenDocket], who: str
) -> None:
    seen, both = (list(read_all(opened, who)) for opened in dockets)
    assert seen == both


def test_seen_records_are_shown(dockets: tuple[OpenDocket, OpenDocket]) -> None:
    """The comparison compares something: members see their records, and deadlines are counted."""
    told = "".join(read_all(dockets[1], "li"))
    assert "'draft-a'" in told
    assert list_due_items(dockets[1].docket, "li", dockets[1].surroundings).counts.overdue > 0


@pytest.mark.parametrize("who", READERS)
def test_denied_reads_leave_a_line_and_lists_leave_none(
    dockets: tuple[OpenDocket, OpenDocket], who: str
) -> None:
    opened = dockets[1]
    lines = len(opened.docket.list_audit_lines())
    with pytest.raises(NotFoundError):
        look.show_record(opened.docket, who, "case-b", opened.surroundings)
    look.list_records(opened.docket, who, tuple(KINDS), opened.surroundings)
    added = opened.docket.list_audit_lines()[lines:]
    assert [(line.actor, line.action, line.object) for line in added] == [(who, "denied", "case-b")]


def test_unmasking_leaves_a_line_with_its_reason_before_it_shows(tmp_path: Path) -> None:
    opened = open_docket(tmp_path)
    case = do(opened, "li", "case.open", name="合成案").records[0]
    look.unmask_record(opened.docket, "li", case.id, "核对合成账户", opened.surroundings)
    line = opened.docket.list_audit_lines()[-1]
    assert (line.actor, line.action, line.object) == ("li", "record.unmask", case.id)
    assert json.loads(line.after or "") == {"reason": "核对合成账户", "version": 1}
    for reason in ("", "  ", "\udcff"):
        with pytest.raises(ZhanlianError):
            look.unmask_record(opened.docket, "li", case.id, reason, opened.surroundings)


class Broken:
    """A docket that can be read and takes no line."""

    def __init__(self, docket: Docket) -> None:
        self.read_records = docket.read_records

    def record(self, *_: object) -> None:
        raise OSError("disk full")


def test_nothing_is_unmasked_where_the_line_cannot_be_written(tmp_path: Path) -> None:
    opened = open_docket(tmp_path)
    case = do(opened, "li", "case.open", name="合成案").records[0]
    with pytest.raises(OSError, match="full"):
        look.unmask_record(
            Broken(opened.docket),  # type: ignore[arg-type]
            "li",
            case.id,
            "合成",
            opened.surroundings,
        )


def test_history_hides_what_stood_before_a_release_or_while_it_was_restricted(
    tmp_path: Path,
) -> None:
    opened = open_docket(tmp_path)
    kind = "case"
    restricted = make(kind, "x", "x", OTHER, Mark(MEMBER, "mm-li"), Mark(READER, "mm-li"))
    plain = restricted.change(marks=[Mark(MEMBER, "mm-li"), Mark(MEMBER, "mm-sun")])
    released = plain.change(marks=[*plain.marks, Mark(RELEASED, OWN)])
    for version in (restricted, plain, released):
        with opened.docket.write_records() as desk:
            desk.write(Told("mm-li", NOW), "test.prepare", [to_stored(version)])
    shown = {
        who: [
            seen.record.version
            for seen in look.list_history(opened.docket, who, "x", opened.surroundings)
        ]
        for who in ("mm-li", "mm-sun", "zhou")
    }
    assert shown == {"mm-li": [1, 2, 3], "mm-sun": [2, 3], "zhou": [3]}
    assert released.clocks[0].state is ClockState.RUNNING
