"""China Merchants Bank, credit card: ``.csv`` with MM/DD; the title tells month and year.

A row of a month behind the title's belongs to the year before (December in a January statement).
Plus is spent, minus is paid back or returned. A repayment has only its booking day.
"""

import re
from collections.abc import Iterator
from typing import Final

from zhanlian.model.statement import ByteSource, Direction, RowKind, RowStatus, StatementPart
from zhanlian.readers.statements.consumer.boc import name_card
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
    join_texts,
    split_sign,
)
from zhanlian.readers.statements.refusals import CellError
from zhanlian.readers.statements.terms.kinds import find_kind

KEY: Final = "cmb-credit"

_MONTH: Final = re.compile(r"对账单.{0,60}?(\d{4})年(\d{1,2})月", re.ASCII)
_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})", re.ASCII)


class CmbCreditReader(SheetReader):
    """Rows of one CMB credit card statement."""

    KEY = KEY

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self._year = self._month = 0
        self._own = ""

    def begin(self) -> None:
        """Take year and month from the title."""
        found = _MONTH.search(self.note_text())
        if found is not None and 1 <= int(found[2]) <= 12:
            self._year, self._month = int(found[1]), int(found[2])
        self._own = "" if self._first.get("卡号末四位") else self.make_own()

    def read_row(self, cells: Cells) -> Row:
        """Return a row."""
        card = self.read_account(cells, "卡号末四位") or self._own or self.make_own()
        signed = split_sign(self.read_amount(cells, "人民币金额", "CNY"))
        signed["direction"] = _TURNED[Direction(int(signed["direction"] or 0))]
        kind = find_kind(cells["交易摘要"])
        return {
            **self.read_time(self._add_year(cells["交易日"] or cells["记账日"])),
            **signed,
            "asset": "CNY",
            "own_card": name_card(KEY, card),
            "own_bank": "招商银行",
            "status": int(RowStatus.UNTOLD),
            "kind": int(RowKind.UNTOLD if kind is RowKind.TOPUP else kind),
            "summary": join_texts(cells["交易摘要"], cells["交易地金额"]),
        }

    def _add_year(self, told: str) -> str:
        found = _DAY.fullmatch(told)
        if found is None:
            return told
        if not self._year:
            raise CellError("row-no-year", told)
        year = self._year - (int(found[1]) > self._month)
        return f"{year}-{found[1]}-{found[2]}"


# What is spent with a card leaves its account, what is paid back comes in.
_TURNED: Final = {
    Direction.IN: int(Direction.OUT),
    Direction.OUT: int(Direction.IN),
    Direction.UNKNOWN: int(Direction.UNKNOWN),
}
_LAYOUT: Final = Layout(
    KEY,
    (name_columns("交易日 记账日 交易摘要 人民币金额 卡号末四位 交易地金额"),),
    CmbCreditReader,
)


def sniff(head: bytes) -> bool:
    """Return whether a file is a CMB credit card statement."""
    return fits_layout(head, _LAYOUT)


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield the rows of a CMB credit card statement."""
    return read_layout(source, _LAYOUT)
