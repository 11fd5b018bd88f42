"""Fifty who write at the same time lose nothing, and nobody forks the audit chain."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine

from zhanlian.store.audit import Act, AuditLine, Entry
from zhanlian.store.docket import Docket

AT = datetime(2031, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
WRITERS, TURNS = 50, 6

# One process becomes fifty: starting the interpreter fifty times would take most of the time.
_PROGRAM = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from zhanlian.store.audit import Act, Entry
from zhanlian.store.docket import Docket
from zhanlian.store.engine import open_engine
place, writers, turns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
children = []
for writer in range(writers):
    child = os.fork()
    if child:
        children.append(child)
        continue
    docket = Docket(open_engine(place if "://" in place else Path(place)))
    act = Act(f"合成：张某{writer}", datetime(2031, 5, 6, tzinfo=UTC))
    for turn in range(turns):
        docket.record([Entry("list.view", str(turn)), Entry("list.export", str(turn))], act)
    docket.close()
    os._exit(0)
sys.exit(sum(os.waitpid(child, 0)[1] != 0 for child in children))
"""


def check_chain(lines: tuple[AuditLine, ...], writers: int, turns: int) -> None:
    """Everything that was told to be written is there, act by act, in one chain."""
    assert [line.seq for line in lines] == list(range(1, 2 * writers * turns + 1))
    assert all(b.prev_hash == a.hash for a, b in pairwise(lines))
    assert all(line.compute_hash() == line.hash for line in lines)
    acts = [(line.actor, line.object, line.action) for line in lines]
    assert all(  # the two lines of one act stand together
        (one[:2], one[2], two[2]) == (two[:2], "list.view", "list.export")
        for one, two in zip(acts[::2], acts[1::2], strict=True)
    )
    assert len({one[:2] for one in acts}) == writers * turns


def test_threads_that_write_at_the_same_time_make_one_chain(docket_engine: Engine) -> None:
    docket = Docket(docket_engine)

    def write(number: int) -> None:
        act = Act(f"合成：张某{number}", AT)
        for turn in range(TURNS):
            docket.record([Entry("list.view", str(turn)), Entry("list.export", str(turn))], act)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    check_chain(docket.list_audit_lines(), WRITERS, TURNS)


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_processes_that_write_at_the_same_time_make_one_chain(
    docket_engine: Engine, docket_place: Path | str
) -> None:
    command = [sys.executable, "-c", _PROGRAM, str(docket_place), str(WRITERS), str(TURNS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    check_chain(Docket(docket_engine).list_audit_lines(), WRITERS, TURNS)
