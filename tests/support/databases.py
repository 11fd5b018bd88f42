"""Databases for tests: a fresh SQLite file, and a fresh schema of a real PostgreSQL.

`docket_engine` is a docket at the newest version on each of them. The address of the server is
``ZHANLIAN_TEST_POSTGRES``; where none answers the tests of PostgreSQL skip, and fail in CI.
"""

import functools
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from zhanlian.store.engine import open_engine
from zhanlian.store.schema import create_tables

_ADDRESS: Final = os.environ.get(
    "ZHANLIAN_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres"
)
DATABASES: Final = ("sqlite", "postgresql")


@pytest.fixture(params=DATABASES)
def docket_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """What `open_engine` takes: a path without a file yet, or the URL of an empty schema."""
    if request.param == "sqlite":
        yield tmp_path / "docket.sqlite"
        return
    with fresh_schema() as url:
        yield url


@pytest.fixture
def docket_engine(docket_place: Path | str) -> Iterator[Engine]:
    """An engine on a new docket of the newest version, once on each database."""
    engine = open_engine(docket_place)
    create_tables(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """The URL of an empty schema of a real PostgreSQL."""
    with fresh_schema() as url:
        yield url


@contextmanager
def fresh_schema() -> Iterator[str]:
    """Give the URL of a new schema, which is dropped afterwards with everything in it."""
    why = _find_hindrance()
    if why:
        pytest.skip(f"needs a PostgreSQL (ZHANLIAN_TEST_POSTGRES): {why}")
    name = f"zhanlian_test_{uuid.uuid4().hex}"
    _run(f"CREATE SCHEMA {name}")
    try:
        yield f"{_ADDRESS}?options=-csearch_path%3D{name}%20-csynchronous_commit%3Doff"
    finally:
        _run(f"DROP SCHEMA {name} CASCADE")


@functools.cache
def _find_hindrance() -> str:
    """Return why the server cannot be used, or an empty text."""
    try:
        _run("SELECT 1")
    except OperationalError as error:
        return str(error.orig).strip()
    return ""


def _run(statement: str) -> None:
    address = make_url(_ADDRESS).set(drivername="postgresql+psycopg")
    engine = create_engine(address, connect_args={"connect_timeout": 5})
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
