"""Agricultural Bank of China: ``.csv``; rows end where their last filled cell does.

The sign tells the direction. The file does not name its own account, so it gets a stand-in.
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

KEY: Final = "abc"


class AbcReader(SheetReader):
    """Rows of one ABC export."""

    KEY = KEY
    _own = ""

    def begin(self) -> None:
        """Make the stand-in for the own account."""
        self._own = self.make_own()

    def read_row(self, cells: Cells) -> Row:
        """Return a row; the other side's cell holds an account or a name."""
        told = cells["对手信息"]
        account = self.read_account(cells, "对手信息")
        is_number = account is not None and sum(map(str.isdigit, account)) * 2 > len(account)
        return {
            **self.read_time(f"{cells['交易日期']} {cells['交易时间']}".strip()),
            **split_sign(self.read_amount(cells, "交易金额", "CNY")),
            "asset": "CNY",
            "balance": self.read_balance(cells, "本次余额", "CNY"),
            "own_account": self._own,
            "own_bank": "中国农业银行",
            "other_account": account if is_number else None,
            "other_name": None if is_number else find_text(told),
            "status": int(RowStatus.UNTOLD),
            "kind": int(find_kind(cells["交易摘要"])),
            "summary": join_texts(cells["交易摘要"], cells["交易附言"], cells["交易渠道"]),
            "log_number": find_text(cells["日志号"]),
        }


_LAYOUT: Final = Layout(
    KEY,
    (
        name_columns(
            "交易日期 交易时间 交易摘要 交易金额 本次余额 对手信息 日志号 交易渠道 交易附言"
        ),
    ),
    AbcReader,
    ragged=True,
)


def sniff(head: bytes) -> bool:
    """Return whether a file is an ABC export."""
    return fits_layout(head, _LAYOUT)


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield the rows of an ABC export."""
    return read_layout(source, _LAYOUT)
