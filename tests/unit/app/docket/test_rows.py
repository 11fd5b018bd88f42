"""Rows from files: columns go by the words that people write over them."""

from pathlib import Path

import pytest

from zhanlian.app.docket.rows import load_rows
from zhanlian.errors import SchemaError
from zhanlian.model.docket.handover import PersonRow
from zhanlian.words import say


def _write(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_column_needs_no_words_that_only_explain_how_to_write_it(tmp_path: Path) -> None:
    assert "（" in say("field.nationality", "zh")
    path = _write(tmp_path, "序号,国籍,姓名\n1,CN,合成甲某\n")
    (row,) = load_rows(path, PersonRow, "handover")
    assert (row["seq"], row["nationality"], row["name"]) == ("1", "CN", "合成甲某")


def test_an_unknown_column_is_told_with_the_words_of_the_others(tmp_path: Path) -> None:
    path = _write(tmp_path, "序号,星座\n1,狮子\n")
    with pytest.raises(SchemaError) as told:
        load_rows(path, PersonRow, "handover")
    keys = told.value.fields["known"].keys  # type: ignore[attr-defined]
    assert "国籍" in " ".join(say(key, "zh") for key in keys)


def test_cells_may_say_choices_in_words(tmp_path: Path) -> None:
    minor = say("field.minor", "zh")
    path = _write(tmp_path, f"序号,国籍,性别,{minor}\n1,CN,女,是\n2,CN,male,否\n")
    first, second = load_rows(path, PersonRow, "handover")
    assert (first["sex"], first["minor"]) == ("female", "true")
    assert (second["sex"], second["minor"]) == ("male", "false")
