"""Encodings are told from the bytes; all texts are synthetic."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.errors import FormatError
from zhanlian.readers.encoding import decode
from zhanlian.readers.plausibility import PLAUSIBLE, load_common, score_text

SIMPLIFIED = {
    "two characters": "窝点",
    "short": "抓获嫌疑人",
    "short with number": "张某某等48人",
    "line": "3月5日，某地警方抓获犯罪嫌疑人48名，涉案金额近3亿元。\r\n",
    "long": "某省公安厅通报，今年以来共移交犯罪嫌疑人1.2万余名，冻结资金3000余万元。\r\n" * 200,
}
TRADITIONAL = {
    "two characters": "詐騙",
    "short": "檢獲現金",
    "short with number": "張某某等48人",
    "line": "3月5日，警方拘捕48名嫌犯，涉案金額近3億元，受害人報稱損失逾百萬。\r\n",
    "long": "警務處公布，今年首季接獲1,200宗電話騙案，涉及金額3億元，拘捕96人。\r\n" * 200,
}
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
    "gb18030": b"\x84\x31\x95\x33",
}
TEXTS = [(f"simplified {kind}", text) for kind, text in SIMPLIFIED.items()] + [
    (f"traditional {kind}", text) for kind, text in TRADITIONAL.items()
]


@pytest.mark.parametrize("text", [text for _, text in TEXTS], ids=[name for name, _ in TEXTS])
@pytest.mark.parametrize("encoding", MARKS)
@pytest.mark.parametrize("mark", [True, False], ids=["mark", "no mark"])
def test_each_unicode_and_gb18030_text_comes_back_whole(
    text: str, encoding: str, mark: bool
) -> None:
    data = (MARKS[encoding] if mark else b"") + text.encode(encoding)
    assert decode(data) == (text, encoding)


@pytest.mark.parametrize("text", TRADITIONAL.values(), ids=TRADITIONAL)
def test_each_big5_text_comes_back_whole(text: str) -> None:
    assert decode(text.encode("big5")) == (text, "big5hkscs")


def test_hong_kong_characters_of_big5_are_read() -> None:
    text = "警方呼籲市民唔好輕信來歷不明嘅電話，啲騙徒會冒充職員。"
    assert decode(text.encode("big5hkscs"))[0] == text


def test_english_utf16_without_mark_is_read() -> None:
    assert decode("48 held in raid\r\n".encode("utf-16-le")) == ("48 held in raid\r\n", "utf-16-le")


@given(st.text(alphabet=st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"])))
def test_utf8_without_mark_is_what_python_decodes(text: str) -> None:
    assert decode(text.encode("utf-8"))[0] == text


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_exactly_or_refused_with_an_offset(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except FormatError as error:
        offset = error.fields["offset"]
        assert isinstance(offset, int)
        assert 0 <= offset < len(data)
    else:
        whole = data.decode(encoding)
        # A mark that was taken off is all that may be missing.
        assert text in (whole, whole[1:])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_damaged_byte_is_refused_at_its_place(encoding: str) -> None:
    data = SIMPLIFIED["long"].encode(encoding)
    place = data.index(b"1.2")
    with pytest.raises(FormatError) as caught:
        decode(data[:place] + b"\xff" + data[place:])
    assert caught.value.key == "reject.text-undecodable"
    assert caught.value.fields == {"encoding": encoding, "offset": place}


def test_a_text_cut_inside_a_character_is_refused_at_the_cut() -> None:
    data = SIMPLIFIED["line"].strip().encode()
    with pytest.raises(FormatError) as caught:
        decode(data[:-1])
    assert caught.value.fields["offset"] == len(data) - 3


def test_a_nul_in_a_text_makes_it_binary() -> None:
    with pytest.raises(FormatError) as caught:
        decode("抓获48人\0抓获3人".encode())
    assert caught.value.key == "reject.text-binary"
    assert caught.value.fields["offset"] == 11


def test_a_wrong_declaration_does_not_beat_the_bytes() -> None:
    text = SIMPLIFIED["line"]
    assert decode(text.encode("utf-8"), "gb2312") == (text, "utf-8")
    assert decode(text.encode("gb18030"), "utf-8") == (text, "gb18030")
    assert decode(text.encode("gb18030"), "big5") == (text, "gb18030")
    assert decode(TRADITIONAL["line"].encode("big5"), "gbk") == (
        TRADITIONAL["line"],
        "big5hkscs",
    )


def test_languages_outside_the_main_lists_rest_on_their_declaration() -> None:
    text = "Police held 48 people – “a first”, said the café owner."
    data = text.encode("cp1252")
    assert decode(data, "iso-8859-1") == (text, "cp1252")
    with pytest.raises(FormatError):
        decode(data)


@pytest.mark.parametrize("hint", ["zlib", "unicode_escape", "idna", "rot13", "../x", ""])
def test_a_declared_codec_that_is_no_character_set_is_ignored(hint: str) -> None:
    assert decode(b"\\u0041 xn--abc", hint) == ("\\u0041 xn--abc", "utf-8")


def test_line_ends_stay_as_they_are() -> None:
    assert decode("一\r\n二\r三\n".encode()) == ("一\r\n二\r三\n", "utf-8")


def test_the_right_text_is_plausible_and_the_wrong_one_is_not() -> None:
    data = SIMPLIFIED["line"].encode("gb18030")
    assert score_text(data.decode("gb18030")) > 0.8
    assert score_text(data.decode("big5", "replace")) < PLAUSIBLE
    assert score_text(data.decode("utf-16-le", "replace")) < PLAUSIBLE


def test_the_common_characters_hold_both_scripts() -> None:
    common = load_common()
    assert {"诈", "詐", "获", "獲"} <= common
    assert "#" not in common
