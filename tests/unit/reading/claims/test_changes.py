"""Changes in percent: signed, and tied to the figure that changes. All sentences are synthetic."""

from decimal import Decimal

from told_claims import of, read_claims, tell

from zhanlian.model.claim import Claim, Metric, Unit


def changes(text: str) -> list[tuple[Decimal, Metric | None]]:
    """Return value and changed metric of the changes of a text."""
    found: list[Claim] = of(text, Metric.CHANGE)
    assert all(claim.unit is Unit.PERCENT for claim in found)
    return [(claim.value, claim.of) for claim in found]


def test_a_fall_is_negative_and_a_rise_positive() -> None:
    assert changes("电诈立案数下降12.3%，破案数上升8.5%。") == [
        (Decimal("-12.3"), Metric.CASES_FILED),
        (Decimal("8.5"), Metric.CASES_SOLVED),
    ]


def test_each_change_names_its_own_metric() -> None:
    assert changes("诈骗发案数同比下降25.7%，群众损失同比下降31.2%，抓获人数同比上升18%。") == [
        (Decimal("-25.7"), Metric.CASES_FILED),
        (Decimal("-31.2"), Metric.AMOUNT_LOSS),
        (Decimal(18), Metric.SUSPECTS_CAPTURED),
    ]


def test_分别_gives_the_changes_in_the_order_of_the_figures() -> None:
    text = "全年破获电诈案件3100起，抓获嫌疑人4120人，同比分别上升12.3%和8.5%。"
    assert tell(text)[:2] == [("cases_solved", 3100), ("suspects_captured", 4120)]
    assert changes(text) == [
        (Decimal("12.3"), Metric.CASES_SOLVED),
        (Decimal("8.5"), Metric.SUSPECTS_CAPTURED),
    ]


def test_a_change_without_a_name_is_of_the_figure_before_it() -> None:
    assert changes("今年1至2月，破获诈骗案件3.2万起，同比上升6%。") == [
        (Decimal(6), Metric.CASES_SOLVED)
    ]


def test_a_doubling_is_a_rise_by_one_hundred_percent() -> None:
    assert changes("诈骗立案数增长近一倍。") == [(Decimal(100), Metric.CASES_FILED)]


def test_a_share_is_no_change() -> None:
    text = "刷单返利类案件占诈骗案件的36.2%，损失占比达41%。"
    assert changes(text) == []
    assert {claim.metric for claim in read_claims(text)} == {Metric.OTHER}


def test_the_difference_of_two_sums_is_no_sum() -> None:
    assert tell("群众损失比去年减少2.1亿元。") == []


def test_a_change_of_all_crime_is_general() -> None:
    (claim,) = read_claims("全市刑事案件立案数下降9.4%。")
    assert (claim.metric, claim.value, claim.scope) == (Metric.CHANGE, Decimal("-9.4"), "general")
