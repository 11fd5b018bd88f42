"""What the use cases of money need from the rooms below, said by the one who needs it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

import pyarrow as pa

from zhanlian.app.ports import Workspace
from zhanlian.model.answers import FlowAnswer, ReturnReading
from zhanlian.model.flow import Rule
from zhanlian.model.statement import ByteSource, StatementFormat, StatementPart

if TYPE_CHECKING:
    from zhanlian.app.money.first_screen import FirstAnswers
    from zhanlian.app.money.gather import Gathered
    from zhanlian.app.money.payments import ToldPayments


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
    def is_damaged(self, sha256: str, version: str) -> bool: ...
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
        is_mapped: mappings of this workspace are among the formats.
    """

    find: Callable[[bytes], StatementFormat | None]
    looks_like_table: Callable[[bytes], bool]
    read: Callable[[ByteSource, StatementFormat], Iterator[StatementPart]]
    version: str
    is_mapped: bool = False


@dataclass(frozen=True, slots=True)
class FollowRequest:
    """What is chosen when money is followed.

    Attributes:
        case, version: of the case and the program, to be printed.
        language: of the report, ``zh`` or ``en``.
        rule: to follow.
        reading: of the words on proportional return.
        as_of: the instant it is told for, or None for the last one of the data.
    """

    case: str
    version: str
    language: str
    rule: Rule = Rule.ROLLING
    reading: ReturnReading = ReturnReading.USUAL
    as_of: datetime | None = None


class FollowMoney(Protocol):
    """Tables and payments of a case to all answers; shows the first ones on the way."""

    def __call__(
        self,
        gathered: "Gathered",
        told: "ToldPayments",
        request: FollowRequest,
        show: Callable[["FirstAnswers"], None],
        /,
    ) -> FlowAnswer: ...


@dataclass(frozen=True, slots=True)
class MoneyRooms:
    """The rooms that follow money and show what it answers.

    Attributes:
        statements: read bank, wallet and chain records.
        follow: tables and payments to all answers; the first are shown as soon as they are known.
        render_html, render_xlsx, render_jsonl: show them.
        version: names code and data of all but `statements`.
    """

    statements: StatementReading
    follow: FollowMoney
    render_html: Callable[[FlowAnswer, str], Iterator[str]]
    render_xlsx: Callable[[FlowAnswer, str], bytes]
    render_jsonl: Callable[[FlowAnswer], Iterator[str]]
    version: str
