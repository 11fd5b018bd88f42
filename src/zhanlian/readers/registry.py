"""All formats, in the order in which they are asked; the last one takes everything."""

from typing import Final, Protocol

from zhanlian.model.reading import ReadResult
from zhanlian.readers.formats import archive, binary, docx, html, mail, mhtml, pdf, plain
from zhanlian.readers.html_sniff import has_tags
from zhanlian.readers.limits import Limits


class Format(Protocol):
    """What a module of `formats` offers."""

    @property
    def MEDIA_TYPE(self) -> str:
        """IANA name of what it reads."""

    @property
    def ISOLATED(self) -> bool:
        """Whether it is read in the reading process."""

    def sniff(self, head: bytes) -> bool:
        """Return whether the content is of this format; the whole file may be given."""

    def parse(self, data: bytes, name: str, limits: Limits) -> ReadResult:
        """Return the texts, members and rejects of a file."""


BY_NAME: Final[dict[str, Format]] = {
    # Mails first: one may carry a PDF within the bytes in which a PDF's header may stand.
    "mhtml": mhtml,
    "mail": mail,
    "pdf": pdf,
    "docx": docx,
    "binary": binary,
    "archive": archive,
    "html": html,
    "plain": plain,
}
REGISTRY: Final = tuple(BY_NAME.items())
MEDIA_TYPES: Final = {name: one.MEDIA_TYPE for name, one in REGISTRY}


def find_format(data: bytes, name: str) -> tuple[str, Format]:
    """Return the name and the reader of the first format that the content is of.

    The file's name breaks one tie only: text with tags in it is a page if it is named so.
    """
    found = next((key, reader) for key, reader in REGISTRY if reader.sniff(data))
    if found[0] == "plain" and name.lower().endswith((".html", ".htm")) and has_tags(data):
        return "html", html
    return found
