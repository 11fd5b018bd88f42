"""Tables are read by their content, with the hash of the bytes that were read."""

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from zhanlian.errors import FormatError, InputError, SchemaError
from zhanlian.store.transfers import find_line, load_table


def _write(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode())
    return path


def test_columns_are_found_in_any_order_and_others_are_passed_over(tmp_path: Path) -> None:
    path = _write(tmp_path, "\ufeffnote, b ,a,a2,note\nx,1,2,3,y\n")
    file = load_table(path, ("a", "b"), ("c", "a2"))
    assert file.table.to_pylist() == [{"a": "2", "b": "1", "a2": "3"}]
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_cells_stay_texts_as_they_were_written(tmp_path: Path) -> None:
    path = _write(tmp_path, 'a,b\n007,NA\n"x, ""y""",1e5\n')
    file = load_table(path, ("a", "b"), repeated=("b",))
    assert [tuple(row.values()) for row in file.table.to_pylist()] == [
        ("007", "NA"),
        ('x, "y"', "1e5"),
    ]


def test_an_account_in_many_blocks_has_one_place_in_the_dictionary(tmp_path: Path) -> None:
    count = 400_000
    lines = "".join(f"{number},account {number % 3} and a long name\n" for number in range(count))
    file = load_table(_write(tmp_path, "a,b\n" + lines), ("a", "b"), repeated=("b",))
    column = file.table.column("b")
    assert column.num_chunks > 1
    assert {len(chunk.dictionary) for chunk in column.chunks} == {3}
    assert file.table.num_rows == count


def test_lines_are_found_past_blank_ones(tmp_path: Path) -> None:
    path = _write(tmp_path, "a,b\r\n1,2\r\n\r\n\r\n3,4\r\n")
    file = load_table(path, ("a",))
    assert file.table.num_rows == 2
    assert (find_line(file, 0), find_line(file, 1)) == (2, 5)


def test_a_parquet_file_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    parquet.write_table(pa.table({"a": [1, 2], "b": ["x", "y"], "c": [0.5, 0.5]}), path)
    file = load_table(path, ("b", "a"))
    assert file.table.to_pylist() == [{"b": "x", "a": 1}, {"b": "y", "a": 2}]
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert find_line(file, 1) == 2


def test_a_broken_parquet_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    parquet.write_table(pa.table({"a": list(range(1000))}), path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(FormatError, match="trace-parquet"):
        load_table(path, ("a",))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "trace-empty"),
        ("a,b\n", "trace-empty"),
        ("a;b\n1;2\n", "trace-column"),
        ("a,a\n1,2\n", "trace-column-twice"),
        ("a,b\n1,2\n3\n", "trace-ragged"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises((FormatError, SchemaError), match=key):
        load_table(_write(tmp_path, text), ("a",))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="path-unopened"):
        load_table(tmp_path / "none.csv", ("a",))
