"""What a message tells row by row, gathered to parts in the order of the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhanlian.errors import FormatError
from zhanlian.model.evidence import Reject
from zhanlian.model.message import Message
from zhanlian.model.statement import StatementPart
from zhanlian.readers.statements.refusals import refuse_file
from zhanlian.readers.statements.rows import Place, RowBuilder, Value
from zhanlian.readers.statements.transfer_messages.balances import Balances


@dataclass(frozen=True, slots=True)
class Told:
    """One row: its place and its cells by the columns of `ROWS`."""

    place: Place
    cells: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Untaken:
    """One row that is left out: its place, a key under ``reject.`` and the cell as written."""

    place: Place
    reason: str
    detail: str | None


class Batch:
    """Rows, rejects and accounts of one file on their way into parts."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = RowBuilder("rows")
        self._accounts = RowBuilder("accounts")
        self._rejects: list[Reject] = []
        self._local_times = 0

    def add(self, *told: Told | Untaken) -> None:
        """Take rows in the order of the file."""
        for one in told:
            if isinstance(one, Told):
                self._rows.add(one.place, one.cells)
            else:
                self._rows.refuse(one.place, one.reason, one.detail or "")

    def skip(self, lines: int = 1) -> None:
        """Count lines that are no data."""
        self._rows.skip(lines)

    def add_account(
        self, line: int, account: str, holder: str | None, bank: str | None, balances: Balances
    ) -> None:
        """Take the account of a statement, with the balance that the statement closes at."""
        closing = balances.closing
        cells: dict[str, Value] = {
            "account": account,
            "holder": holder,
            "bank": bank,
            "asset": closing and closing[1],
            "balance": closing and closing[0],
            "available": balances.available,
        }
        self._accounts.add(Place(line), cells)

    def reject_file(self, reason: FormatError | Message, place: str = "") -> None:
        """Take what concerns the file as a whole."""
        if isinstance(reason, FormatError):
            place = place or str(reason.fields.get("line", ""))
            self._rejects.append(refuse_file(self._name, reason, place))
        else:
            self._rejects.append(Reject(self._name, place, reason))

    def add_wrong(self, wrong: Message | None, line: int) -> None:
        """Take what a check found, if it found something."""
        if wrong is not None:
            self.reject_file(wrong, place=str(line))

    def note_local_time(self) -> None:
        """Remember a row whose hour has no zone."""
        self._local_times += 1

    def drain(self) -> Iterator[StatementPart]:
        """Yield a part if there is enough for one."""
        if self._rows.is_full:
            yield self._take()

    def finish(self) -> Iterator[StatementPart]:
        """Yield what is left: rows, then accounts."""
        if self._local_times:
            self.reject_file(Message("remark.message-local-times", {"count": self._local_times}))
        if self._rejects or not self._rows.is_empty:
            yield self._take()
        if not self._accounts.is_empty:
            yield self._accounts.take()

    def _take(self) -> StatementPart:
        rejects, self._rejects = tuple(self._rejects), []
        return self._rows.take(rejects)
