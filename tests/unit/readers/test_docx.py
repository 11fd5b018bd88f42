"""Word documents, built by python-docx; all are synthetic."""

import io
import zipfile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from zhanlian.readers import Limits, read_evidence


def save(document: "docx.document.Document") -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def make_docx() -> "docx.document.Document":
    document = docx.Document()
    document.core_properties.title = "情况通报"
    document.core_properties.author = "张某某"
    document.add_paragraph("抓获犯罪嫌疑人48名。")
    table = document.add_table(2, 3)
    for row, texts in zip(table.rows, (("类别", "人数", "备注"), ("移交", "3", "")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("案件正在侦办。")
    document.sections[0].header.paragraphs[0].text = "内部材料999"
    return document


def repack(data: bytes, part: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target.getvalue()


def test_paragraphs_and_tables_come_in_document_order_without_headers() -> None:
    result = read_evidence(save(make_docx()), "a.docx")
    assert result.media_type.endswith("wordprocessingml.document")
    (document,) = result.documents
    assert document.text == "抓获犯罪嫌疑人48名。\n类别\t人数\t备注\n移交\t3\n案件正在侦办。"
    assert (document.hints.title, document.hints.author) == ("情况通报", "张某某")
    assert document.hints.published is None


def test_it_is_told_from_its_content_under_any_name() -> None:
    assert read_evidence(save(make_docx()), "a.zip").documents != ()


def test_tracked_insertions_and_content_controls_are_read_and_deletions_are_not() -> None:
    document = make_docx()
    new = parse_xml(
        f"<w:p {nsdecls('w')}><w:ins w:id='1' w:author='x'><w:r><w:t>新增5人</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='x'><w:r><w:delText>删去7人</w:delText></w:r></w:del>"
        "<w:sdt><w:sdtContent><w:r><w:t>控件9人</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    document.element.body.insert(0, new)
    (read,) = read_evidence(save(document), "a.docx").documents
    assert read.text.startswith("新增5人控件9人\n抓获")
    assert "删去" not in read.text


def test_a_part_with_entities_is_a_reject() -> None:
    bomb = b"<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'><!ENTITY c '&b;&b;&b;&b;'>]><a>&c;</a>"
    for hostile in (bomb, bomb.decode().encode("utf-16")):
        data = repack(save(make_docx()), "word/document.xml", hostile)
        (found,) = read_evidence(data, "a.docx").rejects
        assert found.reason.key == "reject.xml-entities"


def test_a_package_that_unpacks_too_far_is_a_reject() -> None:
    (found,) = read_evidence(save(make_docx()), "a.docx", Limits(max_bytes=40_000)).rejects
    assert found.reason.key == "reject.too-large-unpacked"


def test_a_package_without_its_document_is_a_reject() -> None:
    data = repack(save(make_docx()), "word/document.xml", b"<a")
    (found,) = read_evidence(data, "a.docx").rejects
    assert found.reason.key == "reject.broken"
