"""Workbooks: cells as text, damaged numbers visible, hostile files refused before they cost."""

import datetime
import io
import struct
import zipfile
from pathlib import Path

import pytest
from consumer_files import make_workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.errors import FormatError
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.cells import clean_account, parse_amount
from zhanlian.readers.statements.workbooks import biff, guard
from zhanlian.readers.statements.workbooks.sheets import is_workbook, open_sheets, show_cell

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "{cells}</sheetData></worksheet>"
)


def _rows(data: bytes) -> list[list[tuple[str, ...]]]:
    return [
        [record.cells for record in sheet.read_records()]
        for sheet in open_sheets(MemorySource(data))
    ]


def _swap(data: bytes, **parts: bytes) -> bytes:
    """Return a workbook with other bytes in some members, or with these members added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        members = {name: old.read(name) for name in old.namelist()}
        members.update({_MEMBERS[stem]: part for stem, part in parts.items()})
        for name, part in members.items():
            new.writestr(name, part)
    return target.getvalue()


_MEMBERS = {
    "sheet1": "xl/worksheets/sheet1.xml",
    "shared": "xl/sharedStrings.xml",
    "evil": "xl/evil.bin",
}


def _refusal(data: bytes) -> str:
    with pytest.raises(FormatError) as caught:
        open_sheets(MemorySource(data))
    return caught.value.key


def test_cells_are_text_as_a_sheet_shows_them() -> None:
    data = make_workbook(
        [
            ["金额", 28.16, 100, 0.1 + 0.2, True],
            [],
            [datetime.datetime(2026, 3, 1, 10, 5, 10), datetime.date(2026, 3, 1), "'=1+1", -0.01],
        ]
    )
    first, blank, third = _rows(data)[0]
    assert first == ("金额", "28.16", "100", "0.3", "TRUE")
    assert not any(blank)
    assert third[:4] == ("2026-03-01 10:05:10", "2026-03-01", "'=1+1", "-0.01")
    (sheet,) = open_sheets(MemorySource(data))
    assert [record.place.line for record in sheet.read_records()] == [1, 2, 3]


def test_rows_keep_their_numbers_when_the_sheet_begins_further_down() -> None:
    data = make_workbook([[], [], [None, None, "x"]])
    assert [record.place.line for record in open_sheets(MemorySource(data))[0].read_records()][
        -1
    ] == 3


@pytest.mark.parametrize("number", [6222021001012345678.0, 1e15, 6222021001012345.0, -1e16, 1e300])
def test_a_number_of_more_than_fifteen_digits_is_no_account_and_no_amount(number: float) -> None:
    shown = show_cell(number)
    with pytest.raises(ValueError):
        clean_account(shown)
    with pytest.raises(ValueError):
        parse_amount(shown, "CNY")


@given(st.integers(-(10**13), 10**13))
@settings(max_examples=100, deadline=None)
def test_an_amount_survives_being_a_float_in_a_sheet(cents: int) -> None:
    assert parse_amount(show_cell(cents / 100), "CNY") == cents


def test_times_and_spans_are_text() -> None:
    assert show_cell(datetime.time(9, 5)) == "09:05:00"
    assert show_cell(datetime.timedelta(hours=30, seconds=5)) == "30:00:05"
    assert show_cell(float("nan")) == "nan"


def test_a_real_xls_is_measured_and_read(shared: Path) -> None:
    (file,) = (shared / "formats/wallets_and_banks").glob("ccb*.xls")
    data = file.read_bytes()
    assert is_workbook(data[:100])
    (rows,) = _rows(data)
    assert (len(rows), rows[6][3]) == (13, "67")


def test_a_cell_in_the_last_corner_is_refused_before_it_is_laid_out() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"/></row>'
    data = _swap(make_workbook([["x"]]), sheet1=SHEET.format(cells=cells).encode())
    assert _refusal(data) == "reject.workbook-cells"
    # The same without places of cells, and with a prefix.
    row = "<row>" + "<c/>" * 16_384 + '</row><row r="1048576"><c/></row>'
    data = _swap(make_workbook([["x"]]), sheet1=SHEET.format(cells=row).encode())
    assert _refusal(data) == "reject.workbook-cells"


def test_what_inflates_too_far_is_refused_whatever_it_declares(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "_RATIO_FROM", 1024 * 1024)
    bomb = SHEET.format(cells=" " * 20_000_000).encode()
    assert _refusal(_swap(make_workbook([["x"]]), sheet1=bomb)) == "reject.bomb"


def test_a_long_text_that_many_cells_point_to_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    strings = b"<sst><si><t>" + b"x" * 30_000 + b"</t></si><si><t>y</t></si></sst>"
    row = "<row>{}</row>"
    many = SHEET.format(cells=row.format('<c t="s"><v>0</v></c>' * 100)).encode()
    few = SHEET.format(cells=row.format('<c t="s"><v>1</v></c>' * 100)).encode()
    monkeypatch.setattr(guard, "MAX_TEXT", 2_000_000)
    book = make_workbook([["x"]])
    assert _refusal(_swap(book, sheet1=many, shared=strings)) == "reject.too-large-unpacked"
    assert _rows(_swap(book, sheet1=few, shared=strings))[0][0][0] == "y"


def test_cells_hidden_in_another_member_are_refused() -> None:
    data = _swap(make_workbook([["x"]]), evil=b"junk<x:row r='1048576'>")
    assert _refusal(data) == "reject.broken"


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]>' + SHEET.format(cells="").encode()
    assert _refusal(_swap(make_workbook([["x"]]), sheet1=bomb)) == "reject.broken"


def test_broken_and_encrypted_workbooks_name_a_remedy() -> None:
    data = make_workbook([["x", 1]])
    assert _refusal(data[: len(data) // 2]) == "reject.broken"
    assert _refusal(b"PK\x03\x04") == "reject.broken"
    assert _refusal(b"") == "reject.broken"
    assert _refusal(make_ole2("EncryptedPackage", b"\0" * 5000)) == "reject.encrypted"
    assert _refusal(make_ole2("Workbook", _biff((0x2F, b"\0" * 54)))) == "reject.encrypted"
    assert _refusal(make_ole2("WordDocument", b"\0" * 5000)) == "reject.broken"


def test_an_xls_with_a_cell_in_the_last_corner_is_refused() -> None:
    corner = _biff((0x0203, struct.pack("<HHHd", 65535, 65535, 0, 1.0)))
    assert _refusal(make_ole2("Workbook", corner)) == "reject.workbook-cells"
    many = _biff((0x00BE, struct.pack("<HHHH", 65535, 0, 0, 65000)))
    assert _refusal(make_ole2("Workbook", many)) == "reject.workbook-cells"


def test_an_xls_whose_cells_share_a_long_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # Three texts: narrow; wide, rich and phonetic over a border; and a short one behind them.
    wide = struct.pack("<HBHI", 30_000, 0x0D, 1, 3) + "长".encode("utf-16-le") * 4_000
    sst = struct.pack("<II", 9, 3) + struct.pack("<HB", 5, 0) + b"abcde" + wide
    rest = b"\x01" + "长".encode("utf-16-le") * 1_000
    last = b"\0" + b"x" * 25_000 + b"runs" + b"ext" + struct.pack("<HB", 2, 0) + b"yz"
    cells = [
        (0x00FD, struct.pack("<HHHI", row, 0, 0, place)) for row, place in enumerate((1, 2, 0))
    ]
    stream = _biff((0x00FC, sst), (0x003C, rest), (0x003C, last), (0x0809, b"\0" * 16), *cells)
    texts = list(biff.find_extents(make_ole2("Workbook", stream)))
    assert texts[-1] == (3, 30_000 + 2 + 5)
    twice = make_ole2("Workbook", _biff((0x00FC, sst), (0x0809, b"\0" * 16), (0x00FC, sst)))
    assert _refusal(twice) == "reject.broken"
    monkeypatch.setattr(guard, "MAX_TEXT", 30_000)
    assert _refusal(make_ole2("Workbook", stream)) == "reject.too-large-unpacked"


def test_a_chain_of_sectors_in_a_circle_ends() -> None:
    data = bytearray(make_ole2("Workbook", b"\0" * 5000))
    struct.pack_into("<I", data, 512 + 8, 2)  # sector 2 leads to itself
    assert _refusal(bytes(data)) == "reject.broken"


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_damaged_workbooks_end_in_sheets_or_a_refusal(data: st.DataObject) -> None:
    whole = bytearray(_BOOKS[data.draw(st.integers(0, len(_BOOKS) - 1))])
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        for sheet in open_sheets(MemorySource(bytes(whole))):
            list(sheet.read_records())
    except FormatError:
        return


def _biff(*records: tuple[int, bytes]) -> bytes:
    """Return a stream of records, long enough not to be a small one."""
    told = b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)
    return told + b"\0" * 5000


def make_ole2(name: str, stream: bytes) -> bytes:
    """Return an OLE2 file with one stream: sector 0 table, 1 directory, 2… the stream."""
    count = -(-len(stream) // 512)
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIIII", header, 40, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    entries = b""
    for title, kind, begin, size in (("Root Entry", 5, 0xFFFFFFFE, 0), (name, 2, 2, len(stream))):
        told = title.encode("utf-16-le")
        entry = bytearray(128)
        entry[: len(told)] = told
        struct.pack_into("<HB", entry, 64, len(told) + 2, kind)
        struct.pack_into("<II", entry, 116, begin, size)
        entries += bytes(entry)
    return (
        bytes(header)
        + struct.pack("<128I", *table)
        + entries.ljust(512, b"\0")
        + stream.ljust(count * 512, b"\0")
    )


_BOOKS = (
    make_workbook([["交易时间", "金额"], ["2026-03-01", 5]]),
    make_ole2("Workbook", _biff((0x0809, b"\0\6\5\0" + b"\0" * 12), (0x000A, b""))),
)
