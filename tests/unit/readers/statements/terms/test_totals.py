"""Lines of totals are told from rows of people whose names begin alike."""

import pytest

from zhanlian.readers.statements.terms.totals import tells_total


@pytest.mark.parametrize(
    "cell", ["合计：", "总金额(元)", " Total", "SUBTOTAL:", "Grand total", "sum"]
)
def test_words_for_totals(cell: str) -> None:
    assert tells_total(cell)


@pytest.mark.parametrize("cell", ["", "Summit Ltd", "Totally", "某合计公司", "Sumo"])
def test_other_words(cell: str) -> None:
    assert not tells_total(cell)
