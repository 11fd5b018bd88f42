"""Every transfer that an answer names, with all the rows that tell of it."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.kernels.flow import Flags
from zhanlian.model.answers import CitedTransfer, RowRef
from zhanlian.model.statement import Precision
from zhanlian.model.transfer import TransferKind
from zhanlian.money.tracing.flow import find_instants
from zhanlian.money.tracing.trail import Trail, tell_instant


def build_cited(
    trail: Trail,
    ids: Iterable[str],
    rows_of: Callable[[Sequence[int]], Sequence[tuple[RowRef, ...]]],
    round_trip: Flags,
) -> tuple[CitedTransfer, ...]:
    """Return the named transfers in the order of their ids, each once.

    Args:
        trail: the trace.
        ids: of transfers, perhaps several times.
        rows_of: gives the rows that tell of each transfer, by their places in `trail.transfers`.
        round_trip: (k,) which of `trail.rows` lead to where the money had been before.

    Raises:
        KeyError: an id that the ledger does not have.
    """
    wanted = pa.array(sorted(set(ids)), pa.string())
    column = trail.transfers.column("transfer_id")
    found = pc.index_in(wanted, value_set=column.combine_chunks())
    if found.null_count:
        raise KeyError(wanted.filter(found.is_null())[0].as_py())
    places = found.to_numpy(zero_copy_only=False).astype(np.int64)
    trips = np.zeros(trail.transfers.num_rows, dtype=np.bool_)
    trips[trail.rows] = round_trip
    picked = trail.transfers.take(pa.array(places))
    instants = find_instants(picked)
    listed = places.tolist()
    return tuple(
        CitedTransfer(
            transfer_id=row["transfer_id"],
            time=tell_instant(instants[number]),
            payer=trail.account(row["payer"]),
            payee=trail.account(row["payee"]),
            amount=row["amount"],
            asset=trail.asset(row["payer"]),
            tainted=int(trail.traced.tainted[place]),
            kind=TransferKind(row["kind"]),
            rows=rows,
            round_trip=bool(trips[place]),
            precision=Precision(row["precision"]),
        )
        for number, (place, rows, row) in enumerate(
            zip(listed, rows_of(listed), picked.drop_columns(["time"]).to_pylist(), strict=True)
        )
    )
