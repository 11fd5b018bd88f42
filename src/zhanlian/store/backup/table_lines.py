"""Rows of a table as lines of JSON, and back; the same rows give the same bytes everywhere."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, String, Table, select

from zhanlian.errors import StoreError
from zhanlian.store.audit import write_canonical
from zhanlian.store.backup.manifest import broken_part
from zhanlian.store.engine import name_database

_PAGE: Final = 5_000  # rows a query
_CHUNK: Final = 1 << 20
_LONGEST: Final = 1 << 26  # bytes of a line; the longest text of a row is far below
_WIDEST: Final = 1 << 63  # of what a database takes as a whole number

Row = dict[str, str | int | None]


def dump_rows(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield the rows of a table, one a line, in the order of the primary key.

    Args:
        connection: inside of `read_transaction`.
        table: as `tables` declares it.

    Raises:
        StoreError: a damaged database holds a value that no column of ours can have.
    """
    # The order of a database follows the language it was set up for; bytes have one order only.
    plain = connection.dialect.name == "sqlite"
    order = [
        key if plain or not isinstance(key.type, String) else key.collate("C")
        for key in table.primary_key.columns
    ]
    rows = connection.execute(
        select(table).order_by(*order).execution_options(yield_per=_PAGE)
    ).mappings()
    waiting: list[bytes] = []
    size = 0
    for row in rows:
        for name, value in row.items():
            if not (value is None or type(value) in (str, int)):
                path, detail = name_database(connection.engine), f"{table.name}.{name}: {value!r}"
                raise StoreError("error.docket-damaged", path=path, detail=detail)
        waiting.append(f"{write_canonical(dict(row))}\n".encode())
        size += len(waiting[-1])
        if size > _CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def read_rows(chunks: Iterable[bytes], table: Table, part: str) -> Iterator[Row]:
    """Yield the rows of what `dump_rows` wrote.

    Args:
        chunks: bytes of the part.
        table: that the rows are for; they must have its columns, and values that fit.
        part: its name, for messages.

    Raises:
        FormatError: a line is no row of this table.
    """
    for number, line in enumerate(_split(chunks, part), start=1):
        try:
            row = json.loads(line)
            if type(row) is not dict or row.keys() != set(table.columns.keys()):
                raise ValueError("columns")
            for column in table.columns:
                if not _fits(row[column.name], column):
                    raise ValueError(column.name)
        except (ValueError, RecursionError) as error:
            raise broken_part(part, f"line {number}: {error}") from error
        yield row


def _split(chunks: Iterable[bytes], part: str) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
        if len(rest) > _LONGEST:
            raise broken_part(part, f"a line of more than {_LONGEST} bytes")
    if rest:
        raise broken_part(part, "the last line has no end")


def _fits(value: Any, column: Column[Any]) -> bool:
    if value is None:
        return bool(column.nullable)
    if isinstance(column.type, Integer):
        return type(value) is int and -_WIDEST <= value < _WIDEST
    if type(value) is not str or "\0" in value:
        return False
    value.encode()  # halves of characters are none
    length = getattr(column.type, "length", None)
    return length is None or len(value) <= length
