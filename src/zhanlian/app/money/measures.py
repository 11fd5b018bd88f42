"""Measures that returns told of, by the account of the ledger."""

from collections.abc import Mapping

from zhanlian.app.money.gather import Gathered
from zhanlian.model.answers import ExistingFreeze, RowRef


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
