"""A workspace knows which docket is its own, in its own file or in PostgreSQL."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from zhanlian.cli.program import call
from zhanlian.errors import ConfigError, StoreError
from zhanlian.store.audit import Act, Entry
from zhanlian.store.database import use_database
from zhanlian.store.engine import open_engine, read_transaction, write_transaction
from zhanlian.store.marker import MARKER
from zhanlian.store.verify import verify_workspace
from zhanlian.store.workspace import DOCKET, open_workspace
from zhanlian.words import say

ACT = Act("张某某", datetime(2031, 5, 6, tzinfo=UTC))


def make(path: Path, url: str) -> None:
    with use_database(url), open_workspace(path, create=True) as workspace:
        workspace.docket.record([Entry("list.view", "合成")], ACT)


def test_a_workspace_in_postgresql_is_made_opened_and_whole(
    tmp_path: Path, postgresql_url: str
) -> None:
    make(tmp_path, postgresql_url)
    assert not (tmp_path / DOCKET).exists()
    with use_database(postgresql_url), open_workspace(tmp_path, create=False) as workspace:
        assert verify_workspace(workspace) == ()
        assert len(workspace.docket.list_audit_lines()) == 1


def test_the_database_of_another_workspace_is_refused(tmp_path: Path, postgresql_url: str) -> None:
    make(tmp_path / "one", postgresql_url)
    with pytest.raises(StoreError) as told:
        make(tmp_path / "two", postgresql_url)
    assert told.value.key == "error.docket-foreign"
    with pytest.raises(StoreError):  # nor when asked again, with what the first try left
        make(tmp_path / "two", postgresql_url)
    make(tmp_path / "one", postgresql_url)


def test_a_docket_in_postgresql_is_not_made_anew_in_a_file(
    tmp_path: Path, postgresql_url: str
) -> None:
    make(tmp_path, postgresql_url)
    with pytest.raises(ConfigError) as told:
        make(tmp_path, "")
    assert told.value.key == "error.database-unset"
    assert not (tmp_path / DOCKET).exists()


def test_a_docket_in_a_file_is_not_made_anew_in_postgresql(
    tmp_path: Path, postgresql_url: str
) -> None:
    make(tmp_path, "")
    with pytest.raises(ConfigError) as told:
        make(tmp_path, postgresql_url)
    assert told.value.key == "error.database-unwanted"


def test_the_file_of_another_workspace_is_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make(tmp_path / name, "")
    (tmp_path / "one" / DOCKET).replace(tmp_path / "two" / DOCKET)
    with pytest.raises(StoreError) as told:
        make(tmp_path / "two", "")
    assert told.value.key == "error.docket-foreign"


def test_a_workspace_from_before_identities_opens(tmp_path: Path) -> None:
    make(tmp_path, "")
    (tmp_path / MARKER).write_text(json.dumps({"format": 1, "state": "ready"}))
    make(tmp_path, "")


def test_a_docket_that_was_dropped_is_missed_and_not_made_anew(
    tmp_path: Path, postgresql_url: str
) -> None:
    make(tmp_path, postgresql_url)
    engine = open_engine(postgresql_url)
    with write_transaction(engine) as connection:
        schema = connection.execute(text("SELECT current_schema()")).scalar_one()
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine.dispose()
    with pytest.raises(StoreError) as told:
        make(tmp_path, postgresql_url)
    assert told.value.key == "error.docket-missing"


def test_of_many_who_make_a_workspace_at_once_all_get_the_same(
    tmp_path: Path, docket_place: Path | str
) -> None:
    url = docket_place if isinstance(docket_place, str) else ""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: make(tmp_path / "ws", url), range(24)))
    with use_database(url), open_workspace(tmp_path / "ws", create=False) as workspace:
        assert len(workspace.docket.list_audit_lines()) == 24
        assert verify_workspace(workspace) == ()


def test_a_server_out_of_reach_is_told_by_host_and_name_only(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StoreError) as told:
        make(tmp_path, f"postgresql://officer:geheim-7c1f@127.0.0.1:{port}/casework")
    assert told.value.key == "error.database-unreachable"
    for language in ("zh", "en"):
        shown = say(told.value.key, language, told.value.fields)
        assert f"postgresql://127.0.0.1:{port}/casework" in shown
        assert "geheim" not in shown and "Traceback" not in shown


def test_triggers_and_rules_in_postgresql_are_damage(tmp_path: Path, postgresql_url: str) -> None:
    make(tmp_path, postgresql_url)
    engine = open_engine(postgresql_url)
    with write_transaction(engine) as connection:
        for statement in (
            "CREATE FUNCTION drop_it() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NULL; END $$",
            "CREATE TRIGGER quiet BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION drop_it()",
            "CREATE RULE forget AS ON INSERT TO reject DO INSTEAD NOTHING",
            "CREATE POLICY hide ON receipt USING (false)",
            "ALTER TABLE receipt ENABLE ROW LEVEL SECURITY",
            "CREATE TABLE besides () INHERITS (audit_line)",
        ):
            connection.execute(text(statement))
    with use_database(postgresql_url), open_workspace(tmp_path, create=False) as workspace:
        findings = verify_workspace(workspace)
    named = {str(one.reason.fields["name"]) for one in findings}
    assert {"trigger quiet", "rule forget", "policy hide", "row security receipt"} <= named
    assert "table besides" in named
    engine.dispose()


def test_keys_that_were_switched_off_are_found(tmp_path: Path, postgresql_url: str) -> None:
    make(tmp_path, postgresql_url)
    engine = open_engine(postgresql_url)
    with write_transaction(engine) as connection:
        connection.execute(text("ALTER TABLE mark DISABLE TRIGGER ALL"))
        connection.execute(text("INSERT INTO mark VALUES ('nobody', 'name', 'value', 0)"))
    with use_database(postgresql_url), open_workspace(tmp_path, create=False) as workspace:
        faults = {
            str(one.reason.fields["detail"])
            for one in verify_workspace(workspace)
            if one.reason.key == "finding.page-fault"
        }
    assert faults == {"checks of mark switched off", "foreign key of mark, row nobody, name, value"}
    engine.dispose()


def test_a_reader_sees_one_state_while_others_write(docket_place: Path | str) -> None:
    engine = open_engine(docket_place)
    with write_transaction(engine) as connection:
        connection.execute(text("CREATE TABLE told (n INTEGER)"))
    count = text("SELECT count(*) FROM told")
    with read_transaction(engine) as reader:
        assert reader.execute(count).scalar_one() == 0
        with write_transaction(engine) as writer:
            writer.execute(text("INSERT INTO told VALUES (1)"))
        assert reader.execute(count).scalar_one() == 0
    with read_transaction(engine) as reader:
        assert reader.execute(count).scalar_one() == 1
    engine.dispose()


def test_a_reader_cannot_write_to_postgresql(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    with pytest.raises(StoreError), read_transaction(engine) as connection:
        connection.execute(text("CREATE TABLE told (n INTEGER)"))
    engine.dispose()


def test_the_demo_never_goes_into_the_database_of_a_team(
    tmp_path: Path, postgresql_url: str
) -> None:
    environment = {"ZHANLIAN_DATABASE": postgresql_url, "ZHANLIAN_LANG": "en"}
    assert call(["demo", "--no-open", "--out", str(tmp_path)], environment) == 0
    assert (tmp_path / "workspace" / DOCKET).is_file()
    engine = open_engine(postgresql_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
