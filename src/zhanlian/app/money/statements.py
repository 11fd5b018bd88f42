"""Bring the statements of a case into the columns of the lake, each file once for a version."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from zhanlian.app.money.ports import Columns, OpenItem, StatementReading
from zhanlian.errors import StoreError
from zhanlian.model.answers import InputLine
from zhanlian.model.evidence import EvidenceItem, Reject
from zhanlian.model.message import Message
from zhanlian.model.statement import StatementFormat, StatementPart

REJECTS: Final = "rejects"
"""Name of the table of rows that were not taken."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One item that is a statement, and the format it is of; None for an unknown table."""

    item: EvidenceItem
    format: StatementFormat | None


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file gave, and where its tables lie.

    Attributes:
        item: the file.
        version: under which the lake keeps its tables.
        tables: names of those that have rows; ``rejects`` holds the rows not taken.
        lines: counts for each kind of table.
        rejects: what concerns the file as a whole.
        dust: units cut off, by asset, in 10^-18 of it.
    """

    item: EvidenceItem
    version: str
    tables: tuple[str, ...]
    lines: tuple[InputLine, ...]
    rejects: tuple[Reject, ...]
    dust: tuple[tuple[str, int], ...]


def version_of(reading: StatementReading, form: StatementFormat) -> str:
    """Return the version under which a file of a format is kept; a mapping adds its own mark."""
    mark = getattr(form, "fingerprint", "")
    return f"{reading.version}-{mark}" if mark else reading.version


def import_statement(
    source: OpenItem, statement: Statement, columns: Columns, reading: StatementReading
) -> Imported:
    """Return what a file gave; its tables lie in the lake afterwards.

    Raises:
        StoreError: the lake cannot be written, or the item read.
    """
    item, form = statement.item, statement.format
    if form is None:
        reason = Message("reject.table-unknown")
        return Imported(item, "", (), (), (Reject(item.name, "", reason),), ())
    version = version_of(reading, form)
    kept = columns.find_tables(item.sha256, version)
    if kept is None:
        source.check()
        _write(source, item, form, columns, reading, version)
        kept = columns.find_tables(item.sha256, version)
    if kept is None:
        raise StoreError("error.lake-unusable", path=item.name, detail=version)
    return _load(item, version, kept.tables, dict(kept.meta))


def load_rejected_rows(columns: Columns, imported: Imported) -> pa.Table | None:
    """Return the rows of a file that were not taken, of `ROWREJECTS` with column ``told``."""
    if REJECTS not in imported.tables:
        return None
    return columns.load_table(imported.item.sha256, imported.version, REJECTS)


def _write(
    source: OpenItem,
    item: EvidenceItem,
    form: StatementFormat,
    columns: Columns,
    reading: StatementReading,
    version: str,
) -> None:
    meta = begin_meta(form)
    with columns.write_tables(item.sha256, version, meta) as writer:
        for part in reading.read(source, form):
            count_part(part, meta)
            writer.add(part.told, part.table)
            writer.add(REJECTS, name_rejects(part))


def name_rejects(part: StatementPart) -> pa.Table:
    """Return the rows of a batch that were not taken, with a column ``told`` of their kind."""
    refused = part.row_rejects
    return refused.append_column("told", pa.array([part.told] * refused.num_rows, pa.string()))


def begin_meta(form: StatementFormat) -> dict[str, Any]:
    """Return what is kept beside the tables of a file, before its first part."""
    return {"format": form.KEY, "told": {}, "rejects": [], "dust": {}}


def count_part(part: StatementPart, meta: dict[str, Any]) -> None:
    """Add a part to what is kept beside the tables."""
    rejects, dust = meta["rejects"], meta["dust"]
    counts = meta["told"].setdefault(part.told, [0, 0, 0])
    counts[0] += part.table.num_rows
    counts[1] += part.row_rejects.num_rows
    counts[2] += part.others
    for reject in part.rejects:
        rejects.append([reject.place, reject.reason.key, dict(reject.reason.fields)])
    for asset, cut in part.dust:
        dust[asset] = dust.get(asset, 0) + cut


def _join_headers(
    told: Mapping[str, Sequence[int]],
) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield the counts of each kind of rows; a kind that has none stands with the first other.

    A reader counts lines of a file before it knows what they head.
    """
    data = [name for name, (rows, refused, _) in told.items() if rows + refused]
    kept = data or list(told)[:1]
    lost = sum(counts[2] for name, counts in told.items() if name not in kept)
    for place, name in enumerate(kept):
        rows, refused, others = map(int, told[name])
        yield name, (rows, refused, others if place else others + lost)


def _load(
    item: EvidenceItem, version: str, tables: tuple[str, ...], meta: dict[str, Any]
) -> Imported:
    form = str(meta["format"])
    lines = tuple(
        InputLine(item.sha256, item.name, form, told, *counts)
        for told, counts in _join_headers(meta["told"])
    )
    rejects = tuple(
        Reject(item.name, str(place), Message(str(key), dict(fields)))
        for place, key, fields in meta["rejects"]
    )
    refused = sum(line.rejects for line in lines)
    if refused:
        reason = Message("remark.rows-refused", {"count": refused})
        rejects = (*rejects, Reject(item.name, "", reason))
    dust = tuple((str(asset), int(cut)) for asset, cut in meta["dust"].items())
    return Imported(item, version, tables, lines, rejects, dust)
