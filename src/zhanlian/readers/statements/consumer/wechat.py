"""WeChat Pay's export for the account's holder: ``.csv`` in UTF-8, or ``.xlsx``.

The file tells a nickname and no account, so its account gets a stand-in. ``/`` is neutral, and
stays so where money only moves between pockets of the wallet or past it. Three kinds of neutral
rows name their direction themselves: 零钱提现 leaves for a bank (its amount includes the fee that
备注 tells), 零钱充值 comes from one, 信用卡还款 leaves.

A paid order that was given back keeps its row (已全额退款) and gets a second one in its favour:
both count. Rows of a later sheet that an earlier one has are a second view of the same.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

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
from zhanlian.readers.statements.refusals import CellError
from zhanlian.readers.statements.rows import Value

KEY: Final = "wechat"

_NICKNAME: Final = re.compile(r"微信昵称[：:]\s*\[([^\]]*)\]")
_ALL: Final = re.compile(r"共(\d{1,9})笔记录")
_TOTAL: Final = re.compile(r"(收入|支出|中性交易)[：:]\s*(\d{1,9})笔\s*([\d.,]+)元")
_FEE: Final = re.compile(r"服务费\s*[¥￥]?\s*([\d.,]+)")
_NEUTRAL: Final = "中性交易"
_FAILED: Final = ("失败", "已关闭", "已过期", "已撤销", "已取消")
_PENDING: Final = ("等待", "处理中", "待", "进行中")
# The direction of neutral rows whose type names it. 零钱通 is a pocket of the wallet itself.
_NAMED: Final = (
    (re.compile(r"零钱提现|零钱通转出-到(?!零钱)"), Direction.OUT, RowKind.WITHDRAWAL),
    (re.compile(r"零钱充值|转入零钱通-来自(?!零钱)"), Direction.IN, RowKind.TOPUP),
    (re.compile(r"信用卡还款"), Direction.OUT, RowKind.TRANSFER),
)
_KINDS: Final = (
    ("退款", RowKind.REFUND),
    ("商户消费", RowKind.MERCHANT),
    ("转账", RowKind.TRANSFER),
    ("红包", RowKind.TRANSFER),
    ("二维码收款", RowKind.TRANSFER),
)


_Seen: TypeAlias = tuple[Value, ...]  # what tells a row from others of the same file


class WechatReader(SheetReader):
    """Rows of one sheet of a WeChat export."""

    KEY = KEY

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self._own: Row = {}
        self._sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self._rows: Counter[_Seen] = Counter()
        self._earlier: Counter[_Seen] = Counter()

    def begin(self) -> None:
        """Take the nickname from the preamble."""
        name = _NICKNAME.search(self.note_text())
        self._own = {
            "own_account": self.make_own("交易时间", "交易单号"),
            "own_name": find_text(name[1].strip()) if name else None,
            "own_bank": "微信支付",
        }

    def follow(self, earlier: Sequence[SheetReader]) -> None:
        """Take the rows of the sheets before as known."""
        for sheet in earlier:
            if isinstance(sheet, WechatReader):
                self._earlier.update(sheet._rows)

    def read_row(self, cells: Cells) -> Row:
        """Return a row."""
        amount = self.read_amount(cells, "金额(元)", "CNY")
        direction = self.read_direction(cells["收/支"])
        shown, kind = direction, _find_kind(cells["交易类型"])
        if direction is Direction.NEUTRAL:
            for form, named, its_kind in _NAMED:
                if form.match(cells["交易类型"]):
                    shown, kind = named, its_kind
        fee = _read_fee(cells, amount) if kind is RowKind.WITHDRAWAL else None
        time = self.read_time(cells["交易时间"])
        row: Row = {
            **time,
            **self._own,
            "amount": amount,
            "asset": "CNY",
            "direction": int(shown),
            "fee": fee,
            "status": int(_find_status(cells["当前状态"])),
            "other_name": find_text(cells["交易对方"]),
            "summary": _join_summary(cells),
            "reference": find_text(cells["交易单号"]),
            "log_number": find_text(cells["商户单号"]),
        }
        seen = (time["time"], amount, cells["收/支"], cells["交易单号"], cells["交易类型"])
        self._rows[seen] += 1
        if self._earlier[seen] > 0:
            self._earlier[seen] -= 1
            kind = RowKind.DUPLICATE_VIEW
        sums = self._sums[_NEUTRAL if direction is Direction.NEUTRAL else cells["收/支"]]
        sums[0] += 1
        sums[1] += amount
        return {**row, "kind": int(kind)}

    def close(self) -> Iterator[Message]:
        """Yield what does not hold of the totals in the preamble."""
        yield from super().close()
        text = self.note_text()
        every = sum(count for count, _ in self._sums.values())
        for number in _ALL.findall(text):
            yield from check_total("共", (int(number), 0), (every, 0), "CNY")
        for name, number, told in _TOTAL.findall(text):
            try:
                units = parse_amount(told, "CNY")
            except ValueError:
                continue
            count, found = self._sums[name]
            yield from check_total(name, (int(number), units), (count, found), "CNY")


def _read_fee(cells: Cells, amount: int) -> int | None:
    """Return the fee that a withdrawal's amount includes; None where the row tells none."""
    found = _FEE.search(cells["备注"])
    if found is None:
        return None
    try:
        fee = parse_amount(found[1], "CNY")
    except ValueError:
        raise CellError("cell-amount", f"备注: {cells['备注']}") from None
    if fee > amount:
        raise CellError("cell-amount", f"备注: {cells['备注']}")
    return fee


def _find_status(state: str) -> RowStatus:
    if any(word in state for word in _FAILED):
        return RowStatus.FAILED
    if any(word in state for word in _PENDING):
        return RowStatus.PENDING
    return RowStatus.DONE if find_text(state) else RowStatus.UNTOLD


def _find_kind(told: str) -> RowKind:
    return next((kind for word, kind in _KINDS if word in told), RowKind.UNTOLD)


def _join_summary(cells: Cells) -> str | None:
    return join_texts(
        *(cells[name] for name in ("交易类型", "商品", "支付方式", "当前状态", "备注"))
    )


_LAYOUT: Final = Layout(
    KEY,
    (
        name_columns(
            "交易时间 交易类型 交易对方 商品 收/支 金额(元) 支付方式 "
            "当前状态 交易单号 商户单号 备注"
        ),
    ),
    WechatReader,
)


def sniff(head: bytes) -> bool:
    """Return whether a file is a WeChat export."""
    return fits_layout(head, _LAYOUT)


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield the rows of a WeChat export; totals that do not hold are rejects."""
    return read_layout(source, _LAYOUT)
