"""The files of `trace`: CSV for machines, JSON, and a Parquet of the transfers concerned.

Holdings, cashed-out and beyond-data carry accounts and victims exactly as they were told: they are
a contract for programs. In the lists for people a cell that a spreadsheet would take for a formula
gets an apostrophe in front.
"""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from zhanlian.kernels.flow import Int64s
from zhanlian.model.asset import find_exponent

_BATCH: Final = 1 << 18  # lines rendered at a time
_SPECIAL: Final = '[",\r\n]'
_SECOND: Final = 1_000_000
_CHINA_SECONDS: Final = 8 * 3600  # those who are asked for records keep China's time
_NUMBER: Final = r"^-[0-9]+(\.[0-9]+)?$"
_FORMULA: Final = r"^([=+\-@\t\r])"


def show_amounts(units: Int64s, assets: Sequence[str], asset: Int64s) -> Any:
    """Return (n,) decimal texts with all the digits of their assets, like `model.show_amount`.

    Args:
        units: (n,) whole units.
        assets: texts of the assets.
        asset: (n,) number of the asset in `assets`.
    """
    digits = np.array([find_exponent(name) for name in assets], dtype=np.int64)
    kinds = sorted({int(one) for one in digits[np.unique(asset)]})
    if len(kinds) <= 1:
        return _show(units, kinds[0] if kinds else 0)
    parts, places = [], []
    for kind in kinds:
        mine = np.flatnonzero(digits[asset] == kind)
        parts.append(_show(units[mine], kind))
        places.append(mine)
    back = np.argsort(np.concatenate(places))
    return pa.concat_arrays(parts).take(pa.array(back))


def _show(units: Int64s, digits: int) -> Any:
    texts = pc.cast(pa.array(np.abs(units), pa.int64()), pa.string())
    if digits:
        texts = pc.utf8_lpad(texts, digits + 1, "0")
        whole = pc.utf8_slice_codeunits(texts, 0, -digits)
        part = pc.utf8_slice_codeunits(texts, -digits, 2**31 - 1)
        texts = pc.binary_join_element_wise(whole, part, ".")
    below = units < 0
    if below.any():
        signs = pa.array(np.where(below, "-", ""), pa.string())
        texts = pc.binary_join_element_wise(signs, texts, "")
    return texts


def show_instants(instants: Any) -> Any:
    """Return (n,) instants as ISO 8601 with the offset of China, to the second; null stays null.

    Args:
        instants: (n,) timestamps.
    """
    if isinstance(instants, pa.ChunkedArray):
        instants = instants.combine_chunks()
    local = pc.add(pc.divide(pc.cast(instants, pa.int64()), _SECOND), _CHINA_SECONDS)
    texts = pc.cast(pc.cast(local, pa.timestamp("s")), pa.string())
    day = pc.replace_substring(texts, pattern=" ", replacement="T")
    return pc.binary_join_element_wise(day, "+08:00", "")


def render_csv(table: pa.Table, *, exact: bool) -> Iterator[bytes]:
    """Yield a table as CSV: UTF-8, comma, line feed; texts are quoted where one needs it.

    Args:
        table: columns of texts, whole numbers or truths; null is an empty cell.
        exact: texts stay as they are; else what looks like a formula gets an apostrophe.
    """
    yield (",".join(table.column_names) + "\n").encode()
    for batch in table.to_batches(max_chunksize=_BATCH):
        columns = [
            column if exact or not pa.types.is_string(column.type) else _disarm(column)
            for column in batch.columns
        ]
        texts = [column for column in columns if pa.types.is_string(column.type)]
        quoted = any(pc.any(pc.match_substring_regex(one, _SPECIAL)).as_py() for one in texts)
        options = arrow_csv.WriteOptions(
            include_header=False, quoting_style="needed" if quoted else "none"
        )
        sink = io.BytesIO()
        arrow_csv.write_csv(pa.record_batch(columns, names=batch.schema.names), sink, options)
        yield sink.getvalue()


def _disarm(column: Any) -> Any:
    safe = pc.replace_substring_regex(column, pattern=_FORMULA, replacement=r"'\1")
    # A negative balance is a number and no formula.
    return pc.if_else(pc.match_substring_regex(column, _NUMBER), column, safe)


def render_parquet(table: pa.Table) -> bytes:
    """Return a table as Parquet; the same table gives the same bytes."""
    sink = io.BytesIO()
    parquet.write_table(table, sink, compression="zstd", store_schema=False)
    return sink.getvalue()


def render_json(told: Mapping[str, object]) -> bytes:
    """Return an object as JSON that people can read, too."""
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
