"""Stand before the row that a number rests on: its bytes in the evidence, and what was read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.app.docket.gate import READ, Visitor, keep_own
from zhanlian.app.mappings import FOLDER as MAPPINGS
from zhanlian.app.mappings import load_mappings
from zhanlian.app.money.kinds import add_mappings
from zhanlian.app.money.ports import MoneyWorkspace, StatementReading
from zhanlian.app.money.statements import version_of
from zhanlian.app.money.statements_of_case import StatementFinder
from zhanlian.app.wire import open_workspace
from zhanlian.errors import NotFoundError
from zhanlian.model.evidence import EvidenceItem

_SHORTEST: Final = 6  # digits of a hash that name an item
_LONGEST_ROW: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of one statement.

    Attributes:
        item: the evidence.
        told: kind of row (``rows``, ``freezes`` …; ``rejects`` where it was not taken).
        line, sheet, offset: where it stands.
        data: its bytes, as they came; None in a workbook or an XML file without offsets.
        cells: what was read from it, those that say something.
    """

    item: EvidenceItem
    told: str
    line: int
    sheet: str | None
    offset: int | None
    data: bytes | None
    cells: tuple[tuple[str, Any], ...]


def load_rows(
    path: Path, name: str, line: int, reading: StatementReading, visitor: Visitor
) -> tuple[SourceRow, ...]:
    """Return what stands on a line of an item, as it came and as it was read.

    Args:
        path: folder of the workspace.
        name: hash of the item, or its first six or more digits.
        line: as the reports cite it; the same line of several sheets gives several rows.
        reading: the rooms that know the formats.
        visitor: who asks; items of other people's cases are not there for him.

    Raises:
        DeniedError: the visitor may not read evidence.
        NotFoundError: there is no such workspace, item or row.
        StoreError: the evidence or what was read from it is damaged.
    """
    reading = add_mappings(reading, load_mappings(path / MAPPINGS))
    with open_workspace(path, create=False) as workspace:
        item = _find_item(workspace, name.lower(), visitor)
        statement = StatementFinder(workspace, reading).find(item)
        if statement is None or statement.format is None:
            with workspace.open_item(item.sha256, item.name) as source:
                source.check()  # damaged bytes look like no statement
            raise NotFoundError("error.row-no-statement", name=item.name)
        version = version_of(reading, statement.format)
        kept = workspace.columns.find_tables(item.sha256, version)
        if kept is None:
            raise NotFoundError("error.row-unread", name=item.name)
        found = tuple(_find_rows(workspace, item, (version, kept.tables), line))
    if not found:
        raise NotFoundError("error.row-missing", name=item.name, line=line)
    return found


def _find_item(workspace: MoneyWorkspace, name: str, visitor: Visitor) -> EvidenceItem:
    docket = workspace.docket
    items = {
        item.sha256: item
        for case in keep_own(docket, READ, visitor, docket.list_cases())
        for item in docket.list_items(case)
        if len(name) >= _SHORTEST and item.sha256.startswith(name)
    }
    if not items:
        raise NotFoundError("error.row-no-item", name=name)
    if len(items) > 1:
        raise NotFoundError("error.row-item", name=name, count=len(items))
    return next(iter(items.values()))


def _find_rows(
    workspace: MoneyWorkspace, item: EvidenceItem, kept: tuple[str, tuple[str, ...]], line: int
) -> Iterator[SourceRow]:
    version, tables = kept
    for told in tables:
        lines = workspace.columns.load_table(item.sha256, version, told, ["line"])["line"]
        places = pc.indices_nonzero(pc.equal(lines, line))
        if not len(places):
            continue
        table = workspace.columns.load_table(item.sha256, version, told).take(places)
        for row in _to_rows(table):
            offset, length = row.pop("offset"), row.pop("length")
            sheet = row.pop("sheet")
            del row["line"]
            data = None
            if offset is not None and length is not None:
                with workspace.open_item(item.sha256, item.name) as source:
                    data = source.read_at(offset, min(length, _LONGEST_ROW))
            cells = tuple((name, value) for name, value in row.items() if value is not None)
            yield SourceRow(item, told, line, sheet, offset, data, cells)


def _to_rows(table: pa.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows
