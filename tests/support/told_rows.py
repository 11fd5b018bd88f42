"""What a statement format takes from some bytes, all its parts put together."""

from dataclasses import dataclass
from typing import Any

from zhanlian.model.evidence import Reject
from zhanlian.model.statement import StatementFormat
from zhanlian.readers.statements.bytes_source import MemorySource


@dataclass(frozen=True, slots=True)
class Taken:
    """Everything that one file gave, with its bytes."""

    data: bytes
    rows: list[dict[str, Any]]
    accounts: list[dict[str, Any]]
    row_rejects: list[dict[str, Any]]
    others: int
    rejects: list[Reject]
    dust: dict[str, int]

    def slice_of(self, row: dict[str, Any]) -> bytes:
        """Return the bytes that a row says it stands in."""
        return self.data[row["offset"] : row["offset"] + row["length"]]

    @property
    def reasons(self) -> list[str]:
        """Reasons of the rows that were left out."""
        return [one["reason"] for one in self.row_rejects]

    @property
    def wrong(self) -> list[str]:
        """Keys of what concerns the file as a whole."""
        return [one.reason.key.partition(".")[2] for one in self.rejects]


def take_all(form: StatementFormat, data: bytes, name: str = "synthetic") -> Taken:
    """Return everything that a format takes from some bytes."""
    taken = Taken(data, [], [], [], 0, [], {})
    others = 0
    for part in form.parse(MemorySource(data, name)):
        told = taken.rows if part.told == "rows" else taken.accounts
        told.extend(part.table.to_pylist())
        taken.row_rejects.extend(part.row_rejects.to_pylist())
        taken.rejects.extend(part.rejects)
        others += part.others
        for asset, dust in part.dust:
            taken.dust[asset] = taken.dust.get(asset, 0) + dust
    return Taken(
        data, taken.rows, taken.accounts, taken.row_rejects, others, taken.rejects, taken.dust
    )
