"""Exports of private customers, invented and marked synthetic, in the forms of the real ones."""

import io
from collections.abc import Sequence

import openpyxl

from zhanlian.model.statement import StatementFormat, StatementPart
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.consumer import find_format

ALIPAY_HEADER = ",".join(
    name.ljust(20)
    for name in (
        *("交易时间", "交易分类", "交易对方", "对方账号", "商品说明", "收/支", "金额"),
        *("收/付款方式", "交易状态", "交易订单号", "商家订单号", "备注", ""),
    )
)
WECHAT_HEADER = (
    "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注"
)
ABC_HEADER = "交易日期,交易时间,交易摘要,交易金额,本次余额,对手信息,日 志 号,交易渠道,交易附言"
BOC_HEADER = (
    "记账日期,记账时间,币别,金额,余额,交易名称,渠道,网点名称,附言,对方账户名,对方卡号/账号,"
    "对方开户行,借记卡号"
)
BOCOM_HEADER = "序号,交易日期,交易时间,交易类型,借贷,交易金额,余额,对方账号,对方户名,交易地点,摘要"
ICBC_HEADER = (
    "交易日期,摘要,交易详情,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,"
    "记账金额(收入),记账金额(支出),记账币种,余额,对方户名,对方账户"
)
CCB_HEADER = (
    "记账日  ,交易日期  ,交易时间  ,支出  ,收入  ,账户余额  ,币种  ,摘要  ,"
    "对方账号  ,对方户名  ,交易地点  "
)
CMB_HEADER = "交易日,记账日,交易摘要,人民币金额,卡号末四位,交易地金额"
HSBC_HEADER = "Date,Description,Billing amount,Billing currency,Balance,Balance currency"


def alipay_text(*rows: str, totals: str = "", account: str = "synthetic@example.org") -> str:
    """Return an Alipay export with 24 lines of preamble; rows without their last comma."""
    before = [
        "-" * 84, "导出信息：", "姓名：甲某某", f"支付宝账户：{account}",
        "起始时间：[2026-03-01 00:00:00]    终止时间：[2026-03-31 23:59:59]",
        "导出交易类型：[全部]",
        "导出时间：[2026-04-01 09:00:00]", totals, "", "特别提示：（合成数据）",
        *(f"{line}.合成数据，仅供测试；" for line in range(1, 14)),
        "-" * 24 + "电子客户回单" + "-" * 24,
    ]  # fmt: skip
    assert len(before) == 24
    return "\r\n".join([*before, ALIPAY_HEADER, *(f"{row}," for row in rows), ""])


def wechat_text(*rows: str, totals: Sequence[str] = ("", "", "", "")) -> str:
    """Return a WeChat export with its header on line 17."""
    before = [
        "微信支付账单明细", "微信昵称：[合成甲]", "起始时间：[2026-03-01 00:00:00]",
        "导出类型：[全部]", "导出时间：[2026-04-01 09:00:00]", "", *totals, "注：",
        "1. 合成数据", "2. 合成数据", "3. 合成数据", "", "-----微信支付账单明细列表-----",
    ]  # fmt: skip
    assert len(before) == 16
    return "\r\n".join([*(f"{line},,,,,,,,,," for line in before), WECHAT_HEADER, *rows, ""])


def plain_text(header: str, *rows: str, before: Sequence[str] = ()) -> str:
    """Return lines above, a header and rows."""
    return "\n".join([*before, header, *rows, ""])


def make_workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """Return an .xlsx with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read_file(data: bytes) -> tuple[str, StatementPart]:
    """Return the format of a file and its only part."""
    found: StatementFormat | None = find_format(data)
    assert found is not None
    (part,) = found.parse(MemorySource(data, "synthetic"))
    return found.KEY, part
