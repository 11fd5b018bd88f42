"""SM3: our implementation against the standard and against OpenSSL."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.store.sm3 import Sm3, new_sm3

# GB/T 32905-2016, appendix A: examples 1 and 2.
STANDARD = [
    (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
    (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
]

needs_openssl = pytest.mark.skipif(
    "sm3" not in hashlib.algorithms_available, reason="needs an OpenSSL with SM3"
)


@pytest.mark.parametrize(("data", "expected"), STANDARD)
def test_ours_gives_the_vectors_of_the_standard(data: bytes, expected: str) -> None:
    assert Sm3(data).hexdigest() == expected


@pytest.mark.parametrize(("data", "expected"), STANDARD)
def test_the_chosen_hasher_gives_the_vectors_of_the_standard(data: bytes, expected: str) -> None:
    hasher = new_sm3()
    hasher.update(data)
    assert hasher.hexdigest() == expected


@needs_openssl
@given(st.binary(max_size=400))
def test_ours_equals_openssl(data: bytes) -> None:
    assert Sm3(data).digest() == hashlib.new("sm3", data).digest()


@needs_openssl
@pytest.mark.parametrize("size", [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 5000])
def test_ours_equals_openssl_around_the_ends_of_blocks(size: int) -> None:
    data = bytes(n % 251 for n in range(size))
    assert Sm3(data).hexdigest() == hashlib.new("sm3", data).hexdigest()


@given(st.lists(st.binary(max_size=150), max_size=6))
def test_cutting_the_input_changes_nothing(parts: list[bytes]) -> None:
    hasher = Sm3()
    for part in parts:
        hasher.update(part)
        hasher.hexdigest()  # asking in between does not disturb
    assert hasher.digest() == Sm3(b"".join(parts)).digest()


def test_ours_steps_in_where_openssl_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> object:
        raise ValueError(f"unsupported hash type {name}")

    monkeypatch.setattr(hashlib, "new", refuse)
    assert isinstance(new_sm3(), Sm3)
