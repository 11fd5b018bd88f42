"""Workbooks of returns: every sheet with a known header, by the same code as a CSV.

Spreadsheets are small beside CSV (a sheet ends at 1,048,576 rows), so a sheet's rows are spelled as
CSV in memory, some thousand at a time; they have a line but no bytes in the file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.errors import FormatError
from zhanlian.model.evidence import Reject
from zhanlian.model.message import Message
from zhanlian.model.statement import ROWS, ByteSource, RowKind, StatementPart
from zhanlian.readers.statements.police.blocks import Batch
from zhanlian.readers.statements.police.head import Head
from zhanlian.readers.statements.police.layouts import Layout, find_layout
from zhanlian.readers.statements.police.owner import Owner, find_owner
from zhanlian.readers.statements.police.stream import Noted
from zhanlian.readers.statements.police.tables import read_batch
from zhanlian.readers.statements.records import Record
from zhanlian.readers.statements.refusals import refuse_file
from zhanlian.readers.statements.workbooks.sheets import Sheet, open_sheets
from zhanlian.words.shown import storable_text

_HEADER_WITHIN: Final = 40
_A_BATCH: Final = 16_384  # rows
_NEEDS_QUOTES: Final = frozenset(',"\n\r')
_PAYMENTS, _BALANCE = "alipay-payments", "alipay-balance"


def find_families(source: ByteSource) -> set[str]:
    """Return the families of the tables in a workbook; none where it cannot be opened."""
    try:
        found = [_find_header(sheet.read_records()) for sheet in open_sheets(source)]
    except FormatError:
        return set()
    return {one[0].table.family for one in found if one is not None}


def read_workbook(source: ByteSource) -> Iterator[StatementPart]:
    """Yield all sheets of a workbook; those without a known header are counted and said."""
    try:
        sheets = open_sheets(source)
    except FormatError as error:
        reject = refuse_file(source.name, error)
        yield StatementPart("rows", ROWS.empty_table(), rejects=(reject,))
        return
    orders = _find_orders(sheets, source.name)
    for sheet in sheets:
        for part, layout in _read_sheet(sheet, source.name):
            is_view = layout is not None and layout.table.key == _PAYMENTS and orders is not None
            yield _mark_views(part, orders) if is_view else part


def _find_orders(sheets: Iterable[Sheet], name: str) -> Any:
    """Return the order numbers that the view of the balance tells; None without both views."""
    found = {sheet.name: _find_header(sheet.read_records()) for sheet in sheets}
    keys = {sheet: one[0].table.key for sheet, one in found.items() if one is not None}
    if not {_PAYMENTS, _BALANCE} <= set(keys.values()):
        return None
    tables = [
        part.table["reference"]
        for sheet in sheets
        if keys.get(sheet.name) == _BALANCE
        for part, _ in _read_sheet(sheet, name)
    ]
    chunks = [chunk for column in tables for chunk in column.chunks]
    return pc.drop_null(pc.unique(pa.chunked_array(chunks, pa.string())))


def _mark_views(part: StatementPart, orders: Any) -> StatementPart:
    """Return payments of which those that the balance tells too are marked as a second view."""
    seen = pc.is_in(part.table["reference"], value_set=orders)
    kinds = pc.if_else(seen, pa.scalar(int(RowKind.DUPLICATE_VIEW), pa.int8()), part.table["kind"])
    place = part.table.schema.get_field_index("kind")
    table = part.table.set_column(place, part.table.schema.field(place), kinds)
    return replace(part, table=table)


def _find_header(records: Iterable[Record]) -> tuple[Layout, int] | None:
    """Return the table of a sheet, and how many records come before its first row."""
    for place, record in enumerate(islice(records, _HEADER_WITHIN)):
        layout = find_layout(record.cells)
        if layout is not None:
            return layout, place + 1
    return None


def _read_sheet(sheet: Sheet, name: str) -> Iterator[tuple[StatementPart, Layout | None]]:
    found = _find_header(sheet.read_records())
    if found is None:
        count = sum(1 for _ in sheet.read_records())
        message = Message("reject.statement-sheet-unread", {"sheet": sheet.name, "lines": count})
        said = (Reject(name, sheet.name, message),)
        nothing = ROWS.empty_table()
        yield StatementPart("rows", nothing, others=count, rejects=said if count else ()), None
        return
    layout, before = found
    records = iter(sheet.read_records())
    above = list(islice(records, before))
    layout = Layout(
        layout.table,
        layout.header + ("",) * (len(above[-1].cells) - len(layout.header)),
        MappingProxyType(layout.columns),
        layout.known,
    )
    head = Head("utf-8", 0, ord(","), layout, 0, before, _spell(above[-1]))
    yield StatementPart("rows", ROWS.empty_table(), others=before), layout
    noted, owner = Noted(), None
    text = "\n".join(" ".join(record.cells) for record in above[:-1])
    while batch := list(islice(records, _A_BATCH)):
        owner = owner or find_owner(text, layout, _spell(batch[0]))
        read = read_batch(_spell_batch(batch), head, owner.told, sheet.name)
        yield noted.note(read), layout
    rejects = noted.make_rejects(name, sheet.name, head, (owner or Owner()).stand_in)
    if rejects:
        yield StatementPart("rows", ROWS.empty_table(), rejects=rejects), layout


def _spell_batch(records: list[Record]) -> Batch:
    """Return rows of a sheet as a batch of CSV records."""
    filled = [record for record in records if not record.is_blank]
    spelled = [_spell(record) for record in filled]
    ends = np.cumsum([len(one) for one in spelled], dtype=np.int64)
    places = np.zeros((4, len(filled)), np.int64)
    places[0, 1:], places[1] = ends[:-1], ends
    places[2] = [record.place.line for record in filled]
    nothing = np.zeros(len(filled), np.int64)
    return Batch(
        np.frombuffer(b"".join(spelled), np.uint8), places, nothing, nothing, 0,
        len(records) - len(filled), len(records),
    )  # fmt: skip


def _spell(record: Record) -> bytes:
    """Return one row as a record of CSV in UTF-8."""
    cells = (
        '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES & set(cell) or cell[:1].isspace()
        else cell
        for cell in record.cells
    )  # fmt: skip
    return storable_text(",".join(cells)).encode("utf-8")
