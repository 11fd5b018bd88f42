"""A whole table as parts of a statement, in the order of the file, by two threads."""

from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from zhanlian.model.evidence import Reject
from zhanlian.model.message import Message, Value
from zhanlian.model.statement import ROWS, ByteSource, StatementPart
from zhanlian.readers.statements.police.blocks import BLOCK, Batch, BatchCutter
from zhanlian.readers.statements.police.head import Head
from zhanlian.readers.statements.police.owner import Owner
from zhanlian.readers.statements.police.tables import BatchRead, read_batch

# The kernels and Arrow work without the interpreter's lock, so that threads fill both cores:
# no process to start, nothing to be copied between processes, nothing to be left behind.
_WORKERS: Final = 2
_WAITING: Final = 3  # batches: what bounds the memory when the reader of the parts is slow
_SHOWN_WORDS: Final = 5


@dataclass(slots=True)
class Noted:
    """What concerns a table as a whole, gathered from its batches."""

    untold: Counter[str] = field(default_factory=Counter)
    broken_texts: int = 0
    cut_line: int = 0
    skipped: int = 0
    unread: int = 0
    first_unread: tuple[int, str] = (0, "")
    failed_by_code: int = 0

    def note(self, read: BatchRead) -> StatementPart:
        """Return a batch's part, having noted what it says about the table."""
        self.untold.update(read.untold)
        self.broken_texts += read.broken_texts
        self.cut_line = read.cut_line or self.cut_line
        self.skipped += read.part.others
        if read.unread and not self.unread:
            self.first_unread = read.unread[0]
        self.unread += len(read.unread)
        self.failed_by_code += read.failed_by_code
        return read.part

    def make_rejects(
        self, name: str, place: str, head: Head, stand_in: str = ""
    ) -> tuple[Reject, ...]:
        """Return what is to be said about the table as a whole."""
        said: list[Message] = []
        if stand_in:
            said.append(Message("remark.statement-own-unknown", {"account": stand_in}))
        if self.unread:
            line, cell = self.first_unread
            told: dict[str, Value] = {"count": self.unread, "line": line, "cell": cell[:40]}
            said.append(Message("remark.statement-balances", told))
        if self.cut_line:
            said.append(Message("remark.table-cut-off", {"line": self.cut_line}))
        if self.broken_texts:
            told = {"count": self.broken_texts, "encoding": head.encoding}
            said.append(Message("remark.table-broken-texts", told))
        if self.failed_by_code:
            said.append(Message("remark.table-failed-by-code", {"count": self.failed_by_code}))
        if head.layout.table.told == "others":
            said.append(Message("reject.table-without-money", {"count": self.skipped}))
        shown = sorted(self.untold.items(), key=lambda one: (-one[1], one[0]))[:_SHOWN_WORDS]
        if shown:
            words = ", ".join(word[:20] for word, _ in shown)
            told = {"words": words, "count": sum(self.untold.values())}
            said.append(Message("remark.table-direction-words", told))
        return tuple(Reject(name, place, message) for message in said)


def read_table(source: ByteSource, head: Head, owner: Owner) -> Iterator[StatementPart]:
    """Yield a CSV of a return in its order; memory stays bounded whatever its size.

    Args:
        source: the file.
        head: how it is to be read.
        owner: whose account the table is about, where its rows do not say it.
    """
    noted = Noted()
    batches = BatchCutter(source, head).cut()
    above = StatementPart("rows", ROWS.empty_table(), others=head.lines)
    yield above
    if source.size <= BLOCK:
        for batch in batches:
            yield noted.note(read_batch(batch, head, owner.told))
    else:
        for read in _read_together(batches, head, owner):
            yield noted.note(read)
    rejects = noted.make_rejects(source.name, "", head, owner.stand_in)
    if rejects:
        yield StatementPart("rows", ROWS.empty_table(), rejects=rejects)


def _read_together(batches: Iterator[Batch], head: Head, owner: Owner) -> Iterator[BatchRead]:
    """Yield batches as they were given, read by several threads; leaving early stops them."""
    waiting: deque[Future[BatchRead]] = deque()
    pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="zhanlian-return")
    try:
        for batch in batches:
            waiting.append(pool.submit(read_batch, batch, head, owner.told))
            if len(waiting) > _WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
