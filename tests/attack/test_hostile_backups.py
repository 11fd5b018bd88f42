"""A backup that was tampered with is refused by name of the part, and leaves nothing behind."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from filled_workspace import ACT, MAPPING, fill, opened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanlian.errors import FormatError, StoreError, ZhanlianError
from zhanlian.store.backup.dump import write_backup
from zhanlian.store.backup.restoration import restore_backup
from zhanlian.words import say

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup as it should be."""
    folder = tmp_path_factory.mktemp("whole")
    fill(folder / "ws")
    with opened(folder / "ws") as workspace:
        write_backup(workspace, folder / "b.zip", ACT, "9.9.9")
    return folder / "b.zip"


def load(path: Path) -> Parts:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def save(path: Path, parts: Parts, method: int = ZIP_STORED) -> None:
    with ZipFile(path, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(ZipInfo(name), data, compress_type=method)


def describe_anew(parts: Parts) -> None:
    """Make the manifest say what the parts are now: hashes alone protect nobody."""
    told = json.loads(parts["manifest.json"])
    told["parts"] = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in parts.items()
        if name != "manifest.json" and not name.startswith("vault/")
    ]
    objects = [data for name, data in parts.items() if name.startswith("vault/")]
    told |= {"objects": len(objects), "object_bytes": sum(map(len, objects))}
    parts["manifest.json"] = json.dumps(told).encode()


def change_rows(parts: Parts, table: str, change: Callable[[list[Any]], object]) -> None:
    name = f"docket/{table}.jsonl"
    rows = [json.loads(line) for line in parts[name].splitlines()]
    change(rows)
    parts[name] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    describe_anew(parts)


def refuse(backup: Path, target: Path) -> ZhanlianError:
    """Return why a backup is refused; nothing of it is anywhere then."""
    there = sorted(entry.name for entry in backup.parent.iterdir())
    with pytest.raises(ZhanlianError) as told:
        restore_backup(backup, target, ACT)
    assert sorted(entry.name for entry in backup.parent.iterdir()) == there
    for language in ("zh", "en"):
        assert say(told.value.key, language, told.value.fields)
    return told.value


def test_what_is_changed_and_described_anew_is_restored(whole: Path, tmp_path: Path) -> None:
    """The way of these tests changes nothing by itself."""
    parts = load(whole)
    describe_anew(parts)
    save(tmp_path / "b.zip", parts)
    restore_backup(tmp_path / "b.zip", tmp_path / "new", ACT)
    assert (tmp_path / "new" / MAPPING).is_file()


@pytest.mark.parametrize("place", range(9))
def test_changed_bytes_of_any_part_are_found(whole: Path, tmp_path: Path, place: int) -> None:
    parts = load(whole)
    name = sorted(name for name in parts if name != "manifest.json" and parts[name])[place]
    parts[name] = bytes([parts[name][0] ^ 1]) + parts[name][1:]
    save(tmp_path / "b.zip", parts)
    told = refuse(tmp_path / "b.zip", tmp_path / "new")
    assert isinstance(told, FormatError) and told.fields["part"] == name


@pytest.mark.parametrize("place", range(17))
def test_a_missing_part_is_named(whole: Path, tmp_path: Path, place: int) -> None:
    parts = load(whole)
    name = sorted(parts)[place % len(parts)]
    del parts[name]
    save(tmp_path / "b.zip", parts)
    told = refuse(tmp_path / "b.zip", tmp_path / "new")
    assert name in (told.fields.get("part"), told.fields.get("detail")) or name.startswith("vault/")


def test_evidence_that_nobody_misses_in_the_manifest_is_missed_by_the_docket(
    whole: Path, tmp_path: Path
) -> None:
    parts = load(whole)
    name = next(name for name in parts if name.startswith("vault/"))
    del parts[name]
    describe_anew(parts)
    save(tmp_path / "b.zip", parts)
    assert refuse(tmp_path / "b.zip", tmp_path / "new").fields["part"] == name


@pytest.mark.parametrize(
    "name",
    [
        "../out.txt", "mappings/../../out.txt", "/etc/out.txt", "mappings//out.txt", "mappings/",
        "mappings/..", "mappings/./a", "C:/out.txt", "mappings/C:out", "mappings/a\\..\\b",
        "rules/a:b", "docket.sqlite", "workspace.lock", "zhanlian-workspace.json", "lake/a",
        "vault/abc", "vault/../../out.txt", "docket/../x.jsonl", "mappings/" + "x" * 256,
        "mappings/a\nb", "MANIFEST.JSON", "docket/ITEM.jsonl", "mappings/合成.MAPPING.toml",
    ],
)  # fmt: skip
def test_a_part_with_a_name_that_is_not_ours_is_refused(
    whole: Path, tmp_path: Path, name: str
) -> None:
    parts = load(whole) | {name: b"hostile"}
    describe_anew(parts)
    (tmp_path / "in").mkdir()
    save(tmp_path / "in" / "b.zip", parts)
    refuse(tmp_path / "in" / "b.zip", tmp_path / "in" / "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["in"]


def test_a_part_that_is_there_twice_is_refused(whole: Path, tmp_path: Path) -> None:
    parts = load(whole)
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(tmp_path / "b.zip", "w") as archive:
        for name, data in [*parts.items(), (MAPPING, b"another")]:
            archive.writestr(name, data)
    assert refuse(tmp_path / "b.zip", tmp_path / "new").fields["part"] == MAPPING


def test_an_archive_that_unpacks_to_more_is_refused_unread(whole: Path, tmp_path: Path) -> None:
    parts = load(whole)
    parts[MAPPING] = b" " * 50_000_000
    describe_anew(parts)
    save(tmp_path / "b.zip", parts, ZIP_DEFLATED)
    assert (tmp_path / "b.zip").stat().st_size < 200_000
    assert "part" in refuse(tmp_path / "b.zip", tmp_path / "new").fields


def test_entries_that_share_their_bytes_are_refused(whole: Path, tmp_path: Path) -> None:
    """One stretch of bytes under many names would be as many files."""
    parts = load(whole)
    filler = {f"rules/{n}.toml": b"x" * 5000 for n in range(400)}
    parts |= filler
    describe_anew(parts)
    kept: Parts = {}
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        for name, data in parts.items():
            if name not in filler or not kept:
                archive.writestr(name, data)
                kept |= {name: data} if name in filler else {}
        one = archive.getinfo("rules/0.toml")
        for name in list(filler)[1:]:
            copy = ZipInfo(name)
            for field in ("header_offset", "CRC", "compress_size", "file_size"):
                setattr(copy, field, getattr(one, field))
            archive.filelist.append(copy)
    told = refuse(tmp_path / "b.zip", tmp_path / "new")
    assert told.fields["detail"] == "size"


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("case", lambda rows: rows[0].update(nobody="x")),
        ("case", lambda rows: rows[0].pop("name")),
        ("case", lambda rows: rows[0].update(name=None)),
        ("case", lambda rows: rows[0].update(name=7)),
        ("case", lambda rows: rows[0].update(name="a\0b")),
        ("case", lambda rows: rows[0].update(name="\ud800")),
        ("case", lambda rows: rows[0].update(seq="1")),
        ("case", lambda rows: rows[0].update(seq=1 << 63)),
        ("case", lambda rows: rows[0].update(seq=True)),
        ("case", lambda rows: rows[0].update(seq=10_000)),
        ("case", lambda rows: rows.append(rows[0])),
        ("case", lambda rows: rows.clear()),
        ("item", lambda rows: rows[0].update(size=1.5)),
        ("item", lambda rows: rows[0].update(sha256="a" * 65)),
        ("audit_line", lambda rows: rows.pop()),
        ("audit_line", lambda rows: rows[0].update(actor="")),
        ("reject", lambda rows: rows.append([1])),
    ],
)  # fmt: skip
def test_rows_that_no_docket_has_are_refused_by_their_part(
    whole: Path, tmp_path: Path, table: str, change: Callable[[list[Any]], object]
) -> None:
    parts = load(whole)
    change_rows(parts, table, change)
    save(tmp_path / "b.zip", parts)
    told = refuse(tmp_path / "b.zip", tmp_path / "new")
    assert isinstance(told, FormatError)
    assert table in str(told.fields["part"]) or (table, told.fields["part"]) in (
        ("audit_line", "manifest.json"),
        ("audit_line", "docket/reject.jsonl"),
        ("case", "docket/receipt.jsonl"),
    )


@pytest.mark.parametrize("tail", [b"no row\n", b'{"seq": 1', b"[" * 100_000 + b"\n", b"\xff\n"])
def test_lines_that_are_no_rows_are_refused(whole: Path, tmp_path: Path, tail: bytes) -> None:
    parts = load(whole)
    parts["docket/case.jsonl"] += tail
    describe_anew(parts)
    save(tmp_path / "b.zip", parts)
    told = refuse(tmp_path / "b.zip", tmp_path / "new")
    assert told.fields["part"] == "docket/case.jsonl"


def test_an_unknown_table_is_refused(whole: Path, tmp_path: Path) -> None:
    for table in ("letters", "alembic_version", "docket_identity", "sqlite_master"):
        parts = load(whole) | {f"docket/{table}.jsonl": b""}
        describe_anew(parts)
        save(tmp_path / "b.zip", parts)
        told = refuse(tmp_path / "b.zip", tmp_path / "new")
        assert told.fields["part"] == f"docket/{table}.jsonl"


@pytest.mark.parametrize(
    "change",
    [
        {"format": "zhanlian-backup-9"}, {"parts": {}}, {"parts": [1]}, {"objects": -1},
        {"objects": "5"}, {"checkpoint": None}, {"schema": 2}, {"made_at": None},
        {"object_bytes": 1 << 70},
    ],
)  # fmt: skip
def test_a_manifest_that_is_none_is_refused(
    whole: Path, tmp_path: Path, change: dict[str, Any]
) -> None:
    parts = load(whole)
    parts["manifest.json"] = json.dumps(json.loads(parts["manifest.json"]) | change).encode()
    save(tmp_path / "b.zip", parts)
    assert isinstance(refuse(tmp_path / "b.zip", tmp_path / "new"), FormatError)


def test_a_newer_backup_is_told(whole: Path, tmp_path: Path) -> None:
    parts = load(whole)
    parts["manifest.json"] = json.dumps(
        json.loads(parts["manifest.json"]) | {"schema": "0099"}
    ).encode()
    save(tmp_path / "b.zip", parts)
    told = refuse(tmp_path / "b.zip", tmp_path / "new")
    assert isinstance(told, StoreError) and told.key == "error.docket-newer"


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_bytes_end_in_words_or_in_the_same_workspace(
    whole: Path, tmp_path: Path, data: st.DataObject
) -> None:
    good = whole.read_bytes()
    bad = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(bad) - 1) | st.integers(-3000, -1))
        match data.draw(st.sampled_from(("flip", "cut", "repeat"))):
            case "flip":
                bad[place] ^= data.draw(st.integers(1, 255))
            case "cut":
                del bad[place : place + data.draw(st.integers(1, 500))]
            case _:
                bad[place:place] = bad[place : place + 100]
    file = tmp_path / "b.zip"
    file.write_bytes(bad)
    target = tmp_path / "new"
    try:
        restore_backup(file, target, ACT)
    except ZhanlianError as error:
        assert not target.exists()
        assert say(error.key, "en", error.fields)
    else:
        for entry in sorted(target.rglob("*"), reverse=True):
            entry.chmod(0o700)
            entry.rmdir() if entry.is_dir() else entry.unlink()
        target.rmdir()
    assert [entry.name for entry in tmp_path.iterdir()] == ["b.zip"]


@pytest.mark.parametrize(
    "bytes_", [b"", b"no archive", b"PK\x05\x06" + b"\0" * 18, b"PK\x05\x06" + b"\xff" * 18]
)
def test_what_is_no_archive_is_told(tmp_path: Path, bytes_: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(bytes_)
    told = refuse(tmp_path / "b.zip", tmp_path / "new")
    assert told.key in ("error.backup-none", "error.backup-part")
