"""The workbook."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from synthetic_ledger import build_ledger

from zhanlian.model.ledger import Ledger
from zhanlian.report.xlsx import render_xlsx, table
from zhanlian.report.xlsx.table import safe_text


def _sheet(ledger: Ledger, language: str, index: int) -> Worksheet:
    return load_workbook(io.BytesIO(render_xlsx(ledger, language))).worksheets[index]


def _rows(sheet: Worksheet) -> list[dict[str, object]]:
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), line, strict=True)) for line in lines]


def test_the_same_ledger_gives_the_same_bytes() -> None:
    assert render_xlsx(build_ledger(), "zh") == render_xlsx(build_ledger(), "zh")
    with zipfile.ZipFile(io.BytesIO(render_xlsx(build_ledger(), "zh"))) as book:
        assert {info.date_time[0] for info in book.infolist()} == {1980}


def test_sheets_and_headers_are_in_the_reader_s_language() -> None:
    book = load_workbook(io.BytesIO(render_xlsx(build_ledger(), "en")))
    assert book.sheetnames == [
        "Overview", "Figures", "Series", "Checks and conflicts", "Supervised cases",
        "Joint operations", "Mechanisms", "Sources", "Not readable, and notes",
    ]  # fmt: skip
    zh = load_workbook(io.BytesIO(render_xlsx(build_ledger(), "zh")))
    assert zh.sheetnames[:3] == ["概览", "数据", "数据序列"]
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in zh.worksheets)


def test_every_figure_row_carries_comparator_and_source_apart_from_the_number() -> None:
    rows = _rows(_sheet(build_ledger(), "en", 1))
    assert len(rows) == 18
    amount = next(row for row in rows if row["Quote"] == "止付资金近3亿元")
    assert (amount["Comparator"], amount["Value"]) == ("nearly", 300_000_000)
    assert all(row["SHA-256"] and row["Document"] and row["Quote"] for row in rows)
    assert all(isinstance(row["Start"], int) for row in rows)
    change = next(row for row in rows if row["Unit"] == "%")
    assert change["Value"] == 12.5


def test_no_cell_is_a_formula_and_risky_texts_are_prefixed() -> None:
    book = load_workbook(io.BytesIO(render_xlsx(build_ledger(), "zh")))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert "'=HYPERLINK(1) 抓获7名" in {cell.value for cell in cells}
    assert not [c.value for c in cells if isinstance(c.value, str) and c.value[:1] in "=+-@\t\r"
                and c.value]  # fmt: skip


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d"])
def test_a_text_that_could_run_is_told_as_text(start: str) -> None:
    assert safe_text(f"{start}1+1", "zh").startswith("'")


def test_a_cell_that_is_too_long_says_so() -> None:
    told = safe_text("长" * 40_000, "zh")
    assert len(told) == table.MAX_CELL and told.endswith("ledger.jsonl）")


def test_a_number_longer_than_a_double_keeps_all_its_digits() -> None:
    ledger = build_ledger()
    reading = ledger.readings[0]
    claim = replace(reading.claims[0], value=Decimal("12345678901234567890"))
    ledger = replace(ledger, readings=(replace(reading, claims=(claim,)),))
    assert _rows(_sheet(ledger, "en", 1))[0]["Value"] == "12345678901234567890"


def test_a_full_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_ROWS", 8)
    book = load_workbook(io.BytesIO(render_xlsx(build_ledger(), "en")))
    parts = [name for name in book.sheetnames if name.startswith("Figures")]
    assert parts == ["Figures", "Figures (2)", "Figures (3)"]
    assert sum(book[name].max_row - 1 for name in parts) == 18


def test_an_empty_ledger_is_a_workbook_too() -> None:
    empty = Ledger("空", "0", (), (), (), (), ())
    assert len(load_workbook(io.BytesIO(render_xlsx(empty, "zh"))).sheetnames) == 9


def test_a_broken_number_of_more_digits_than_a_double_keeps_is_text() -> None:
    ledger = build_ledger()
    reading = ledger.readings[0]
    long, short = Decimal("123456789012.123456"), Decimal("12345678901.1234")
    claims = tuple(replace(reading.claims[0], value=value) for value in (long, short))
    ledger = replace(ledger, readings=(replace(reading, claims=claims),))
    assert [row["Value"] for row in _rows(_sheet(ledger, "en", 1))] == [
        "123456789012.123456", 12345678901.1234,
    ]  # fmt: skip
