"""Hidden signs are spelled the same way wherever a text from outside is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.words.shown import LONGEST_NAME, plain_line, plain_name, plain_text, storable_text

_HIDDEN = ["\x00", "\x1b", "\x7f", "\x9b", "\u202e", "\u200b", "\u2028", "\ufeff", "\ud800"]


@pytest.mark.parametrize("sign", _HIDDEN)
def test_a_sign_that_hides_or_turns_others_is_spelled_alike_everywhere(sign: str) -> None:
    spelled = f"甲‹U+{ord(sign):04X}›乙"
    for show in (plain_text, plain_line, plain_name):
        assert show(f"甲{sign}乙") == spelled


def test_a_text_keeps_its_lines_and_a_line_stays_one() -> None:
    assert plain_text("甲\n乙\t丙") == "甲\n乙\t丙"
    assert plain_line("甲\n乙\t丙") == "甲‹U+000A›乙‹U+0009›丙"


def test_signs_that_join_stay_in_a_text_and_show_in_a_name() -> None:
    assert plain_text("a\u200db") == "a\u200db"
    assert plain_name("a\u200db") == "a‹U+200D›b"


def test_the_space_of_chinese_texts_is_no_hidden_sign() -> None:
    for show in (plain_text, plain_line, plain_name, storable_text):
        assert show("甲\u3000乙") == "甲\u3000乙"


def test_a_long_name_tells_that_it_was_cut() -> None:
    assert plain_name("甲" * LONGEST_NAME) == "甲" * LONGEST_NAME
    assert plain_name("甲" * (LONGEST_NAME + 1)) == "甲" * (LONGEST_NAME - 1) + "…"


def test_what_is_stored_loses_only_halves_of_characters() -> None:
    assert storable_text("甲\udce4\u202e\n") == "甲‹U+DCE4›\u202e\n"


@given(st.text(st.characters()))
def test_what_was_shown_once_is_shown_again_the_same(text: str) -> None:
    for show in (plain_text, plain_line, storable_text):
        assert show(show(text)) == show(text)
        show(text).encode("utf-8")
    assert "\n" not in plain_line(text) and "\x1b" not in plain_text(text)
