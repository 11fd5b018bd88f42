"""Signs that nobody sees do not make figures that nobody wrote (synthetic texts)."""

import pytest

from zhanlian.reading.numerals import find_numbers


@pytest.mark.parametrize("hidden", ["\u200b", "\u202d", "\u2060", "\ufeff"])
def test_the_rest_of_a_split_number_is_no_figure(hidden: str) -> None:
    text = f"抓获犯罪嫌疑人48{hidden}00名"
    assert all(number.end <= text.index(hidden) for number in find_numbers(text, 0, len(text)))


def test_a_number_behind_a_hidden_sign_is_read() -> None:
    text = "抓获\u200b12名"
    assert [number.value for number in find_numbers(text, 0, len(text))] == [12]
