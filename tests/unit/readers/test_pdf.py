"""PDF: made by hand with a Type0 font and a ToUnicode map; all texts are synthetic."""

import pytest

from zhanlian.readers import Limits, read_evidence
from zhanlian.readers.pdf_lines import join_pages

_MAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{count} beginbfchar
{pairs}
endbfchar endcmap end end"""


def make_pdf(pages: list[list[str]], title: str = "") -> bytes:
    """Return a PDF whose character codes are UTF-16 units; an empty page holds a rectangle."""
    used = sorted({character for page in pages for line in page for character in line})
    pairs = "\n".join(f"<{ord(one):04X}> <{ord(one):04X}>" for one in used)
    kids = " ".join(f"{6 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(_MAP.format(count=len(used), pairs=pairs)),
    ]
    for place, page in enumerate(pages):
        shown = "".join(
            f"1 0 0 1 50 {780 - 20 * row} Tm <{line.encode('utf-16-be').hex()}> Tj\n"
            for row, line in enumerate(page)
        )
        drawn = f"BT /F1 10 Tf\n{shown}ET" if page else "0 0 100 100 re f"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * place} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>",
            _stream(drawn),
        ]
    objects.append(f"<< /Title <FEFF{title.encode('utf-16-be').hex()}> >>")
    return _write(objects)


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _write(objects: list[str]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    out += b"".join(f"{offset:010} 00000 n \n".encode("ascii") for offset in offsets)
    size = len(objects) + 1
    out += f"trailer << /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\n".encode("ascii")
    return bytes(out + f"startxref\n{start}\n%%EOF".encode("ascii"))


def test_a_number_broken_over_a_line_end_is_whole() -> None:
    lines = ["某地公安机关抓获犯罪嫌疑人4", "8名，共计冻结资金300余万", "元。"]
    result = read_evidence(make_pdf([lines], title="通报"), "a.pdf")
    assert (result.media_type, result.rejects) == ("application/pdf", ())
    (document,) = result.documents
    assert document.text == "某地公安机关抓获犯罪嫌疑人48名，共计冻结资金300余万元。"
    assert document.hints.title == "通报"


def test_a_page_that_is_a_picture_is_a_reject_and_the_others_are_read() -> None:
    pages = [["抓获犯罪嫌疑人48名。"], [], [], ["移交犯罪嫌疑人3名。"], []]
    result = read_evidence(make_pdf(pages), "a.pdf")
    assert result.documents[0].text == "抓获犯罪嫌疑人48名。\n移交犯罪嫌疑人3名。"
    assert [(one.place, one.reason.key) for one in result.rejects] == [
        ("p.2-3", "reject.page-scanned"),
        ("p.5", "reject.page-scanned"),
    ]


def test_a_pdf_of_too_many_pages_is_a_reject() -> None:
    result = read_evidence(make_pdf([["一"]] * 4), "a.pdf", Limits(max_pages=3))
    assert result.documents == ()
    assert [dict(one.reason.fields) for one in result.rejects] == [{"pages": 4, "limit": 3}]


def test_a_broken_pdf_is_a_reject() -> None:
    result = read_evidence(b"%PDF-1.7\nnothing follows", "a.pdf")
    assert [one.reason.key for one in result.rejects] == ["reject.broken"]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (
            "本次共抓获嫌疑人1,2|00名，其中移交我方|300名。",
            "本次共抓获嫌疑人1,200名，其中移交我方300名。",
        ),
        ("Police held more than|1,200 people.", "Police held more than 1,200 people."),
        ("the cross-|border operation went", "the cross-border operation went"),
        ("the opera\ufffe|tion went on for long", "the operation went on for long"),
        (
            "第一段在此处就结束了。|第二段从这里开始讲。",
            "第一段在此处就结束了。|第二段从这里开始讲。",
        ),
        ("标题|某地公安机关在行动中抓获|48名嫌疑人。", "标题|某地公安机关在行动中抓获48名嫌疑人。"),
        ("第一段写到这里就为止了|\u3000\u3000第二段从此起", "第一段写到这里就为止了|第二段从此起"),
        ("他说：“全部都抓获了。”|记者随后离开了。", "他说：“全部都抓获了。”|记者随后离开了。"),
        ("人数|48|36|12", "人数|48|36|12"),
        ("涉案人员分类统计情况一览表|48|36", "涉案人员分类统计情况一览表|48|36"),
    ],
)
def test_lines_are_joined_as_they_were_written(lines: str, joined: str) -> None:
    assert join_pages([lines.replace("|", "\r\n")]) == joined.replace("|", "\n")


def test_a_sentence_goes_on_over_the_page_end_past_the_page_number() -> None:
    pages = ["公安机关共抓获犯罪嫌疑人4\n— 1 —", "8名，并冻结了资金300余万\n元。\n第 2 页 共 2 页"]
    assert join_pages(pages) == "公安机关共抓获犯罪嫌疑人48名，并冻结了资金300余万元。"


def test_a_lone_number_that_is_not_the_page_number_stays() -> None:
    assert join_pages(["抓获人数\n48"]) == "抓获人数\n48"
