"""Returns of Alipay and Tenpay: CSV, and workbooks with two views of the same money."""

from io import BytesIO

import openpyxl
import pytest
from police_files import BANK_HEADER, Told, bank_row, read_bytes

from zhanlian.model.statement import Direction, RowKind, RowStatus

_PAYMENTS = (
    "交易号,商户订单号,交易创建时间,付款时间,最近修改时间,交易来源地,类型,用户信息,交易对方信息,消费名称,"
    "金额（元）,收/支,交易状态,支付方式,充值流水号,备注,对应的协查数据"
)
_BALANCE = (
    "交易订单号/外部流水号,账户,对方帐户,交易发生日期,银行处理日期,收入金额(+)（元）,支出金额(-)（元）,余额（元）,"
    "业务类型,交易发生地,银行名称,备注,对应的协查数据"
)
_TENPAY = (
    "用户ID,交易单号,大单号,用户侧账号名称,借贷类型,交易业务类型,交易用途类型,交易时间,交易金额(分),"
    "账户余额(分),用户银行卡号,用户侧银行名称,用户侧网银联单号,网联/银联,第三方账户名称,对手方ID,"
    "对手侧账户名称,对手方银行卡号,对手侧银行名称,对手侧网银联单号,网联/银联,第三方账户名称,"
    "对手方接收时间,对手方接收金额(分),备注1,备注2"
)
_PAID = (
    "A1,M1,2026-03-01 10:00:00,2026-03-01 10:00:05,,,转账,2088000000000001(合成甲),"
    "2088000000000002（合成乙）,合成货物,100.00,支出,交易成功,余额,,,"
)
_CLOSED = (
    "A2,M2,2026-03-01 11:00:00,,,,即时到账,2088000000000001(合成甲),"
    "seller@example.com(合成店),合成货物,7.00,支出,交易关闭,,,,"
)
_MOVED = "A1,2088000000000001,2088000000000002,2026-03-01 10:00:05,,,100.00,400.00,转账,,,,"
_RECEIVED = "A3,2088000000000001,,2026-03-01 12:00:00,,5.00,,405.00,提现退回,,合成银行,,"


def _csv(*lines: str) -> Told:
    return read_bytes(("\n".join(lines) + "\n").encode())


def _workbook(**sheets: tuple[str, ...]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append([cell or None for cell in line.split(",")])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _read(data: bytes) -> Told:
    return read_bytes(data, data)


def test_alipay_payments_tell_both_sides_and_what_failed() -> None:
    told = _csv(_PAYMENTS, _PAID, _CLOSED)
    paid, closed = told.rows
    assert (paid["own_account"], paid["own_name"]) == ("2088000000000001", "合成甲")
    assert (paid["other_account"], paid["other_name"]) == ("2088000000000002", "合成乙")
    assert (paid["amount"], paid["direction"]) == (10000, Direction.OUT)
    assert paid["time"].second == 5 and closed["time"].hour == 3
    assert (paid["reference"], paid["status"]) == ("A1", RowStatus.DONE)
    assert closed["status"] == RowStatus.FAILED
    assert closed["other_account"] == "seller@example.com"


def test_alipay_balance_tells_the_direction_by_its_columns() -> None:
    told = _csv(_BALANCE, _MOVED, _RECEIVED, _MOVED.replace(",,100.00", ",3.00,100.00"))
    moved, received = told.rows
    assert (moved["amount"], moved["direction"], moved["balance"]) == (10000, Direction.OUT, 40000)
    assert (received["amount"], received["direction"]) == (500, Direction.IN)
    assert told.reasons == ["row-two-amounts"]


def test_two_views_in_one_workbook_count_once() -> None:
    told = _read(_workbook(账户明细=(_PAYMENTS, _PAID, _CLOSED), 余额明细=(_BALANCE, _MOVED)))
    kinds = [(row["sheet"], row["reference"], row["kind"]) for row in told.rows]
    assert kinds[0] == ("账户明细", "A1", RowKind.DUPLICATE_VIEW)
    assert kinds[1][2] != RowKind.DUPLICATE_VIEW
    assert kinds[2] == ("余额明细", "A1", RowKind.TRANSFER)
    assert "offset" not in told.rows[0] and told.rows[0]["line"] == 2


def test_registration_becomes_accounts_and_the_log_of_logins_is_said() -> None:
    told = _csv(
        "用户ID,登录邮箱,登录手机,账户名称,证件类型,证件号,可用余额,绑定手机,注册时间,注册时IP,绑定银行卡",
        "2088000000000001,,13000000000,合成甲,身份证,SYN0001,4.00,,2020-01-01 00:00:00,,",
    )
    assert told.parts[1].told == "accounts"
    assert told.rows[0]["available"] == 400 and told.rows[0]["phone"] == "13000000000"
    log = _csv(
        "登陆账号,支付宝用户ID,账户名,客户端ip,操作发生时间,对应的协查数据",
        "a,2088000000000001,合成甲,10.0.0.1,2026-03-01 10:00:00,",
    )
    assert not log.rows and log.others == 2
    assert log.said == ["reject.table-without-money"]


def test_tenpay_amounts_are_cents_and_repeated_headers_are_told_apart() -> None:
    row = (
        "wxid_syn0001,T1,,wxid_syn0001(合成乙),出,转账,,2026-03-01 10:07:00,4990000,100,,,,网联,甲,"
        "wxid_syn0002,wxid_syn0002(合成丁),,,,银联,乙,2026-03-01 10:07:01,4990000,转账,"
    )
    told = _csv(_TENPAY, row, row.replace(",4990000,100", ",4990000.5,100"))
    (one,) = told.rows
    assert (one["amount"], one["balance"]) == (4990000, 100)
    assert (one["own_name"], one["other_name"]) == ("合成乙", "合成丁")
    assert one["direction"] == Direction.OUT
    assert told.row_rejects[0]["detail"] == "4990000.5"


@pytest.mark.parametrize(
    ("way", "paid", "arrived", "fee"),
    [
        ("出", 580000, "579420", 580),
        ("出", 580000, "580000", None),
        ("出", 580000, "574199", None),  # more than 1 %: not a fee
        ("出", 5000, "4900", 100),
        ("出", 580000, "", None),
        ("出", 580000, "0", None),
        ("入", 580000, "579420", None),
    ],
)
def test_what_does_not_arrive_from_tenpay_is_its_fee(
    way: str, paid: int, arrived: str, fee: int | None
) -> None:
    row = (
        f"wxid_syn0001,T1,,wxid_syn0001(合成乙),{way},提现,,2026-03-01 10:07:00,{paid},100,,,,"
        f"网联,甲,,合成丁,6222020000000000017,合成银行,,银联,乙,2026-03-01 10:07:01,{arrived},,"
    )
    (one,) = _csv(_TENPAY, row).rows
    assert (one["amount"], one.get("fee")) == (paid, fee)


def test_tenpay_accounts_and_bills() -> None:
    accounts = _csv(
        "账户状态,账号,注册姓名,注册时间,注册身份证号,绑定手机,绑定状态,开户行信息,银行账号",
        "正常,wxid_syn0001,合成乙,2020-01-01 00:00:00,SYN0002,13000000000,绑定,合成银行,6222",
    )
    assert accounts.rows[0]["account"] == "wxid_syn0001"
    bill = _csv(
        "微信号：wxid_syn0001",
        "交易单号,交易时间,交易类型,收/支/其他,交易方式,金额(元),交易对方,商户单号",
        "T1,2026-03-01 10:00:00,转账,支出,零钱,¥5.00,合成丁,M1",
        "T2,2026-03-01 10:00:00,零钱提现,其他,零钱,5.00,,M1",
    )
    assert [row["own_account"] for row in bill.rows] == ["wxid_syn0001"] * 2
    assert [row["direction"] for row in bill.rows] == [Direction.OUT, Direction.NEUTRAL]
    assert [row["amount"] for row in bill.rows] == [500, 500]
    assert bill.rows[1]["kind"] == RowKind.WITHDRAWAL


def test_a_payment_summary_is_told_from_the_side_of_its_mark() -> None:
    header = (
        "序号,支付订单号,交易类型,支付类型,交易主体的出入账标识,交易时间,币种,交易金额,交易流水号,交易余额,"
        "收款方银行卡所属银行名称,收款方银行卡所属银行卡号,收款方的支付帐号,收款方的商户名称,"
        "付款方银行卡所属银行名称,付款方银行卡所属银行卡号,付款方的支付帐号,交易支付设备ip,mac地址,备注"
    )
    row = "1,P1,转账,,{},20260301100510,CNY,5.00,S1,9.00,,,payee01,,,,payer01,,,"
    out, received, untold = _csv(header, *(row.format(mark) for mark in ("出", "入", ""))).rows
    assert (out["own_account"], out["direction"], out["balance"]) == ("payer01", 2, 900)
    assert (received["own_account"], received["direction"]) == ("payee01", 1)
    assert (untold["own_account"], untold["direction"]) == ("payer01", 2)
    assert "balance" not in untold


def test_a_workbook_of_a_bank_reads_as_its_csv() -> None:
    lines = (BANK_HEADER, bank_row(), bank_row(交易金额="-5.00", 摘要说明="冲正"))
    told = _read(_workbook(交易明细信息=lines, 说明=("这里没有表格",)))
    csv = read_bytes("\n".join(lines).encode())
    place = {"offset", "length", "sheet", "line"}
    plain = [{k: v for k, v in row.items() if k not in place} for row in told.rows]
    assert plain == [{k: v for k, v in row.items() if k not in place} for row in csv.rows]
    assert told.said == ["reject.statement-sheet-unread"]


def test_a_number_that_a_sheet_rounded_is_a_reject() -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("一")
    sheet.append([name.strip() for name in BANK_HEADER.split(",")])
    cells: list[object] = [cell or None for cell in bank_row().split(",")]
    sheet.append([6222020000000000017, *cells[1:]])
    sheet.append([622202000000017, *cells[1:5], 100.1, *cells[6:]])
    out = BytesIO()
    book.save(out)
    told = _read(out.getvalue())
    assert told.reasons == ["row-account-float"]
    (row,) = told.rows
    assert (row["own_card"], row["amount"]) == ("622202000000017", 10010)


def test_an_account_with_broken_bytes_is_a_reject_in_wallets_too() -> None:
    row = "wxid_syn0001,T1,,,出,转账,,2026-03-01 10:07:00,5,1" + "," * 16
    data = f"{_TENPAY}\n{row}\n".encode().replace(b"wxid_syn0001", b"wxid_\xffsyn0001")
    told = read_bytes(data)
    assert not told.rows and told.reasons == ["row-undecodable"]
