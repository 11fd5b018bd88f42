"""The flow workbook: everything in it, no formula, exact sums."""

import io
import zipfile
from dataclasses import replace

from openpyxl import load_workbook
from synthetic_flow import HOSTILE_ACCOUNT, LONG, build_answer

from zhanlian.model.answers import FlowAnswer
from zhanlian.model.asset import show_amount
from zhanlian.report.flow.xlsx import render_flow_xlsx

Rows = list[dict[str, object]]


def sheets(answer: FlowAnswer, language: str = "en") -> dict[str, Rows]:
    """Return the rows of all sheets by their headers."""
    book = load_workbook(io.BytesIO(render_flow_xlsx(answer, language)))
    found: dict[str, Rows] = {}
    for sheet in book.worksheets:
        head, *lines = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, head), line, strict=True)) for line in lines]
    return found


def test_the_same_answer_gives_the_same_bytes() -> None:
    answer = build_answer()
    assert render_flow_xlsx(answer, "zh") == render_flow_xlsx(build_answer(), "zh")
    with zipfile.ZipFile(io.BytesIO(render_flow_xlsx(answer, "zh"))) as book:
        assert {info.date_time[0] for info in book.infolist()} == {1980}


def test_every_section_has_its_sheet_and_nothing_is_left_out() -> None:
    answer = build_answer()
    found = sheets(answer)
    assert list(found) == [
        "Overview", "Balance", "Query list", "Freeze list", "Existing measures",
        "Restitution schedules", "Accounts", "Shares in accounts", "Cash-out points", "Bands",
        "Rules side by side", "Balance gaps", "Unmatched payments", "Cleaning report",
        "Order within a second", "Joined numbers", "Inputs", "Parameters, assumptions",
        "Cited transfers", "Rows of transfers",
    ]  # fmt: skip
    counts = {
        "Query list": len(answer.queries), "Freeze list": len(answer.freezes),
        "Accounts": len(answer.accounts), "Bands": len(answer.edges), "Existing measures": 4,
        "Restitution schedules": 4, "Rules side by side": 240, "Inputs": 3,
        "Cited transfers": len(answer.cited),
        "Rows of transfers": sum(len(one.rows) for one in answer.cited),
    }  # fmt: skip
    assert {name: len(found[name]) for name in counts} == counts
    assert list(sheets(answer, "zh"))[:4] == ["概览", "收支平衡", "调取清单", "止付冻结清单"]


def test_sums_are_numbers_of_their_asset_and_transfers_are_cited_by_number() -> None:
    answer = build_answer()
    line = next(row for row in sheets(answer)["Freeze list"] if row["Rank"] == 3)
    told = answer.freezes[2]
    assert line["Savable"] == float(show_amount(told.savable, told.asset))
    assert line["Account"] == told.account, "an account number is text"
    first = int(str(line["Basis"]).split()[0].removeprefix("#"))
    assert answer.cited[first - 1].transfer_id == told.transfers[0]


def test_a_sum_that_a_number_would_round_is_text_with_all_its_digits() -> None:
    answer = build_answer()
    total = replace(answer.totals[1], paid_in=123_456_789_012_345_678, held=12_345_678_901)
    row = sheets(replace(answer, totals=(total,)))["Balance"][0]
    assert row["Paid in"] == "123456789012.345678"
    assert row["Held"] == 12_345.678901


def test_no_cell_is_a_formula_and_risky_texts_are_prefixed() -> None:
    answer = build_answer()
    named = replace(answer.unmatched[0], victim=LONG * 80, told="+86 =1+1")
    book = load_workbook(io.BytesIO(render_flow_xlsx(replace(answer, unmatched=(named,)), "zh")))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    texts = {cell.value for cell in cells if isinstance(cell.value, str)}
    assert "'+86 =1+1" in texts
    assert HOSTILE_ACCOUNT.startswith("=") and any(
        t.startswith("'=HYPERLINK(‹U+202E›") for t in texts
    )
    assert not [text for text in texts if text[:1] in tuple("=+-@\t\r")]
    assert any(text.endswith("flow.jsonl）") for text in texts), (
        "what is cut says where it is whole"
    )


def test_fates_add_up_to_the_rows() -> None:
    rows = sheets(build_answer())["Cleaning report"]
    *fates, total = [int(str(row["Rows"])) for row in rows]
    assert sum(fates) == total == build_answer().cleaning.rows


def test_inputs_and_orders_tell_receipts_and_contradictions() -> None:
    found = sheets(build_answer())
    first = found["Inputs"][0]
    assert (first["Received by"], first["Legal basis"]) == ("王某某; 李某某", "合成调取〔2026〕1号")
    assert 31_417 in [row["Transfers"] for row in found["Order within a second"]]
