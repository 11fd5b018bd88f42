"""What is due, looked at by records, is what is due by clocks."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, create_engine

from zhanlian.store.audit import Act, write_time
from zhanlian.store.due import (
    DueCounts,
    DueFilter,
    count_due,
    count_due_records,
    list_due,
    list_due_records,
)
from zhanlian.store.records import RecordDesk, StoredVersion, write_content
from zhanlian.store.scope import Scope
from zhanlian.store.tables import metadata

NOW = datetime(2031, 1, 1, tzinfo=UTC)
SCOPE = Scope("li", "wz", frozenset(("listing", "task")))


def fresh() -> Engine:
    """Return an empty docket in memory."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    return engine


def clock(name: str, hours: int, state: str = "running") -> dict[str, str]:
    """Return a clock that runs out so many hours from now, and warns a day before."""
    due = NOW + timedelta(hours=hours)
    return {
        "name": name,
        "rule": "listing.report",
        "policy": "合成",
        "started": write_time(NOW),
        "due": write_time(due),
        "warn": write_time(due - timedelta(days=1)),
        "state": state,
    }


def keep(
    connection: Connection, number: int, clocks: list[dict[str, str]], **told: str | None
) -> str:
    """Return the id of a record that was written with these clocks."""
    name = f"r{number:03}"
    marks = [["programme", "p1", 0]] if number % 2 else []
    version = StoredVersion(
        id=name,
        version=1,
        kind=told.get("kind") or "listing",
        case_id=told.get("case"),
        party=told.get("party") or "wz",
        state="reporting",
        author="li",
        content=write_content({}, marks, clocks, []),
    )
    RecordDesk(connection).write(Act("li", NOW), "synthetic", [version])
    return name


@settings(deadline=None)  # each example makes a database
@given(
    st.lists(
        st.lists(st.tuples(st.integers(-50, 90), st.sampled_from(("running", "met"))), max_size=4),
        max_size=8,
    ),
    st.integers(1, 6),
)
def test_clocks_and_their_colours_are_those_that_looking_at_every_clock_gives(
    told: list[list[tuple[int, str]]], limit: int
) -> None:
    expected, firsts = [], []
    with fresh().begin() as connection:
        for number, clocks in enumerate(told):
            rows = [clock(f"k{nr}", hours, state) for nr, (hours, state) in enumerate(clocks)]
            name = keep(connection, number, rows)
            running = [(row["due"], name, row["name"]) for row in rows if row["state"] == "running"]
            expected += running
            firsts += sorted(running)[:1]
        found = list_due(connection, SCOPE, limit=limit)
        records = list_due_records(connection, SCOPE, limit=limit)
        counts = count_due(connection, SCOPE, write_time(NOW))
        by_record = count_due_records(connection, SCOPE, write_time(NOW))
    assert [(row.due, row.record_id, row.name) for row in found] == sorted(expected)[:limit]
    assert list(records) == [name for _, name, _ in sorted(firsts)][:limit]
    assert counts == _count([due for due, _, _ in expected])
    assert by_record == _count([due for due, _, _ in firsts])


def _count(dues: list[str]) -> DueCounts:
    late = sum(due <= write_time(NOW) for due in dues)
    warned = sum(due <= write_time(NOW + timedelta(days=1)) for due in dues)
    return DueCounts(late, warned - late, len(dues) - warned)


def test_what_is_not_seen_is_neither_listed_nor_counted() -> None:
    with fresh().begin() as connection:
        seen = keep(connection, 1, [clock("a", 2)])
        keep(connection, 2, [clock("a", 1)], party="other")
        keep(connection, 3, [clock("a", 1)], case="case-of-others")
        keep(connection, 4, [clock("a", 1)], kind="person")
        assert [row.record_id for row in list_due(connection, SCOPE)] == [seen]
        assert list_due_records(connection, SCOPE) == (seen,)
        assert count_due(connection, SCOPE, write_time(NOW)) == DueCounts(0, 1, 0)
        assert count_due_records(connection, SCOPE, write_time(NOW)) == DueCounts(0, 1, 0)


def test_filters_narrow_lists_and_counts_alike() -> None:
    with fresh().begin() as connection:
        marked = keep(connection, 1, [clock("a", -1), clock("b", 90)])
        task = keep(connection, 2, [clock("a", 50)], kind="task")
        for wanted, ids, counts in (
            (DueFilter(kinds=("task",)), (task,), DueCounts(0, 0, 1)),
            (DueFilter(mark=("programme", "p1")), (marked,), DueCounts(1, 0, 1)),
            (DueFilter(case_id="nowhere"), (), DueCounts(0, 0, 0)),
        ):
            assert list_due_records(connection, SCOPE, wanted) == ids
            assert count_due(connection, SCOPE, write_time(NOW), wanted) == counts
        until = list_due(connection, SCOPE, until=write_time(NOW))
        assert [(row.record_id, row.name) for row in until] == [(marked, "a")]
