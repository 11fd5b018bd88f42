"""Records of texts: each with its bytes, whatever encoding, quotes and damage."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.errors import FormatError
from zhanlian.readers.statements import records
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.records import Record, read_records, split_cells
from zhanlian.readers.statements.text_encoding import TextEncoding, find_encoding

TEXT = "交易日期,金额,备注\r\n2026-03-01,12.50,转账给甲某某\r\n2026-03-02,7.00,现金取款\r\n"


def _read(data: bytes, delimiter: str = ",") -> list[Record]:
    return list(read_records(MemorySource(data), delimiter))


def _cite(data: bytes, record: Record) -> bytes:
    assert record.place.offset is not None
    assert record.place.length is not None
    return data[record.place.offset : record.place.offset + record.place.length]


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"", "gb18030"), (b"", "gbk"),
        (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"", "utf-16-le"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)  # fmt: skip
def test_a_record_cites_its_bytes_in_every_encoding(mark: bytes, codec: str) -> None:
    data = mark + TEXT.encode(codec)
    found = _read(data)
    assert [record.cells for record in found] == [
        tuple(line.split(",")) for line in TEXT.splitlines()
    ]
    assert [_cite(data, record).decode(codec) for record in found] == TEXT.splitlines()
    assert [record.place.line for record in found] == [1, 2, 3]


def test_ascii_before_the_first_chinese_sign_does_not_hide_the_encoding() -> None:
    rows = "2026-03-01,12.50,x\n" * 20_000
    data = (rows + "2026-03-02,7.00,转账给甲某某在银行柜台\n").encode("gbk")
    assert find_encoding(MemorySource(data)) == TextEncoding("gb18030")
    assert _read(data)[-1].cells[2] == "转账给甲某某在银行柜台"


def test_a_few_nuls_in_padded_cells_are_text() -> None:
    for codec in ("utf-8", "gb18030"):
        found = _read((TEXT + "2026-03-03,1.00,甲\0\0\n").encode(codec))
        assert found[-1].cells[2] == "甲\0\0"


def test_one_broken_character_costs_one_record() -> None:
    data = TEXT.encode("gbk").replace("甲".encode("gbk"), b"\xff")
    assert [record.reason for record in _read(data)] == ["", "row-undecodable", ""]
    data = TEXT.encode().replace("甲".encode(), b"\xe7\x94")
    assert [record.reason for record in _read(data)] == ["", "row-undecodable", ""]


def test_a_quoted_cell_holds_commas_quotes_and_line_feeds() -> None:
    data = b'a,"b,1\r\n""c""",d\n"x"\t,y\n'
    first, second = _read(data)
    assert first.cells == ("a", 'b,1\n"c"', "d")
    assert (first.place.line, first.lines, second.place.line) == (1, 2, 3)
    assert _cite(data, first) == b'a,"b,1\r\n""c""",d'
    assert second.cells == ("x", "y")


def test_a_quote_that_never_closes_costs_its_line_only() -> None:
    lines = [f'{line},"open' if line == 2 else f"{line},shut" for line in range(1, 500)]
    found = _read("\n".join(lines).encode())
    assert [record.cells[0] for record in found] == [str(line) for line in range(1, 500)]
    assert found[1].cells == ("2", '"open')


def test_quotes_inside_a_cell_are_signs() -> None:
    assert split_cells('a,打开"多多"视频",b') == ["a", '打开"多多"视频"', "b"]
    assert split_cells('a,"他"说,b') == ["a", '"他"说', "b"]
    assert split_cells("a\t\tb", "\t") == ["a", "", "b"]
    assert split_cells('"a\t"\tb', "\t") == ["a\t", "b"]
    assert split_cells('a,"b') is None


def test_trailing_commas_and_ten_thousand_columns_are_cells() -> None:
    assert _read(b"a,b,,\n")[0].cells == ("a", "b", "", "")
    assert len(_read(b"," * 9_999)[0].cells) == 10_000


def test_a_line_without_end_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_LINE", 1_000)
    data = b"a,b\n" + b"x" * 5_000 + b"\nc,d\n"
    first, long, last = _read(data)
    assert (first.reason, long.reason, last.reason) == ("", "row-too-long", "")
    assert long.place.length == 5_000
    assert last.cells == ("c", "d")
    assert len(long.cells[0]) <= 1_000


def test_short_reads_of_a_source_change_nothing() -> None:
    class Drops(MemorySource):
        def read_at(self, offset: int, size: int) -> bytes:
            return self.data[offset : offset + min(size, 7)]

    for codec, mark in (("gb18030", b""), ("utf-16-le", b"\xff\xfe")):
        data = mark + TEXT.encode(codec)
        encoding = TextEncoding(codec, len(mark))
        found = list(read_records(Drops(data), encoding=encoding))
        assert found == list(read_records(MemorySource(data), encoding=encoding))


@pytest.mark.parametrize(
    "data", [b"\0\0\0\0\1\2", bytes(range(256)) * 8, b"\xff\xd8\xff\xe0\0\x10JFIF"]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        _read(data)


@given(st.lists(st.lists(st.text('a1,"\n\t 元', max_size=6), min_size=2, max_size=4), max_size=8))
@settings(max_examples=100, deadline=None)
def test_what_is_written_by_the_rules_is_read_back(rows: list[list[str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    found = _read("\n".join(quoted).encode())
    assert [list(record.cells) for record in found] == rows


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_covered_by_their_records_or_refused(data: bytes) -> None:
    try:
        found = _read(data)
    except FormatError:
        return
    mark = find_encoding(MemorySource(data)).mark
    covered: set[int] = set()
    for record in found:
        begin = record.place.offset or 0
        cited = range(begin, begin + (record.place.length or 0))
        assert not covered & set(cited)
        covered.update(cited)
    # What no record covers is the mark, or an end of line (with NULs in UTF-16).
    left = {data[place] for place in range(mark, len(data)) if place not in covered}
    assert left <= set(b"\r\n\0")
