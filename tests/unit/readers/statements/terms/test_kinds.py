"""What rows are called means the same in every format."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from zhanlian.model.statement import RowKind
from zhanlian.readers.statements.terms.kinds import find_kind, load_patterns

_WORDS = (
    ("手续费冲正", RowKind.REVERSAL),
    ("reversal of fee", RowKind.REVERSAL),
    ("退款", RowKind.REFUND),
    ("利息税", RowKind.FEE),
    ("SERVICE FEE", RowKind.FEE),
    ("COFFEE", RowKind.UNTOLD),
    ("批量结息", RowKind.INTEREST),
    ("ATM取款", RowKind.CASH),
    ("刷POS消费", RowKind.POS),
    ("deposit", RowKind.UNTOLD),
    ("消费", RowKind.MERCHANT),
    ("信用卡还款", RowKind.TRANSFER),
    ("快捷支付", RowKind.UNTOLD),
    ("货款", RowKind.UNTOLD),
)


@pytest.mark.parametrize(("word", "kind"), [*_WORDS, ("余额查询", RowKind.UNTOLD)])
def test_a_word_names_one_kind(word: str, kind: RowKind) -> None:
    assert find_kind(word) is kind


def test_columns_of_words_are_read_like_single_ones() -> None:
    words = pa.array([word for word, _ in _WORDS])
    found = [RowKind.UNTOLD] * len(_WORDS)
    for kind, pattern in reversed(load_patterns()):
        for place, hit in enumerate(pc.match_substring_regex(words, pattern).to_pylist()):
            found[place] = kind if hit else found[place]
    assert found == [kind for _, kind in _WORDS]


def test_reversals_are_asked_first() -> None:
    assert load_patterns()[0][0] is RowKind.REVERSAL
