"""The state of cleaning between its steps: what is known of each row so far."""

from dataclasses import dataclass

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.pairing import find_first_equal
from zhanlian.model.transfer import Fate
from zhanlian.money.ledger.columns import RowColumns
from zhanlian.money.ledger.identity.accounts import Accounts
from zhanlian.money.ledger.rows.refusals import OPEN, refuse_rows


@dataclass(slots=True)
class Working:
    """All (n,), in the order of the columns.

    Attributes:
        rows, accounts: what is cleaned.
        other: account on the other side, -1 where none is told.
        book: own account and asset as one number: a row that has them.
        by_time: the rows in order of time.
        fate: code of `Fate`, `OPEN` while it is not known.
        partner: the row that the fate is about, -1 for none.
        effect: +1 in, -1 out, 0 where it is not known.
        moving: the row moved its account's balance.
        mirror: the other party's row of the same payment, -1 for none.
    """

    rows: RowColumns
    accounts: Accounts
    other: Int32s
    book: Int32s
    by_time: Int64s
    fate: Int32s
    partner: Int64s
    effect: Int32s
    moving: Flags
    mirror: Int64s

    @staticmethod
    def start(rows: RowColumns, accounts: Accounts) -> "Working":
        """Return the state in which only the rows that never were money have a fate."""
        count = len(rows)
        keys = np.stack([accounts.own, rows.asset], axis=1).astype(np.int64)
        # Two accounts may hide behind one masked number: a row from it to it says nothing.
        hidden = np.append(accounts.masked, False)[accounts.other]
        blurred = hidden & (accounts.own == accounts.other)
        return Working(
            rows=rows,
            accounts=accounts,
            other=np.where(blurred, np.int32(-1), accounts.other),
            book=find_first_equal(keys).astype(np.int32),
            by_time=np.argsort(rows.time, kind="stable"),
            fate=refuse_rows(rows),
            partner=np.full(count, -1, dtype=np.int64),
            effect=np.zeros(count, dtype=np.int32),
            moving=np.zeros(count, dtype=np.bool_),
            mirror=np.full(count, -1, dtype=np.int64),
        )

    @property
    def open(self) -> Flags:
        """Rows whose fate is not yet known."""
        found: Flags = self.fate == OPEN
        return found

    def settle(self, rows: Int64s | Flags, fate: Fate, partner: Int64s | None = None) -> None:
        """Give rows a fate, and the rows that it is about."""
        self.fate[rows] = int(fate)
        if partner is not None:
            self.partner[rows] = partner
