"""Words of success mean the same in every format; bare codes mean nothing by themselves."""

import pytest

from zhanlian.model.statement import RowStatus
from zhanlian.readers.statements.terms.statuses import find_coded_status, find_status


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("交易成功", RowStatus.DONE),
        ("已退款(￥12.00)", RowStatus.DONE),
        ("Success", RowStatus.DONE),
        ("交易 关闭", RowStatus.FAILED),
        ("declined", RowStatus.FAILED),
        ("等待确认收货", RowStatus.PENDING),
        ("无交易明细", RowStatus.UNTOLD),
        ("", RowStatus.UNTOLD),
    ],
)
def test_a_word_has_one_meaning(word: str, status: RowStatus) -> None:
    assert find_status(word) is status


@pytest.mark.parametrize("word", ["00", "0", "01", "1", "奇怪"])
def test_codes_and_unknown_words_are_refused(word: str) -> None:
    with pytest.raises(ValueError, match=word):
        find_status(word)


def test_the_codes_of_returns_are_asked_on_their_own() -> None:
    assert find_coded_status(" 01 ") is RowStatus.DONE
    assert find_coded_status("00") is RowStatus.FAILED
    assert find_coded_status("成功") is None
