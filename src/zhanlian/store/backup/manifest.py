"""What a backup says of itself: its parts with their hashes, and the state it was made from."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeVar

from zhanlian.errors import FormatError
from zhanlian.store.audit import Checkpoint, write_canonical

MANIFEST: Final = "manifest.json"
DOCKET: Final = "docket"
VAULT: Final = "vault"
FOLDERS: Final = ("mappings", "rules")  # of the workspace, where persons put what they confirmed
_FORMAT: Final = "zhanlian-backup-1"
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_TABLE: Final = re.compile(rf"{DOCKET}/([a-z_]{{1,60}})\.jsonl")
_OBJECT: Final = re.compile(rf"{VAULT}/({_HASH.pattern})")
# No way out of a folder, and nothing that Windows takes for a drive or a stream.
_STEP: Final = re.compile(r"[^/\\:\x00-\x1f\x7f]{1,255}")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive, other than evidence."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Attributes:
        program: version of the program that made it.
        made_at: when, ISO 8601 in UTC.
        schema: version of the docket's tables.
        docket: identity of the docket it was made from.
        checkpoint: end of the audit chain in it.
        parts: all files but this one and the evidence.
        objects: how many pieces of evidence; each is named by its hash.
        object_bytes: their sizes together.
    """

    program: str
    made_at: str
    schema: str
    docket: str
    checkpoint: Checkpoint
    parts: tuple[Part, ...]
    objects: int
    object_bytes: int

    def to_json(self) -> bytes:
        """Return the manifest as one line of JSON."""
        return f"{write_canonical({'format': _FORMAT, **asdict(self)})}\n".encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """Return the manifest of what `to_json` wrote.

        Raises:
            FormatError: it is none.
        """
        try:
            told = json.loads(data)
            if told["format"] != _FORMAT:
                raise ValueError("format")
            parts: list[dict[str, Any]] = _take(told, "parts", list)
            return cls(
                program=_take(told, "program", str),
                made_at=_take(told, "made_at", str),
                schema=_take(told, "schema", str),
                docket=_take(told, "docket", str),
                checkpoint=_take_checkpoint(told["checkpoint"]),
                parts=tuple(_take_part(part) for part in parts),
                objects=_take_count(told, "objects"),
                object_bytes=_take_count(told, "object_bytes"),
            )
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise broken_part(MANIFEST, repr(error)) from error


def find_table(name: str) -> str | None:
    """Return the table whose rows a part holds, or None."""
    found = _TABLE.fullmatch(name)
    return found[1] if found else None


def find_object(name: str) -> str | None:
    """Return the hash of the evidence that an entry is, or None."""
    found = _OBJECT.fullmatch(name)
    return found[1] if found else None


def is_kept_file(name: str) -> bool:
    """Return whether a part is a file of one of `FOLDERS`, and stays below it."""
    first, *steps = name.split("/")
    return (
        first in FOLDERS
        and bool(steps)
        and all(_STEP.fullmatch(step) and step not in (".", "..") for step in steps)
    )


def broken_part(name: str, detail: str) -> FormatError:
    """Return the error that names what is wrong with a backup, and where."""
    return FormatError("error.backup-part", part=name, detail=detail)


def _take(told: dict[str, Any], name: str, kind: Callable[..., _T]) -> _T:
    value = told[name]
    if type(value) is not kind:
        raise ValueError(name)
    return value  # type: ignore[no-any-return]


def _take_count(told: dict[str, Any], name: str) -> int:
    count = _take(told, name, int)
    if count < 0:
        raise ValueError(name)
    return count


def _take_part(told: dict[str, Any]) -> Part:
    part = Part(_take(told, "name", str), _take_count(told, "size"), _take(told, "sha256", str))
    if not _HASH.fullmatch(part.sha256):
        raise ValueError(part.name)
    return part


def _take_checkpoint(told: dict[str, Any]) -> Checkpoint:
    return Checkpoint(
        seq=_take_count(told, "seq"),
        hash=_take(told, "hash", str),
        at=_take(told, "at", str),
        lines=_take_count(told, "lines"),
    )
