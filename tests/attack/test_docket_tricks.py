"""Sequences of acts that look legal one by one and would break a bound of the law together."""

from pathlib import Path
from typing import Any

import pytest
from docket import OpenDocket, do, do_approved, open_docket
from listed import add_batch, add_programme, open_listings, propose
from orders import (
    FREEZE,
    STOP,
    filed_case,
    open_case,
    order_freeze,
    order_stop,
    run_freeze,
    run_stop,
    see,
)

from zhanlian.docket.orders.standing import ACTIVE, QUEUED
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.restitution import LineState

# The same account as ACCOUNT to every eye, and to the bank.
SPELLINGS = [
    "６２００００００００００００００１"[:0] + "６２００　００００　００００　０００１",
    "6200\N{HYPHEN}0000\N{NON-BREAKING HYPHEN}0000\N{FIGURE DASH}0001",
    "6200\N{ZERO WIDTH SPACE}000000000001",
    "\N{RIGHT-TO-LEFT MARK}6200000000000001\N{WORD JOINER}",
    "6200\N{SOFT HYPHEN}0000\N{HORIZONTAL BAR}00000001",
    "٦٢٠٠٠٠٠٠٠٠٠٠٠٠٠١",
    "6200.0000.0000·0001",
]


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def _claim(opened: OpenDocket, case: str, amount: str = "60000.00", **more: Any) -> str:
    told = {"victim": "合成甲", "victim_account": "6211-1", "source": "合成申请", **more}
    return do(opened, "li", "loss.claim", case, amount=f"{amount} CNY", **told).records[0].id


def _propose(opened: OpenDocket, freeze: str, loss: str, amount: str, way: str = "direct") -> str:
    line = {"loss": loss, "way": way, "payment": f"{amount} CNY"}
    return do(opened, "li", "round.propose", freeze, lines=[line]).records[0].id


def _decide(opened: OpenDocket, round_: str, number: str = "合成返决-1") -> None:
    do_approved(opened, "li", "return.decide", round_, by="zhao", decision_no=number)


def _pay(opened: OpenDocket, round_: str, loss: str, amount: str) -> None:
    told = {"payee_account": "62111", "receipt": "合成回执", "at": opened.now.isoformat()}
    do(opened, "li", "return.pay", round_, loss=loss, amount=f"{amount} CNY", **told)


@pytest.mark.parametrize("spelled", SPELLINGS)
def test_one_account_spelled_in_two_ways_has_one_freeze_that_holds(
    opened: OpenDocket, spelled: str
) -> None:
    assert run_freeze(opened, filed_case(opened)).state == ACTIVE
    other = filed_case(opened, "合成案二", "mm-")
    assert run_freeze(opened, other, before="mm-", account=spelled).state == QUEUED


@pytest.mark.parametrize("spelled", SPELLINGS)
def test_one_account_spelled_in_two_ways_is_stopped_twice_and_no_more(
    opened: OpenDocket, spelled: str
) -> None:
    case = open_case(opened)
    order_stop(opened, case)
    order_stop(opened, case, account=spelled)
    with pytest.raises(StateError, match="stop-repeats"):
        do(opened, "li", "stop.order", case, **{**STOP, "account": spelled})


@pytest.mark.parametrize(
    "spelled",
    [
        {"victim": "合成\N{ZERO WIDTH SPACE}某"},
        {"alarm": "合成‐警－1"},
        {"alarm": "合成 警 1"},
        {"alarm": "合成-警-１", "victim": "合成某\N{RIGHT-TO-LEFT MARK}"},
    ],
)
def test_one_loss_spelled_otherwise_gives_no_third_stop(
    opened: OpenDocket, spelled: dict[str, str]
) -> None:
    case = open_case(opened)
    order_stop(opened, case)
    order_stop(opened, case)
    with pytest.raises(StateError, match="stop-repeats"):
        do(opened, "li", "stop.order", open_case(opened, "合成案二"), **{**STOP, **spelled})


def test_a_stop_goes_out_after_it_was_approved_and_not_before(opened: OpenDocket) -> None:
    stop = order_stop(opened, open_case(opened)).id
    with pytest.raises(InputError, match="order-sequence"):
        do(opened, "li", "stop.send", stop, at="2024-09-23T09:55:00")
    assert run_stop(opened, stop).state == "executed"


def test_a_query_goes_out_after_it_was_approved_and_not_before(opened: OpenDocket) -> None:
    told = {name: FREEZE[name] for name in ("unit", "officer", "bank", "account")}
    span = {"since": "2024-09-01T00:00:00", "until": "2024-09-20T00:00:00", "asked_for": "流水"}
    case = open_case(opened)
    query = do_approved(opened, "li", "query.order", case, by="zhao", **told, **span)[0].id
    with pytest.raises(InputError, match="order-sequence"):
        do(opened, "li", "query.send", query, at="2024-09-22T09:00:00")


def test_no_freeze_is_entered_when_the_filing_of_its_case_was_taken_back(
    opened: OpenDocket,
) -> None:
    case = filed_case(opened)
    freeze = order_freeze(opened, case)
    told = {"entry": 3, "reason": "登记错误", "drop": True}
    do_approved(opened, "li", "case.correct", case, by="zhao", **told)
    at = opened.now.isoformat()
    with pytest.raises(StateError, match="freeze-unfiled"):
        do(opened, "li", "freeze.execute", freeze.id, at=at, frozen="100000.00 CNY")


def test_a_freeze_is_not_renewed_without_a_filed_case(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case)
    told = {"entry": 3, "reason": "登记错误", "drop": True}
    do_approved(opened, "li", "case.correct", case, by="zhao", **told)
    with pytest.raises(StateError, match="freeze-unfiled"):
        do(opened, "li", "freeze.renew", freeze.id, reason="合成")
    # It may be released, and that is what is left to do.
    do_approved(opened, "li", "freeze.release", freeze.id, by="zhao", reason="合成")


def test_a_freeze_entered_late_does_not_hold_while_another_one_held(opened: OpenDocket) -> None:
    first = run_freeze(opened, filed_case(opened))
    other = filed_case(opened, "合成案二", "mm-")
    second = order_freeze(opened, other, before="mm-")
    early = opened.pass_time(minutes=10)
    ended = opened.pass_time(hours=5)
    do_approved(opened, "li", "freeze.release", first.id, by="zhao", reason="合成")
    opened.pass_time(hours=1)
    told = {"at": early.isoformat(), "frozen": "100000.00 CNY"}
    do(opened, "mm-li", "freeze.execute", second.id, **told)
    assert see(opened, second.id, "mm-li").body.effective_at == ended


def test_what_came_back_after_the_decision_is_not_paid_once_more(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze, loss = run_freeze(opened, case).id, _claim(opened, case)
    round_ = _propose(opened, freeze, loss, "60000.00")
    _decide(opened, round_)
    told = {"reason": "另案已返还", "source": "合成回执", "recovered": "50000.00 CNY"}
    do(opened, "li", "loss.correct", loss, **told)
    with pytest.raises(StateError, match="return-owed"):
        _pay(opened, round_, loss, "60000.00")
    _decide(opened, round_, "合成返决-2")
    _pay(opened, round_, loss, "10000.00")
    assert see(opened, round_).state == "paid"


def test_who_became_a_suspect_after_the_decision_does_not_hold_the_account_for_ever(
    opened: OpenDocket,
) -> None:
    case = filed_case(opened)
    freeze, loss = run_freeze(opened, case).id, _claim(opened, case)
    other = _claim(opened, case, "20000.00", victim="合成乙")
    lines = [
        {"loss": loss, "way": "direct", "payment": "60000.00 CNY"},
        {"loss": other, "way": "direct", "payment": "20000.00 CNY"},
    ]
    round_ = do(opened, "li", "round.propose", freeze, lines=lines).records[0].id
    _decide(opened, round_)
    do(opened, "li", "loss.correct", loss, reason="到案", source="合成文书", accused=True)
    _decide(opened, round_, "合成返决-2")
    states = {line.loss: line.line_state for line in see(opened, round_).body.lines}
    assert states == {loss: LineState.BARRED, other: LineState.DECIDED}
    _pay(opened, round_, other, "20000.00")
    do_approved(opened, "li", "freeze.release", freeze, by="zhao", reason="合成")


@pytest.mark.parametrize("concerned", [True, False])
def test_what_an_upheld_objection_took_after_the_decision_is_not_paid(
    opened: OpenDocket, concerned: bool
) -> None:
    case = filed_case(opened)
    freeze, loss = run_freeze(opened, case).id, _claim(opened, case)
    round_ = _propose(opened, freeze, loss, "60000.00")
    _decide(opened, round_)
    told = {"source": "合成申请", "claimed_at": opened.now.isoformat(), "objector": "合成丙"}
    more: dict[str, Any] = {"concerns": [loss]} if concerned else {"amount": "50000.00 CNY"}
    objection = do(opened, "li", "objection.raise", freeze, facts="合成", **told, **more)
    decided = {"upheld": True, "outcome": "合成"}
    target = objection.records[0].id
    do_approved(opened, "li", "objection.decide", target, by="zhao", **decided)
    with pytest.raises(StateError, match=r"return-(objection|total)"):
        _pay(opened, round_, loss, "60000.00")


def test_an_objection_is_counted_in_the_asset_that_is_frozen(opened: OpenDocket) -> None:
    freeze = run_freeze(opened, filed_case(opened)).id
    told = {"source": "合成申请", "claimed_at": opened.now.isoformat(), "objector": "合成丙"}
    with pytest.raises(InputError, match="loss-asset"):
        do(opened, "li", "objection.raise", freeze, facts="合成", amount="50000 JPY", **told)


def test_a_claim_taken_back_does_not_stop_the_decision_for_others(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze, loss = run_freeze(opened, case).id, _claim(opened, case)
    other = _claim(opened, case, "20000.00", victim="合成乙")
    lines = [
        {"loss": loss, "way": "direct", "payment": "60000.00 CNY"},
        {"loss": other, "way": "direct", "payment": "20000.00 CNY"},
    ]
    round_ = do(opened, "li", "round.propose", freeze, lines=lines).records[0].id
    do(opened, "li", "loss.withdraw", loss, reason="合成")
    _decide(opened, round_)
    states = {line.loss: line.line_state for line in see(opened, round_).body.lines}
    assert states == {loss: LineState.BARRED, other: LineState.DECIDED}


def test_the_notice_of_a_round_is_not_older_than_the_round(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze, loss = run_freeze(opened, case).id, _claim(opened, case)
    opened.pass_time(days=60)
    round_ = _propose(opened, freeze, loss, "60000.00", "proportional")
    with pytest.raises(InputError, match="order-sequence"):
        do(opened, "li", "round.notice", round_, at="2024-09-25T09:00:00", published="合成公告")


def test_one_victim_spelled_in_two_ways_claims_one_loss_once(opened: OpenDocket) -> None:
    case = filed_case(opened)
    _claim(opened, case)
    with pytest.raises(StateError, match="docket-taken"):
        _claim(opened, case, victim="合成\N{ZERO WIDTH SPACE}甲", victim_account="6211\N{HYPHEN}1")


_SANCTION: dict[str, Any] = {
    "ground": "conviction",
    "organ": "合成市局",
    "paper": "合成文书",
    "measure": ["credit-record"],
    "source": "合成文书",
    "name": "合成甲",
    "id_number": "110000000000000001",
}


def _impose(opened: OpenDocket, case: str, day: str, **more: str) -> None:
    told = {**_SANCTION, **more, "decided_on": day}
    do_approved(opened, "li", "sanction.impose", case, by="qian", **told)


@pytest.mark.parametrize(
    "days",
    [
        ("2024-12-02", "2027-12-02"),
        ("2027-12-02", "2024-12-02"),
        ("2027-06-02", "2025-01-02"),
    ],
)
def test_terms_that_follow_each_other_are_counted_in_whatever_order_they_are_entered(
    opened: OpenDocket, days: tuple[str, str]
) -> None:
    opened.pass_time(days=365 * 5)
    case = filed_case(opened)
    _impose(opened, case, days[0])
    with pytest.raises(StateError, match="sanction-longest"):
        _impose(opened, case, days[1], id_number="110000-0000-0000-0001")


def test_a_decision_from_before_the_rules_does_not_block_those_after(opened: OpenDocket) -> None:
    opened.pass_time(days=365 * 5)
    case = filed_case(opened)
    with pytest.raises(NotFoundError, match="rule-not-in-force"):
        _impose(opened, case, "2020-01-01")
    _impose(opened, case, "2025-01-01")


def test_a_listing_is_one_by_place_and_label_however_they_are_spelled(tmp_path: Path) -> None:
    opened = open_listings(tmp_path)
    batch = add_batch(opened, add_programme(opened))
    propose(opened, batch, place="合成市", code="9.06")
    with pytest.raises(StateError, match="listing-taken"):
        propose(opened, batch, place="合成市\N{ZERO WIDTH SPACE}", code="９．06")
    with pytest.raises(StateError, match="listing-programme-taken"):
        add_programme(opened, "合成督办\N{WORD JOINER}")


def test_a_listing_that_is_named_anew_leaves_its_former_name_free(tmp_path: Path) -> None:
    opened = open_listings(tmp_path)
    batch = add_batch(opened, add_programme(opened))
    first = propose(opened, batch, name="合成案甲", place="合成市", code="")
    do(opened, "li", "listing.amend", first.id, name="合成案乙", reason="合成")
    with pytest.raises(StateError, match="listing-taken"):
        propose(opened, batch, name="合成案乙", place="合成市", code="")
    propose(opened, batch, name="合成案甲", place="合成市", code="")
