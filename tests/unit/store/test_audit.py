"""The audit chain: each line holds the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from zhanlian.errors import FormatError
from zhanlian.store.audit import (
    GENESIS,
    Act,
    AuditLine,
    Checkpoint,
    Entry,
    append,
    list_lines,
    storable,
    take_checkpoint,
    write_time,
)
from zhanlian.store.engine import open_engine, read_transaction, write_transaction
from zhanlian.store.schema import create_tables

AT = datetime(2031, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
ACT = Act("张某某", AT, "合成时钟")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(tmp_path / "docket.sqlite")
    create_tables(made)
    yield made
    made.dispose()


def read(engine: Engine) -> list[AuditLine]:
    with read_transaction(engine) as connection:
        return list(list_lines(connection))


def test_lines_are_chained_from_the_first_one(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        assert list(append(connection, ACT, [Entry("a", "x"), Entry("b", "y")])) == [1, 2]
    with write_transaction(engine) as connection:
        assert list(append(connection, ACT, [Entry("c", "z", {"n": 1}, {"n": 2})])) == [3]
    lines = read(engine)
    assert [line.seq for line in lines] == [1, 2, 3]
    assert [line.prev_hash for line in lines] == [GENESIS, lines[0].hash, lines[1].hash]
    assert all(line.compute_hash() == line.hash for line in lines)
    assert lines[2].before == '{"n":1}' and lines[2].after == '{"n":2}'
    assert {line.at for line in lines} == {"2031-05-06T07:08:09.123456+00:00"}
    assert {line.time_source for line in lines} == {"合成时钟"}


def test_the_hash_can_be_computed_with_the_standard_library_alone(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        append(connection, ACT, [Entry("导出", "报告", None, {"rows": 2})])
    line = read(engine)[0]
    fields = {
        "action": "导出",
        "actor": "张某某",
        "after": '{"rows":2}',
        "at": "2031-05-06T07:08:09.123456+00:00",
        "before": None,
        "object": "报告",
        "prev_hash": "0" * 64,
        "seq": 1,
        "time_source": "合成时钟",
    }
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert line.hash == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("field", AuditLine.__slots__)
def test_changing_any_field_changes_the_hash(engine: Engine, field: str) -> None:
    with write_transaction(engine) as connection:
        append(connection, ACT, [Entry("a", "x", {"n": 1}, {"n": 2})])
    line = read(engine)[0]
    told = {name: getattr(line, name) for name in AuditLine.__slots__}
    told[field] = 7 if field == "seq" else "changed"
    changed = AuditLine(**told)
    assert changed.compute_hash() != changed.hash


def test_an_act_that_fails_leaves_no_line(engine: Engine) -> None:
    with pytest.raises(RuntimeError), write_transaction(engine) as connection:
        append(connection, ACT, [Entry("a", "x")])
        raise RuntimeError("cut off")
    assert read(engine) == []


def test_times_are_stored_in_utc_whatever_their_zone(engine: Engine) -> None:
    beijing = timezone(timedelta(hours=8))
    assert write_time(datetime(2031, 1, 1, 7, tzinfo=beijing)) == "2030-12-31T23:00:00.000000+00:00"


def test_the_chain_is_read_whole_over_many_pages(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhanlian.store.audit._PAGE", 3)
    for count in (2, 3, 4):
        with write_transaction(engine) as connection:
            append(connection, ACT, [Entry("a", str(n)) for n in range(count)])
        assert [line.seq for line in read(engine)] == list(range(1, len(read(engine)) + 1))
    assert len(read(engine)) == 9


def test_a_checkpoint_is_the_end_of_the_chain(engine: Engine) -> None:
    later = AT + timedelta(days=1)
    with read_transaction(engine) as connection:
        assert take_checkpoint(connection, AT) == Checkpoint(0, GENESIS, write_time(AT), 0)
    with write_transaction(engine) as connection:
        append(connection, ACT, [Entry("a", "x"), Entry("b", "y")])
    with read_transaction(engine) as connection:
        found = take_checkpoint(connection, later)
    assert found == Checkpoint(2, read(engine)[-1].hash, write_time(later), 2)
    assert Checkpoint.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"format":"zhanlian-checkpoint-1"}',
        '{"format":"other","seq":1,"hash":"' + "0" * 64 + '","at":"x","lines":1}',
        '{"format":"zhanlian-checkpoint-1","seq":-1,"hash":"' + "0" * 64 + '","at":"x","lines":1}',
        '{"format":"zhanlian-checkpoint-1","seq":1,"hash":"zz","at":"x","lines":1}',
        '{"format":"zhanlian-checkpoint-1","seq":"1","hash":"' + "0" * 64 + '","at":"","lines":1}',
        "[" * 100_000,
    ],
)
def test_what_is_no_checkpoint_is_told(text: str) -> None:
    with pytest.raises(FormatError) as told:
        Checkpoint.from_json(text)
    assert told.value.key == "error.checkpoint-format"


@pytest.mark.parametrize("actor", ["", " ", "\u3000"])
def test_an_act_without_an_actor_cannot_be_made(actor: str) -> None:
    with pytest.raises(ValueError, match="actor"):
        Act(actor, AT)


def test_an_act_without_a_zone_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="zone"):
        Act("张某某", datetime(2031, 1, 1))


@given(st.text(st.characters()) | st.binary().map(lambda b: b.decode("utf-8", "surrogateescape")))
def test_every_text_becomes_storable_once(text: str) -> None:
    stored = storable(text)
    assert stored.encode("utf-8").decode("utf-8") == stored
    assert "\0" not in stored
    assert storable(stored) == stored


_TEXTS = st.text(st.characters(codec="utf-8")) | st.sampled_from(["", '"', "\\", "\x7f", "\u2028"])
_VALUES = _TEXTS | st.none() | st.integers() | st.binary(max_size=3) | st.floats() | st.booleans()


@given(
    st.fixed_dictionaries(
        {
            name: _VALUES if name in ("seq", "at", "before") else _TEXTS | st.none()
            for name in AuditLine.__slots__
        }
    )
)
def test_the_quick_way_to_a_hash_gives_the_hash_of_the_plain_way(fields: dict[str, Any]) -> None:
    told = {name: value for name, value in fields.items() if name != "hash"}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)
    expected = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
    assert AuditLine(**fields).compute_hash() == expected
