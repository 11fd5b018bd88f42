"""Evidence: bytes that came from outside, who gave them, and places inside them."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from zhanlian.model.message import Message

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One sequence of bytes, known by its hash.

    Attributes:
        sha256: lower-case hex; the identity of the item.
        sm3: lower-case hex by GB/T 32905, beside it for Chinese courts (DA/T 97-2023).
        size: bytes.
        media_type: told from the content, e.g. ``text/html``.
        name: file name as first received; a text to show, never a path to open.
        parent: sha256 of the container it was taken from (.zip, .eml, .mhtml), else None.
        member: its path inside that container, else None.
    """

    sha256: str
    sm3: str
    size: int
    media_type: str
    name: str
    parent: str | None = None
    member: str | None = None

    def __post_init__(self) -> None:
        if not (_SHA256.fullmatch(self.sha256) and _SHA256.fullmatch(self.sm3)):
            raise ValueError("sha256 and sm3 are 64 lower-case hex digits")
        if self.size < 0:
            raise ValueError("size is not negative")
        if (self.parent is None) != (self.member is None):
            raise ValueError("parent and member come together")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The fact that somebody received an item: the same item may be received many times.

    Attributes:
        sha256: the item.
        name: file name at this receipt.
        source: path as given by the person who ran the command, or container and member.
        received_at: aware, UTC.
        received_by: never empty.
        legal_basis: e.g. an instrument number; empty when none was given.
        case: name of the case it was received for.
    """

    sha256: str
    name: str
    source: str
    received_at: datetime
    received_by: str
    legal_basis: str
    case: str

    def __post_init__(self) -> None:
        if self.received_at.tzinfo is None:
            raise ValueError("received_at carries its zone")
        if not self.received_by:
            raise ValueError("a receipt names who received")


@dataclass(frozen=True, slots=True)
class Reject:
    """What could not be read, kept and listed instead of lost.

    Attributes:
        source: file, or container and member, as shown to the user.
        place: where inside it (page, member, byte range), empty when it is the whole.
        reason: why, as a message with a remedy.
    """

    source: str
    place: str
    reason: Message

    @property
    def is_remark(self) -> bool:
        """Whether something is to be known of what was read, and nothing is missing from it."""
        return self.reason.key.startswith("remark.")
