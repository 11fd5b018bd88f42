"""The list of victims: who made which payment."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.errors import SchemaError
from zhanlian.kernels.flow import Int32s
from zhanlian.model.answers import OTHERS


@dataclass(frozen=True, slots=True)
class VictimList:
    """Whose payments are followed.

    Attributes:
        names: as told, in the order of the list.
        of_transfer: (n,) number of the victim whose payment it is, or -1.
        repeated: lines that say what an earlier one said.
    """

    names: tuple[str, ...]
    of_transfer: Int32s
    repeated: int = 0


def parse_victims(table: pa.Table, transfer_ids: Any) -> VictimList:
    """Return the victims of a table with columns victim and transfer_id.

    Args:
        table: the list.
        transfer_ids: (n,) ids of the ledger, each once.

    Raises:
        SchemaError: with the row (from 0) that has no victim, names a transfer that is not there,
            or one that is another victim's.
    """
    cells = table.column("victim").to_pylist()
    victims = ["" if cell is None else str(cell).strip() for cell in cells]
    told = pc.cast(table.column("transfer_id"), pa.string())
    told = pc.ascii_trim(pc.fill_null(told, ""), " \t").combine_chunks()
    places = pc.fill_null(pc.index_in(told, value_set=transfer_ids), -1).to_pylist()
    of_transfer = np.full(len(transfer_ids), -1, dtype=np.int32)
    numbers: dict[str, int] = {}
    repeated = 0
    for row, (victim, place) in enumerate(zip(victims, places, strict=True)):
        if victim == OTHERS:
            raise SchemaError("error.trace-name-others", row=row, cell=victim)
        if not victim:
            raise SchemaError("error.trace-victim-empty", row=row)
        if place < 0:
            raise SchemaError("error.trace-victim-unknown", row=row, cell=told[row].as_py())
        number = numbers.setdefault(victim, len(numbers))
        if of_transfer[place] == number:
            repeated += 1
        elif of_transfer[place] >= 0:
            raise SchemaError("error.trace-victim-twice", row=row, cell=told[row].as_py())
        of_transfer[place] = number
    return VictimList(tuple(numbers), of_transfer, repeated)
