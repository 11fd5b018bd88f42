"""Both hashes in one pass."""

import hashlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from zhanlian.store.hashing import CHUNK_BYTES, hash_bytes, hash_chunks, hash_file
from zhanlian.store.sm3 import Sm3


def test_no_bytes_have_hashes_too() -> None:
    found = hash_bytes(b"")
    assert found.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert found.sm3 == "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"
    assert found.size == 0


@given(st.lists(st.binary(max_size=80), max_size=5))
def test_chunks_hash_like_the_whole(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    found = hash_chunks(chunks)
    assert found == hash_bytes(whole)
    assert (found.sha256, found.sm3) == (hashlib.sha256(whole).hexdigest(), Sm3(whole).hexdigest())
    assert found.size == len(whole)


def test_a_file_larger_than_a_chunk_hashes_like_its_bytes(tmp_path: Path) -> None:
    data = bytes(range(256)) * (CHUNK_BYTES // 256) + b"rest"
    path = tmp_path / "large.bin"
    path.write_bytes(data)
    assert hash_file(path) == hash_bytes(data)
