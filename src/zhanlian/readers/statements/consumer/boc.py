"""Bank of China: ``.csv``; the sign tells the direction, the last column the own card's tail.

Four digits are no identity, so the own card is the key of the format and the tail (``boc:3167``);
a card told in full is taken as it is.
"""

from collections.abc import Iterator
from typing import Final

from zhanlian.model.statement import ByteSource, RowStatus, StatementPart
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
    find_text,
    join_texts,
    split_sign,
)
from zhanlian.readers.statements.terms.kinds import find_kind

KEY: Final = "boc"


class BocReader(SheetReader):
    """Rows of one BOC export."""

    KEY = KEY
    _own = ""

    def begin(self) -> None:
        """Make the stand-in for rows that name no card."""
        self._own = self.make_own() if not self._first.get("借记卡号") else ""

    def read_row(self, cells: Cells) -> Row:
        """Return a row."""
        asset = self.read_asset(cells["币别"])
        card = self.read_account(cells, "借记卡号") or self._own or self.make_own()
        return {
            **self.read_time(f"{cells['记账日期']} {cells['记账时间']}".strip()),
            **split_sign(self.read_amount(cells, "金额", asset)),
            "asset": asset,
            "balance": self.read_balance(cells, "余额", asset),
            "own_card": name_card(KEY, card),
            "own_bank": "中国银行",
            "other_account": self.read_account(cells, "对方卡号/账号"),
            "other_name": find_text(cells["对方账户名"]),
            "other_bank": find_text(cells["对方开户行"]),
            "status": int(RowStatus.UNTOLD),
            "kind": int(find_kind(cells["交易名称"])),
            "summary": join_texts(
                cells["交易名称"], cells["附言"], cells["渠道"], cells["网点名称"]
            ),
        }


def name_card(key: str, told: str) -> str:
    """Return a card's text; a tail of a few digits gets the key of its format before it."""
    return f"{key}:{told}" if len(told) < 8 else told


_LAYOUT: Final = Layout(
    KEY,
    (
        name_columns(
            "记账日期 记账时间 币别 金额 余额 交易名称 渠道 网点名称 附言 "
            "对方账户名 对方卡号/账号 对方开户行 借记卡号"
        ),
    ),
    BocReader,
)


def sniff(head: bytes) -> bool:
    """Return whether a file is a BOC export."""
    return fits_layout(head, _LAYOUT)


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield the rows of a BOC export."""
    return read_layout(source, _LAYOUT)
