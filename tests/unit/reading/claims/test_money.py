"""Money: involved, lost, stopped and got back are four things. All sentences are synthetic."""

import pytest
from told_claims import bounds, only, read_claims, tell

from zhanlian.model.claim import Metric, Qualifier, Unit


@pytest.mark.parametrize(
    ("sentence", "metric", "value"),
    [
        ("该诈骗团伙涉案金额1.3亿余元。", Metric.AMOUNT_INVOLVED, 130_000_000),
        ("涉案流水2.3亿余元。", Metric.AMOUNT_INVOLVED, 230_000_000),
        ("诈骗金额1,100万元。", Metric.AMOUNT_INVOLVED, 11_000_000),
        ("李某某被骗36万元。", Metric.AMOUNT_LOSS, 360_000),
        ("受害人损失4600余万元。", Metric.AMOUNT_LOSS, 46_000_000),
        ("该团伙骗取张某某52万元。", Metric.AMOUNT_LOSS, 520_000),
        ("警方紧急止付2.4亿元。", Metric.AMOUNT_INTERCEPTED, 240_000_000),
        ("警方冻结资金890万元。", Metric.AMOUNT_INTERCEPTED, 8_900_000),
        ("警方追回资金310万元。", Metric.AMOUNT_RECOVERED, 3_100_000),
        ("警方向群众返还资金85万元。", Metric.AMOUNT_RECOVERED, 850_000),
        ("被告人退赔12万元。", Metric.AMOUNT_RECOVERED, 120_000),
    ],
)
def test_each_word_for_money_has_its_own_metric(sentence: str, metric: Metric, value: int) -> None:
    claim = read_claims(sentence)[-1]
    assert (claim.metric, int(claim.value), claim.unit) == (metric, value, Unit.CNY)


@pytest.mark.parametrize(
    ("sentence", "metric", "value"),
    [
        ("为群众挽回损失138万元。", Metric.AMOUNT_INTERCEPTED, 1_380_000),
        ("为被害人挽回经济损失138万元。", Metric.AMOUNT_INTERCEPTED, 1_380_000),
        ("冻结涉案资金2700万元。", Metric.AMOUNT_INTERCEPTED, 27_000_000),
        ("追回被骗资金46万元。", Metric.AMOUNT_RECOVERED, 460_000),
        ("返还群众被骗款1,260万元。", Metric.AMOUNT_RECOVERED, 12_600_000),
        ("查扣涉诈资金890万元。", Metric.AMOUNT_RECOVERED, 8_900_000),
        ("避免经济损失3.6亿元。", Metric.AMOUNT_INTERCEPTED, 360_000_000),
        ("避免群众损失3.6亿元。", Metric.AMOUNT_INTERCEPTED, 360_000_000),
    ],
)
def test_the_verb_rules_over_the_noun_of_the_amount(
    sentence: str, metric: Metric, value: int
) -> None:
    claim = only(sentence)
    assert (claim.metric, int(claim.value)) == (metric, value)


def test_frozen_got_back_and_returned_stay_apart() -> None:
    assert tell("警方冻结涉案资金2700万元，追回被骗资金310万元，向受害人返还85万元。") == [
        ("amount_intercepted", 27_000_000),
        ("amount_recovered", 3_100_000),
        ("amount_recovered", 850_000),
    ]


def test_involved_and_lost_stay_apart() -> None:
    assert tell("该团伙涉案金额1.3亿余元，受害人损失4600余万元。") == [
        ("amount_involved", 130_000_000),
        ("amount_loss", 46_000_000),
    ]


def test_only_the_loss_of_a_victim_is_a_claim_not_the_stakes_on_the_way() -> None:
    text = "张某某先转账5000元，又投入3万元，后来共损失18.6万元。"
    assert tell(text) == [("amount_loss", 186_000)]


def test_a_stake_is_no_claim_where_the_next_sentence_tells_the_loss() -> None:
    text = "张某某按指引充值8万元。平台打不开后，他才发现共被骗23.5万元。"
    assert tell(text) == [("amount_loss", 235_000)]


def test_without_a_loss_the_largest_stake_is_what_was_lost() -> None:
    text = "李某某先投入2万元，又投入11万元，随后发现上当。"
    assert tell(text) == [("amount_loss", 110_000)]


def test_fines_and_gains_are_neither_loss_nor_involved() -> None:
    claims = read_claims("张某某被并处罚金12万元，非法获利36万元。")
    assert [(claim.metric, claim.item) for claim in claims] == [
        (Metric.OTHER, "fines"),
        (Metric.OTHER, "illegal_gains"),
    ]


@pytest.mark.parametrize(
    ("sentence", "unit", "currency"),
    [
        ("受害人损失12万元。", Unit.CNY, None),
        ("受害人损失12万美元。", Unit.USD, None),
        ("受害人损失12万港元。", Unit.OTHER, "HKD"),
        ("受害人损失12万泰铢。", Unit.OTHER, "THB"),
        ("受害人损失12万枚泰达币。", Unit.OTHER, "USDT"),
    ],
)
def test_an_amount_keeps_its_currency(sentence: str, unit: Unit, currency: str | None) -> None:
    claim = only(sentence)
    assert (int(claim.value), claim.unit, claim.currency) == (120_000, unit, currency)


def test_an_amount_keeps_its_comparator() -> None:
    text = "追回资金近3亿元，冻结资金3000余万元，止付约2亿元，返还50万元以上。"
    assert bounds(text) == [
        (300_000_000, Qualifier.NEARLY),
        (30_000_000, Qualifier.OVER),
        (200_000_000, Qualifier.ABOUT),
        (500_000, Qualifier.OVER),
    ]
