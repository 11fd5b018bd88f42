"""A table read by a mapping: the same verbs as every format of statements."""

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import Final

from zhanlian.errors import FormatError, SchemaError
from zhanlian.model.evidence import Reject
from zhanlian.model.statement import ByteSource, StatementPart
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.mapped.cells import read_row
from zhanlian.readers.statements.mapped.mapping import Mapping, label_columns, list_missing
from zhanlian.readers.statements.mapped.tables import find_table_encoding, read_tables
from zhanlian.readers.statements.records import Record
from zhanlian.readers.statements.refusals import CellError, refuse_file
from zhanlian.readers.statements.rows import RowBuilder
from zhanlian.readers.statements.signs import narrow_cell
from zhanlian.readers.statements.terms.totals import tells_total


class MappedFormat:
    """A format that a mapping describes; see `StatementFormat`.

    Args:
        mapping: complete.

    Raises:
        SchemaError: something that it needs is not filled in; names all of it.
    """

    KEY: Final = "mapped"

    def __init__(self, mapping: Mapping) -> None:
        missing = list_missing(mapping)
        if missing:
            raise SchemaError("error.mapping-incomplete", path="", missing=", ".join(missing))
        self.mapping = mapping

    @property
    def fingerprint(self) -> str:
        """Name of the mapping's content: what another one read is read anew."""
        return hashlib.sha256(repr(self.mapping).encode("utf-8", "replace")).hexdigest()[:16]

    def sniff(self, head: bytes) -> bool:
        """Return whether a file has this mapping's header on its line."""
        source = MemorySource(head)
        try:
            if find_table_encoding(source) != self.mapping.encoding:
                return False
            return any(self._has_header(records) for records in self._read_tables(source))
        except FormatError:
            return False

    def _read_tables(self, source: ByteSource) -> Iterator[Iterator[Record]]:
        return read_tables(source, self.mapping.encoding, self.mapping.delimiter)

    def _has_header(self, records: Iterator[Record]) -> bool:
        return any(self._is_header(one) for one in islice(records, self.mapping.header_line))

    def _is_header(self, record: Record) -> bool:
        return (
            record.place.line == self.mapping.header_line
            and label_columns(record.cells) == self.mapping.labels
        )

    def parse(self, source: ByteSource) -> Iterator[StatementPart]:
        """Yield the rows of all tables that have the header."""
        builder, dust = RowBuilder("rows"), dict[str, int]()
        rejects: tuple[Reject, ...] = ()
        try:
            for records in self._read_tables(source):
                within = False
                for record in records:
                    if not within or record.is_blank or self._is_again(record):
                        within = within or self._is_header(record)
                        builder.skip(record.lines)
                    else:
                        self._take(builder, record, dust)
                    if builder.is_full:
                        yield builder.take(dust=tuple(sorted(dust.items())))
                        dust = {}
        except FormatError as error:
            rejects = (refuse_file(source.name, error),)
        if rejects or not builder.is_empty:
            yield builder.take(rejects, tuple(sorted(dust.items())))

    def _is_again(self, record: Record) -> bool:
        """Return whether a record repeats the header, as exports of several pages do."""
        return label_columns(record.cells) == self.mapping.labels

    def _take(self, builder: RowBuilder, record: Record, dust: dict[str, int]) -> None:
        if record.reason:
            builder.refuse(record.place, record.reason, " ".join(record.cells))
            return
        if record.exceeds(len(self.mapping.columns)):
            builder.refuse(record.place, "row-ragged", ",".join(record.cells))
            return
        try:
            row, cut = read_row(self.mapping, record.cells)
        except CellError as error:
            if _is_total(record):
                builder.skip(record.lines)
            else:
                builder.refuse(record.place, error.reason, error.detail)
            return
        builder.add(record.place, row)
        if cut:
            asset = str(row["asset"])
            dust[asset] = dust.get(asset, 0) + cut


def _is_total(record: Record) -> bool:
    """Return whether a record that cannot be a row sums others up."""
    first = next((told for cell in record.cells if (told := narrow_cell(cell))), "")
    return tells_total(first)
