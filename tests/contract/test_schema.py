"""The schema of a docket: all ways to it lead to the same one, on both databases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, inspect, text

from zhanlian.errors import StoreError
from zhanlian.store import tables
from zhanlian.store.engine import open_engine, read_transaction, write_transaction
from zhanlian.store.migrations.steps import list_revisions, migrate
from zhanlian.store.schema import (
    HEAD,
    REVISIONS,
    check_schema,
    create_tables,
    find_foreign,
    find_page_faults,
    load_identity,
    metadata,
)


@pytest.fixture
def empty_engine(docket_place: Path | str) -> Iterator[Engine]:
    engine = open_engine(docket_place)
    yield engine
    engine.dispose()


def describe(engine: Engine) -> dict[str, Any]:
    """Return everything that the database tells of its tables."""
    seen = inspect(engine)
    return {
        name: {
            "columns": [
                (one["name"], str(one["type"]), one["nullable"], one["default"])
                for one in seen.get_columns(name)
            ],
            "primary": seen.get_pk_constraint(name)["constrained_columns"],
            "foreign": sorted(
                (
                    one["constrained_columns"],
                    one["referred_table"],
                    one["referred_columns"],
                    sorted(one["options"].items()),
                )
                for one in seen.get_foreign_keys(name)
            ),
            "unique": sorted(one["column_names"] for one in seen.get_unique_constraints(name)),
            "checks": sorted(one["sqltext"] for one in seen.get_check_constraints(name)),
            "indexes": sorted(
                f"{one['name']} {one['column_names']} {one.get('expressions')} {one['unique']} "
                + ", ".join(f"{key}={value}" for key, value in one["dialect_options"].items())
                for one in seen.get_indexes(name)
            ),
        }
        for name in seen.get_table_names()
    }


def test_the_program_knows_every_migration_and_no_other() -> None:
    assert list_revisions() == REVISIONS


def test_a_new_docket_has_the_schema_that_all_migrations_make(
    docket_engine: Engine,
) -> None:
    made = describe(docket_engine)
    assert set(made) == set(metadata.tables)
    with write_transaction(docket_engine) as connection:
        metadata.drop_all(connection)
        migrate(connection)
    assert describe(docket_engine) == made
    assert len(load_identity(docket_engine)) == 32


def test_a_new_docket_needs_no_migration(docket_engine: Engine) -> None:
    check_schema(docket_engine)
    assert find_foreign(docket_engine) == ()
    assert find_page_faults(docket_engine) == ()


def make_old(engine: Engine) -> None:
    """Make a docket as the first version left it: no Alembic, a table with the number 1."""
    with write_transaction(engine) as connection:
        migrate(connection, "0001")
        connection.execute(text("DROP TABLE alembic_version"))
        connection.execute(text("CREATE TABLE schema_version (version INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO schema_version VALUES (1)"))
        connection.execute(insert(tables.audit_line).values(SYNTHETIC_LINE))


SYNTHETIC_LINE = {
    "seq": 1,
    "at": "2031-05-06T07:08:09.123456+00:00",
    "actor": "张某某",
    "action": "list.view",
    "object": "合成",
    "time_source": "合成时钟",
    "prev_hash": "0" * 64,
    "hash": "1" * 64,
}


def test_an_older_docket_is_told_to_be_migrated(empty_engine: Engine) -> None:
    make_old(empty_engine)
    with pytest.raises(StoreError) as told:
        check_schema(empty_engine)
    assert told.value.key == "error.docket-older"
    assert told.value.fields["found"] == "0001"


def test_a_docket_of_the_first_version_is_carried_over(empty_engine: Engine) -> None:
    make_old(empty_engine)
    with write_transaction(empty_engine) as connection:
        migrate(connection)
    check_schema(empty_engine)
    assert set(inspect(empty_engine).get_table_names()) == set(metadata.tables)
    assert find_foreign(empty_engine) == ()
    with read_transaction(empty_engine) as connection:
        assert connection.execute(text("SELECT actor FROM audit_line")).scalars().all() == [
            "张某某"
        ]


def test_a_migration_that_fails_leaves_the_old_schema(empty_engine: Engine) -> None:
    make_old(empty_engine)
    before = describe(empty_engine)
    with pytest.raises(StoreError), write_transaction(empty_engine) as connection:
        migrate(connection)
        connection.execute(text("SELECT no_such_column FROM audit_line"))
    assert describe(empty_engine) == before


def test_a_newer_docket_is_told(docket_engine: Engine) -> None:
    with write_transaction(docket_engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    with pytest.raises(StoreError) as told:
        check_schema(docket_engine)
    assert told.value.key == "error.docket-newer"
    assert (told.value.fields["found"], told.value.fields["supported"]) == ("0099", HEAD)


@pytest.mark.parametrize("version", ["x", "", "0"])
def test_a_version_that_is_none_is_told(docket_engine: Engine, version: str) -> None:
    with write_transaction(docket_engine) as connection:
        query = text("UPDATE alembic_version SET version_num = :version")
        connection.execute(query, {"version": version})
    with pytest.raises(StoreError) as told:
        check_schema(docket_engine)
    assert told.value.key == "error.docket-unreadable"


def test_tables_of_somebody_else_are_left_alone(empty_engine: Engine) -> None:
    with write_transaction(empty_engine) as connection:
        connection.execute(text('CREATE TABLE "case" (letter TEXT)'))
    with pytest.raises(StoreError) as told:
        create_tables(empty_engine)
    assert told.value.key == "error.docket-occupied"
    assert inspect(empty_engine).get_table_names() == ["case"]


def test_what_is_not_ours_is_named(docket_engine: Engine) -> None:
    with write_transaction(docket_engine) as connection:
        connection.execute(text("CREATE TABLE letters (text TEXT)"))
        connection.execute(text("CREATE VIEW shown AS SELECT * FROM item"))
        connection.execute(text("CREATE INDEX quick ON item (name)"))
    assert set(find_foreign(docket_engine)) == {"table letters", "view shown", "index quick"}
