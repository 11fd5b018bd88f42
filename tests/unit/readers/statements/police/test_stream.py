"""Large files: block by block, two threads, the same rows as at once."""

import threading
from collections.abc import Iterator

import pytest
from police_files import bank_file, bank_row, gather, read_bytes

from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.police import FORMATS, blocks, stream

_BANK = FORMATS[0]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Blocks of 500 bytes, so that records and quoted cells lie across them."""
    monkeypatch.setattr(blocks, "BLOCK", 500)
    monkeypatch.setattr(stream, "BLOCK", 500)
    yield


def _make_file(encoding: str) -> bytes:
    rows = [
        bank_row(
            交易方户名=f"合成{k}",
            摘要说明='"行\n,""二"""' if k % 5 == 0 else "转账",
            交易金额="x" if k % 7 == 0 else f"{k}.00",
        )
        for k in range(60)
    ]
    rows[13] = "," * 30
    rows[17] = ""
    return bank_file(*rows, encoding=encoding)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.usefixtures("small_blocks")
def test_blocks_give_what_the_whole_file_gives(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = _make_file(encoding)
    cut = gather(_BANK.parse(MemorySource(data, "a.csv")))
    monkeypatch.setattr(blocks, "BLOCK", 1 << 20)
    monkeypatch.setattr(stream, "BLOCK", 1 << 20)
    whole = read_bytes(data)
    assert len(cut.parts) > 10 > len(whole.parts)
    assert cut.rows == whole.rows and cut.row_rejects == whole.row_rejects
    assert cut.others == whole.others == 3
    assert len(whole.rows) + len(whole.row_rejects) == 58
    plain = "utf-16-le" if encoding == "utf-16" else encoding.removesuffix("-sig")
    for row in cut.rows:
        record = data[row["offset"] : row["offset"] + row["length"]].decode(plain)
        assert record.startswith("6222020000000000017,") and row["own_name"] in record


@pytest.mark.usefixtures("small_blocks")
def test_leaving_early_ends_the_threads() -> None:
    parts = _BANK.parse(MemorySource(_make_file("gb18030")))
    for _ in range(3):
        next(parts)
    assert any(one.name.startswith("zhanlian-return") for one in threading.enumerate())
    parts.close()  # type: ignore[attr-defined]
    assert not any(one.name.startswith("zhanlian-return") for one in threading.enumerate())


@pytest.mark.usefixtures("small_blocks")
def test_no_more_is_read_than_a_few_blocks_ahead() -> None:
    class Counting(MemorySource):
        most = 0

        def read_at(self, offset: int, size: int) -> bytes:
            Counting.most = max(Counting.most, offset)
            return super().read_at(offset, size)

    data = _make_file("gb18030") * 20
    parts = _BANK.parse(Counting(data))
    next(parts), next(parts)
    assert Counting.most < 70_000 < len(data)


def test_a_line_beyond_all_measure_is_one_reject(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 4096)
    monkeypatch.setattr(stream, "BLOCK", 4096)
    monkeypatch.setattr(blocks, "LONGEST_RECORD", 10_000)
    data = bank_file(bank_row(), "7" * 50_000, bank_row())
    told = gather(_BANK.parse(MemorySource(data, "a.csv")))
    assert [row["line"] for row in told.rows] == [2, 4]
    (reject,) = told.row_rejects
    assert reject["reason"] == "row-too-long"
    assert (reject["line"], reject["length"]) == (3, 50_001)
    assert data[reject["offset"] :].startswith(b"777")
