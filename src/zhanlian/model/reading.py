"""What came out of reading one evidence item: its texts, its members, and what was left out."""

from dataclasses import dataclass

from zhanlian.model.document import Document, Member
from zhanlian.model.evidence import Reject


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The texts and members of one evidence item; nothing of it is lost without a reject.

    Attributes:
        media_type: told from the content, e.g. ``text/html``.
        documents: texts to read claims from; empty for a pure container.
        members: files inside a container (.zip, .eml), each one an evidence item of its own.
        rejects: what could not be read, and why.
    """

    media_type: str
    documents: tuple[Document, ...] = ()
    members: tuple[Member, ...] = ()
    rejects: tuple[Reject, ...] = ()
