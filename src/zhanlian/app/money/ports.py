"""What the use cases of money need from the rooms below, said by the one who needs it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

import pyarrow as pa

from zhanlian.app.ports import Workspace
from zhanlian.model.statement import ByteSource, StatementFormat, StatementPart


class OpenItem(ByteSource, Protocol):
    """An item open for reading; a context manager that closes it."""

    def check(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class StoredTables(Protocol):
    """What the lake keeps of a statement: names of its tables, and what was said of them."""

    @property
    def meta(self) -> Mapping[str, Any]: ...
    @property
    def tables(self) -> tuple[str, ...]: ...


class TableWriter(Protocol):
    """Takes tables batch after batch."""

    def add(self, name: str, table: pa.Table) -> None: ...


class Columns(Protocol):
    """Derived tables by item and version: they may be thrown away at any time."""

    def find_tables(self, sha256: str, version: str) -> StoredTables | None: ...
    def write_tables(
        self, sha256: str, version: str, meta: dict[str, Any]
    ) -> AbstractContextManager[TableWriter]: ...
    def load_table(
        self, sha256: str, version: str, name: str, columns: Sequence[str] | None = None
    ) -> pa.Table: ...


class MoneyWorkspace(Workspace, Protocol):
    """A workspace with the columns of statements."""

    @property
    def columns(self) -> Columns: ...
    def open_item(self, sha256: str, name: str) -> OpenItem: ...


@dataclass(frozen=True, slots=True)
class StatementReading:
    """The rooms that read statements.

    Attributes:
        find: head of a file (all of a workbook) to its format, or None.
        looks_like_table: head of a file to whether it is a table of money that no format knows.
        read: an open item and its format to batches; never raises for what the bytes are.
        version: names code and data of both; another version reads again.
    """

    find: Callable[[bytes], StatementFormat | None]
    looks_like_table: Callable[[bytes], bool]
    read: Callable[[ByteSource, StatementFormat], Iterator[StatementPart]]
    version: str
