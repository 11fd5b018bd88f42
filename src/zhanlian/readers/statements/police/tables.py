"""One batch of records to one part of a statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa

from zhanlian.model.statement import ROW_REJECTS, ROWS, SCHEMAS, StatementPart
from zhanlian.readers.statements.police.blocks import Batch
from zhanlian.readers.statements.police.cells import Cells
from zhanlian.readers.statements.police.head import Head, split_record
from zhanlian.readers.statements.police.kernels.split import (
    BLANK,
    RAGGED,
    UNCLOSED,
    WHOLE,
    Int64s,
    find_cells,
)
from zhanlian.readers.statements.police.kernels.texts import GB18030, UTF8
from zhanlian.readers.statements.police.rows import TOTAL, make_rows
from zhanlian.readers.statements.police.told import make_told
from zhanlian.readers.statements.terms.totals import tells_total

_LONGEST_DETAIL: Final = 200  # characters of a cell or a row that a reject shows
_SHAPES: Final = {RAGGED: "row-ragged", UNCLOSED: "row-quote"}
_INT32: Final = 2**31


@dataclass(frozen=True, slots=True)
class BatchRead:
    """What one batch gave.

    Attributes:
        part: its rows and rejects.
        untold: words of the direction that are not known, and how often they stand there.
        broken_texts: texts with bytes that are none of the encoding, kept with U+FFFD.
        cut_line: line of the file's last record if the file ends inside it, else 0.
        unread: line and cell of balances that cannot be read.
        failed_by_code: rows that only a bare code says to have failed.
    """

    part: StatementPart
    untold: dict[str, int] = field(default_factory=dict)
    broken_texts: int = 0
    cut_line: int = 0
    unread: tuple[tuple[int, str], ...] = ()
    failed_by_code: int = 0


def read_batch(
    batch: Batch, head: Head, owner: Mapping[str, str], sheet: str | None = None
) -> BatchRead:
    """Return what a batch tells, every record as one row, one row reject or one other line.

    Args:
        batch: records.
        head: how they are to be read.
        owner: what stands above the table about its account, by column of `ROWS`.
        sheet: name of the sheet that the records were made of; they have no bytes then.
    """
    if batch.overlong is not None:
        return BatchRead(_refuse_overlong(batch, head))
    table = head.layout.table
    if table.told == "others":
        count = batch.places.shape[1] + batch.blank
        return BatchRead(StatementPart("rows", ROWS.empty_table(), others=count))
    starts, ends, shapes = _find_cells(batch, head)
    encoding = GB18030 if head.encoding == "gb18030" else UTF8
    cells = Cells(batch.raw, starts, ends, encoding, head.layout, shapes == WHOLE)
    untold: dict[str, int] = {}
    if table.told == "rows":
        made = make_rows(cells, head.layout, owner)
        columns, untold = made.columns, made.untold_words
    else:
        columns = make_told(cells, head.layout)
    lines = batch.line + batch.places[2]
    lengths = batch.lengths.astype(np.int32)
    places = {
        "line": pa.array(lines),
        "offset": pa.nulls(len(lines), pa.int64()) if sheet else pa.array(batch.offsets),
        "length": pa.nulls(len(lines), pa.int32()) if sheet else pa.array(lengths),
        "sheet": pa.nulls(len(lines), pa.string())
        if sheet is None
        else pa.array([sheet] * len(lines)),
    }
    others, reasons = _sort_out(batch, head, cells, shapes)
    schema = SCHEMAS[table.told]
    arrays = {**places, **columns}
    told = pa.table([_of_type(arrays[one.name], one.type) for one in schema], schema=schema)
    keep = shapes == WHOLE
    keep[[*others, *reasons]] = False
    part = StatementPart(
        table.told,
        told if keep.all() else told.filter(pa.array(keep)),
        _make_rejects(places, reasons),
        others=batch.blank + int((shapes == BLANK).sum()) + len(others),
    )
    is_cut = batch.lacks_end and len(shapes) > 0 and _is_cut(batch, int(shapes[-1]))
    cut_line = int(lines[-1]) if is_cut else 0
    unread = tuple((int(lines[place]), text) for place, text in cells.unread_balances)
    return BatchRead(part, untold, cells.broken_texts, cut_line, unread, cells.failed_by_code)


def _is_cut(batch: Batch, shape: int) -> bool:
    """Return whether the last record, which has no line end, is not whole.

    A copy that broke off may also leave the rest of the file as bytes of nought.
    """
    last = batch.raw[int(batch.places[0, -1]) : int(batch.places[1, -1])]
    return shape in (RAGGED, UNCLOSED) or (shape == BLANK and not last.all())


def _find_cells(batch: Batch, head: Head) -> tuple[Any, Any, Int64s]:
    """Return begin and end of the cells that say anything, and the shape of each record."""
    slots = np.full(len(head.layout.header), -1, np.int32)
    used = head.layout.slots
    slots[list(used)] = np.arange(len(used), dtype=np.int32)
    size = (len(used), batch.places.shape[1])
    starts, ends = np.zeros(size, np.int32), np.zeros(size, np.int32)
    shapes = find_cells(batch.raw, batch.places, head.delimiter, slots, starts, ends)
    # Records of another shape have no cells that could be trusted to stand in their column.
    starts[:, shapes != WHOLE] = 0
    ends[:, shapes != WHOLE] = 0
    return starts, ends, shapes


def _sort_out(
    batch: Batch, head: Head, cells: Cells, shapes: Int64s
) -> tuple[list[int], dict[int, tuple[str, str]]]:
    """Return records that are no data (repeated headers, totals), and why others are refused."""
    others: list[int] = []
    reasons: dict[int, tuple[str, str]] = {}
    odd = np.flatnonzero((shapes == RAGGED) | (shapes == UNCLOSED)).tolist()
    encoding = "gb18030" if head.encoding == "gb18030" else "utf-8"
    for place in sorted({*odd, *cells.problems}):
        first, end = int(batch.places[0, place]), int(batch.places[1, place])
        record = batch.raw[first : min(end, first + 4 * _LONGEST_DETAIL)].tobytes()
        if end - first == len(head.header) and batch.raw[first:end].tobytes() == head.header:
            others.append(place)
            continue
        told = split_record(record, chr(head.delimiter), encoding)
        filled = next((one.strip() for one in told if one.strip()), "")
        reason, detail = cells.problems.get(place, ("", ""))
        if reason == TOTAL or tells_total(filled):
            others.append(place)
            continue
        shape = _SHAPES.get(int(shapes[place]), "")
        whole = record.decode(encoding, "replace")
        reasons[place] = (shape or reason, (whole if shape else detail)[:_LONGEST_DETAIL])
    return others, reasons


def _make_rejects(places: Mapping[str, Any], reasons: Mapping[int, tuple[str, str]]) -> pa.Table:
    if not reasons:
        return ROW_REJECTS.empty_table()
    taken = pa.array(list(reasons))
    arrays = [places[name].take(taken) for name in ("line", "offset", "length", "sheet")]
    arrays += [pa.array([one[k] for one in reasons.values()], pa.string()) for k in (0, 1)]
    return pa.table(arrays, schema=ROW_REJECTS)


def _refuse_overlong(batch: Batch, head: Head) -> StatementPart:
    """Return the reject of a line that is longer than any row."""
    offset, length = batch.overlong or (0, 0)
    row = {
        "line": batch.line,
        "offset": offset,
        "length": length if length < _INT32 else None,
        "reason": "row-too-long",
    }
    told = head.layout.table.told if head.layout.table.told in SCHEMAS else "rows"
    rejects = pa.Table.from_pylist([row], schema=ROW_REJECTS)
    return StatementPart(told, SCHEMAS[told].empty_table(), rejects)


def _of_type(array: Any, wanted: Any) -> Any:
    return array if array.type == wanted else array.cast(wanted)
