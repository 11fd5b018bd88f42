"""Widths of texts in pictures."""

from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.report.flow.html.text_width import measure, wrap


def test_chinese_signs_are_as_wide_as_the_font_is_high() -> None:
    assert measure("合成") == 2.0
    assert measure("0123") < 3 and measure("e\u0301") == measure("e")


@settings(max_examples=150)
@given(st.text(max_size=80), st.floats(2.5, 20), st.integers(1, 5))
def test_no_line_is_wider_than_its_place_and_no_sign_is_lost_without_a_mark(
    text: str, width: float, most: int
) -> None:
    lines = wrap(text, width, most)
    assert len(lines) <= most and all(measure(line) <= width for line in lines)
    assert "".join(lines) == text or lines[-1].endswith("…")


def test_an_account_number_is_wrapped_whole() -> None:
    assert "".join(wrap("T" * 42, 12, 4)) == "T" * 42
