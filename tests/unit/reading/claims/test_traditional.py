"""Traditional script and full-width digits are read; quotes stay as written. All synthetic."""

import pytest
from told_claims import read_claims, tell

from zhanlian.model.claim import Metric, Qualifier

TEXT = "警方偵破詐騙案件３２起，抓獲嫌疑人１２０餘名，凍結資金4,300萬元。"


def test_a_traditional_sentence_is_read_like_its_simplified_twin() -> None:
    simplified = "警方侦破诈骗案件32起，抓获嫌疑人120余名，冻结资金4,300万元。"
    assert tell(TEXT) == tell(simplified)
    assert [claim.start for claim in read_claims(TEXT)][:2] == [
        claim.start for claim in read_claims(simplified)
    ][:2]


def test_quotes_are_cut_from_the_original() -> None:
    claims = read_claims(TEXT)
    assert [claim.quote for claim in claims] == [
        "偵破詐騙案件３２起",
        "抓獲嫌疑人１２０餘名",
        "凍結資金4,300萬元",
    ]
    assert claims[1].qualifier is Qualifier.OVER


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("緬甸警方向我方移交詐騙嫌疑人４７名。", Metric.SUSPECTS_TRANSFERRED),
        ("專機將４７名詐騙嫌疑人押解回國。", Metric.SUSPECTS_TRANSFERRED),
        ("檢察機關對４７名詐騙被告人提起公訴。", Metric.SUSPECTS_PROSECUTED),
        ("警方解救被困人員４７名。", Metric.PERSONS_RESCUED),
    ],
)
def test_the_verbs_of_the_field_are_known_in_traditional_script(
    sentence: str, metric: Metric
) -> None:
    assert tell(sentence) == [(str(metric), 47)]
