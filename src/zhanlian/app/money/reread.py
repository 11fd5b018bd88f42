"""Whether the lake still says of a statement what its bytes say."""

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from zhanlian.app.money.ports import MoneyWorkspace, OpenItem, StatementReading
from zhanlian.app.money.statements import (
    REJECTS,
    Statement,
    begin_meta,
    count_part,
    name_rejects,
    version_of,
)
from zhanlian.errors import StoreError


def agrees_with_evidence(
    workspace: MoneyWorkspace, statement: Statement, reading: StatementReading
) -> bool:
    """Return whether each kept table of a statement equals what is read from it now.

    A statement that this version has not read agrees: a run reads it anew anyway.
    """
    item, form = statement.item, statement.format
    if form is None:
        return True
    version = version_of(reading, form)
    kept = workspace.columns.find_tables(item.sha256, version)
    if kept is None:
        return not workspace.columns.is_damaged(item.sha256, version)
    meta = begin_meta(form)
    try:
        left = {
            name: workspace.columns.load_table(item.sha256, version, name) for name in kept.tables
        }
        with workspace.open_item(item.sha256, item.name) as source:
            source.check()
            for name, table in _read(source, statement, reading, meta):
                if name not in left or not left[name].slice(0, table.num_rows).equals(table):
                    return False
                left[name] = left[name].slice(table.num_rows)
    except StoreError:
        return False
    same = json.loads(json.dumps(meta)) == dict(kept.meta)
    return same and not any(table.num_rows for table in left.values())


def _read(
    source: OpenItem, statement: Statement, reading: StatementReading, meta: dict[str, Any]
) -> Iterator[tuple[str, pa.Table]]:
    if statement.format is None:
        return
    for part in reading.read(source, statement.format):
        count_part(part, meta)
        if part.table.num_rows:
            yield part.told, part.table
        if part.row_rejects.num_rows:
            yield REJECTS, name_rejects(part)
