"""The vault keeps bytes under their hash, whole or not at all."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.errors import InputError, StoreError
from zhanlian.store.hashing import hash_bytes
from zhanlian.store.vault import Vault

NOTE = "合成：某地警方移送嫌疑人三名".encode()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    made = Vault(tmp_path / "vault")
    made.prepare()
    return made


def find_files(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.rglob("*") if entry.is_file())


def object_path(tmp_path: Path, sha256: str) -> Path:
    return tmp_path / "vault" / "objects" / sha256[:2] / sha256[2:]


def test_bytes_come_back_as_they_were(vault: Vault) -> None:
    digests = vault.put(NOTE)
    assert digests == hash_bytes(NOTE)
    assert vault.load(digests.sha256) == NOTE
    assert vault.holds(digests.sha256)


def test_an_object_lies_under_its_hash_and_cannot_be_written(tmp_path: Path, vault: Vault) -> None:
    path = object_path(tmp_path, vault.put(NOTE).sha256)
    assert find_files(tmp_path) == [path]
    assert stat.S_IMODE(path.stat().st_mode) & 0o222 == 0


def test_the_same_bytes_again_make_no_second_object(tmp_path: Path, vault: Vault) -> None:
    path = object_path(tmp_path, vault.put(NOTE).sha256)
    before = path.stat().st_mtime_ns, path.stat().st_ino
    vault.put(NOTE)
    vault.put_batch([NOTE, NOTE])
    source = tmp_path / "copy.txt"
    source.write_bytes(NOTE)
    vault.put_file(source)
    source.unlink()
    assert find_files(tmp_path) == [path]
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_a_batch_is_kept_in_its_order(vault: Vault) -> None:
    batch = [b"b", b"a", b"", b"b"]
    assert vault.put_batch(iter(batch)) == tuple(hash_bytes(data) for data in batch)
    assert list(vault.list_hashes()) == sorted({hash_bytes(data).sha256 for data in batch})


def test_a_file_is_kept_without_being_read_at_once(
    tmp_path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhanlian.store.hashing.CHUNK_BYTES", 1000)
    data = os.urandom(12_345)
    source = tmp_path / "../large.bin"
    source.write_bytes(data)
    digests = vault.put_file(source)
    assert digests == hash_bytes(data)
    assert vault.load(digests.sha256) == data


def test_a_source_that_cannot_be_read_is_told(tmp_path: Path, vault: Vault) -> None:
    for source in (tmp_path / "absent.txt", tmp_path):
        with pytest.raises(InputError) as told:
            vault.put_file(source)
        assert told.value.fields["path"] == str(source)
    assert find_files(tmp_path) == []


def test_a_missing_object_is_told_by_its_hash(vault: Vault) -> None:
    absent = hash_bytes(b"never put").sha256
    with pytest.raises(StoreError) as told:
        vault.load(absent)
    assert told.value.key == "error.object-missing"
    assert told.value.fields == {"sha256": absent}
    assert not vault.holds(absent)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "a" * 63, "A" * 64, "..\\" + "a" * 61, "a" * 64 + "\n", "\0"]
)
def test_what_is_no_hash_opens_nothing(vault: Vault, name: str) -> None:
    with pytest.raises(StoreError):
        vault.load(name)
    with pytest.raises(StoreError):
        vault.open_object(name)


def test_changed_bytes_are_never_given_back(tmp_path: Path, vault: Vault) -> None:
    digests = vault.put(NOTE)
    path = object_path(tmp_path, digests.sha256)
    path.chmod(0o600)
    path.write_bytes(b"X" + NOTE[1:])
    with pytest.raises(StoreError) as told:
        vault.load(digests.sha256)
    assert told.value.key == "error.object-damaged"


def test_a_shortened_object_is_told_when_its_bytes_come_again(tmp_path: Path, vault: Vault) -> None:
    path = object_path(tmp_path, vault.put(NOTE).sha256)
    path.chmod(0o600)
    path.write_bytes(NOTE[:-1])
    with pytest.raises(StoreError) as told:
        vault.put(NOTE)
    assert told.value.key == "error.object-damaged"
    path.unlink()
    assert vault.load(vault.put(NOTE).sha256) == NOTE


def test_a_refusing_disk_is_told_and_leaves_nothing_aside(
    tmp_path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreError) as told:
        vault.put(NOTE)
    assert told.value.key == "error.vault-write"
    assert told.value.fields["detail"] == "No space left on device"
    assert find_files(tmp_path) == []


def test_what_a_cut_off_write_left_is_cleaned(tmp_path: Path, vault: Vault) -> None:
    digests = vault.put(NOTE)
    leftover = tmp_path / "vault" / "incoming" / "0123.part"
    leftover.write_bytes(b"half")
    leftover.chmod(0o444)
    assert list(vault.list_hashes()) == [digests.sha256]
    assert vault.clean() == 1
    assert find_files(tmp_path) == [object_path(tmp_path, digests.sha256)]


def test_what_is_no_object_is_listed_as_a_stray(tmp_path: Path, vault: Vault) -> None:
    digests = vault.put(NOTE)
    objects = tmp_path / "vault" / "objects"
    (objects / "notes.txt").write_text("by hand")
    (objects / digests.sha256[:2] / "x").write_text("by hand")
    (objects / "ab" / "folder").mkdir(parents=True)
    assert list(vault.list_hashes()) == [digests.sha256]
    assert len(list(vault.list_strays())) == 3


@given(st.lists(st.binary(max_size=30), max_size=8))
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, batch: list[bytes]) -> None:
    vault = Vault(tmp_path_factory.mktemp("any"))
    vault.prepare()
    for data, digests in zip(batch, vault.put_batch(batch), strict=True):
        assert vault.load(digests.sha256) == data
    assert len(list(vault.list_hashes())) == len(set(batch))
