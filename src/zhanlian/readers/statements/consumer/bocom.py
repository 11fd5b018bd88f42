"""Bank of Communications: ``.csv``; 借 Dr is out, 贷 Cr is in.

The file does not name its own account, so it gets a stand-in.
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
)
from zhanlian.readers.statements.terms.kinds import find_kind

KEY: Final = "bocom"


class BocomReader(SheetReader):
    """Rows of one BOCOM export."""

    KEY = KEY
    _own = ""

    def begin(self) -> None:
        """Make the stand-in for the own account."""
        self._own = self.make_own()

    def read_row(self, cells: Cells) -> Row:
        """Return a row; its amount is signed as written."""
        return {
            **self.read_time(f"{cells['交易日期']} {cells['交易时间']}".strip()),
            "amount": self.read_amount(cells, "交易金额", "CNY"),
            "asset": "CNY",
            "direction": int(self.read_direction(cells["借贷"])),
            "balance": self.read_balance(cells, "余额", "CNY"),
            "own_account": self._own,
            "own_bank": "交通银行",
            "other_account": self.read_account(cells, "对方账号"),
            "other_name": find_text(cells["对方户名"]),
            "status": int(RowStatus.UNTOLD),
            "kind": int(find_kind(cells["交易类型"])),
            "summary": join_texts(cells["交易类型"], cells["摘要"]),
            "town": find_text(cells["交易地点"]),
        }


_LAYOUT: Final = Layout(
    KEY,
    (
        name_columns(
            "序号 交易日期 交易时间 交易类型 借贷 交易金额 余额 对方账号 对方户名 交易地点 摘要"
        ),
    ),
    BocomReader,
    ragged=True,
)


def sniff(head: bytes) -> bool:
    """Return whether a file is a BOCOM export."""
    return fits_layout(head, _LAYOUT)


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield the rows of a BOCOM export."""
    return read_layout(source, _LAYOUT)
