"""China Construction Bank: ``.xls`` (OLE2), numbers in a column for out and one for in.

The account and the currency stand above the header; a remark of the bank closes the sheet.
"""

from collections.abc import Iterator
from typing import Final

from zhanlian.model.statement import ByteSource, Direction, RowStatus, StatementPart
from zhanlian.readers.statements.cells import clean_account, trim_cell
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
from zhanlian.readers.statements.refusals import CellError
from zhanlian.readers.statements.terms.kinds import find_kind

KEY: Final = "ccb"


class CcbReader(SheetReader):
    """Rows of one CCB export."""

    KEY = KEY
    _own = ""

    def begin(self) -> None:
        """Take the account from the lines above the header."""
        account = None
        for cells in self.notes:
            title = "".join(cells[0].split()).rstrip("：:") if len(cells) > 1 else ""
            if title in ("账号", "卡号", "账号/卡号"):
                account = _try_account(trim_cell(cells[1]))
        self._own = account or self.make_own()

    def read_row(self, cells: Cells) -> Row:
        """Return a row; the columns of in and out hold 0 where nothing moved."""
        asset = self.read_asset(cells["币种"])
        paid, received = (
            self.read_amount(cells, name, asset) if cells[name].strip("- ") else None
            for name in ("支出", "收入")
        )
        if paid is None and received is None:
            raise CellError("cell-amount", f"支出: {cells['支出']}, 收入: {cells['收入']}")
        if paid and received:
            raise CellError("row-two-amounts", f"{cells['支出']} / {cells['收入']}")
        direction = Direction.OUT if paid else Direction.IN if received else Direction.UNKNOWN
        day = cells["交易日期"] or cells["记账日"]
        return {
            **self.read_time(f"{day} {cells['交易时间']}".strip()),
            "amount": paid or received or 0,
            "asset": asset,
            "direction": int(direction),
            "balance": self.read_balance(cells, "账户余额", asset),
            "own_account": self._own,
            "own_bank": "中国建设银行",
            "other_account": self.read_account(cells, "对方账号"),
            "other_name": find_text(cells["对方户名"]),
            "status": int(RowStatus.UNTOLD),
            "kind": int(find_kind(cells["摘要"])),
            "summary": join_texts(cells["摘要"], cells["交易地点"]),
        }


def _try_account(told: str) -> str | None:
    try:
        return clean_account(told)
    except ValueError:
        return None


_LAYOUT: Final = Layout(
    KEY,
    (
        name_columns(
            "记账日 交易日期 交易时间 支出 收入 账户余额 币种 摘要 对方账号 对方户名 交易地点"
        ),
    ),
    CcbReader,
)


def sniff(head: bytes) -> bool:
    """Return whether a file is a CCB export; of a workbook all bytes are needed."""
    return fits_layout(head, _LAYOUT)


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield the rows of a CCB export."""
    return read_layout(source, _LAYOUT)
