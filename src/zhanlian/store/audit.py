"""The audit chain: every act leaves a line that holds the hash of the line before.

Whoever changes, removes or reorders a line breaks the chain at that place. Only the tail can
be cut off, or the whole chain rewritten, unseen: that is what a `Checkpoint` that left the
machine is for.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, func, insert, select

from zhanlian.errors import FormatError
from zhanlian.store.tables import audit_line

GENESIS: Final = "0" * 64  # prev_hash of the first line
_CHECKPOINT_FORMAT: Final = "zhanlian-checkpoint-1"
_PAGE: Final = 5_000  # lines a query: memory stays flat over millions

_CANONICAL: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
# A damaged database may give back bytes or a float where a text was: still hashed, so that the
# line is told to differ. What `append` writes has neither and is encoded alike by both.
_TOLERANT: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr
)

_quote = json.encoder.encode_basestring  # a text as the encoders above write it

Row = Mapping[str, object]
# A line as its table has it: the attributes of `AuditLine` in their order. A damaged database may
# hold other types.
LineFields: TypeAlias = tuple[Any, ...]
_HASHED: Final = (
    "seq", "at", "actor", "action", "object", "before", "after", "time_source", "prev_hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, and when by which clock.

    Attributes:
        actor: never empty.
        at: aware; stored in UTC.
        time_source: which clock told `at`.
    """

    actor: str
    at: datetime
    time_source: str = "system clock"

    def __post_init__(self) -> None:
        if not self.actor.strip():
            raise ValueError("an act names its actor")
        if self.at.tzinfo is None:
            raise ValueError("the time of an act carries its zone")


@dataclass(frozen=True, slots=True)
class Entry:
    """What an act did to one object: its fields before and after, None where there were none."""

    action: str
    object: str
    before: Row | None = None
    after: Row | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the chain as it is stored; `before` and `after` are canonical JSON texts."""

    seq: int
    at: str
    actor: str
    action: str
    object: str
    before: str | None
    after: str | None
    time_source: str
    prev_hash: str
    hash: str

    def compute_hash(self) -> str:
        """Return SHA-256 (hex) over the canonical JSON of all other fields."""
        return compute_hash(
            (
                self.seq,
                self.at,
                self.actor,
                self.action,
                self.object,
                self.before,
                self.after,
                self.time_source,
                self.prev_hash,
                self.hash,
            )
        )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The end of the chain at one time, to be kept where the machine's owner cannot reach it.

    Attributes:
        seq: number of the last line; 0 for an empty chain.
        hash: of that line.
        at: when the checkpoint was taken, ISO 8601 in UTC.
        lines: how many lines there were.
    """

    seq: int
    hash: str
    at: str
    lines: int

    def to_json(self) -> str:
        """Return the checkpoint as one line of JSON to print or hand over."""
        return write_canonical({"format": _CHECKPOINT_FORMAT, **asdict(self)}) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Checkpoint":
        """Return the checkpoint of a text that `to_json` wrote.

        Raises:
            FormatError: the text is none.
        """
        try:
            told = json.loads(text)
            if not isinstance(told, dict) or told.pop("format", None) != _CHECKPOINT_FORMAT:
                raise ValueError("format")
            found = cls(**told)
            counts = (found.seq, found.lines)
            if not all(type(count) is int and count >= 0 for count in counts):
                raise ValueError("seq and lines")
            if not (isinstance(found.at, str) and len(bytes.fromhex(found.hash)) == 32):
                raise ValueError("at and hash")
        except (ValueError, TypeError, RecursionError) as error:
            raise FormatError("error.checkpoint-format", detail=str(error)) from error
        return found


def append(connection: Connection, act: Act, entries: Sequence[Entry]) -> range:
    """Return the numbers of the lines that now tell of an act, one an entry, in their order.

    Args:
        connection: inside the transaction of the act itself (`write_transaction`), so that
            either both are there or neither.
    """
    seq, last = find_end(connection)
    lines = []
    for number, entry in enumerate(entries, start=seq + 1):
        fields: dict[str, object] = {
            "seq": number,
            "at": write_time(act.at),
            "actor": storable(act.actor),
            "action": entry.action,
            "object": storable(entry.object),
            "before": None if entry.before is None else write_canonical(entry.before),
            "after": None if entry.after is None else write_canonical(entry.after),
            "time_source": storable(act.time_source),
            "prev_hash": last,
        }
        last = _hash_fields(fields)
        lines.append({**fields, "hash": last})
    if lines:
        connection.execute(insert(audit_line), lines)
    return range(seq + 1, seq + 1 + len(lines))


def find_end(connection: Connection) -> tuple[int, str]:
    """Return number and hash of the last line; 0 and `GENESIS` for an empty chain."""
    newest = select(audit_line.c.seq, audit_line.c.hash).order_by(audit_line.c.seq.desc()).limit(1)
    found = connection.execute(newest).first()
    return (found.seq, found.hash) if found else (0, GENESIS)


def take_checkpoint(connection: Connection, at: datetime) -> Checkpoint:
    """Return the present end of the chain as a checkpoint taken at a time."""
    seq, last = find_end(connection)
    lines = connection.execute(select(func.count()).select_from(audit_line)).scalar_one()
    return Checkpoint(seq, last, write_time(at), lines)


def list_lines(connection: Connection) -> Iterator[AuditLine]:
    """Yield all lines in order, a page at a time."""
    return (AuditLine(*fields) for fields in list_fields(connection))


def list_fields(connection: Connection) -> Iterator[LineFields]:
    """Yield the fields of all lines in order, a page at a time, for who reads a long chain."""
    query = select(audit_line).order_by(audit_line.c.seq).limit(_PAGE)
    last: int | None = None
    while True:
        page = query if last is None else query.where(audit_line.c.seq > last)
        found = connection.execute(page).all()
        yield from found
        if len(found) < _PAGE:
            return
        last = found[-1][0]


def write_time(at: datetime) -> str:
    """Return an aware time as ISO 8601 in UTC with microseconds, so that texts sort as times."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def write_canonical(value: object) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, characters as they are."""
    return _CANONICAL.encode(value)


def storable(text: str) -> str:
    r"""Return a text that every database takes: NUL and broken characters as ``\x00``, ``\udc80``.

    File names on Linux are bytes; those that are not UTF-8 reach us with lone surrogates.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def compute_hash(line: LineFields) -> str:
    """Return SHA-256 (hex) over the canonical JSON of all fields of a line but its own hash.

    Where the values have the types that `append` writes, their text is put together here: the
    encoder, which sorts and looks at every value, would take most of the time of verifying a chain.
    """
    seq, at, actor, action, object_, before, after, source, prev_hash, _ = line
    if not (
        type(seq) is int
        and type(at) is type(actor) is type(action) is type(object_) is str
        and type(source) is type(prev_hash) is str
        and (before is None or type(before) is str)
        and (after is None or type(after) is str)
    ):
        return _hash_fields(dict(zip(_HASHED, line, strict=False)))
    written = (
        f'{{"action":{_quote(action)},"actor":{_quote(actor)},'
        f'"after":{"null" if after is None else _quote(after)},"at":{_quote(at)},'
        f'"before":{"null" if before is None else _quote(before)},"object":{_quote(object_)},'
        f'"prev_hash":{_quote(prev_hash)},"seq":{seq},"time_source":{_quote(source)}}}'
    )
    return hashlib.sha256(written.encode("utf-8", "backslashreplace")).hexdigest()


def _hash_fields(fields: Row) -> str:
    return hashlib.sha256(_TOLERANT.encode(fields).encode("utf-8", "backslashreplace")).hexdigest()
