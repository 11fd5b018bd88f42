"""Exports that two victims made themselves: Alipay as CSV in GBK, WeChat as a workbook."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import numpy as np
import xlsxwriter

from zhanlian.model.transfer import TransferKind
from zhanlian.simulate.fates import RowFate
from zhanlian.simulate.formats.cells import MARK, write_amounts, write_times
from zhanlian.simulate.formats.written import LineFates, SimulatedFile
from zhanlian.simulate.parameters import Trap
from zhanlian.simulate.returns import Rows
from zhanlian.simulate.worlds.accounts import OWN_ALIPAY, OWN_WECHAT
from zhanlian.simulate.worlds.world import World

_ALIPAY: Final = (
    "交易时间", "交易分类", "交易对方", "对方账号", "商品说明", "收/支", "金额", "收/付款方式",
    "交易状态", "交易订单号", "商家订单号", "备注",
)  # fmt: skip
_WECHAT: Final = (
    "交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)", "支付方式", "当前状态",
    "交易单号", "商户单号", "备注",
)  # fmt: skip
_TIME: Final = "%Y-%m-%d %H:%M:%S"
_ALIPAY_HEADER_LINE: Final = 25
_WECHAT_HEADER_LINE: Final = 17
_SECOND_SHEET: Final = "Sheet1"
# A workbook bears the time of its making; ours must be the same every time.
_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def write_alipay_export(world: World, rows: Rows, _: frozenset[Trap]) -> Iterator[SimulatedFile]:
    """Yield the Alipay export of the victim who pays by Alipay: newest row first."""
    own = _take_newest_first(world, rows, OWN_ALIPAY)
    if not len(own):
        return
    account = int(own.owner[0])
    top = _write_preamble(world, own, account)
    lines = [*top, ",".join(_ALIPAY) + ","]
    amounts, times = write_amounts(own.amount), write_times(own.time, _TIME)
    columns = zip(
        times, amounts, own.out.tolist(), own.other.tolist(), own.kind.tolist(),
        own.serial.tolist(), strict=True,
    )  # fmt: skip
    for time, amount, out, other, kind, serial in columns:
        shopping = kind == TransferKind.MERCHANT
        number = "/" if shopping else world.accounts.number[other]
        lines.append(
            f"{time},{'日用百货' if shopping else '转账红包'},{world.accounts.holder[other]},"
            f"{number},{'合成商品' if shopping else '转账'},{'支出' if out else '收入'},{amount},"
            f"余额,交易成功,2026SYN{serial:021d}\t,\t,{MARK},"
        )
    data = ("\r\n".join(lines) + "\r\n").encode("gbk")
    yield SimulatedFile(
        "被害人提供/支付宝交易明细.csv", iter((data,)), _tell_fates(own, _ALIPAY_HEADER_LINE)
    )


def _write_preamble(world: World, own: Rows, account: int) -> list[str]:
    first, last = write_times(np.array([own.time.min(), own.time.max()]), _TIME)
    out, count = own.out, len(own)
    sums = [write_amounts(np.array([own.amount[which].sum()]))[0] for which in (~out, out)]
    told = [
        "-" * 84,
        "导出信息：",
        f"姓名：{world.accounts.holder[account]}",
        f"支付宝账户：{world.accounts.number[account]}",
        f"起始时间：[{first}]    终止时间：[{last}]",
        "导出交易类型：[全部]",
        f"导出时间：[{last}]",
        f"共{count}笔记录",
        f"收入：{count - int(out.sum())}笔 {sums[0]}元",
        f"支出：{int(out.sum())}笔 {sums[1]}元",
        "不计收支：0笔 0.00元",
        "",
        "特别提示：",
    ]
    notes = _ALIPAY_HEADER_LINE - len(told) - 2
    told += [f"{number}.{MARK}，本明细为虚构，不涉及任何真实人员。" for number in range(1, notes)]
    return [*told, "", f"{'-' * 24}{MARK}  电子客户回单{'-' * 24}"]


def write_wechat_export(
    world: World, rows: Rows, traps: frozenset[Trap]
) -> Iterator[SimulatedFile]:
    """Yield the WeChat export of the victim who pays by WeChat, with its rows on two sheets."""
    own = _take_newest_first(world, rows, OWN_WECHAT)
    if not len(own):
        return
    account = int(own.owner[0])
    lines = list(_tell_wechat(world, own, account))
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": MARK, "created": _MADE})
    names = ("微信支付账单", _SECOND_SHEET) if Trap.TWO_VIEWS in traps else ("微信支付账单",)
    for name in names:
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    book.close()
    fates = _tell_fates(own, _WECHAT_HEADER_LINE)
    second = np.full(len(own), RowFate.SECOND_VIEW, dtype=np.int32)
    again = LineFates(fates.line, second, own.transfer, fates.fee_transfer)
    yield SimulatedFile(
        "被害人提供/微信支付账单.xlsx",
        iter((buffer.getvalue(),)),
        fates,
        {_SECOND_SHEET: again} if Trap.TWO_VIEWS in traps else {},
    )


def _tell_wechat(world: World, own: Rows, account: int) -> Iterator[Sequence[str]]:
    first, last = write_times(np.array([own.time.min(), own.time.max()]), _TIME)
    out, count = own.out, len(own)
    sums = [write_amounts(np.array([own.amount[which].sum()]))[0] for which in (~out, out)]
    yield ("微信支付账单明细",)
    yield (f"微信昵称：[{world.accounts.number[account]}]",)
    yield (f"起始时间：[{first}] 终止时间：[{last}]",)
    yield ("导出类型：[全部]",)
    yield (f"导出时间：[{last}]",)
    yield ("",)
    yield (f"共{count}笔记录",)
    yield (f"收入：{count - int(out.sum())}笔 {sums[0]}元",)
    yield (f"支出：{int(out.sum())}笔 {sums[1]}元",)
    yield ("中性交易：0笔 0.00元",)
    yield ("注：",)
    for number in range(1, 4):
        yield (f"{number}. {MARK}，本明细为虚构，不涉及任何真实人员",)
    yield ("",)
    yield ("-" * 22 + "微信支付账单明细列表" + "-" * 20,)
    yield _WECHAT
    amounts, times = write_amounts(own.amount), write_times(own.time, _TIME)
    columns = zip(
        times, amounts, out.tolist(), own.other.tolist(), own.kind.tolist(), own.serial.tolist(),
        strict=True,
    )  # fmt: skip
    for time, amount, pays, other, kind, serial in columns:
        shopping = kind == TransferKind.MERCHANT
        yield (
            time, "商户消费" if shopping else "转账", world.accounts.holder[other],
            "合成商品" if shopping else "转账备注:微信转账", "支出" if pays else "收入",
            f"¥{amount}", "零钱", "支付成功" if pays else "已收钱", f"1000050001SYN{serial:015d}\t",
            "/", MARK,
        )  # fmt: skip


def _take_newest_first(world: World, rows: Rows, provider: int) -> Rows:
    own = np.flatnonzero(world.columns.provider[rows.owner] == provider)
    return rows.take(own[::-1])


def _tell_fates(own: Rows, header: int) -> LineFates:
    return LineFates(np.arange(len(own)) + header + 1, own.fate, own.transfer, own.fee_transfer)
