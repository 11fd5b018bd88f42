"""Measures that returns told of, by the account of the ledger."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.app.money.gather import Gathered
from zhanlian.model.answers import ExistingFreeze, RowRef

LONGEST_AHEAD: Final = timedelta(days=366)
"""How long after the last transfer a measure may begin and still be believed; our choice."""


def find_measures(
    gathered: Gathered, canonical: Mapping[str, str]
) -> dict[str, tuple[ExistingFreeze, ...]]:
    """Return the measures of each account, in the order of files and rows.

    Args:
        gathered: tables of the statements.
        canonical: written account numbers to the ledger's.
    """
    found: dict[str, list[ExistingFreeze]] = {}
    for row in gathered.table("freezes").to_pylist():
        if not row["account"]:
            continue
        item = gathered.imported[row["item"]].item
        place = RowRef(
            item.sha256, item.name, row["line"], row["sheet"], row["offset"], row["length"]
        )
        account = canonical.get(row["account"], row["account"])
        found.setdefault(account, []).append(
            ExistingFreeze(
                measure=row["measure"] or "",
                authority=row["authority"] or "",
                amount=row["amount"],
                since=row["since"],
                until=row["until"],
                row=place,
                asset=row["asset"],
            )
        )
    return {account: tuple(freezes) for account, freezes in found.items()}


def find_as_of(
    transfers: pa.Table, measures: Mapping[str, Sequence[ExistingFreeze]]
) -> datetime | None:
    """Return the instant that answers are told for where nobody chose one; None without data.

    The last transfer, or the beginning of the last measure that the returns tell: an account is
    frozen after the money came, and a report that stopped at the last transfer would call it free.
    Beginnings more than `LONGEST_AHEAD` after the last transfer are slips of a pen and left out.
    """
    if not transfers.num_rows:
        return None
    last: datetime = pc.max(transfers["time"]).as_py()
    begun = [one.since for told in measures.values() for one in told if one.since is not None]
    return max([last, *(since for since in begun if since <= last + LONGEST_AHEAD)])
