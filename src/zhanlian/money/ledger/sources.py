"""The rows that transfers rest on, as references into the files."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhanlian.model.answers import InputLine, RowRef
from zhanlian.money.ledger.ledger import CleanLedger
from zhanlian.money.ledger.texts import to_numpy


def cite_transfers(
    ledger: CleanLedger, transfers: Sequence[int], rows: pa.Table, inputs: Sequence[InputLine]
) -> tuple[tuple[RowRef, ...], ...]:
    """Return for each transfer all the rows that tell of it.

    Args:
        ledger: the clean ledger.
        transfers: places in its table of transfers.
        rows: the rows from which it was built.
        inputs: the files, by the rows' `item`.
    """
    of = to_numpy(ledger.sources["transfer"])
    wanted = np.asarray(transfers, dtype=np.int64)
    starts, ends = np.searchsorted(of, wanted, "left"), np.searchsorted(of, wanted, "right")
    told = to_numpy(ledger.sources["row"])
    places = [told[start:end] for start, end in zip(starts, ends, strict=True)]
    flat = np.concatenate(places) if places else np.empty(0, dtype=np.int64)
    references = iter(cite_rows(rows, flat, inputs))
    return tuple(tuple(next(references) for _ in one) for one in places)


def cite_rows(
    rows: pa.Table, places: npt.NDArray[np.int64], inputs: Sequence[InputLine]
) -> tuple[RowRef, ...]:
    """Return references to rows of the table, in the order asked for."""
    columns = ("item", "line", "sheet", "offset", "length")
    chosen = rows.select(columns).take(pa.array(places, pa.int64()))
    return tuple(
        RowRef(inputs[item].sha256, inputs[item].name, line, sheet, offset, length)
        for item, line, sheet, offset, length in zip(
            *(chosen[name].to_pylist() for name in columns), strict=True
        )
    )
