"""The pages of an open PDF as PDFium reads them."""

from typing import Any, Final

import pypdfium2 as pdfium

# Not CreationDate: that is when the file was made, and relative dates would rest on it.
_INFO: Final = {"title": "Title", "author": "Author"}
_LONGEST: Final = 500


def read_pages(pdf: Any, most: int) -> tuple[list[str], list[int], list[int]]:
    """Return the text of each page, the numbers of pages without text, and of broken ones.

    Reading stops behind the page on which the text exceeds ``most`` characters.
    """
    pages: list[str] = []
    scanned: list[int] = []
    broken: list[int] = []
    total = 0
    for number in range(1, len(pdf) + 1):
        try:
            text, marks = _read_page(pdf, number - 1)
        except pdfium.PdfiumError:
            broken.append(number)
            continue
        # A page without any mark is blank and loses nothing; one with marks is a picture of text.
        if not text.strip() and marks:
            scanned.append(number)
        pages.append(text)
        total += len(text)
        if total > most:
            break
    return pages, scanned, broken


def _read_page(pdf: Any, index: int) -> tuple[str, bool]:
    page = pdf[index]
    try:
        textpage = page.get_textpage()
        try:
            text = str(textpage.get_text_bounded())
        finally:
            textpage.close()
        marks = bool(text.strip()) or any(True for _ in page.get_objects(max_depth=2))
        return text, marks
    finally:
        page.close()


def read_hints(pdf: Any) -> dict[str, str | None]:
    """Return title and author of the document's information, each or None."""
    info = pdf.get_metadata_dict(skip_empty=True)
    told = {field: " ".join(str(info.get(name, "")).split()) for field, name in _INFO.items()}
    return {field: value[:_LONGEST] or None for field, value in told.items()}
