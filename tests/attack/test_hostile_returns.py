"""Hostile returns: any bytes end in rows and rejects, in bounded time and memory."""

import time
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from police_files import BANK_COLUMNS, BANK_HEADER, bank_file, bank_row, gather

from zhanlian.model.statement import ByteSource
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.police import FORMATS
from zhanlian.readers.statements.registry import find_statement
from zhanlian.readers.statements.unknown import find_unknown_table

_BANK = FORMATS[0]
_SECONDS = 10.0  # a reader that is not linear takes minutes for these
_WHOLE = bank_file(*[bank_row(摘要说明='"转,账\n二"'), bank_row(交易金额="-5.00")] * 4)
_WIDE = bank_file(bank_row(), bank_row(), encoding="utf-16")


def _read(data: bytes) -> tuple[int, int, int]:
    """Return rows, row rejects and other lines of a bank's return, checking the clock."""
    begun = time.monotonic()
    told = gather(_BANK.parse(MemorySource(data, "a.csv")))
    assert time.monotonic() - begun < _SECONDS
    for row in [*told.rows, *told.row_rejects]:
        if row["length"] is not None:
            assert 0 <= row["offset"] <= row["offset"] + row["length"] <= len(data)
    return len(told.rows), len(told.row_rejects), told.others


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=600), st.sampled_from(["gb18030", "utf-8", "utf-16"]))
def test_any_bytes_behind_a_header_end_in_rows_and_rejects(data: bytes, encoding: str) -> None:
    _read((BANK_HEADER + "\r\n").encode(encoding) + data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_return_ends_in_rows_and_rejects(data: st.DataObject) -> None:
    bytes_ = bytearray(data.draw(st.sampled_from([_WHOLE, _WIDE])))
    header = bytes_.index(b"\r\n" if bytes(bytes_[:2]) != b"\xff\xfe" else b"\r\0\n") + 4
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(header, len(bytes_) - 1))
        if data.draw(st.booleans()):
            bytes_[place] = data.draw(st.sampled_from([*b'",\n\r\0\t =E.-', 0x81, 0xFF, 0xD8]))
        else:
            del bytes_[place : place + data.draw(st.integers(1, 30))]
            if len(bytes_) <= header:
                break
    _read(bytes(bytes_))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_told_or_not_without_an_error(data: bytes) -> None:
    find_unknown_table(data)
    for form in FORMATS:
        form.sniff(data)
        gather(form.parse(MemorySource(data)))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), min_size=31, max_size=31), min_size=1, max_size=4))
def test_every_line_is_accounted_for_whatever_its_cells_say(rows: list[list[str]]) -> None:
    def quote(cell: str) -> str:
        cell = cell.encode("utf-8", "replace").decode()
        return '"' + cell.replace('"', '""') + '"'

    lines = [",".join(map(quote, row)) for row in rows]
    told, refused, others = _read((BANK_HEADER + "\n" + "\n".join(lines) + "\n").encode())
    assert told + refused + others == len(rows) + 1


def test_one_line_of_20_megabytes_is_passed_over() -> None:
    data = bank_file(bank_row(), "x" * 20_000_000, bank_row())
    assert _read(data) == (2, 1, 1)


def test_a_quote_that_never_closes_costs_one_line() -> None:
    rows = [bank_row()] * 20_000
    rows[0] = bank_row(摘要说明='"x')
    assert _read(bank_file(*rows)) == (19_999, 1, 1)


@pytest.mark.parametrize("cell", ['"', '"""', '""""""x', '"x""'])
def test_a_quote_in_every_line_costs_no_more_than_its_lines(cell: str) -> None:
    told, refused, others = _read(bank_file(*[cell + "," * 30] * 20_000))
    assert 10_000 <= told + refused + others <= 20_001


def test_bytes_of_nought_are_no_digits_and_a_tail_of_them_is_a_file_cut_off() -> None:
    data = bank_file(bank_row(), bank_row(交易金额="1\0" + "0.00")) + b"\0" * 999
    assert _read(data) == (1, 1, 2)
    assert gather(_BANK.parse(MemorySource(data))).said == ["remark.table-cut-off"]


def test_10_000_columns_and_10_000_cells() -> None:
    header = BANK_HEADER + "," * 10_000
    wide = header + "\r\n" + bank_row() + "," * 10_000 + "\r\n" + "\r\n".join(["1"] * 100_000)
    assert _read(wide.encode("gb18030")) == (1, 100_000, 1)
    assert _read(bank_file(*[bank_row() + "," * 10_000] * 500)) == (500, 0, 1)


def test_lone_surrogates_become_no_text() -> None:
    for encoding in ("utf-8", "utf-16-le"):
        name = "合\ud800成".encode(encoding, "surrogatepass")
        header = (BANK_HEADER + "\n").encode(encoding)
        row = (bank_row(交易方户名="@@") + "\n").encode(encoding)
        told = gather(_BANK.parse(MemorySource(header + row.replace("@@".encode(encoding), name))))
        assert told.rows[0]["own_name"].startswith("合\ufffd")
        assert told.said == ["remark.table-broken-texts"]


class _Endless:
    """A source of so many rows that holds one block of them."""

    name = "endless.csv"

    def __init__(self, rows: int) -> None:
        self._head = (BANK_HEADER + "\r\n").encode("gb18030")
        self._row = (bank_row() + "\r\n").encode("gb18030")
        self.size = len(self._head) + rows * len(self._row)

    def read_at(self, offset: int, size: int) -> bytes:
        size = min(size, self.size - offset)
        behind = max(offset - len(self._head), 0) % len(self._row)
        rows = self._row * (size // len(self._row) + 2)
        if offset < len(self._head):
            return (self._head[offset:] + rows)[:size]
        return rows[behind : behind + size]


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(rows: int) -> int:
        source: ByteSource = _Endless(rows)
        tracemalloc.start()
        count = sum(part.table.num_rows for part in _BANK.parse(source))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == rows
        return most

    peak(1_000)
    assert peak(1_200_000) < 1.5 * peak(500_000)


def test_a_header_alone_is_a_return_without_rows() -> None:
    data = (BANK_HEADER).encode("gb18030")
    assert find_statement(data) is not None
    assert _read(data) == (0, 0, 1)
    assert len(BANK_COLUMNS) == 31
