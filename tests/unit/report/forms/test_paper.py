"""A form on paper: filled with what is told, blank where nothing is, the same bytes each time."""

import io
import zipfile
from dataclasses import replace

from docx import Document

from zhanlian.report.forms.paper import render_docx
from zhanlian.report.forms.template import Column, Template, fill

TEMPLATE = Template(
    name="synthetic",
    kinds=("synthetic",),
    title="合成通知书",
    lead=("致{bank}：",),
    facts=(("账号", "{account}"), ("户名", "{holder}")),
    rows="people",
    columns=(Column("序号", "{nr}"), Column("姓名", "{name}")),
    close=("请于{due}前回复。",),
    signatures=("承办人：{officer}",),
)
FIELDS = {"bank": "合成银行", "account": "0001", "due": "2031-05-06 24:00"}
ROWS = [{"nr": "1", "name": "甲某某"}, {"nr": "2", "name": "乙某某"}]


def read(data: bytes) -> tuple[list[str], list[list[list[str]]]]:
    """Return the paragraphs and the tables of a document."""
    document = Document(io.BytesIO(data))
    tables = [[[cell.text for cell in row.cells] for row in one.rows] for one in document.tables]
    return [one.text for one in document.paragraphs if one.text], tables


def test_places_are_filled_and_what_is_not_told_stays_blank() -> None:
    paragraphs, tables = read(render_docx(TEMPLATE, FIELDS, ROWS))
    assert paragraphs == [
        "合成通知书",
        "致合成银行：",
        "请于2031-05-06 24:00前回复。",
        "承办人：＿＿＿＿",
    ]
    assert tables == [
        [["账号", "0001"], ["户名", "＿＿＿＿"]],
        [["序号", "姓名"], ["1", "甲某某"], ["2", "乙某某"]],
    ]


def test_a_note_stands_over_the_title() -> None:
    paragraphs, _ = read(render_docx(TEMPLATE, FIELDS, note="草稿"))
    assert paragraphs[:2] == ["草稿", "合成通知书"]


def test_the_same_form_has_the_same_bytes_and_tells_nothing_of_its_making() -> None:
    first, second = (render_docx(TEMPLATE, FIELDS, ROWS) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"python-docx" not in parts.read("docProps/core.xml")


def test_a_field_cannot_reach_beyond_the_record() -> None:
    fields = {"a": "{b}", "b": "secret"}
    assert fill("{a} {a.__class__} {0} {b!r} {", fields) == "{b} {a.__class__} {0} {b!r} {"


def test_signs_that_hide_or_turn_others_are_spelled_out() -> None:
    paragraphs, _ = read(render_docx(TEMPLATE, {"bank": "合成\u202e行\n二"}))
    assert paragraphs[1] == "致合成‹U+202E›行‹U+000A›二："


def test_the_fields_reach_from_margin_to_margin_in_every_program() -> None:
    for wide, text_width in ((False, 156), (True, 243)):
        told = render_docx(replace(TEMPLATE, wide=wide), FIELDS, ROWS)
        facts = Document(io.BytesIO(told)).tables[0]
        grid = [column.width for column in facts.columns]
        assert grid == [cell.width for cell in facts.rows[0].cells]
        assert [round(width.mm) for width in grid] == [42, text_width - 42]
