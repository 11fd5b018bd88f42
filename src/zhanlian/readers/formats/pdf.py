"""PDF with text: pages to paragraphs, a reject for each run of pages that are only pictures."""

import re
from collections.abc import Sequence
from typing import Any, Final

from zhanlian.model.document import Document, DocumentHints
from zhanlian.model.evidence import Reject
from zhanlian.model.reading import ReadResult
from zhanlian.readers.limits import Limits
from zhanlian.readers.outcome import refuse, reject
from zhanlian.readers.pdf_lines import join_pages

MEDIA_TYPE: Final = "application/pdf"
ISOLATED: Final = True  # PDFium is a large C++ program; its faults end the reading process only

_HEAD: Final = 1024  # readers accept bytes before the header, and mail gateways put them there
_HEADER: Final = re.compile(rb"(?:^|[\s\0\xbf])%PDF-\d")
_LOAD_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD of PDFium's fpdfview.h


def sniff(head: bytes) -> bool:
    """Return whether a line of the first 1,024 bytes is the header."""
    return _HEADER.search(head, 0, _HEAD) is not None


def parse(data: bytes, name: str, limits: Limits) -> ReadResult:
    """Return the text of all pages, lines joined to paragraphs, and a reject per scanned run."""
    # Only the reading process pays for the library.
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(data) as pdf:
            return _parse_pages(pdf, name, limits)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == _LOAD_PASSWORD:
            return refuse(MEDIA_TYPE, name, "encrypted")
        return refuse(MEDIA_TYPE, name, "broken", detail=type(error).__name__)


def _parse_pages(pdf: Any, name: str, limits: Limits) -> ReadResult:
    from zhanlian.readers.pdf_pages import read_hints, read_pages

    count = len(pdf)
    if count > limits.max_pages:
        return refuse(MEDIA_TYPE, name, "too-many-pages", pages=count, limit=limits.max_pages)
    pages, scanned, broken = read_pages(pdf, limits.max_text_chars)
    if sum(map(len, pages)) > limits.max_text_chars:
        return refuse(MEDIA_TYPE, name, "too-long", limit=limits.max_text_chars)
    rejects = [
        *_reject_runs(scanned, name, "page-scanned"),
        *_reject_runs(broken, name, "page-broken"),
    ]
    text = join_pages(pages)
    if not text and not rejects:
        return refuse(MEDIA_TYPE, name, "no-text")
    documents = (Document(text, "pdf", DocumentHints(**read_hints(pdf))),) if text else ()
    return ReadResult(MEDIA_TYPE, documents, (), tuple(rejects))


def _reject_runs(pages: Sequence[int], name: str, key: str) -> list[Reject]:
    """Return one reject for each run of neighbouring pages, so that a scanned book is one line."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return [
        reject(name, key, f"p.{run[0]}" if len(run) == 1 else f"p.{run[0]}-{run[-1]}")
        for run in runs
    ]
