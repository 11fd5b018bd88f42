"""Whether the rows of a table are what the audit chain tells of them."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from zhanlian.store.audit import write_canonical
from zhanlian.store.chain import ChainReader
from zhanlian.store.finding import Finding, damage

_PAGE: Final = 5_000
_Row = tuple[Any, dict[str, Any]]


class RowCheck:
    """Holds the rows of a table against what a chain reader has read, in the order of the lines.

    What fits is taken off the reader's rows at once: of a chain of any length a page lies in
    memory.

    Attributes:
        findings: what differs from its line, and what has none.
    """

    def __init__(self, connection: Connection, table: Table, reader: ChainReader) -> None:
        self.findings: list[Finding] = []
        self._table = table.name
        self._reader = reader
        self._rows = _list_rows(connection, table)
        self._next = next(self._rows, None)

    def settle(self) -> None:
        """Check the rows whose lines have been read."""
        last = self._reader.last_seq
        # In a damaged database a number may be a text: those come last.
        while self._next is not None and type(self._next[0]) is int and self._next[0] <= last:
            self._check(*self._next)
            self._next = next(self._rows, None)

    def finish(self) -> list[Finding]:
        """Return all findings, after checking the rows that are left."""
        while self._next is not None:
            self._check(*self._next)
            self._next = next(self._rows, None)
        return self.findings

    def _check(self, seq: Any, fields: dict[str, Any]) -> None:
        told = self._reader.rows.pop((self._table, seq), None)
        if told == fields:
            return
        about = f"{self._table} {seq}"
        if told is None:
            # Asked range by range: a line that calls itself the 10¹⁸th leaves that many out.
            if not any(seq in lines for lines in self._reader.broken):
                self.findings.append(damage(about, "row-unlogged", line=str(seq)))
            return
        for name in sorted(told.keys() | fields.keys()):
            if told.get(name) != fields.get(name):
                expected, found = _show(told.get(name)), _show(fields.get(name))
                self.findings.append(
                    damage(
                        about, "row-changed", line=seq, field=name, expected=expected, found=found
                    )
                )


def _list_rows(connection: Connection, table: Table) -> Iterator[_Row]:
    columns = [table.c.seq, *(column for column in table.columns if column.name != "seq")]
    names = [column.name for column in columns[1:]]
    query = select(*columns).order_by(table.c.seq)
    for row in connection.execute(query.execution_options(yield_per=_PAGE)):
        seq, *values = row
        yield seq, dict(zip(names, values, strict=True))


def _show(value: object) -> str:
    return repr(value) if isinstance(value, bytes | float) else write_canonical(value)
