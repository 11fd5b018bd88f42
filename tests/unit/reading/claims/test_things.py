"""Lists of things that were seized or blocked. All sentences are synthetic."""

from told_claims import read_claims, tell

from zhanlian.model.claim import Metric, Unit

SEIZED = "公安机关缴获手机412部、电脑96台、银行卡2,130张、汽车3辆。"


def test_each_seized_thing_is_a_claim_with_its_name() -> None:
    claims = read_claims(SEIZED)
    assert {(claim.metric, claim.unit) for claim in claims} == {(Metric.ITEMS_SEIZED, Unit.ITEM)}
    assert [(claim.item, int(claim.value)) for claim in claims] == [
        ("手机", 412), ("电脑", 96), ("银行卡", 2130), ("汽车", 3),
    ]  # fmt: skip


def test_equal_numbers_of_different_things_are_all_kept() -> None:
    claims = read_claims("现场查获手机12部、电脑12台、银行卡12张。")
    assert [claim.item for claim in claims] == ["手机", "电脑", "银行卡"]


def test_the_number_may_stand_before_the_thing() -> None:
    claims = read_claims("现场查获412部手机、96台电脑。")
    assert [(claim.item, int(claim.value)) for claim in claims] == [("手机", 412), ("电脑", 96)]


def test_money_in_a_list_of_seized_things_is_recovered() -> None:
    assert tell("缴获手机412部，扣押现金31.5万元，查封房产6套。") == [
        ("items_seized", 412),
        ("amount_recovered", 315_000),
        ("items_seized", 6),
    ]


def test_the_quote_of_a_listed_thing_holds_no_other_number() -> None:
    for claim in read_claims(SEIZED):
        others = {"412", "96", "2,130", "3辆"} - {f"{claim.value:,}", f"{claim.value}辆"}
        assert not any(other in claim.quote for other in others)


def test_calls_and_messages_of_one_list_are_told_apart() -> None:
    assert tell("拦截诈骗电话38.6亿次、诈骗短信35.1亿条，封堵涉诈网址12.6万个。") == [
        ("calls_blocked", 3_860_000_000),
        ("messages_blocked", 3_510_000_000),
        ("sites_blocked", 126_000),
    ]


def test_frozen_cards_are_accounts_and_frozen_sums_are_money() -> None:
    assert tell("冻结涉案账户1,320个，冻结涉案资金890万元。") == [
        ("accounts_frozen", 1320),
        ("amount_intercepted", 8_900_000),
    ]
