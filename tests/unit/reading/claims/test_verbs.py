"""The verb decides the metric: two verbs are never merged. All sentences are synthetic."""

import pytest
from told_claims import only, read_claims, tell

from zhanlian.model.claim import Metric, Unit


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("警方抓获诈骗犯罪嫌疑人47名。", Metric.SUSPECTS_CAPTURED),
        ("47名诈骗犯罪嫌疑人落网。", Metric.SUSPECTS_CAPTURED),
        ("缅甸警方向我方移交诈骗犯罪嫌疑人47名。", Metric.SUSPECTS_TRANSFERRED),
        ("专机将47名诈骗犯罪嫌疑人押解回国。", Metric.SUSPECTS_TRANSFERRED),
        ("柬方遣返诈骗犯罪嫌疑人47名。", Metric.SUSPECTS_TRANSFERRED),
        ("诈骗团伙47人投案自首。", Metric.SUSPECTS_SURRENDERED),
        ("警方刑拘诈骗犯罪嫌疑人47名。", Metric.SUSPECTS_DETAINED),
        ("检察机关对诈骗犯罪嫌疑人批捕47名。", Metric.SUSPECTS_ARREST_APPROVED),
        ("移送审查起诉诈骗犯罪嫌疑人47名。", Metric.SUSPECTS_PROSECUTED),
        ("提起公诉诈骗犯罪嫌疑人47名。", Metric.SUSPECTS_PROSECUTED),
        ("法院对47名诈骗被告人作出判决。", Metric.SUSPECTS_SENTENCED),
        ("公安机关公开悬赏通缉47名诈骗犯罪嫌疑人。", Metric.SUSPECTS_WANTED),
        ("警方解救被困人员47名。", Metric.PERSONS_RESCUED),
        ("反诈中心劝阻群众47人次。", Metric.PERSONS_DISSUADED),
        ("受害人多达47人。", Metric.VICTIMS),
        ("该团伙成员共计47人。", Metric.MEMBERS),
    ],
)
def test_each_verb_over_people_has_its_own_metric(sentence: str, metric: Metric) -> None:
    claim = only(sentence)
    assert (claim.metric, int(claim.value), claim.unit) == (metric, 47, Unit.PERSON)


@pytest.mark.parametrize(
    ("sentence", "metric", "unit"),
    [
        ("警方破获诈骗案件320起。", Metric.CASES_SOLVED, Unit.CASE),
        ("全市立案诈骗案件320起。", Metric.CASES_FILED, Unit.CASE),
        ("专班串并诈骗案件320起。", Metric.CASES_LINKED, Unit.CASE),
        ("公安机关挂牌督办诈骗案件320起。", Metric.CASES_SUPERVISED, Unit.CASE),
        ("警方打掉诈骗团伙320个。", Metric.GANGS_DISMANTLED, Unit.GANG),
        ("警方捣毁诈骗窝点320处。", Metric.DENS_DESTROYED, Unit.DEN),
        ("开展集中收网行动320次。", Metric.OPERATIONS, Unit.OTHER),
        ("冻结涉案账户320个。", Metric.ACCOUNTS_FROZEN, Unit.ACCOUNT),
        ("拦截诈骗电话320次。", Metric.CALLS_BLOCKED, Unit.CALL),
        ("拦截诈骗短信320条。", Metric.MESSAGES_BLOCKED, Unit.MESSAGE),
        ("封堵涉诈网址320个。", Metric.SITES_BLOCKED, Unit.SITE),
        ("发出预警信息320条。", Metric.WARNINGS_ISSUED, Unit.MESSAGE),
        ("该集团下设320个分公司。", Metric.ORG_UNITS, Unit.OTHER),
        ("核查诈骗线索320条。", Metric.CLUES, Unit.CLUE),
    ],
)
def test_each_verb_over_things_has_its_own_metric(
    sentence: str, metric: Metric, unit: Unit
) -> None:
    claim = only(sentence)
    assert (claim.metric, int(claim.value), claim.unit) == (metric, 320, unit)


def test_capture_hand_over_and_detention_in_one_sentence_stay_apart() -> None:
    assert tell("抓获诈骗犯罪嫌疑人32名，移交19名，刑拘8名。") == [
        ("suspects_captured", 32),
        ("suspects_transferred", 19),
        ("suspects_detained", 8),
    ]


def test_every_stage_of_a_prosecution_is_a_claim() -> None:
    text = "4名诈骗主犯被提起公诉，另有29人被移送审查起诉，61人被刑事拘留，17人被批准逮捕。"
    assert tell(text) == [
        ("suspects_prosecuted", 4),
        ("suspects_prosecuted", 29),
        ("suspects_detained", 61),
        ("suspects_arrest_approved", 17),
    ]


def test_transfer_for_prosecution_and_indictment_of_equal_numbers_are_two_facts() -> None:
    claims = read_claims("移送审查起诉诈骗犯罪嫌疑人47名，提起公诉47名。")
    assert [(int(claim.value), claim.verb) for claim in claims] == [
        (47, "移送审查起诉"),
        (47, "提起公诉"),
    ]


def test_an_escort_is_a_hand_over_only_from_abroad() -> None:
    assert only("警方将12名诈骗嫌疑人押解至澜汀市。").metric is Metric.SUSPECTS_CAPTURED
    assert only("警方将12名诈骗嫌疑人从缅甸押解至澜汀市。").metric is Metric.SUSPECTS_TRANSFERRED


def test_sentences_are_told_apart_by_their_kind() -> None:
    text = (
        "法院对38名诈骗被告人判处有期徒刑，2名判处死刑，"
        "5名判处死刑，缓期二年执行，11名判处无期徒刑。"
    )
    claims = read_claims(text)
    assert {claim.metric for claim in claims} == {Metric.SUSPECTS_SENTENCED}
    assert [(int(claim.value), claim.item) for claim in claims] == [
        (38, None), (2, "death"), (5, "suspended_death"), (11, "life"),
    ]  # fmt: skip


def test_officers_are_no_suspects() -> None:
    officers, caught = read_claims("市局出动民警320名，抓获诈骗嫌疑人51名。")
    assert (officers.metric, officers.item) == (Metric.OTHER, "officers_deployed")
    assert (caught.metric, int(caught.value)) == (Metric.SUSPECTS_CAPTURED, 51)
