"""Accounts, persons, tasks and freezes of one batch."""

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.model.statement import SCHEMAS, Precision
from zhanlian.readers.statements.police.cells import NOTHING, Cells
from zhanlian.readers.statements.police.layouts import Layout, load_codes

# Columns that hold a number by which something is known, of each table.
_NUMBERS: Final = frozenset({"card", "account", "sub_account", "id_number"})
# One of these is what a row is about.
_SUBJECTS: Final = {
    "accounts": ("card", "account", "sub_account"),
    "persons": ("name", "id_number"),
    "tasks": ("task", "account"),
    "freezes": ("account",),
}
# A term that names its last day runs to the end of it.
_REST_OF_DAY: Final = 86_399_000_000
_PLACE: Final = frozenset({"line", "offset", "length", "sheet"})


def make_told(cells: Cells, layout: Layout) -> dict[str, Any]:
    """Return the columns of a table that tells no transactions; `asset` is CNY where none is told.

    Rows that cannot be taken are noted in `cells`.
    """
    told = layout.table.told
    assets = cells.find_assets("asset")
    columns: dict[str, Any] = {}
    for field in SCHEMAS[told]:
        if field.name in _PLACE:
            continue
        if field.name == "asset":
            columns["asset"] = assets.cast(pa.string())
        elif field.type == pa.int64():
            # A freeze of 全额 has no sum: it holds the whole account, and must not be lost.
            blank = NOTHING | frozenset(load_codes()["whole"]["words"])
            units, there = cells.find_amounts(field.name, assets, layout.table.fen, blank)
            columns[field.name] = pa.array(units, mask=~there)
        elif field.type == pa.string():
            read = cells.find_number if field.name in _NUMBERS else cells.find_text
            columns[field.name] = read(field.name)
        else:
            micros, precision, there = cells.find_times(field.name)
            if field.name == "until":
                micros = np.where(precision == Precision.DAY, micros + _REST_OF_DAY, micros)
            columns[field.name] = pa.array(micros, field.type, mask=~there)
    subjects = [columns[name].is_null() for name in _SUBJECTS[told]]
    nobody = subjects[0]
    for one in subjects[1:]:
        nobody = pc.and_(nobody, one)
    cells.refuse(np.flatnonzero(nobody.to_numpy(zero_copy_only=False)), "row-no-account")
    return columns
