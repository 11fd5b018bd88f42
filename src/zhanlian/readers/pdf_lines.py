"""Printed lines to paragraphs, so that a number broken over a line end is whole again."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

_SENTENCE_END: Final = "。！？；：!?;…"
_CLOSERS: Final = "”’」』）)】》\"'"
# A line shorter than this share of the widest of its page was ended by the writer, not by the
# margin: a heading, or the last line of a paragraph. Chinese lines are flush; English ones are
# ragged by up to a long word.
_FULL: Final = 0.8
_NARROW: Final = 20  # columns; pages without one line as wide as this are tables and lists
_HYPHENS: Final = "\ufffe\u00ad\x02"  # what PDFium gives for a hyphen at a line end
_PAGE_NUMBER: Final = re.compile(
    r"[-—–·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／]?\s*共?\s*\d{1,4}\s*页?)?[-—–·\s]*"
)
_WORD: Final = re.compile(r"[A-Za-z0-9,.;:!?%)\"'’”]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_INDENTED: Final = re.compile(r"[ \t\u3000]{2,}|\u3000")


def join_pages(pages: Sequence[str]) -> str:
    """Return the text of all pages, one paragraph a line.

    A line that fills its page and does not end in sentence punctuation, or that ends in a
    hyphen, is continued by the next one, over a page end too; lines of numbers only, the
    columns of a table, never are. A page number that stands alone at the top or bottom of its
    page is left out, since it would stand in the middle of a sentence.
    """
    lines: list[tuple[str, bool]] = []
    for number, page in enumerate(pages, start=1):
        own = _drop_page_number([line for line in page.splitlines() if line.strip()], number)
        widest = max(_NARROW, *map(_measure, own), 0)
        lines += [(line, _measure(line) >= _FULL * widest) for line in own]
    return "\n".join(_join(lines))


def _join(lines: Iterable[tuple[str, bool]]) -> list[str]:
    paragraphs: list[list[str]] = []
    is_open = False
    for line, is_full in lines:
        if is_open and not _INDENTED.match(line) and _LETTER.search(line):
            paragraphs[-1] += [_gap(paragraphs[-1][-1], line.strip()), line.strip()]
        else:
            paragraphs.append([line.strip()])
        is_hyphened = line.rstrip()[-1] in _HYPHENS or line.rstrip().endswith("-")
        is_open = is_hyphened or (is_full and not _ends_sentence(line))
        is_open = is_open and _LETTER.search(line) is not None
    return [_mend("".join(parts)) for parts in paragraphs]


def _mend(paragraph: str) -> str:
    for hyphen in _HYPHENS:
        paragraph = paragraph.replace(hyphen, "")
    return paragraph


def _gap(before: str, after: str) -> str:
    """Return the space that stood at the line end: between words, not inside Chinese or digits."""
    if before[-1] in _HYPHENS or before.endswith("-"):
        return ""
    if not (_WORD.match(before[-1]) and re.match(r"[A-Za-z0-9(\"'‘“$]", after)):
        return ""
    # Chinese lines break anywhere, inside a number too; English ones break between words.
    inside_number = before[-1].isdigit() or before[-1] in ",."
    return "" if inside_number and after[0].isdigit() and _has_chinese(before + after) else " "


def _has_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _ends_sentence(line: str) -> bool:
    end = line.rstrip().rstrip(_CLOSERS)[-1:]
    return not end or end in _SENTENCE_END or (end == "." and not _has_chinese(line))


def _measure(line: str) -> int:
    """Return the width in half-width columns: a Chinese character is as wide as two letters."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line.rstrip())


def _drop_page_number(lines: list[str], number: int) -> list[str]:
    if len(lines) < 2:
        return lines
    for place in (-1, 0):
        line = lines[place].strip()
        if _PAGE_NUMBER.fullmatch(line) and str(number) in re.findall(r"\d+", line):
            return lines[:-1] if place else lines[1:]
    return lines
