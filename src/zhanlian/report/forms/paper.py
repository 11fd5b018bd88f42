"""A filled form as a .docx: page and type as official papers have them, the same bytes each time.

Page and type follow the usual form of official papers in China (A4, 37/35/28/26 mm, title in
22 pt, text in 16 pt); fonts are named, not carried.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhanlian.report.forms.template import Template, fill
from zhanlian.words.shown import plain_line

_TITLE_FONT: Final = "SimHei"
_TEXT_FONT: Final = "FangSong"
_LATIN_FONT: Final = "Times New Roman"
_WRITTEN: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip archive can tell
_SMALL: Final = 10.5
_CELL_SPACE: Final = 3  # points over and under the text of a cell
_TALL: Final = 156  # mm between the margins of a page, and of one on its side
_WIDE: Final = 243

Rows = Sequence[Mapping[str, str]]


def render_docx(
    template: Template, fields: Mapping[str, str], rows: Rows = (), *, note: str = ""
) -> bytes:
    """Return a form filled with the fields of a record.

    Args:
        template: of the form.
        fields: shown texts by name of the place.
        rows: of the table, likewise.
        note: stands above the title: that it is a draft, that it is synthetic.
    """
    shown = {name: plain_line(text) for name, text in fields.items()}
    document = Document()
    _set_page(document, wide=template.wide)
    if note:
        _add(document, note, size=_SMALL, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _add(
        document,
        fill(template.title, shown),
        size=22,
        font=_TITLE_FONT,
        align=WD_ALIGN_PARAGRAPH.CENTER,
    )
    for text in template.lead:
        _add(document, fill(text, shown))
    if template.facts:
        pairs = [(label, fill(text, shown)) for label, text in template.facts]
        _add_table(document, (), pairs, widths=(42, (_WIDE if template.wide else _TALL) - 42))
    if template.columns:
        _add_rows(document, template, rows)
    for text in template.close:
        _add(document, fill(text, shown))
    for text in template.signatures:
        _add(document, fill(text, shown), align=WD_ALIGN_PARAGRAPH.RIGHT)
    return _save(document)


def _add_rows(document: Any, template: Template, rows: Rows) -> None:
    cells = [tuple(fill(column.text, _plain(row)) for column in template.columns) for row in rows]
    headings = tuple(column.heading for column in template.columns)
    each = (_WIDE if template.wide else _TALL) / len(headings)
    _add_table(document, headings, cells, widths=(each,) * len(headings), size=_SMALL)


def _plain(row: Mapping[str, str]) -> dict[str, str]:
    return {name: plain_line(text) for name, text in row.items()}


def _set_page(document: Any, *, wide: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _set_font(document.styles["Normal"], _TEXT_FONT, 16)
    for name in ("author", "comments", "title"):
        setattr(document.core_properties, name, "")


def _set_font(styled: Any, font: str, size: float) -> None:
    styled.font.name, styled.font.size = _LATIN_FONT, Pt(size)
    # Word keeps the font of Chinese signs apart; python-docx does not set it.
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _add(
    document: Any, text: str, *, size: float = 16, font: str = _TEXT_FONT, align: Any = None
) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(6)
    if align is not None:
        paragraph.alignment = align
    _set_font(paragraph.add_run(text), font, size)


def _add_table(
    document: Any,
    headings: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    widths: tuple[float, ...],
    size: float = 14,
) -> None:
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    # Word reads the width of the cells, LibreOffice that of the grid.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for number, row in enumerate([headings, *rows] if headings else rows):
        for cell, text, width in zip(table.add_row().cells, row, widths, strict=True):
            cell.width = Mm(width)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = Pt(_CELL_SPACE)
            paragraph.paragraph_format.space_after = Pt(_CELL_SPACE)
            font = _TITLE_FONT if headings and not number else _TEXT_FONT
            _set_font(paragraph.add_run(text), font, size)
    if headings:
        _repeat_first_row(table)
    document.add_paragraph()


def _repeat_first_row(table: Any) -> None:
    """Let the headings stand on every page of a long list."""
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {}))


def _save(document: Any) -> bytes:
    """Return the document with fixed times in its archive: the same form gives the same bytes."""
    first = io.BytesIO()
    document.save(first)
    second = io.BytesIO()
    with zipfile.ZipFile(first) as parts, zipfile.ZipFile(second, "w") as archive:
        for part in sorted(parts.infolist(), key=lambda one: one.filename):
            written = zipfile.ZipInfo(part.filename, _WRITTEN)
            written.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(written, parts.read(part))
    return second.getvalue()
