"""Whether the audit chain is whole, and what the docket should hold by what it tells."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from zhanlian.store.audit import GENESIS, Checkpoint, LineFields, compute_hash
from zhanlian.store.finding import Finding, damage
from zhanlian.store.intake import SUPERSEDE_REJECT
from zhanlian.store.record_tables import record_version
from zhanlian.store.tables import case, item, receipt, reject

Told = dict[str, object]

_DECODER: Final = json.JSONDecoder()
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

    def read(self, lines: Iterable[LineFields]) -> Iterator[Finding]:
        """Yield what is wrong with the chain, in the order of its lines."""
        for line in lines:
            if type(line[0]) is int:
                yield from self._read_line(line)
            else:
                yield damage("audit chain", "line-unreadable", detail=repr(line[0]))
        yield from self._compare_checkpoint()

    def _read_line(self, line: LineFields) -> list[Finding]:
        seq, _, _, action, _, before, after, _, prev_hash, told = line
        found: list[Finding] = []
        computed = compute_hash(line)
        if seq > self.last_seq + 1:
            first, last = self.last_seq + 1, seq - 1
            self.broken.append(range(first, seq))
            found.append(damage(f"line {seq}", "lines-missing", first=first, last=last))
        elif computed == told and prev_hash not in self._last_hashes:
            expected, other = self._last_hashes[0], str(prev_hash)
            found.append(damage(f"line {seq}", "line-unlinked", expected=expected, found=other))
        if computed != told:
            self.broken.append(range(seq, seq + 1))
            found.append(damage(f"line {seq}", "line-changed", expected=str(told), found=computed))
        else:
            try:
                self._replay(seq, action, before, after)
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                found.append(damage(f"line {seq}", "line-unreadable", detail=repr(error)))
        # Both: where only the hash of a line was changed, the next one is not to blame as well.
        self.last_seq, self._last_hashes = seq, (told, computed)
        if self.checkpoint is not None and seq == self.checkpoint.seq:
            self._pinned = told
        return found

    def _replay(self, seq: int, action: str, before: str | None, after: str | None) -> None:
        """Keep what a line tells of rows.

        Raises:
            ValueError, TypeError, KeyError, AttributeError, RecursionError: it makes no sense.
        """
        for table, told in _load_object(after).items():
            if table in ROW_TABLES:
                if type(told) is not dict:
                    raise TypeError(table)
                self.rows[table, seq] = told
        if action == SUPERSEDE_REJECT:
            stale = _load_object(before)["seq"]
            if ("reject", stale) in self.rows:  # else its own line is broken
                self.rows["reject", stale]["superseded_by"] = seq

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


def _load_object(text: str | None) -> dict[str, Any]:
    """Return what the JSON text of a line says; nothing where there is none."""
    if isinstance(text, str) and text.startswith("{"):
        # Canonical JSON has no space around it: most of `json.loads` is looking for some.
        told, end = _DECODER.raw_decode(text)
        if end == len(text):
            return told  # type: ignore[no-any-return]
    return json.loads(text or "{}")  # type: ignore[no-any-return]
