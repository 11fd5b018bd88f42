"""The body of a .docx as lines."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from docx import Document as open_docx
from docx.document import Document as Docx
from lxml import etree

from zhanlian.model.document import DocumentHints

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT: Final = f"{_WORD}t"
_SIGNS: Final = {
    f"{_WORD}tab": " ",
    f"{_WORD}br": "\n",
    f"{_WORD}cr": "\n",
    f"{_WORD}noBreakHyphen": "-",
}
# What was struck out under change tracking, fields' codes, and the second copy of a text box
# that old programs read, are not in the text that a reader sees.
_SILENT: Final = (
    f"{_WORD}del",
    f"{_WORD}moveFrom",
    f"{_WORD}instrText",
    f"{_WORD}pPr",
    f"{_WORD}rPr",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
_PARAGRAPH: Final = f"{_WORD}p"
_CELL: Final = f"{_WORD}tc"
_ROW: Final = f"{_WORD}tr"


def read_docx(data: bytes) -> tuple[str, DocumentHints]:
    """Return the text of a document and what its core properties tell.

    The tree is walked as it stands, not by python-docx's paragraphs: those leave out content
    controls, tracked insertions and text boxes, whose figures would be lost silently.
    """
    document = open_docx(BytesIO(data))
    lines = [line for line in _find_lines(document.element.body) if line]
    return "\n".join(lines), _find_hints(document)


def _find_lines(body: Any) -> Iterator[str]:
    """Yield paragraphs outside tables and rows of tables, cells joined by tabs."""
    line: list[str] = []
    depth = 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _SILENT:
                walk.skip_subtree()
            elif tag == _ROW:
                depth += 1
            elif tag == _TEXT:
                line.append(element.text or "")
            else:
                line.append(_SIGNS.get(tag, ""))
        elif tag == _CELL:
            line.append("\t")
        elif tag == _ROW or (tag == _PARAGRAPH and not depth):
            depth -= tag == _ROW
            yield from _tidy(line, tag == _ROW)
            line = []
        elif tag == _PARAGRAPH:
            line.append(" ")
    yield from _tidy(line, False)


def _tidy(pieces: list[str], is_row: bool) -> Iterator[str]:
    text = "".join(pieces)
    if is_row:
        yield "\t".join(" ".join(cell.split()) for cell in text.split("\t")).strip("\t")
    else:
        yield from (line.strip() for line in text.splitlines())


def _find_hints(document: Docx) -> DocumentHints:
    # Not `created`: that is the date of the template, and relative dates would rest on it.
    core = document.core_properties
    return DocumentHints(
        title=" ".join(core.title.split())[:500] or None,
        author=" ".join(core.author.split())[:500] or None,
    )
