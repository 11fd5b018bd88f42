"""Compile the kernels that follow money before anybody waits for them: `python -m` this module.

The first run after an install compiles some hundred kernels (30 s of one core), and Numba compiles
on one core at a time. A second process that follows a tiny invented case fills the same cache from
the other end: `make demo` starts it beside the demo, whose first half compiles the readers.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa

from zhanlian.kernels.flow import Int32s
from zhanlian.model.answers import ExistingFreeze, RowRef
from zhanlian.model.flow import Rule
from zhanlian.model.loss import LossClaim
from zhanlian.model.statement import Direction, Precision, RowKind, RowStatus
from zhanlian.model.transfer import PURSES, TRANSFERS
from zhanlian.money.ledger.build import build_ledger
from zhanlian.money.ledger.ledger import ROWS_WITH_ITEM, CleaningPolicy, Told
from zhanlian.money.restitution.frozen import schedule_returns
from zhanlian.money.tracing.answer import build_parts, follow

_START: Final = datetime(2026, 3, 1, tzinfo=UTC)
_ACCOUNTS: Final = ("SYN-0", "SYN-1", "SYN-2", "SYN-3", "SYN-4")
# Payer, payee, cents: on, split, back in a circle and out.
_MOVES: Final = (
    (0, 1, 9000), (1, 2, 4000), (1, 3, 3000), (2, 3, 2500), (3, 1, 2000), (0, 2, 5000),
    (3, 4, 1500), (1, 4, 1000),
)  # fmt: skip


def compile_kernels() -> None:
    """Follow a tiny case: afterwards the code of all kernels on the way is kept by Numba.

    The trace comes first: whoever runs a case at the same time starts from the other end.
    """
    purses = pa.Table.from_pylist(
        [
            {"account": name, "asset": "CNY", "kind": 0, "known": name != "SYN-4", "opening": 0}
            for name in _ACCOUNTS
        ],
        schema=PURSES,
    )
    victim: Int32s = np.full(len(_MOVES), -1, dtype=np.int32)
    victim[[0, 5]] = 0, 1
    trail = follow(_list_transfers(), purses, ("合成甲", "合成乙"), victim, Rule.ROLLING)
    row = RowRef("0" * 64, "synthetic.csv", 2)
    measures = {"SYN-1": (ExistingFreeze("冻结", "", None, _START, None, row),)}
    build_parts(trail, measures)
    claims = {"CNY": (LossClaim("合成甲", 9000), LossClaim("合成乙", 5000))}
    schedule_returns(trail, measures, claims)
    rows = pa.Table.from_pylist(_list_rows(), schema=ROWS_WITH_ITEM)
    build_ledger(rows, Told(), CleaningPolicy())


def _list_transfers() -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "transfer_id": f"T{place}",
                "time": _START + timedelta(minutes=place),
                "precision": 0,
                "payer": payer,
                "payee": payee,
                "amount": amount,
                "kind": 0,
                "ordering": 0,
            }
            for place, (payer, payee, amount) in enumerate(_MOVES)
        ],
        schema=TRANSFERS,
    )


def _list_rows() -> list[dict[str, Any]]:
    """Return both parties' rows of the moves, some of them in one second and out of order."""
    told: list[dict[str, Any]] = []
    balances = dict.fromkeys(range(len(_ACCOUNTS)), 20_000)
    for place, (payer, payee, amount) in enumerate(_MOVES):
        balances[payer] -= amount
        balances[payee] += amount
        for own, other, way in ((payer, payee, Direction.OUT), (payee, payer, Direction.IN)):
            told.append(
                dict.fromkeys(ROWS_WITH_ITEM.names)
                | {
                    "own_card": _ACCOUNTS[own],
                    "own_name": f"合成{own}",
                    "other_account": _ACCOUNTS[other],
                    "other_name": f"合成{other}",
                    "asset": "CNY",
                    "summary": "转账",
                    "time": _START + timedelta(seconds=place // 4),
                    "amount": amount,
                    "balance": balances[own],
                    "direction": int(way),
                    "precision": int(Precision.SECOND),
                    "status": int(RowStatus.DONE),
                    "kind": int(RowKind.TRANSFER),
                    "line": 0,
                    "item": own,
                }
            )
    told.sort(key=lambda row: (row["item"], row["time"], row["amount"]))
    return [row | {"line": line + 2} for line, row in enumerate(told)]


if __name__ == "__main__":
    compile_kernels()
