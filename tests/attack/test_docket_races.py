"""Many at once: exactly one of two writers of the same version wins, and nobody's act is lost."""

import multiprocessing
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest
from docket import NOW, OpenDocket, do, open_docket
from orders import STOP, open_case
from sqlalchemy import Engine
from whole_docket import find_damage, find_half

from zhanlian.app.docket.desk import Surroundings
from zhanlian.app.docket.perform import Asked, perform
from zhanlian.docket.rules.book import load_rules
from zhanlian.errors import ConflictError, StateError, ZhanlianError
from zhanlian.store.docket import Docket
from zhanlian.store.engine import open_engine

WRITERS: Final = 50
HERE: Final = Surroundings(lambda: NOW, lambda: secrets.token_hex(8), load_rules())


@pytest.fixture
def opened(docket_engine: Engine, tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path, docket_engine)


def run_together(*calls: Callable[[], object]) -> list[object]:
    """Return what came of calls that begin at the same instant: results, or errors."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        start.wait()
        try:
            return call()
        except ZhanlianError as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_of_two_writers_of_one_version_one_wins_and_the_other_is_told_who_and_when(
    opened: OpenDocket,
) -> None:
    case = open_case(opened)
    do(opened, "li", "case.join", case, member="sun")

    def leave(who: str, member: str) -> Callable[[], object]:
        asked = Asked("case.leave", {"member": member, "reason": "合成"}, case, version=2)
        return lambda: perform(opened.docket, who, asked, HERE)

    results = run_together(leave("li", "zhao"), leave("li", "qian"), leave("li", "sun"))
    lost = [one for one in results if isinstance(one, ConflictError)]
    assert len(lost) == 2
    for error in lost:
        told = {name: error.fields[name] for name in ("seen", "newest", "by", "at")}
        assert told == {"seen": 2, "newest": 3, "by": "li", "at": NOW}
    assert find_damage(opened.docket.engine) == []


def test_two_approvers_at_once_make_one_effect(opened: OpenDocket) -> None:
    case = open_case(opened)
    draft = do(opened, "li", "stop.order", case, **STOP).draft
    assert draft is not None
    asked = Asked("draft.approve", {}, draft.id)
    calls = [lambda who=who: perform(opened.docket, who, asked, HERE) for who in ("zhao", "qian")]
    results = run_together(*calls)
    assert sum(isinstance(one, StateError) for one in results) == 1
    lines = list(opened.docket.list_audit_lines())
    assert [line.action for line in lines].count("stop.order") == 1
    assert find_half(lines) == []


def test_the_same_unique_name_is_taken_once(opened: OpenDocket) -> None:
    asked = Asked("case.open", {"name": "合成同名案"})
    results = run_together(*[lambda: perform(opened.docket, "li", asked, HERE)] * 8)
    assert sum(isinstance(one, StateError) for one in results) == 7
    assert find_damage(opened.docket.engine) == []


def test_fifty_threads_lose_nothing(opened: OpenDocket) -> None:
    def write(number: int) -> Callable[[], object]:
        asked = Asked("case.open", {"name": f"合成案{number}"})
        return lambda: perform(opened.docket, "li", asked, HERE)

    results = run_together(*map(write, range(WRITERS)))
    assert [one for one in results if isinstance(one, Exception)] == []
    check_all_there(opened)


def open_many(place: Path | str, numbers: list[int], told: Any) -> None:
    """Open cases in a process of its own; tell how many acts were acknowledged."""
    docket = Docket(open_engine(place))
    for number in numbers:
        perform(docket, "li", Asked("case.open", {"name": f"合成案{number}"}), HERE)
        told.put(number)
    docket.engine.dispose()


def test_fifty_processes_lose_nothing(opened: OpenDocket, docket_place: Path | str) -> None:
    opened.docket.engine.dispose()
    context = multiprocessing.get_context("fork")
    told = context.SimpleQueue()
    processes = [
        context.Process(target=open_many, args=(docket_place, [number], told))
        for number in range(WRITERS)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * WRITERS
    check_all_there(opened)


def check_all_there(opened: OpenDocket) -> None:
    """Check that each writer's case and line are there, and the chain is whole."""
    lines = [line for line in opened.docket.list_audit_lines() if line.action == "case.open"]
    assert len({line.object for line in lines}) == len(lines) == WRITERS
    with opened.docket.read_records() as desk:
        found = desk.list(None, kinds=("case",))
    assert {one.id for one in found} == {line.object for line in lines}
    assert find_damage(opened.docket.engine) == []
