"""Rows of statements written by hand, all of them invented."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pyarrow as pa

from zhanlian.model.transfer import Fate
from zhanlian.money.ledger.build import build_ledger
from zhanlian.money.ledger.ledger import ROWS_WITH_ITEM, CleaningPolicy, CleanLedger, Told

NOON: Final = datetime(2026, 3, 1, 4, 0, 0, tzinfo=UTC)
"""Twelve o'clock in Shanghai, on the day of all examples."""
DAY: Final = datetime(2026, 2, 28, 16, 0, 0, tzinfo=UTC)
"""The first instant of that day in Shanghai: what a date without time stands for."""

CARD_A: Final = "6222020000000000017"
CARD_B: Final = "6217000000000000025"
CARD_C: Final = "6228480000000000033"

IN, OUT, NEUTRAL = 1, 2, 3


def row(own: str, way: int, amount: int | None, seconds: float | None = 0, **told: Any) -> Any:
    """Return one row of a card; `seconds` after noon, None for no time; other columns by name."""
    filled: dict[str, Any] = dict.fromkeys(ROWS_WITH_ITEM.names)
    filled |= {"line": 2, "precision": 0, "asset": "CNY", "status": 0, "kind": 0, "item": 0}
    filled |= {"own_card": own, "direction": way, "amount": amount}
    filled["time"] = None if seconds is None else NOON + timedelta(seconds=seconds)
    return filled | told


def table(rows: Sequence[Any]) -> pa.Table:
    """Return rows as a table, each in its own line unless it says otherwise."""
    lines: dict[int, int] = {}
    placed = []
    for one in rows:
        lines[one["item"]] = lines.get(one["item"], 1) + 1
        placed.append(one | {"line": lines[one["item"]]})
    return pa.Table.from_pylist(placed, schema=ROWS_WITH_ITEM)


def clean(rows: Sequence[Any], told: Told | None = None, **policy: int) -> CleanLedger:
    """Return the clean ledger of rows."""
    return build_ledger(table(rows), told or Told(), CleaningPolicy(**policy))


def list_fates(ledger: CleanLedger) -> list[Fate]:
    """Return what became of the rows."""
    return [Fate(code) for code in ledger.fates["fate"].to_pylist()]


def list_transfers(ledger: CleanLedger) -> list[tuple[str, str, int]]:
    """Return payer, payee and amount of the transfers, in their order."""
    names = ledger.purses["account"].to_pylist()
    columns = (ledger.transfers[name].to_pylist() for name in ("payer", "payee", "amount"))
    return [(names[one], names[two], amount) for one, two, amount in zip(*columns, strict=True)]


def find_purse(ledger: CleanLedger, account: str, asset: str = "CNY") -> Any:
    """Return the purse of an account."""
    for purse in ledger.purses.to_pylist():
        if (purse["account"], purse["asset"]) == (account, asset):
            return purse
    raise KeyError(account)
