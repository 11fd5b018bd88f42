"""How long do board and due list take over 10,000 listed cases with 200,000 clocks, on SQLite?

Asked through the use cases, as commands and pages ask them: by somebody who works on all cases and
by somebody who works on ten. The floor is a bare page of the same records by their index.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, text

import measure
from zhanlian.app.docket.desk import Surroundings
from zhanlian.app.docket.due_list import list_due_items
from zhanlian.app.docket.listing_board import show_board
from zhanlian.app.docket.stored import to_stored
from zhanlian.docket.accounts import ACTOR, USER, User
from zhanlian.docket.cases.opening import CASE, CASE_ID, NAME
from zhanlian.docket.listings.course import LISTING, REPORTING
from zhanlian.docket.listings.programmes import PROGRAMME
from zhanlian.docket.rules.book import load_rules
from zhanlian.model.docket.actor import Role
from zhanlian.model.docket.case import Case
from zhanlian.model.docket.listing import Counted, Interval, ListedFacts, Terms, ToldCount
from zhanlian.model.docket.record import MEMBER, AnyRecord, Mark, Record, RunningClock
from zhanlian.model.docket.rule import SourceStatus, Unit
from zhanlian.model.docket.supervision import Listing
from zhanlian.store.audit import Act
from zhanlian.store.docket import Docket
from zhanlian.store.engine import open_engine, write_transaction
from zhanlian.store.records import RecordDesk
from zhanlian.store.schema import create_tables

NOW: Final = datetime(2031, 1, 6, 2, tzinfo=UTC)
PARTY: Final = "synthetic"
CLOCKS: Final = 20  # a case
FEW: Final = 10  # cases of the second reader
BATCH: Final = 500  # cases in one transaction
PAGE: Final = 50


def _record(number: int, kind: str, state: str, body: Any, case: str | None) -> AnyRecord:
    return Record(f"{kind[0]}{number:07}", kind, case, PARTY, state, "all", body)


def _make_users() -> Iterator[AnyRecord]:
    for number, name in enumerate(("all", "few")):
        made = _record(number, USER, "open", User(name, PARTY, (Role.CASE_OFFICER,)), None)
        yield replace(made, marks=(Mark(ACTOR, name, unique=True),))


def _make_case(number: int, every: int) -> Iterator[AnyRecord]:
    """Yield a case and its listing; every so many cases has the second reader for a member."""
    made = _record(number, CASE, "open", Case(f"合成案{number}"), f"{CASE[0]}{number:07}")
    members = ("all", "few") if number % every == 0 else ("all",)
    marks = [Mark(NAME, f"合成案{number}", unique=True), Mark(CASE_ID, made.id)]
    yield replace(made, marks=(*marks, *(Mark(MEMBER, name) for name in members)))
    facts = ListedFacts(
        f"合成案{number}",
        "合成市",
        str(number),
        case_counts=(ToldCount(Counted.CAPTURED, number),),
    )
    months, days = Interval(12, Unit.MONTHS), Interval(30, Unit.DAYS)
    terms = Terms(days, months, "listing.report", "listing.deadline", "0", SourceStatus.DESIGN, ())
    body = Listing(facts.name, "p0000000", "b0000000", "合成支队", facts, terms, NOW)
    listing = _record(number, LISTING, REPORTING, body, made.id)
    clocks = tuple(_make_clock(number, nr) for nr in range(CLOCKS))
    marks = [Mark(LISTING, listing.id), Mark(PROGRAMME, body.programme)]
    yield replace(listing, marks=tuple(marks), clocks=clocks)


def _make_clock(case: int, number: int) -> RunningClock:
    """Return a clock of the next 400 days, or of the last ten: a few in a hundred are over."""
    hours = (case * 7_919 + number * 104_729) % (410 * 24) - 10 * 24
    due = NOW + timedelta(hours=hours)
    warn = due - timedelta(days=7)
    return RunningClock(f"k{number}", "listing.report", "0", NOW - timedelta(days=30), due, warn)


def fill(engine: Engine, cases: int) -> None:
    """Write the cases straight through the desk, in big batches, with their audit lines."""
    create_tables(engine)
    every = max(1, cases // FEW)
    act = Act("all", NOW)
    for begin in range(0, cases, BATCH):
        records = list(_make_users()) if begin == 0 else []
        for number in range(begin, min(begin + BATCH, cases)):
            records += _make_case(number, every)
        with write_transaction(engine) as connection:
            RecordDesk(connection).write(act, "synthetic", [to_stored(one) for one in records])


def _read_bare(engine: Engine) -> None:
    query = text(
        "SELECT v.content FROM record r JOIN record_version v ON v.seq = r.seq"
        " WHERE r.due IS NOT NULL ORDER BY r.due, r.id LIMIT :page"
    )
    with engine.connect() as connection:
        assert len(connection.execute(query, {"page": PAGE}).all()) == PAGE


def _median(work: Callable[[], object], rounds: int) -> float:
    work()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(taken)


def main() -> int:
    """Return 0 when the bounds hold."""
    smoke = measure.read_options(__doc__ or "").smoke
    cases, rounds = (200, 1) if smoke else (10_000, measure.ROUNDS)
    around = Surroundings(lambda: NOW, lambda: "0", load_rules())
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder) / "docket.sqlite")
        fill(engine, cases)
        docket = Docket(engine)
        bound = measure.load_floor("board", "milliseconds")
        floor = _median(lambda: _read_bare(engine), rounds)
        print(f"floor: bare page by index {floor:.1f} ms")
        facts = []
        for who, visible in (("all", cases), ("few", FEW)):
            board = show_board(docket, who, around, limit=PAGE)
            due = list_due_items(docket, who, around, limit=PAGE)
            assert sum((board.counts.overdue, board.counts.urgent, board.counts.later)) == visible
            counts = (due.counts.overdue, due.counts.urgent, due.counts.later)
            assert sum(counts) == visible * CLOCKS
            asked: dict[str, Callable[[], object]] = {
                "board": partial(show_board, docket, who, around, limit=PAGE),
                "due list": partial(list_due_items, docket, who, around, limit=PAGE),
            }
            for name, work in asked.items():
                taken = _median(work, rounds)
                print(f"{name}, {who}: {taken / floor:.1f} times the floor")
                facts.append((f"{name} of {visible} cases, ms", taken, "<=", bound))
        docket.close()
    facts.append(
        ("peak memory, MB", measure.peak_megabytes(), "<=", measure.load_floor("board", "memory"))
    )
    return measure.judge(facts, smoke=smoke)


if __name__ == "__main__":
    sys.exit(main())
