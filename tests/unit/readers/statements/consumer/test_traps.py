"""Traps of consumer exports, each as it was met on real files; all content is synthetic."""

from typing import Any

import consumer_files as files
import pytest
from consumer_files import plain_text, read_file

from zhanlian.model.statement import Direction, Precision, RowKind, RowStatus, StatementPart
from zhanlian.words import LANGUAGES, say

PAID = (
    "2026-03-02 10:05:10,日用百货,乙店,y***@example.org,货,支出,20.00,余额,交易成功,"
    "2026030200000001\t,M1\t,"
)


def _rows(part: StatementPart) -> list[dict[str, Any]]:
    return list(part.table.to_pylist())


def _reasons(part: StatementPart) -> list[tuple[int, str, str]]:
    return [(one["line"], one["reason"], one["detail"]) for one in part.row_rejects.to_pylist()]


def _keys(part: StatementPart) -> list[str]:
    for reject in part.rejects:
        for language in LANGUAGES:
            assert say(reject.reason.key, language, reject.reason.fields)
    return [reject.reason.key.partition(".")[2] for reject in part.rejects]


def _covers(text: str, part: StatementPart) -> bool:
    told: int = part.table.num_rows + part.row_rejects.num_rows + part.others
    return told == len(text.splitlines())


# Alipay


@pytest.mark.parametrize("codec", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
def test_alipay_has_its_header_on_line_25_in_either_encoding(codec: str) -> None:
    text = files.alipay_text(PAID)
    key, part = read_file(text.encode(codec))
    (row,) = _rows(part)
    assert (key, row["line"], part.others) == ("alipay", 26, 25)
    assert row["own_account"] == "synthetic@example.org"
    assert row["own_name"] == "甲某某"
    assert (row["amount"], row["direction"], row["kind"]) == (2000, Direction.OUT, RowKind.MERCHANT)
    assert (row["reference"], row["other_account"]) == ("2026030200000001", "y***@example.org")
    assert text.encode(codec)[row["offset"] :][: row["length"]].decode(codec) == f"{PAID},"
    assert _covers(text, part)


def test_alipay_hides_the_direction_of_refunds_and_only_of_them() -> None:
    rows = [
        "2026-03-03 09:00:00,退款,乙店,/,退款-货,不计收支,16.03,余额,退款成功,A1_R1\t,M1\t,",
        "2026-03-03 09:00:00,退款,乙店,/,退款-货,不计收支,5.00,余额,退款处理中,A2_R1\t,M1\t,",
        "2026-03-03 09:00:00,投资理财,丙基金,/,卖出,不计收支,99.34,余额宝,交易成功,A3\t,,",
    ]
    refund, open_one, fund = _rows(read_file(files.alipay_text(*rows).encode("gbk"))[1])
    assert (refund["direction"], refund["kind"]) == (Direction.IN, RowKind.REFUND)
    assert refund["status"] == RowStatus.DONE
    assert (open_one["direction"], open_one["status"]) == (Direction.NEUTRAL, RowStatus.PENDING)
    assert (fund["direction"], fund["kind"]) == (Direction.NEUTRAL, RowKind.UNTOLD)


def test_alipay_rows_that_are_closed_or_open_say_so() -> None:
    rows = [
        PAID.replace("交易成功", "交易关闭"),
        PAID.replace("交易成功", "等待确认收货"),
        PAID.replace("交易成功", "支付失败"),
        PAID.replace("交易成功", ""),
    ]
    found = [row["status"] for row in _rows(read_file(files.alipay_text(*rows).encode())[1])]
    assert found == [RowStatus.FAILED, RowStatus.PENDING, RowStatus.FAILED, RowStatus.UNTOLD]


def test_an_alipay_order_that_was_closed_by_its_refund_was_paid_before() -> None:
    closed = PAID.replace("交易成功", "交易关闭")
    refund = (
        "2026-03-03 09:00:00,退款,乙店,/,退款-货,不计收支,20.00,余额,退款成功,"
        "2026030200000001_9\t,M1\t,"
    )
    back, paid = _rows(read_file(files.alipay_text(refund, closed).encode("gbk"))[1])
    assert (paid["status"], paid["direction"]) == (RowStatus.DONE, Direction.OUT)
    assert (back["direction"], back["amount"]) == (Direction.IN, paid["amount"])


def test_totals_that_hold_are_silent_and_others_are_told() -> None:
    good = files.alipay_text(PAID, PAID, totals="支出：2笔 40.00元")
    assert _keys(read_file(good.encode("gbk"))[1]) == []
    assert _keys(read_file(files.alipay_text(PAID, totals="支出：2笔 40.00元").encode())[1]) == [
        "statement-count",
        "statement-sum",
    ]
    without_closed = files.alipay_text(
        PAID, PAID.replace("交易成功", "交易关闭"), totals="支出：2笔 20.00元"
    )
    assert _keys(read_file(without_closed.encode())[1]) == []


def test_the_alipay_export_of_the_web_page_is_read() -> None:
    header = (
        "交易号   ,商家订单号   ,交易创建时间   ,付款时间   ,最近修改时间   ,交易来源地   ,类型   ,"
        "交易对方   ,商品名称   ,金额（元）   ,收/支   ,交易状态   ,服务费（元）   ,"
        "成功退款（元）   ,备注   ,资金状态   ,"
    )
    row = (
        "2019030100000001\t,M1\t,2019-03-01 10:05:00 ,2019-03-01 10:05:10 ,2019-03-02 00:00:00 ,"
        "支付宝网站  ,即时到账交易 ,乙某 ,转账   ,500.00  ,支出   ,交易成功  ,0.50  ,"
        "0.00  ,  ,已支出  ,"
    )
    before = ["支付宝交易记录明细查询", "账号:[synthetic@example.org]", "----交易记录明细列表----"]
    after = ["-----", "共1笔记录", "已收入:0笔,0.00元", "待支出:3笔,9.00元", "已支出:1笔,500.00元",
             "导出时间:[2019-04-01 09:00:00]    用户:甲某某"]  # fmt: skip
    text = "\r\n".join([*before, header, row, *after, ""])
    key, part = read_file(text.encode("gbk"))
    (found,) = _rows(part)
    assert (key, found["amount"], found["direction"]) == ("alipay", 50000, Direction.OUT)
    assert (found["own_account"], found["own_name"]) == ("synthetic@example.org", "甲某某")
    assert "服务费(元)0.50" in found["summary"]
    assert _keys(part) == []
    assert _covers(text, part)


def test_an_alipay_account_told_below_the_rows_is_found() -> None:
    columns = files.ALIPAY_HEADER.split(",")
    header = ",".join([*columns[1:-1], columns[0], ""])
    row = ",".join([*PAID.split(",")[1:], PAID.split(",")[0], ""])
    notes = ["支付宝账户：synthetic@example.org", "姓名：甲某某", "支出：1笔 20.00元"]
    text = "\n".join([header, row, *notes, ""])
    _, part = read_file(text.encode("gbk"))
    assert _rows(part)[0]["own_account"] == "synthetic@example.org"
    assert _keys(part) == []
    assert _covers(text, part)


# WeChat


def test_wechat_has_its_header_on_line_17_and_signs_its_amounts() -> None:
    text = files.wechat_text(
        '2026-03-01 12:45:27,"商户消费","乙店","货","支出",¥28.16,"零钱","支付成功",'
        '"1001"\t,"M1"\t,"/"',
        "2026-03-01 12:50:00,转账,丙某,转账备注:微信转账,收入,￥0.35,/,已存入零钱,1002\t,/\t,/",
        totals=("共2笔记录", "收入：1笔 0.35元", "支出：1笔 28.16元", "中性交易：0笔 0.00元"),
    )
    key, part = read_file(text.encode("utf-8-sig"))
    paid, got = _rows(part)
    assert (key, paid["line"], part.others) == ("wechat", 18, 17)
    assert (paid["amount"], paid["direction"], paid["kind"]) == (2816, 2, RowKind.MERCHANT)
    assert (got["amount"], got["direction"], got["kind"]) == (35, 1, RowKind.TRANSFER)
    assert (paid["reference"], got["log_number"]) == ("1001", None)
    assert paid["own_name"] == "合成甲"
    assert _keys(part) == ["statement-own-unknown"]
    assert _covers(text, part)


def test_wechat_neutral_rows_have_the_direction_that_their_type_names() -> None:
    row = "2026-03-01 12:45:27,{},乙,/,/,¥100.10,零钱,支付成功,1\t,/\t,/"
    types = {
        "零钱提现": (Direction.OUT, RowKind.WITHDRAWAL),
        "零钱通转出-到工商银行(9876)": (Direction.OUT, RowKind.WITHDRAWAL),
        "零钱通转出-到零钱": (Direction.NEUTRAL, RowKind.UNTOLD),
        "零钱充值": (Direction.IN, RowKind.TOPUP),
        "转入零钱通-来自工商银行(9876)": (Direction.IN, RowKind.TOPUP),
        "转入零钱通-来自零钱": (Direction.NEUTRAL, RowKind.UNTOLD),
        "信用卡还款": (Direction.OUT, RowKind.TRANSFER),
        "购买理财通": (Direction.NEUTRAL, RowKind.UNTOLD),
    }
    _, part = read_file(files.wechat_text(*(row.format(one) for one in types)).encode())
    assert [(one["direction"], one["kind"]) for one in _rows(part)] == list(types.values())


def test_a_wechat_withdrawal_includes_its_fee() -> None:
    row = "2026-03-01 12:45:27,零钱提现,某银行(),/,/,{},某银行,提现已到账,1\t,/\t,{}"
    rows = [("¥100.10", '"服务费¥0.10"'), ("¥50.00", "/"), ("¥1.00", "服务费¥2.00")]
    _, part = read_file(files.wechat_text(*(row.format(*one) for one in rows)).encode())
    assert [(one["amount"], one["fee"]) for one in _rows(part)] == [(10010, 10), (5000, None)]
    assert _reasons(part) == [(20, "cell-amount", "备注: 服务费¥2.00")]


def test_a_wechat_order_given_back_keeps_both_rows() -> None:
    text = files.wechat_text(
        "2026-03-01 12:45:27,商户消费,乙店,货,支出,¥20.00,零钱,已全额退款,1\t,M1\t,/",
        "2026-03-02 12:45:27,乙店-退款,乙店,货,收入,¥20.00,零钱,已全额退款,2\t,M1\t,/",
    )
    paid, back = _rows(read_file(text.encode())[1])
    assert (paid["status"], paid["direction"]) == (RowStatus.DONE, Direction.OUT)
    assert (back["status"], back["direction"]) == (RowStatus.DONE, Direction.IN)
    assert back["kind"] == RowKind.REFUND


def test_a_second_sheet_of_the_same_rows_is_a_second_view() -> None:
    names = files.WECHAT_HEADER.split(",")
    same = [
        "2026-03-01 12:45:27",
        "商户消费",
        "乙店",
        "货",
        "支出",
        "¥28.16",
        "零钱",
        "支付成功",
        "1",
        "2",
        "/",
    ]
    typed = [*same[:5], 28.16, *same[6:]]
    twice = [*same[:8], "9", *same[9:]]
    data = files.make_workbook([names, same], [names, typed, twice], [["备注"], ["合成数据", 1, 2]])
    key, part = read_file(data)
    assert key == "wechat"
    assert [row["kind"] for row in _rows(part)] == [
        RowKind.MERCHANT,
        RowKind.DUPLICATE_VIEW,
        RowKind.MERCHANT,
    ]
    assert len({row["own_account"] for row in _rows(part)}) == 1
    assert "statement-sheet-unread" in _keys(part)


# Banks


def test_abc_rows_end_where_their_last_filled_cell_does() -> None:
    text = plain_text(
        files.ABC_HEADER,
        "20260301,123456,转存,+10000.00,11000.00,乙某,369396693,超级网银,转账",
        "20260302,,还款,-12345.89,1943.12,12341234123412341,111222333",
        "20260303,92043,转账,-1.00,1942.12,丙某,1,手机,附言里有逗号,也不是别的列",
        "20260304,101112,转账",
    )
    key, part = read_file(text.encode("gbk"))
    first, short, long = _rows(part)
    assert (key, first["amount"], first["direction"]) == ("abc", 1000000, Direction.IN)
    assert (first["other_name"], first["other_account"]) == ("乙某", None)
    assert (short["other_account"], short["direction"]) == ("12341234123412341", Direction.OUT)
    assert short["precision"] == Precision.DAY
    assert "附言里有逗号,也不是别的列" in long["summary"]
    assert _reasons(part) == [(5, "row-ragged", "20260304,101112,转账")]
    assert _covers(text, part)


def test_a_comma_of_thousands_without_quotes_is_refused_where_rows_end_anywhere() -> None:
    text = plain_text(
        files.ABC_HEADER,
        "20260302,,还款,-12,345.89,1943.12,12341234123412341",
        "20260302,,还款,-12345.89,1,943.12,12341234123412341,1,手机,甲",
        "20260302,,还款,-345.89,943.12,12341234123412341,1,手机,甲",
    )
    _, part = read_file(text.encode("gbk"))
    assert [row["amount"] for row in _rows(part)] == [34589]
    assert [reason for _, reason, _ in _reasons(part)] == ["row-ragged"] * 2


def test_the_same_file_has_the_same_stand_in_and_another_file_another() -> None:
    rows = "20260301,123456,转存,+10000.00,11000.00,乙某,369396693,超级网银,转账"
    one = _rows(read_file(plain_text(files.ABC_HEADER, rows).encode("gbk"))[1])[0]["own_account"]
    two = _rows(read_file(plain_text(files.ABC_HEADER, rows).encode())[1])[0]["own_account"]
    other = plain_text(files.ABC_HEADER, rows.replace("乙", "丁")).encode()
    assert one == two
    assert one.startswith("abc:")
    assert _rows(read_file(other)[1])[0]["own_account"] != one


def test_boc_tells_directions_by_sign_and_its_card_by_a_tail() -> None:
    row = '2026-03-01,17:57:17,人民币,{},"3,240.28",{},手机,---,附言,乙某,6226******5669,---,3167'
    text = plain_text(
        files.BOC_HEADER,
        row.format('"-2,600.00"', "跨行转账"),
        row.format("50.00", "网上快捷退款").replace("3167", "6217000000000003167"),
        row.format("1.00", "冲正"),
        row.format("1.00", "结息").replace("人民币", "月球币"),
        before=["中国银行交易流水明细单"],
    )
    key, part = read_file(text.encode())
    sent, back, undone = _rows(part)
    assert (key, sent["amount"], sent["direction"], sent["balance"]) == ("boc", 260000, 2, 324028)
    assert (sent["own_card"], back["own_card"]) == ("boc:3167", "6217000000000003167")
    assert (back["direction"], back["kind"]) == (Direction.IN, RowKind.REFUND)
    assert undone["kind"] == RowKind.REVERSAL
    assert (sent["other_account"], sent["other_bank"]) == ("6226******5669", None)
    assert _reasons(part) == [(6, "cell-asset", "月球币")]


def test_bocom_tells_directions_by_debit_and_credit() -> None:
    row = "1,2026-01-01,10:00:00,转账,{},{},1334.63,6666666666666666,乙某,其他,"
    text = plain_text(
        files.BOCOM_HEADER,
        *(row.format(*one) for one in [("贷 Cr", "1.23"), ("借 Dr", "3.21"), ("借 Dr", "-5.00")]),
        row.format("不明", "1.00"),
    )
    key, part = read_file(text.encode())
    assert key == "bocom"
    # A minus beside a direction stays: only the balances can tell what it means.
    assert [(one["amount"], one["direction"]) for one in _rows(part)] == [
        (123, Direction.IN),
        (321, Direction.OUT),
        (-500, Direction.OUT),
    ]
    assert _reasons(part) == [(5, "cell-direction", "不明")]


ICBC_BEFORE = (
    "明细查询文件下载",
    "",
    '卡号: 1234****9876,"卡别名: 合成"',
    "",
    "子账户序号: 00000",
    "",
)
ICBC_ROW = (
    '2026-03-02     \t,"{}                \t","   \t","某地  \t","CHN   \t",钞  \t,'
    '"-  \t","-  \t",-  \t,"{}    \t","{}   \t",人民币   \t,'
    '"{}          \t","乙某    \t","6222000000000001  \t",'
)


def test_icbc_pads_its_cells_and_splits_in_and_out() -> None:
    text = plain_text(
        files.ICBC_HEADER,
        ICBC_ROW.format("他行汇入", "1,234.56", "", "2,000.00"),
        ICBC_ROW.format("消费", "", "13.40", "1,986.60"),
        " ",
        '人民币合计,,,,,,,,,"1,234.56          \t","13.40          \t",',
        before=ICBC_BEFORE,
    )
    key, part = read_file(text.encode("gbk"))
    got, paid = _rows(part)
    assert (key, got["own_card"]) == ("icbc", "1234****9876")
    assert (got["amount"], got["direction"], got["balance"]) == (123456, Direction.IN, 200000)
    assert (paid["amount"], paid["direction"], paid["balance"]) == (1340, Direction.OUT, 198660)
    assert got["other_account"] == "6222000000000001"
    assert _keys(part) == []
    assert _covers(text, part)


def test_an_amount_that_cannot_be_read_names_its_cell_and_a_balance_is_only_counted() -> None:
    text = plain_text(
        files.ICBC_HEADER,
        ICBC_ROW.format("消费", "", "xx,yyyy.zz", "1.00"),
        ICBC_ROW.format("消费", "", "", "1.00"),
        ICBC_ROW.format("消费", "5.00", "7.00", "1.00"),
        ICBC_ROW.format("消费", "0.00", "7.00", "xx,yyyy.zz"),
        '人民币合计,,,,,,,,,"0.00","8.00",',
        before=ICBC_BEFORE,
    )
    _, part = read_file(text.encode())
    assert [(line, reason) for line, reason, _ in _reasons(part)] == [
        (8, "cell-amount"),
        (9, "cell-amount"),
        (10, "row-two-amounts"),
    ]
    assert _reasons(part)[0][2] == "记账金额(支出): xx,yyyy.zz"
    (row,) = _rows(part)
    assert (row["amount"], row["balance"]) == (700, None)
    assert _keys(part) == ["statement-balances", "statement-sum"]


def test_ccb_is_read_from_text_and_workbook_alike() -> None:
    before = [
        "China Construction Bank",
        "开户机构：,某支行",
        "币　　种：,人民币",
        "账　　号：,6217000000000001",
    ]
    row = "20260101,20260101,18:53:19,{},{},2176.91,人民币,消费,2088***0156,乙店,某地"
    after = "以上数据仅供参考|具体内容请以柜台为准"
    text = plain_text(
        files.CCB_HEADER,
        row.format("67.00", "0.00"),
        row.format("0.00", "5.00"),
        after,
        before=before,
    )
    cells = [line.split(",") for line in text.splitlines()]
    typed = [[float(one) if "." in one else one for one in line] for line in cells]
    for data in (text.encode("gbk"), files.make_workbook(typed)):
        key, part = read_file(data)
        paid, got = _rows(part)
        assert (key, paid["own_account"], part.others) == ("ccb", "6217000000000001", 6)
        assert (paid["amount"], paid["direction"], paid["balance"]) == (6700, 2, 217691)
        assert (got["amount"], got["direction"]) == (500, 1)


def test_an_account_number_that_became_a_number_is_damaged_and_said() -> None:
    row = [
        "20260101",
        "20260101",
        "18:53:19",
        67.0,
        0.0,
        1.0,
        "人民币",
        "转账",
        6222021001012345678,
        "乙",
        "某地",
    ]
    data = files.make_workbook([["账号：", 6217000000000001234], files.CCB_HEADER.split(","), row])
    _, part = read_file(data)
    (found,) = _rows(part)
    assert found["other_account"] is None
    assert found["amount"] == 6700
    assert found["own_account"].startswith("ccb:")
    assert sorted(_keys(part)) == ["statement-accounts", "statement-own-unknown"]


CMB_TITLE = "招商银行信用卡对账单（个人消费卡账户 2026年01月）（补）"


def test_a_december_row_of_a_january_statement_is_of_the_year_before() -> None:
    text = plain_text(
        files.CMB_HEADER,
        ",12/29,掌上生活还款,-1.23,1234,-1.23",
        '01/05,01/07,某店,"8,000.00",1234,"8,000.00(CN)"',
        "02/29,03/01,某店,1.00,1234,1.00",
        before=[CMB_TITLE],
    )
    key, part = read_file(text.encode())
    back, spent = _rows(part)
    assert key == "cmb-credit"
    assert [str(one["time"].date()) for one in (back, spent)] == ["2025-12-28", "2026-01-04"]
    assert (back["amount"], back["direction"]) == (123, Direction.IN)
    assert (spent["amount"], spent["direction"]) == (800000, Direction.OUT)
    assert spent["own_card"] == "cmb-credit:1234"
    assert _reasons(part) == [(5, "cell-time", "2025-02-29")]


def test_a_statement_without_its_title_has_no_year_and_no_rows() -> None:
    text = plain_text(files.CMB_HEADER, "01/05,01/07,某店,1.00,1234,1.00")
    _, part = read_file(text.encode())
    assert part.table.num_rows == 0
    assert _reasons(part) == [(2, "row-no-year", "01/05")]


def test_hsbc_has_the_day_first_tabs_behind_amounts_and_two_assets() -> None:
    text = plain_text(
        files.HSBC_HEADER,
        "24/03/2026,FUND TRANSFER FROM       12-345678-9 SYNTHETIC ONE,"
        '"500.00"\t,HKD,"3,713.17"\t,HKD',
        '02/03/2026,SALARY PAYMENT,"-12,500.00"\t,CNY,"1.00"\t,HKD',
    )
    key, part = read_file(text.encode())
    first, second = _rows(part)
    assert key == "hsbc-hk"
    assert str(first["time"]) == "2026-03-23 16:00:00+00:00"
    assert (first["amount"], first["asset"], first["balance"]) == (50000, "HKD", 371317)
    assert (first["other_account"], first["other_name"]) == ("123456789", "SYNTHETIC ONE")
    assert str(second["time"]) == "2026-03-01 16:00:00+00:00"
    assert (second["amount"], second["asset"], second["direction"]) == (1250000, "CNY", 2)
    # A balance in another currency is no balance of this purse.
    assert second["balance"] is None


# All of them


def test_a_header_in_the_middle_of_joined_files_is_no_row() -> None:
    row = "2026-03-01 12:50:00,转账,丙某,/,收入,¥0.35,/,已存入零钱,1002\t,/\t,/"
    text = files.wechat_text(row, files.WECHAT_HEADER, row)
    _, part = read_file(text.encode())
    assert (part.table.num_rows, part.row_rejects.num_rows, part.others) == (2, 0, 18)


def test_a_row_of_ten_thousand_columns_is_one_reject() -> None:
    text = files.alipay_text(PAID, "x," * 10_000)
    _, part = read_file(text.encode())
    assert part.table.num_rows == 1
    ((line, reason, detail),) = _reasons(part)
    assert (line, reason, len(detail)) == (27, "row-ragged", 200)


def test_a_cell_that_looks_like_a_formula_stays_text() -> None:
    evil = '=HYPERLINK("http://example.org")'
    quoted = evil.replace('"', '""')
    row = f'2026-03-01 12:50:00,转账,"{quoted}",+cmd|x,收入,¥0.35,/,已存入零钱,@1,/,-2+3'
    (found,) = _rows(read_file(files.wechat_text(row).encode())[1])
    assert found["other_name"] == evil
    assert found["reference"] == "@1"
    assert "+cmd|x" in found["summary"]


def test_a_broken_character_costs_its_row_only() -> None:
    data = files.alipay_text(PAID, PAID.replace("乙店", "丁店")).encode("gbk")
    _, part = read_file(data.replace("丁店".encode("gbk"), b"\xb6\xff\xff\xff"))
    assert part.table.num_rows == 1
    assert [one[:2] for one in _reasons(part)] == [(27, "row-undecodable")]


def test_a_file_without_rows_is_empty_and_not_broken() -> None:
    text = files.wechat_text(totals=("共0笔记录", "", "", ""))
    _, part = read_file(text.encode())
    assert (part.table.num_rows, part.row_rejects.num_rows) == (0, 0)
    assert _covers(text, part)
