"""Hostile exports: whatever the bytes are, parts of a statement, and every line accounted for."""

import consumer_files as files
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanlian.model.statement import StatementFormat, StatementPart
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.consumer import FORMATS
from zhanlian.words import LANGUAGES, say

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WECHAT_ROW = (
    "2026-03-01 12:45:27,零钱提现,某银行(),/,/,¥100.10,某银行,提现已到账,1\t,/\t,服务费¥0.10"
)
GOOD = {
    "alipay": files.alipay_text(
        "2026-03-02 10:05:10,退款,乙店,/,货,不计收支,20.00,余额,退款成功,1_2\t,M1\t,",
        totals="支出：2笔 40.00元",
    ),
    "wechat": files.wechat_text(WECHAT_ROW, totals=("共1笔记录", "收入：1笔 0.35元", "", "")),
    "abc": files.plain_text(files.ABC_HEADER, "20260301,123456,转存,+1.00,1.00,乙某,3,网银,转账"),
    "boc": files.plain_text(
        files.BOC_HEADER, '2026-03-01,17:57:17,人民币,"-2.00","3.28",消费,手机,-,-,乙某,6*9,-,3167'
    ),
    "bocom": files.plain_text(
        files.BOCOM_HEADER, "1,2026-01-01,10:00:00,转账,贷 Cr,1.00,1.00,66666666,乙某,其他,"
    ),
    "icbc": files.plain_text(
        files.ICBC_HEADER,
        "2026-03-02,消费,,某地,CHN,钞,-,-,-,,5.00,人民币,xx,乙某,6222",
        "人民币合计,,,,,,,,,0.00,8.00,",
        before=["卡号: 1234****9876"],
    ),
    "ccb": files.plain_text(
        files.CCB_HEADER,
        "20260101,20260101,18:53:19,67.00,0.00,2176.91,人民币,消费,2088***0156,乙店,某地",
        before=["账　　号：,6217000000000001"],
    ),
    "cmb-credit": files.plain_text(
        files.CMB_HEADER,
        "01/05,01/07,某店,1.00,1234,1.00",
        before=["招商银行信用卡对账单（2026年01月）"],
    ),
    "hsbc-hk": files.plain_text(
        files.HSBC_HEADER, '24/03/2026,TRANSFER TO 12-345678-9,"-1.00"\t,HKD,"3.17"\t,HKD'
    ),
}
BOOK = files.make_workbook([line.split(",") for line in GOOD["wechat"].splitlines()])


def _read(one: StatementFormat, data: bytes) -> list[StatementPart]:
    one.sniff(data)
    parts = list(one.parse(MemorySource(data, "synthetic")))
    for part in parts:
        for reject in part.rejects:
            for language in LANGUAGES:
                assert say(reject.reason.key, language, reject.reason.fields)
        for reason in part.row_rejects["reason"].to_pylist():
            assert say(f"reject.{reason}", "zh")
        for row in part.table.to_pylist():
            assert row["own_card"] or row["own_account"]
    return parts


def _count(parts: list[StatementPart]) -> tuple[int, int]:
    return (
        sum(part.table.num_rows + part.row_rejects.num_rows for part in parts),
        sum(part.others for part in parts),
    )


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.KEY)
def test_the_good_file_is_one_row_of_its_own_format_only(one: StatementFormat) -> None:
    data = GOOD[one.KEY].encode("gb18030")
    assert [other.KEY for other in FORMATS if other.sniff(data)] == [one.KEY]
    parts = _read(one, data)
    assert sum(part.table.num_rows for part in parts) == 1
    assert _count(parts) == (1, len(GOOD[one.KEY].splitlines()) - 1)


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.KEY)
@given(data=st.binary(max_size=300))
@QUICK
def test_any_bytes_end_in_parts(one: StatementFormat, data: bytes) -> None:
    assert _read(one, data)
    _read(one, b"PK\x03\x04" + data)
    _read(one, bytes.fromhex("d0cf11e0a1b11ae1") + data)


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.KEY)
@given(told=st.data())
@QUICK
def test_a_damaged_file_ends_in_parts(one: StatementFormat, told: st.DataObject) -> None:
    codec = told.draw(st.sampled_from(["utf-8", "gb18030", "utf-16"]))
    data = bytearray(GOOD[one.KEY].encode(codec))
    for _ in range(told.draw(st.integers(1, 12))):
        place = told.draw(st.integers(0, len(data) - 1))
        data[place : place + told.draw(st.integers(0, 2))] = told.draw(st.binary(max_size=3))
    _read(one, bytes(data))


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.KEY)
@given(told=st.data())
@QUICK
def test_cells_of_any_text_cost_their_row_at_most(
    one: StatementFormat, told: st.DataObject
) -> None:
    text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters='\n"'), max_size=20)
    hard = st.sampled_from(["-", "9" * 30, "1E400", "=1+1", "0", "-0.00", "20261399", "\0", "٣"])
    lines = GOOD[one.KEY].splitlines()
    place = next(k for k, line in enumerate(lines) if line.split(",")[0].strip(' "') in _FIRST)
    cells = [told.draw(st.one_of(text, hard)).replace(",", "") for _ in lines[place].split(",")]
    header = place + 1
    rows = [",".join(["2026", *cells[1:]]), *lines[header:]]
    parts = _read(one, "\n".join([*lines[:header], *rows]).encode())
    assert sum(_count(parts)) == header + len(rows)


_FIRST = {"交易时间", "交易日期", "记账日期", "序号", "记账日", "交易日", "Date"}


@given(told=st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_workbook_ends_in_parts(told: st.DataObject) -> None:
    data = bytearray(BOOK)
    for _ in range(told.draw(st.integers(1, 6))):
        data[told.draw(st.integers(0, len(data) - 1))] = told.draw(st.integers(0, 255))
    for one in FORMATS[:2]:
        _read(one, bytes(data))


@pytest.mark.parametrize("size", [0, 1, 25, 300])
def test_a_cut_file_keeps_the_rows_before_the_cut(size: int) -> None:
    data = files.wechat_text(*[WECHAT_ROW] * 5).encode()
    (part,) = _read(FORMATS[1], data[: len(data) - size])
    assert part.table.num_rows >= 5 - size // 100 - 1
    assert part.table.num_rows + part.row_rejects.num_rows <= 5
