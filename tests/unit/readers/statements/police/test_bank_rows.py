"""Transactions of the bank package: every trap of real returns."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from police_files import BANK_HEADER, bank_file, bank_row, read_bytes, read_one, reject_one

from zhanlian.model.statement import Direction, Precision, RowKind, RowStatus


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_every_encoding_gives_the_same_rows_with_their_own_bytes(encoding: str, end: str) -> None:
    rows = [bank_row(交易方户名=name, 摘要说明="a𠀀é") for name in ("合成甲", "龘龘", "中\u3000")]
    data = bank_file(*rows, encoding=encoding, end=end)
    told = read_bytes(data)
    assert [row["own_name"] for row in told.rows] == ["合成甲", "龘龘", "中"]
    assert {row["summary"] for row in told.rows} == {"a𠀀é"}
    plain = "utf-16-le" if encoding == "utf-16" else encoding.removesuffix("-sig")
    for row, line, number in zip(told.rows, rows, (2, 3, 4), strict=True):
        assert data[row["offset"] : row["offset"] + row["length"]] == line.encode(plain)
        assert row["line"] == number
    assert told.others == 1


def test_tabs_and_blanks_around_numbers_are_dropped_and_the_suffix_is_kept() -> None:
    row = read_one(交易卡号="6222020000000000017\t", 交易账号=" \t1000000001_156 ")
    assert row["own_card"] == "6222020000000000017"
    assert row["own_account"] == "1000000001_156"


@pytest.mark.parametrize(
    ("word", "direction"),
    [
        *((word, Direction.IN) for word in ("进", "贷", "入", "收", "C", "\t进 ")),
        *((word, Direction.OUT) for word in ("出", "借", "付", "支", "D", "O")),
        ("", Direction.UNKNOWN),
    ],
)
def test_all_marks_of_the_direction_are_known(word: str, direction: Direction) -> None:
    assert read_one(收付标志=word)["direction"] == direction


def test_an_unknown_mark_of_the_direction_is_kept_as_untold_and_said() -> None:
    told = read_bytes(bank_file(bank_row(收付标志="上"), bank_row(收付标志="上"), bank_row()))
    assert [row["direction"] for row in told.rows] == [0, 0, Direction.OUT]
    (reject,) = told.rejects
    assert reject.reason.key == "remark.table-direction-words"
    assert reject.reason.fields == {"words": "上", "count": 2}


def test_only_the_card_or_only_the_account_is_enough() -> None:
    assert "own_account" not in read_one()
    assert read_one(交易卡号="", 交易账号="1000000001")["own_account"] == "1000000001"
    assert reject_one(交易卡号="") == ("row-no-account", "")


@pytest.mark.parametrize("feedback", ["查询成功,无交易明细", "查询失败", "账号不存在", "SYN-7"])
def test_a_query_without_rows_is_a_query_without_an_amount(feedback: str) -> None:
    line = "6228480000000000033\t,,合成丙," + "," * 27 + f'"{feedback}"'
    told = read_bytes(bank_file(line))
    (row,) = told.rows
    assert row["kind"] == RowKind.QUERY
    assert "amount" not in row and "time" not in row
    assert row["summary"] == feedback


def test_a_reversal_keeps_its_sign() -> None:
    row = read_one(交易金额="-49900", 摘要说明="快捷支付冲正")
    assert (row["amount"], row["kind"]) == (-4990000, RowKind.REVERSAL)


@pytest.mark.parametrize(
    ("summary", "amount", "kind"),
    [
        ("余额查询", "0.00", RowKind.QUERY),
        ("余额查询", "", RowKind.QUERY),
        ("余额查询", "5.00", RowKind.UNTOLD),
        ("手续费冲正", "-2.00", RowKind.REVERSAL),
        ("退汇", "2.00", RowKind.REVERSAL),
        ("退款", "2.00", RowKind.REFUND),
        ("转账手续费", "2.00", RowKind.FEE),
        ("结息", "2.00", RowKind.INTEREST),
        ("ATM取款", "2.00", RowKind.CASH),
        ("pos消费", "2.00", RowKind.POS),
        ("快捷支付", "2.00", RowKind.UNTOLD),
        ("提现", "2.00", RowKind.WITHDRAWAL),
        ("跨行汇入", "2.00", RowKind.TRANSFER),
        ("货款", "2.00", RowKind.UNTOLD),
        ("deposit", "2.00", RowKind.UNTOLD),
        ("刷POS消费", "2.00", RowKind.POS),
    ],
)
def test_words_tell_the_kind(summary: str, amount: str, kind: RowKind) -> None:
    assert read_one(摘要说明=summary, 交易金额=amount, 交易对手账卡号="")["kind"] == kind


def test_what_a_victim_was_made_to_write_makes_no_fee_of_a_payment() -> None:
    assert read_one(摘要说明="手续费")["kind"] == RowKind.UNTOLD
    assert read_one(备注="手续费", 摘要说明="转账")["kind"] == RowKind.TRANSFER
    assert read_one(备注="充值", 交易对手账卡号="")["kind"] == RowKind.UNTOLD
    assert read_one(备注="系统冲正", 摘要说明="转账")["kind"] == RowKind.REVERSAL


def test_the_cash_mark_counts_where_words_say_nothing() -> None:
    assert read_one(现金标志="现金")["kind"] == RowKind.CASH
    assert read_one(现金标志="现金", 摘要说明="冲正")["kind"] == RowKind.REVERSAL


@pytest.mark.parametrize("cell", ["abc", "1.2.3", "12,34.00", "0.005", "--5", "9" * 20, "$5"])
def test_an_amount_that_cannot_be_read_makes_the_row_a_reject_with_the_cell(cell: str) -> None:
    quoted = f'"{cell}"' if "," in cell else cell
    assert reject_one(交易金额=quoted) == ("cell-amount", cell)


@pytest.mark.parametrize(
    ("cell", "units"),
    [("49900", 4990000), ("-0.5", -50), ("+7", 700), ("0.10\t", 10), ('"49,900.00"', 4990000),
     ("1.2000", 120), ("￥5.00", 500), (".5", 50), ("5.", 500), ("-0", 0)],
)  # fmt: skip
def test_amounts_become_cents_as_they_are_signed(cell: str, units: int) -> None:
    assert read_one(交易金额=cell)["amount"] == units


def test_an_empty_amount_is_no_nought() -> None:
    assert "amount" not in read_one(交易金额="")


def test_a_balance_that_is_masked_stays_blank_and_is_said() -> None:
    told = read_bytes(bank_file(bank_row(交易余额="***"), bank_row()))
    assert "balance" not in told.rows[0] and told.rows[1]["balance"] == 50000
    (reject,) = told.rejects
    assert reject.reason.fields == {"count": 1, "line": 2, "cell": "***"}


@pytest.mark.parametrize("cell", ["6.22202E+18", "6222020000000000017.0", "622E02"])
@pytest.mark.parametrize("column", ["交易卡号", "交易账号", "交易对手账卡号", "对手身份证号"])
def test_a_number_that_became_a_float_is_never_repaired(cell: str, column: str) -> None:
    assert reject_one(**{column: cell}) == ("row-account-float", cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [('="6222020000000000017"', "6222020000000000017"), ('"=""622202"""', "622202"),
     ("'622202", "622202"), ("6222 0200 0000", "622202000000"), ("null", None)],
)  # fmt: skip
def test_the_other_account_is_bare(cell: str, number: str | None) -> None:
    assert read_one(交易对手账卡号=cell).get("other_account") == number


@pytest.mark.parametrize(
    ("cell", "when", "precision"),
    [
        ("20260301100510", datetime(2026, 3, 1, 2, 5, 10, tzinfo=UTC), Precision.SECOND),
        ("2026-03-01 10:05:10", datetime(2026, 3, 1, 2, 5, 10, tzinfo=UTC), Precision.SECOND),
        ("2026/3/1 9:05", datetime(2026, 3, 1, 1, 5, tzinfo=UTC), Precision.MINUTE),
        ("2026-03-01", datetime(2026, 2, 28, 16, tzinfo=UTC), Precision.DAY),
        ("20260301", datetime(2026, 2, 28, 16, tzinfo=UTC), Precision.DAY),
        ("45717.4375", datetime(2025, 3, 1, 2, 30, tzinfo=UTC), Precision.SECOND),
        ("2026年3月1日", datetime(2026, 2, 28, 16, tzinfo=UTC), Precision.DAY),
        ("2026-03-01T10:05:10Z", datetime(2026, 3, 1, 10, 5, 10, tzinfo=UTC), Precision.SECOND),
    ],
)
def test_times_are_those_of_shanghai(cell: str, when: datetime, precision: Precision) -> None:
    row = read_one(交易时间=cell)
    assert (row["time"], row["precision"]) == (when, precision)


@pytest.mark.parametrize(
    "cell", ["20260231100510", "2026-13-01", "昨天", "01/02/2026", "2026030125"]
)
def test_a_time_that_cannot_be_read_makes_the_row_a_reject(cell: str) -> None:
    assert reject_one(交易时间=cell) == ("cell-time", cell)


@pytest.mark.parametrize(
    ("cell", "asset", "units"),
    [("156", "CNY", 10000), ("人民币", "CNY", 10000), ("RMB", "CNY", 10000), ("", "CNY", 10000),
     ("840", "USD", 10000), ("美元", "USD", 10000), ("344", "HKD", 10000), ("JPY", "JPY", 100)],
)  # fmt: skip
def test_currencies_are_told_by_code_number_or_name(cell: str, asset: str, units: int) -> None:
    row = read_one(交易币种=cell)
    assert (row["asset"], row["amount"]) == (asset, units)


def test_an_unknown_currency_makes_the_row_a_reject() -> None:
    assert reject_one(交易币种="金圆券") == ("cell-asset", "金圆券")


@pytest.mark.parametrize(
    ("cell", "status"),
    [("01", RowStatus.DONE), ("成功", RowStatus.DONE), ("00", RowStatus.FAILED),
     ("失败", RowStatus.FAILED), ("处理中", RowStatus.PENDING), ("", RowStatus.UNTOLD)],
)  # fmt: skip
def test_codes_tell_whether_it_took_place(cell: str, status: RowStatus) -> None:
    assert read_one(交易是否成功=cell)["status"] == status


def test_rows_that_failed_by_a_bare_code_alone_are_counted_and_said() -> None:
    words = ("00", "0", "失败", "01", "")
    told = read_bytes(bank_file(*(bank_row(交易是否成功=word) for word in words)))
    failed = [row["status"] == RowStatus.FAILED for row in told.rows]
    assert failed == [True, True, True, False, False]
    (reject,) = told.rejects
    assert (reject.reason.key, reject.reason.fields) == (
        "remark.table-failed-by-code",
        {"count": 2},
    )


def test_an_unknown_code_of_success_is_no_money() -> None:
    assert reject_one(交易是否成功="77") == ("row-status", "77")


def test_rows_told_twice_stay_twice() -> None:
    assert len(read_bytes(bank_file(bank_row(), bank_row())).rows) == 2


def test_a_row_of_another_width_is_a_reject_unless_what_is_beyond_is_empty() -> None:
    good, longer = bank_row() + ",, \t", bank_row() + ",x"
    shorter = bank_row().rstrip(",")
    told = read_bytes(bank_file(good, longer, shorter, bank_row()))
    assert [row["line"] for row in told.rows] == [2, 5]
    assert told.reasons == ["row-ragged", "row-ragged"]
    assert told.row_rejects[0]["detail"] == longer[:200]


def test_quoted_cells_hold_commas_quotes_and_line_feeds() -> None:
    first = bank_row(摘要说明='"转,账\r\n""二"" 行"')
    told = read_bytes(bank_file(first, bank_row()))
    assert [row["line"] for row in told.rows] == [2, 4]
    assert told.rows[0]["summary"] == '转,账\r\n"二" 行'
    assert told.rows[0]["length"] == len(first.encode("gb18030"))


def test_a_quote_that_does_not_close_costs_one_row() -> None:
    told = read_bytes(bank_file(bank_row(), bank_row(摘要说明='"半'), bank_row(), bank_row()))
    assert [row["line"] for row in told.rows] == [2, 4, 5]
    assert told.reasons == ["row-quote"]


def test_repeated_headers_blank_lines_and_totals_are_no_data() -> None:
    told = read_bytes(
        bank_file(bank_row(), BANK_HEADER, "", "," * 30, "合计,,,,,300.00" + "," * 25, bank_row())
    )
    assert len(told.rows) == 2 and not told.row_rejects
    assert told.others == 5


def test_lines_above_the_table_are_counted() -> None:
    above = "合成银行调单\r\n查询日期：2026-03-01\r\n".encode("gb18030")
    told = read_bytes(above + bank_file(bank_row()))
    assert told.others == 3 and told.rows[0]["line"] == 4


def test_a_file_that_is_cut_off_gives_its_whole_rows_and_says_so() -> None:
    data = bank_file(bank_row(), bank_row())
    told = read_bytes(data[:-60])
    assert len(told.rows) == 1 and told.reasons == ["row-ragged"]
    assert told.said == ["remark.table-cut-off"]


def test_a_file_without_a_last_line_end_is_whole() -> None:
    told = read_bytes(bank_file(bank_row(), bank_row()).removesuffix(b"\r\n"))
    assert len(told.rows) == 2 and not told.rejects


def test_half_a_character_in_a_text_is_said_and_in_a_number_costs_the_row() -> None:
    data = bank_file(bank_row(摘要说明="转账"), bank_row(), bank_row())
    data = data.replace("转账".encode("gb18030"), "转账".encode("gb18030")[:-1])
    broken = data[: data.rfind(b"62170")] + b"\xd7" + data[data.rfind(b"62170") :]
    told = read_bytes(broken)
    assert told.rows[0]["summary"] == "转\ufffd" and len(told.rows) == 2
    assert told.reasons == ["row-undecodable"]
    (said,) = told.rejects
    assert said.reason.key == "remark.table-broken-texts" and said.reason.fields["count"] == 1


def test_both_samples_of_the_format_are_read_whole(shared: Path) -> None:
    folder = shared / "formats/cn_police/sample_synthetic"
    bank = read_bytes((folder / "交易明细信息_GB18030.csv").read_bytes())
    assert len(bank.rows) == 9 and not bank.row_rejects and not bank.rejects
    assert [row["kind"] for row in bank.rows][5:8] == [
        RowKind.REVERSAL, RowKind.QUERY, RowKind.QUERY
    ]  # fmt: skip
    assert bank.rows[7]["time"] == datetime(2025, 3, 1, 2, 30, tzinfo=UTC)
    tenpay = read_bytes((folder / "财付通_交易明细信息.csv").read_bytes())
    (row,) = tenpay.rows
    assert (row["amount"], row["balance"], row["own_name"]) == (4990000, 100, "合成乙")
