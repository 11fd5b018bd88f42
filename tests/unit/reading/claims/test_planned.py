"""What is announced or did not happen is not done. All sentences are synthetic."""

import pytest
from told_claims import only, read_claims

from zhanlian.model.claim import Metric


@pytest.mark.parametrize(
    "sentence",
    [
        "还有800余名诈骗犯罪嫌疑人将被押解回国。",
        "800名诈骗嫌疑人即将被遣返。",
        "预计下周移交诈骗犯罪嫌疑人800名。",
        "泰方计划遣返诈骗嫌疑人800名。",
    ],
)
def test_an_announced_hand_over_is_planned(sentence: str) -> None:
    claim = only(sentence)
    assert (claim.metric, int(claim.value), claim.planned) == (
        Metric.SUSPECTS_TRANSFERRED,
        800,
        True,
    )


@pytest.mark.parametrize(
    "sentence",
    ["警方将38名诈骗犯罪嫌疑人押解回国。", "800名诈骗犯罪嫌疑人被押解回国。"],
)
def test_将_before_an_object_plans_nothing(sentence: str) -> None:
    assert not only(sentence).planned


def test_a_part_is_planned_with_its_total() -> None:
    claims = read_claims("还将移交诈骗嫌疑人800名，其中缅甸籍31名。")
    assert [claim.planned for claim in claims] == [True, True]


@pytest.mark.parametrize(
    "sentence",
    [
        "4名嫌疑人因伤病暂缓遣返。",
        "另有4名诈骗嫌疑人未能抓获。",
        "检察机关对4名诈骗嫌疑人不予批捕。",
    ],
)
def test_what_did_not_happen_is_not_counted_by_its_verb(sentence: str) -> None:
    assert [claim.metric for claim in read_claims(sentence)] in ([], [Metric.OTHER])
