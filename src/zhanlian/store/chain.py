"""Whether the audit chain is whole, and what the docket should hold by what it tells."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from zhanlian.store.audit import GENESIS, AuditLine, Checkpoint
from zhanlian.store.finding import Finding, damage
from zhanlian.store.intake import SUPERSEDE_REJECT
from zhanlian.store.record_tables import record_version
from zhanlian.store.tables import case, item, receipt, reject

Told = dict[str, object]

# Tables whose every row is told of by a line; what is derived from them is not.
ROW_TABLES: Final = frozenset(table.name for table in (case, item, receipt, reject, record_version))


@dataclass(slots=True)
class ChainReader:
    """Reads a chain line by line, keeping what it tells of the docket's rows.

    Attributes:
        checkpoint: what the chain is held against, or None.
        rows: by table and line, the fields that a row should have.
        broken: lines that are missing or changed: what they told is not known.
        last_seq: number of the last line.
    """

    checkpoint: Checkpoint | None = None
    rows: dict[tuple[str, int], Told] = field(default_factory=dict)
    broken: list[range] = field(default_factory=list)
    last_seq: int = 0
    _last_hashes: tuple[str, str] = (GENESIS, GENESIS)
    _pinned: str | None = None

    def read(self, lines: Iterable[AuditLine]) -> Iterator[Finding]:
        """Yield what is wrong with the chain, in the order of its lines."""
        for line in lines:
            if type(line.seq) is int:
                yield from self._read_line(line)
            else:
                yield damage("audit chain", "line-unreadable", detail=repr(line.seq))
        yield from self._compare_checkpoint()

    def _read_line(self, line: AuditLine) -> Iterator[Finding]:
        about, computed = f"line {line.seq}", line.compute_hash()
        if line.seq > self.last_seq + 1:
            first, last = self.last_seq + 1, line.seq - 1
            self.broken.append(range(first, line.seq))
            yield damage(about, "lines-missing", first=first, last=last)
        elif computed == line.hash and line.prev_hash not in self._last_hashes:
            expected, found = self._last_hashes[0], str(line.prev_hash)
            yield damage(about, "line-unlinked", expected=expected, found=found)
        if computed != line.hash:
            self.broken.append(range(line.seq, line.seq + 1))
            yield damage(about, "line-changed", expected=str(line.hash), found=computed)
        else:
            yield from self._replay(line)
        # Both: where only the hash of a line was changed, the next one is not to blame as well.
        self.last_seq, self._last_hashes = line.seq, (line.hash, computed)
        if self.checkpoint is not None and line.seq == self.checkpoint.seq:
            self._pinned = line.hash

    def _replay(self, line: AuditLine) -> Iterator[Finding]:
        try:
            for table, told in json.loads(line.after or "{}").items():
                if table in ROW_TABLES:
                    self.rows[table, line.seq] = told
            if line.action == SUPERSEDE_REJECT:
                stale = json.loads(line.before or "{}")["seq"]
                if ("reject", stale) in self.rows:  # else its own line is broken
                    self.rows["reject", stale]["superseded_by"] = line.seq
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            yield damage(f"line {line.seq}", "line-unreadable", detail=repr(error))

    def _compare_checkpoint(self) -> Iterator[Finding]:
        pinned = self.checkpoint
        if pinned is None:
            return
        if self.last_seq < pinned.seq:
            first, at = self.last_seq + 1, pinned.at
            yield damage("audit chain", "tail-missing", first=first, last=pinned.seq, at=at)
        elif pinned.seq and self._pinned != pinned.hash:
            yield damage(
                f"line {pinned.seq}",
                "checkpoint-differs",
                expected=pinned.hash,
                found=self._pinned or "-",
                at=pinned.at,
            )
