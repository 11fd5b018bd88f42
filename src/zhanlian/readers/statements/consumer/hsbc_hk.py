"""HSBC Hong Kong: ``.csv`` with DD/MM/YYYY and tabs behind amounts; the sign tells the direction.

One file holds several currencies; each is an asset of the same account, which the file does not
name and which gets a stand-in. Local accounts in the description are taken (FROM 12-345678-9).
"""

import re
from collections.abc import Iterator
from typing import Final

from zhanlian.model.statement import ByteSource, RowStatus, StatementPart
from zhanlian.readers.statements.cells import clean_account
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
    split_sign,
)
from zhanlian.readers.statements.terms.kinds import find_kind

KEY: Final = "hsbc-hk"

_PARTY: Final = re.compile(r"\b(?:FROM|TO)\s+(\d[\d-]{7,20}\d)(?:\s+(\S.*))?$", re.ASCII)


class HsbcHkReader(SheetReader):
    """Rows of one HSBC Hong Kong export."""

    KEY = KEY
    ZONE = "Asia/Hong_Kong"
    DAY_FIRST = True
    _own = ""

    def begin(self) -> None:
        """Make the stand-in for the own account."""
        self._own = self.make_own()

    def read_row(self, cells: Cells) -> Row:
        """Return a row."""
        asset = self.read_asset(cells["Billingcurrency"])
        party = _PARTY.search(cells["Description"])
        same = not cells["Balancecurrency"] or self.read_asset(cells["Balancecurrency"]) == asset
        return {
            **self.read_time(cells["Date"]),
            **split_sign(self.read_amount(cells, "Billingamount", asset)),
            "asset": asset,
            # A balance in another currency is not the balance of this purse.
            "balance": self.read_balance(cells, "Balance", asset) if same else None,
            "own_account": self._own,
            "own_bank": "HSBC Hong Kong",
            "other_account": clean_account(party[1]) if party else None,
            "other_name": find_text(party[2] or "") if party else None,
            "status": int(RowStatus.UNTOLD),
            "kind": int(find_kind(cells["Description"])),
            "summary": " ".join(cells["Description"].split()) or None,
        }


_LAYOUT: Final = Layout(
    KEY,
    (name_columns("Date Description Billingamount Billingcurrency Balance Balancecurrency"),),
    HsbcHkReader,
)


def sniff(head: bytes) -> bool:
    """Return whether a file is an HSBC Hong Kong export."""
    return fits_layout(head, _LAYOUT)


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield the rows of an HSBC Hong Kong export."""
    return read_layout(source, _LAYOUT)
