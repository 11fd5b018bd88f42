"""Tables of money that no format knows are told from texts and from other tables."""

from io import BytesIO

import openpyxl
import pytest

from zhanlian.readers.statements.registry import find_statement
from zhanlian.readers.statements.unknown import find_unknown_table

_ROWS = (("2026-03-01", "100.00", "合成甲"), ("2026-03-02", "-7.50", "合成乙"))


def _table(header: str, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    lines = [header, *(delimiter.join(row) for row in _ROWS)]
    return ("\n".join(lines) + "\n").encode(encoding)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_days_and_amounts_make_a_table_of_money(delimiter: str, encoding: str) -> None:
    data = _table(delimiter.join(("日子", "数", "谁")), delimiter, encoding)
    assert find_unknown_table(data)
    assert find_statement(data) is None


def test_lines_above_and_compact_days_do_not_matter() -> None:
    text = (
        "某行流水\n打印日期：2026\n记账日,币种,发生额,摘要\n"
        "20260301,CNY,100,转账\n20260302,CNY,7,转账\n"
    )
    assert find_unknown_table(text.encode())


def test_a_workbook_is_looked_into() -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("一")
    sheet.append(["日子", "金额", "谁"])
    for row in _ROWS:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    assert find_unknown_table(out.getvalue())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026年3月1日，警方抓获30余名嫌疑人，涉案金额100.00万元。\n次日又抓获2名。\n",
        "姓名,年龄,生日\n合成甲,30,1990-01-01\n合成乙,31,1991-01-01\n",
        "a,b,c\n1,2,3\n4,5,6\n",
        "日期,内容,地点\n2026-03-01,会谈,合成市\n2026-03-02,押解,合成县\n",
    ],
)
def test_texts_and_other_tables_are_not(text: str) -> None:
    assert not find_unknown_table(text.encode())


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02" * 50, b"\xff\xfe\x00", b"PK\x03\x04xl/" + b"\x00" * 99]
)
def test_bytes_that_are_no_text_are_not(data: bytes) -> None:
    assert not find_unknown_table(data)
