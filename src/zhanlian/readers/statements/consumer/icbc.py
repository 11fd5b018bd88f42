"""Industrial and Commercial Bank of China: ``.csv`` with padded cells, in two versions.

Amounts stand in a column for in and one for out. The second version has 交易详情 and 对方账户 too.
The last line, 人民币合计, is the check. The card stands in the preamble.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from zhanlian.model.message import Message
from zhanlian.model.statement import ByteSource, Direction, RowStatus, StatementPart
from zhanlian.readers.statements.cells import (
    clean_account,
    find_asset,
    parse_amount,
    trim_cell,
)
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
from zhanlian.readers.statements.terms.kinds import find_kind

KEY: Final = "icbc"

_CARD: Final = re.compile(r"卡号[：:]\s*([\d*]{8,})")
_TOTAL: Final = "合计"
_IN, _OUT = "记账金额(收入)", "记账金额(支出)"


class IcbcReader(SheetReader):
    """Rows of one ICBC export."""

    KEY = KEY

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self._own = ""
        self._sums: dict[tuple[str, str], int] = defaultdict(int)

    def begin(self) -> None:
        """Take the card from the preamble."""
        found = _CARD.search(self.note_text())
        card = clean_account(found[1]) if found else None
        self._own = card or self.make_own()

    def is_total(self, cells: tuple[str, ...]) -> bool:
        """Return whether a line sums up a currency."""
        return trim_cell(cells[0]).endswith(_TOTAL)

    def read_row(self, cells: Cells) -> Row:
        """Return a row."""
        asset = self.read_asset(cells["记账币种"])
        name = self._find_column(cells)
        amount = self.read_amount(cells, name, asset)
        self._sums[name, asset] += amount
        return {
            **self.read_time(cells["交易日期"]),
            "amount": amount,
            "asset": asset,
            "direction": int(Direction.IN if name == _IN else Direction.OUT),
            "balance": self.read_balance(cells, "余额", asset),
            "own_card": self._own,
            "own_bank": "中国工商银行",
            "other_account": self.read_account(cells, "对方账户"),
            "other_name": find_text(cells["对方户名"]),
            "status": int(RowStatus.UNTOLD),
            "kind": int(find_kind(cells["摘要"])),
            "summary": join_texts(cells["摘要"], cells.get("交易详情", ""), cells["交易场所"]),
            "town": find_text(cells["交易国家或地区简称"]),
        }

    def close(self) -> Iterator[Message]:
        """Yield what does not hold of the totals below."""
        yield from super().close()
        for cells in self.notes:
            told = dict(zip(self.names, map(trim_cell, cells), strict=False))
            title = told.get(self.names[0], "")
            if not (title.endswith(_TOTAL) and len(cells) > self.names.index(_OUT)):
                continue
            try:
                asset = find_asset(title.removesuffix(_TOTAL))
                sums = [(name, parse_amount(told[name] or "0", asset)) for name in (_IN, _OUT)]
            except ValueError:
                continue
            for name, units in sums:
                found = self._sums[name, asset]
                yield from check_total(f"{title} {name}", (None, units), (0, found), asset)

    def _find_column(self, cells: Cells) -> str:
        filled = [name for name in (_IN, _OUT) if cells[name].strip("- ")]
        moved = [name for name in filled if cells[name].strip("0., ")]
        if len(moved) > 1:
            raise CellError("row-two-amounts", f"{cells[_IN]} / {cells[_OUT]}")
        if not filled:
            raise CellError("cell-amount", f"{_IN}: {cells[_IN]}, {_OUT}: {cells[_OUT]}")
        return (moved or filled)[0]


_LAYOUT: Final = Layout(
    KEY,
    (
        name_columns(
            f"交易日期 摘要 交易场所 交易国家或地区简称 钞/汇 {_IN} {_OUT} 记账币种 余额 对方户名"
        ),
    ),
    IcbcReader,
)


def sniff(head: bytes) -> bool:
    """Return whether a file is an ICBC export."""
    return fits_layout(head, _LAYOUT)


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield the rows of an ICBC export; totals that do not hold are rejects."""
    return read_layout(source, _LAYOUT)
