"""A document: the text of an evidence item, and what in it is the article."""

from dataclasses import dataclass

from zhanlian.model.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError("0 <= start <= end")


@dataclass(frozen=True, slots=True)
class DocumentHints:
    """What the format itself tells about a document (HTML meta, mail header, PDF info).

    Attributes:
        title, outlet, author, url: as written, or None.
        published: as written in the format's own form (ISO 8601 or RFC 5322 text), or None.
    """

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The text of an evidence item, character for character as claims cite it.

    Attributes:
        text: decoded text; offsets of claims count its characters (Unicode code points).
        encoding: name of the encoding that was found, or of the format's own.
        hints: what the format told besides.
        is_body: the reader has already taken navigation and furniture away (HTML).
    """

    text: str
    encoding: str
    hints: DocumentHints = DocumentHints()
    is_body: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a container, taken out with its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Body:
    """The article in a document, without navigation, related links and furniture.

    Attributes:
        title: where the title stands, or None.
        paragraphs: the article's paragraphs in reading order, title not among them; a
            paragraph that stands twice is listed once.
        outlet: who published this page, as written (e.g. 观察者网), or None.
        agency: originating agency, as written (e.g. 公安部), or None.
        published: publication date, or None.
    """

    title: Span | None
    paragraphs: tuple[Span, ...]
    outlet: str | None = None
    agency: str | None = None
    published: PartialDate | None = None
