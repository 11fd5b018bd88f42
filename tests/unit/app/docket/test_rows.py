"""Rows of a request from a file: CSV, workbook or JSON, with columns in either language."""

import json
from pathlib import Path

import openpyxl
import pytest

from zhanlian.app.docket import rows
from zhanlian.app.docket.rows import load_rows
from zhanlian.docket.handovers.listing import ListedPerson
from zhanlian.errors import FormatError, InputError, SchemaError
from zhanlian.report.docket.labels import label_words

FIELDS = ("seq", "name", "nationality")
ROW = {"seq": "1", "name": "合成甲", "nationality": "CN"}


def read(path: Path) -> list[dict[str, object]]:
    return load_rows(path, ListedPerson, "handover")


def write_csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "rows.csv"
    path.write_bytes(text.encode(encoding))
    return path


def write_workbook(folder: Path, *table: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    book.create_sheet("second").append(["x"])
    sheet = book["Sheet"]
    for row in table:
        sheet.append(row)
    book.save(folder / "rows.xlsx")
    return folder / "rows.xlsx"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("language", ["zh", "en", ""])
def test_a_csv_is_read_with_the_columns_of_either_language(
    tmp_path: Path, encoding: str, language: str
) -> None:
    shown = [label_words(one, language, "handover") if language else one for one in FIELDS]
    text = ",".join(shown) + "\r\n1, 合成甲 ,CN\r\n\r\n"
    assert read(write_csv(tmp_path, text, encoding)) == [ROW]


def test_quotes_hold_commas_quotes_and_lines(tmp_path: Path) -> None:
    text = 'seq,name\n1,"合成,甲"\n2,"合成""乙"""\n3,"合成\n丙"\n'
    names = [row["name"] for row in read(write_csv(tmp_path, text))]
    assert names == ["合成,甲", '合成"乙"', "合成\n丙"]


@pytest.mark.parametrize("text", ['seq,name\n1,"合成', 'seq,name\n1,"合成"甲\n'])
def test_broken_quotes_are_refused_and_not_guessed(tmp_path: Path, text: str) -> None:
    with pytest.raises(FormatError, match="rows-csv"):
        read(write_csv(tmp_path, text))


def test_empty_cells_are_not_told_and_short_rows_are_rows(tmp_path: Path) -> None:
    assert read(write_csv(tmp_path, "seq,name,latin\n1,合成甲, \n2\n,,\n")) == [
        {"seq": "1", "name": "合成甲"},
        {"seq": "2"},
    ]


def test_a_row_longer_than_its_header_is_refused_with_its_line(tmp_path: Path) -> None:
    assert len(read(write_csv(tmp_path, "seq,name\n1,合成甲,, \n"))) == 1
    with pytest.raises(FormatError, match="rows-long") as error:
        read(write_csv(tmp_path, "seq,name\n\n1,合成甲\n2,合成乙,CN\n"))
    assert error.value.fields["line"] == 4


@pytest.mark.parametrize("text", ["", "\n \n", " , \n", "\ufeff"])
def test_a_file_without_rows_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FormatError, match="rows-none"):
        read(write_csv(tmp_path, text))


def test_a_header_alone_gives_no_rows(tmp_path: Path) -> None:
    assert read(write_csv(tmp_path, "seq,name\n")) == []


@pytest.mark.parametrize("header", ["seq,绰号", "seq,seq", "seq,"])
def test_a_column_that_is_no_field_or_comes_twice_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(SchemaError, match="rows-column"):
        read(write_csv(tmp_path, f"{header}\n1,2\n"))


def test_a_column_in_two_languages_comes_twice(tmp_path: Path) -> None:
    header = ",".join(label_words("name", one, "handover") for one in ("zh", "en"))
    with pytest.raises(SchemaError, match="rows-column"):
        read(write_csv(tmp_path, f"{header}\n甲,乙\n"))


def test_bytes_of_no_known_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"seq,name\n1,\xff\xff\n")
    with pytest.raises(FormatError, match="rows-encoding"):
        read(path)


def test_a_workbook_gives_its_first_sheet_as_texts(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, FIELDS, (1, "合成甲", "CN"), (None, None, None))
    assert read(path) == [ROW]


def test_a_formula_counts_as_the_value_that_was_saved_with_it_and_is_never_run(
    tmp_path: Path,
) -> None:
    path = write_workbook(tmp_path, FIELDS, (1, '=HYPERLINK("http://x","合成")', "CN"))
    assert read(path) == [{"seq": "1", "nationality": "CN"}]  # nothing was saved with it
    text = read(write_csv(tmp_path, 'seq,name\n1,"=1+1"\n'))
    assert text == [{"seq": "1", "name": "=1+1"}]


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, FIELDS, (1, "合成甲", "CN"))
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(FormatError, match="rows-workbook"):
        read(path)


def test_json_keeps_its_values(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([{"seq": 1, "head": True}]), encoding="utf-8")
    assert read(path) == [{"seq": 1, "head": True}]


@pytest.mark.parametrize("text", ["", "{}", "[1]", "[{]", "[" * 100_000, "null"])
def test_json_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rows.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match="rows-json"):
        read(path)


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_MOST_BYTES", 20)
    assert read(write_csv(tmp_path, "seq,name\n1,12345678\n"))
    with pytest.raises(FormatError, match="rows-large"):
        read(write_csv(tmp_path, "seq,name\n1,123456789\n"))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read(tmp_path / "no.csv")
