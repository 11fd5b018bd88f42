"""Script and width: the folded text has the same offsets as the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.reading.script import fold_script

FIELD_WORDS = [
    ("公安機關", "公安机关"), ("電信網絡詐騙", "电信网络诈骗"), ("抓獲", "抓获"),
    ("犯罪嫌疑人", "犯罪嫌疑人"), ("緬甸", "缅甸"), ("押解回國", "押解回国"), ("遣返", "遣返"),
    ("移送審查起訴", "移送审查起诉"), ("提起公訴", "提起公诉"), ("刑事拘留", "刑事拘留"),
    ("凍結資金", "冻结资金"), ("窩點", "窝点"), ("團伙", "团伙"), ("據點", "据点"),
    ("繳獲", "缴获"), ("損失", "损失"), ("涉案金額", "涉案金额"), ("億元", "亿元"),
    ("三萬餘名", "三万余名"), ("兩名", "两名"), ("帳戶", "帐户"), ("網址", "网址"),
    ("其中", "其中"), ("預警", "预警"), ("勸阻", "劝阻"), ("號碼", "号码"), ("於", "于"),
    ("臺灣", "台湾"), ("馬來西亞", "马来西亚"), ("落網", "落网"), ("通緝", "通缉"),
]  # fmt: skip

# One character that only traditional script has tells that a text is written in it.
TELLING = "這"


@pytest.mark.parametrize(("traditional", "simplified"), FIELD_WORDS)
def test_a_word_of_the_field_becomes_simplified(traditional: str, simplified: str) -> None:
    assert fold_script(TELLING + traditional)[1:] == simplified


@pytest.mark.parametrize("words", FIELD_WORDS)
def test_a_simplified_word_stays_as_it_is(words: tuple[str, str]) -> None:
    assert fold_script(words[1]) == words[1]


def test_a_simplified_word_in_a_traditional_text_stays_as_it_is() -> None:
    for _, simplified in FIELD_WORDS:
        assert fold_script(TELLING + simplified)[1:] == simplified


def test_full_width_digits_letters_and_percent_signs_become_half_width() -> None:
    assert fold_script("１２３４５６７８９０．５％　ＡＢＣａｂｃ") == "1234567890.5%　ABCabc"


def test_full_width_punctuation_stays() -> None:
    assert fold_script("抓获３名，移交２名。（见图）：；！") == "抓获3名，移交2名。（见图）：；！"


def test_a_short_traditional_text_without_a_telling_character_still_reads_its_words() -> None:
    assert fold_script("警方抓獲三人") == "警方抓获三人"


@pytest.mark.parametrize("text", ["凍結款項", "遭到通緝", "收繳手機", "起訴", "損失慘重"])
def test_a_traditional_line_without_a_common_character_is_folded(text: str) -> None:
    assert fold_script(text) != text


_WORDS = [*(word for pair in FIELD_WORDS for word in pair), *"１２％，。𠮷"]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(_WORDS)).map("".join))


@given(TEXTS)
def test_the_folded_text_has_the_same_length(text: str) -> None:
    assert len(fold_script(text)) == len(text)


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold_script(fold_script(text)) == fold_script(text)


@given(st.text(), TEXTS)
def test_every_character_is_mapped_by_itself(left: str, right: str) -> None:
    # A telling character in front makes both texts traditional ones.
    whole = fold_script(TELLING + left + right)
    assert whole == fold_script(TELLING + left) + fold_script(TELLING + right)[1:]


def test_a_full_width_thousands_comma_belongs_to_its_number() -> None:
    assert fold_script("抓获１，２３４名，另有５名") == "抓获1,234名，另有5名"
    assert fold_script("手机１，电脑２３４５台") == "手机1，电脑2345台"
