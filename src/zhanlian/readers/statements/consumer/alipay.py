"""Alipay's export for the account's holder: ``.csv`` in GBK, or saved again as UTF-8 or .xlsx.

Three headers are known: of the app since 2022 (preamble above), of the app in 2021 (notes below),
of the web page until 2021 (totals below). 不计收支 hides directions: a refund (退款成功) came in;
other rows of it are neither, as the statement says.

交易关闭 means never paid, with one exception: an order that has a refund row was paid before, and
both count, or the refund would be money from nowhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from zhanlian.model.message import Message
from zhanlian.model.statement import ByteSource, Direction, RowKind, RowStatus, StatementPart
from zhanlian.readers.statements.cells import parse_amount
from zhanlian.readers.statements.consumer.layout import (
    Layout,
    fits_layout,
    name_columns,
    read_layout,
)
from zhanlian.readers.statements.consumer.sheet_reader import (
    Cells,
    Row,
    SheetReader,
    check_total,
    find_text,
    join_texts,
)

KEY: Final = "alipay"

_ACCOUNT: Final = re.compile(r"(?:支付宝账户|账号)[：:]\s*\[?\s*([^\s\]]+)")
_NAME: Final = re.compile(r"(?:姓名|用户)[：:]\s*\[?\s*([^\s\]]+)")
_TOTAL: Final = re.compile(r"(?<!待)(收入|支出|不计收支)[：:]\s*(\d+)笔[，, ]*([\d.,]+)元")
_TOTAL_LINE: Final = re.compile(r"\s*[已待]?(收入|支出|不计收支)[：:]\s*\d+笔")
_REFUNDED: Final = "退款成功"
_CLOSED: Final = "交易关闭"
_FAILED: Final = ("失败", "关闭", "撤销", "过期", "取消")
_PENDING: Final = ("等待", "处理中", "待", "进行中", "冻结")
_DONE: Final = ("成功", "完成", "已", "结束")
_PURCHASES: Final = name_columns(
    "餐饮美食 服饰装扮 日用百货 家居家装 数码电器 运动户外 美容美发 母婴亲子 宠物 "
    "交通出行 爱车养车 住房物业 酒店旅游 文化休闲 教育培训 医疗健康 生活服务 商业服务 公共服务"
)
_KINDS: Final = (("退款", RowKind.REFUND), ("提现", RowKind.WITHDRAWAL), ("转账", RowKind.TRANSFER))


class AlipayReader(SheetReader):
    """Rows of one Alipay export."""

    KEY = KEY

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        told = frozenset(names)
        self._amount = next(one for one in _AMOUNTS if one in told)
        self._order = "交易订单号" if "交易订单号" in told else "交易号"
        self._refunds: set[str] = set()
        self._sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        self._own: Row = {}

    def look(self, cells: Cells) -> None:
        """See a row in the first reading: which orders were refunded."""
        super().look(cells)
        if cells["交易状态"] == _REFUNDED:
            self._refunds.add(cells[self._order].partition("_")[0])

    def is_total(self, cells: tuple[str, ...]) -> bool:
        """Return whether a line below the rows is a total: 已收入:1笔,28.50元."""
        return _TOTAL_LINE.match(cells[0]) is not None

    def begin(self) -> None:
        """Take the own account and name from the preamble, or from the notes below."""
        text = self.note_text()
        account, name = _ACCOUNT.search(text), _NAME.search(text)
        self._own = {
            "own_account": account[1] if account else self.make_own(self._order),
            "own_name": find_text(name[1]) if name else None,
            "own_bank": "支付宝",
        }

    def read_row(self, cells: Cells) -> Row:
        """Return a row; a refund came in, whatever the statement counts it as."""
        amount = self.read_amount(cells, self._amount, "CNY")
        direction = self.read_direction(cells["收/支"])
        state, order = cells["交易状态"], cells[self._order]
        is_refund = state == _REFUNDED and direction is not Direction.OUT
        status = _find_status(state)
        if state == _CLOSED and order in self._refunds and direction is Direction.OUT:
            status = RowStatus.DONE
        time = cells.get("交易时间") or cells.get("付款时间") or cells.get("交易创建时间") or ""
        row: Row = {
            **self.read_time(time),
            **self._own,
            "amount": amount,
            "asset": "CNY",
            "direction": int(Direction.IN if is_refund else direction),
            "status": int(status),
            "kind": int(RowKind.REFUND if is_refund else _find_kind(cells, direction)),
            "other_account": self.read_account(cells, "对方账号"),
            "other_name": find_text(cells["交易对方"]),
            "summary": _join_summary(cells),
            "reference": find_text(order),
            "log_number": find_text(cells.get("商家订单号", "")),
        }
        self._count(cells["收/支"] or "其他", amount, state)
        return row

    def close(self) -> Iterator[Message]:
        """Yield what does not hold of the totals in the preamble."""
        yield from super().close()
        for name, number, told in _TOTAL.findall(self.note_text()):
            try:
                units = parse_amount(told, "CNY")
            except ValueError:
                continue
            count, every, open_ones = self._sums[name]
            # Alipay leaves closed rows out of its sums in some years and not in others.
            found = open_ones if units == open_ones else every
            yield from check_total(name, (int(number[:9]), units), (count, found), "CNY")

    def _count(self, name: str, amount: int, state: str) -> None:
        sums = self._sums[name]
        sums[0] += 1
        sums[1] += amount
        sums[2] += 0 if state == _CLOSED else amount


def _find_status(state: str) -> RowStatus:
    for status, words in (
        (RowStatus.FAILED, _FAILED),
        (RowStatus.PENDING, _PENDING),
        (RowStatus.DONE, _DONE),
    ):
        if any(word in state for word in words):
            return status
    return RowStatus.UNTOLD


def _find_kind(cells: Cells, direction: Direction) -> RowKind:
    told = cells.get("交易分类") or cells.get("类型") or ""
    goods = cells.get("商品说明") or cells.get("商品名称") or ""
    if told in _PURCHASES and direction is Direction.OUT:
        return RowKind.MERCHANT
    for word, kind in _KINDS:
        if word in told or goods.startswith(word):
            return kind
    return RowKind.TOPUP if goods.startswith("充值") and told == "账户存取" else RowKind.UNTOLD


def _join_summary(cells: Cells) -> str | None:
    columns = ("交易分类", "类型", "商品说明", "商品名称", "收/付款方式", "资金状态", "备注")
    extra = [
        f"{name}{cells[name]}"
        for name in ("服务费(元)", "成功退款(元)")
        if cells.get(name, "").strip("0.")
    ]
    return join_texts(*(cells.get(name, "") for name in columns), *extra)


_AMOUNTS: Final = ("金额", "金额(元)")
_LAYOUT: Final = Layout(
    KEY,
    tuple(
        frozenset({*columns, amount})
        for amount in _AMOUNTS
        for columns in (
            ("交易时间", "交易对方", "收/支", "收/付款方式", "交易状态", "交易订单号"),
            ("交易号", "商家订单号", "交易创建时间", "交易对方", "收/支", "交易状态"),
        )
    ),
    AlipayReader,
)


def sniff(head: bytes) -> bool:
    """Return whether a file is an Alipay export."""
    return fits_layout(head, _LAYOUT)


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield the rows of an Alipay export; totals that do not hold are rejects."""
    return read_layout(source, _LAYOUT)
