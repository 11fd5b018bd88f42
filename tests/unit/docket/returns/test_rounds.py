from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docket import OpenDocket, do, do_approved, open_docket
from orders import filed_case, run_freeze, see

from zhanlian.errors import InputError, NotFoundError, StateError

_OWN = "6200 1111 0000 000"


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def _claim(opened: OpenDocket, case: str, number: int, amount: str, **more: Any) -> str:
    told = {
        "victim": f"合成被害人{number}",
        "victim_account": f"{_OWN}{number}",
        "amount": amount,
        "source": "合成申请",
        **more,
    }
    return do(opened, "li", "loss.claim", case, **told).records[0].id


def _line(loss: str, payment: str, way: str = "proportional") -> dict[str, str]:
    return {"loss": loss, "way": way, "payment": payment}


def _propose(opened: OpenDocket, freeze: str, *lines: dict[str, str]) -> str:
    return do(opened, "li", "round.propose", freeze, lines=list(lines)).records[0].id


def _notice(opened: OpenDocket, round_: str) -> None:
    told = {"at": opened.now.isoformat(), "published": "合成公告栏"}
    do(opened, "li", "round.notice", round_, **told)


def _decide(opened: OpenDocket, round_: str) -> Any:
    told = {"decision_no": "合成返决"}
    return do_approved(opened, "li", "return.decide", round_, by="zhao", **told)[0]


def _pay(opened: OpenDocket, round_: str, loss: str, amount: str, account: str) -> Any:
    told = {
        "loss": loss,
        "amount": amount,
        "at": opened.now.isoformat(),
        "receipt": "合成回执",
        "payee_account": account,
    }
    return do(opened, "li", "return.pay", round_, **told).records[0]


def _key(caught: pytest.ExceptionInfo[Any]) -> str:
    return str(caught.value.key)


def test_a_return_by_proportion_is_decided_after_thirty_days_of_notice(
    opened: OpenDocket,
) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case).id
    one, two = (_claim(opened, case, nr, sum_) for nr, sum_ in ((1, "60000.00"), (2, "90000.00")))
    round_ = _propose(opened, freeze, _line(one, "40000.00"), _line(two, "60000.00"))
    with pytest.raises(StateError) as caught:
        do(opened, "li", "return.decide", round_, decision_no="合成返决")
    assert _key(caught) == "error.return-unnoticed"
    _notice(opened, round_)
    clock = see(opened, round_).clock("notice")
    assert clock is not None
    assert clock.due == datetime(2024, 10, 23, 16, tzinfo=UTC)
    opened.pass_time(days=30)
    with pytest.raises(StateError) as caught:
        do(opened, "li", "return.decide", round_, decision_no="合成返决")
    assert _key(caught) == "error.return-notice-runs"
    opened.pass_time(days=1)
    decided = _decide(opened, round_)
    assert (decided.state, {line.line_state for line in decided.body.lines}) == (
        "decided",
        {"decided"},
    )
    told = do(opened, "li", "return.deliver", round_, at=opened.now.isoformat()).records[0]
    execution = told.clock("return.execution")
    assert execution is not None
    assert execution.due == datetime(2024, 10, 29, 16, tzinfo=UTC)
    assert _pay(opened, round_, one, "40000.00", f"{_OWN}1").state == "decided"
    paid = _pay(opened, round_, two, "60000.00", f"{_OWN}2")
    assert (paid.state, paid.body.residue.units) == ("paid", 0)


def test_a_direct_return_needs_no_notice(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case).id
    loss = _claim(opened, case, 1, "39000.00")
    round_ = _propose(opened, freeze, _line(loss, "39000.00", "direct"))
    with pytest.raises(StateError):
        _notice(opened, round_)
    assert _decide(opened, round_).body.residue.units == 6_100_000


def test_a_payment_goes_to_the_victims_own_account_only(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case).id
    loss = _claim(opened, case, 1, "39000.00")
    round_ = _propose(opened, freeze, _line(loss, "39000.00", "direct"))
    with pytest.raises(StateError):
        _pay(opened, round_, loss, "39000.00", f"{_OWN}1")
    _decide(opened, round_)
    with pytest.raises(StateError) as caught:
        _pay(opened, round_, loss, "39000.00", "6200999900000001")
    assert _key(caught) == "error.return-payee"
    with pytest.raises(InputError):
        _pay(opened, round_, loss, "38999.99", f"{_OWN}1")
    assert _pay(opened, round_, loss, "39000.00", "6200-1111-0000-0001").state == "paid"
    with pytest.raises(StateError):
        _pay(opened, round_, loss, "39000.00", f"{_OWN}1")


def test_nothing_goes_to_an_accused(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case).id
    loss = _claim(opened, case, 1, "100.00", accused=True)
    with pytest.raises(StateError) as caught:
        _propose(opened, freeze, _line(loss, "1.00", "direct"))
    assert _key(caught) == "error.return-accused"
    other = _claim(opened, case, 2, "100.00")
    round_ = _propose(opened, freeze, _line(other, "100.00", "direct"))
    do(opened, "li", "loss.correct", other, accused=True, reason="查明涉案", source="合成文书")
    with pytest.raises(StateError) as caught:
        do(opened, "li", "return.decide", round_, decision_no="合成返决")
    assert _key(caught) == "error.return-nothing"


def test_payments_are_no_more_than_is_owed_and_no_more_than_is_frozen(
    opened: OpenDocket,
) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="100.00 CNY").id
    rich = _claim(opened, case, 1, "500.00")
    poor = _claim(opened, case, 2, "80.00", recovered="45.00", proved="70.00")
    for line, key in (
        (_line(rich, "100.01"), "error.round-sum"),
        (_line(poor, "25.01"), "error.round-owed"),
    ):
        with pytest.raises(StateError) as caught:
            _propose(opened, freeze, line)
        assert _key(caught) == key
    with pytest.raises(InputError):
        _propose(opened, freeze, _line(rich, "1.00"), _line(rich, "1.00"))
    with pytest.raises(InputError):
        _propose(opened, freeze, _line(rich, "1.00 USD"))
    with pytest.raises(NotFoundError):
        _propose(opened, freeze, _line("nobody", "1.00"))
    _propose(opened, freeze, _line(rich, "75.00"), _line(poor, "25.00"))


def test_an_objection_pauses_what_it_concerns_until_it_is_decided(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="100.00 CNY").id
    one, two = (_claim(opened, case, nr, "50.00") for nr in (1, 2))
    round_ = _propose(opened, freeze, _line(one, "50.00", "direct"), _line(two, "50.00", "direct"))
    told = {
        "source": "合成异议书",
        "claimed_at": opened.now.isoformat(),
        "objector": "乙某某",
        "facts": "称款项为货款",
        "concerns": [two],
    }
    objection = do(opened, "li", "objection.raise", freeze, **told).records[0].id
    decided = _decide(opened, round_)
    assert [line.line_state for line in decided.body.lines] == ["decided", "paused"]
    with pytest.raises(StateError):
        do(opened, "li", "return.decide", round_, decision_no="合成返决二")
    _pay(opened, round_, one, "50.00", f"{_OWN}1")
    with pytest.raises(StateError):
        _pay(opened, round_, two, "50.00", f"{_OWN}2")
    outcome = {"upheld": False, "outcome": "无证据"}
    do_approved(opened, "li", "objection.decide", objection, by="zhao", **outcome)
    _decide(opened, round_)
    assert _pay(opened, round_, two, "50.00", f"{_OWN}2").state == "paid"


def test_an_objection_that_is_upheld_keeps_the_money_frozen(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="100.00 CNY").id
    loss = _claim(opened, case, 1, "100.00")
    round_ = _propose(opened, freeze, _line(loss, "100.00", "direct"))
    told = {
        "source": "合成异议书",
        "claimed_at": opened.now.isoformat(),
        "objector": "乙某某",
        "facts": "善意取得",
    }
    objection = do(opened, "li", "objection.raise", freeze, **told).records[0].id
    with pytest.raises(StateError):
        do(opened, "li", "return.decide", round_, decision_no="合成返决")
    outcome = {"upheld": True, "outcome": "合法交易所得"}
    do_approved(opened, "li", "objection.decide", objection, by="zhao", **outcome)
    with pytest.raises(StateError):
        do(opened, "li", "return.decide", round_, decision_no="合成返决")
    do(opened, "li", "round.withdraw", round_, reason="异议成立")
    with pytest.raises(StateError) as caught:
        _propose(opened, freeze, _line(loss, "0.01", "direct"))
    assert _key(caught) == "error.round-sum"


def test_an_objection_after_the_decision_holds_the_payment_back(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case).id
    loss = _claim(opened, case, 1, "100.00")
    round_ = _propose(opened, freeze, _line(loss, "100.00", "direct"))
    _decide(opened, round_)
    told = {
        "source": "合成异议书",
        "claimed_at": opened.now.isoformat(),
        "objector": "乙某某",
        "facts": "善意取得",
    }
    do(opened, "li", "objection.raise", freeze, **told)
    with pytest.raises(StateError) as caught:
        _pay(opened, round_, loss, "100.00", f"{_OWN}1")
    assert _key(caught) == "error.return-objection"


def test_a_late_victim_opens_a_second_round_over_the_rest(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="100.00 CNY").id
    first = _claim(opened, case, 1, "60.00")
    one = _propose(opened, freeze, _line(first, "60.00", "direct"))
    with pytest.raises(StateError):  # one round at a time is worked out
        _propose(opened, freeze, _line(first, "1.00", "direct"))
    _decide(opened, one)
    late = _claim(opened, case, 2, "90.00")
    for line in (_line(first, "0.01"), _line(late, "40.01")):
        with pytest.raises(StateError):
            _propose(opened, freeze, line)
    second = see(opened, _propose(opened, freeze, _line(late, "40.00")))
    assert (second.body.round_no, second.body.frozen.units, second.body.residue.units) == (
        2,
        4_000,
        0,
    )


def test_what_came_back_in_between_is_not_paid_twice(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case).id
    loss = _claim(opened, case, 1, "100.00")
    round_ = _propose(opened, freeze, _line(loss, "100.00", "direct"))
    told = {"recovered": "30.00", "reason": "嫌疑人退赔", "source": "合成收据"}
    do(opened, "li", "loss.correct", loss, **told)
    assert _decide(opened, round_).body.lines[0].payment.units == 7_000


def test_nothing_is_returned_from_a_freeze_that_is_over(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case).id
    loss = _claim(opened, case, 1, "100.00")
    round_ = _propose(opened, freeze, _line(loss, "100.00", "direct"))
    _decide(opened, round_)
    opened.pass_time(days=190)
    with pytest.raises(StateError) as caught:
        _pay(opened, round_, loss, "100.00", f"{_OWN}1")
    assert _key(caught) == "error.return-unfrozen"
    with pytest.raises(StateError):
        _propose(opened, freeze, _line(loss, "1.00", "direct"))


def test_what_is_to_be_returned_is_not_released(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="100.00 CNY").id
    loss = _claim(opened, case, 1, "60.00")
    _decide(opened, _propose(opened, freeze, _line(loss, "60.00", "direct")))
    for amount in ({}, {"amount": "40.01"}):
        with pytest.raises(StateError) as caught:
            do(opened, "li", "freeze.release", freeze, reason="解除", **amount)
        assert _key(caught) == "error.freeze-committed"
    told = {"amount": "40.00", "reason": "其余解除"}
    left = do_approved(opened, "li", "freeze.release", freeze, by="zhao", **told)[0]
    assert left.body.frozen.units == 6_000


def test_a_victim_claims_a_loss_once_in_a_case(opened: OpenDocket) -> None:
    case = filed_case(opened)
    first = _claim(opened, case, 1, "60.00")
    with pytest.raises(StateError):
        _claim(opened, case, 1, "61.00")
    do(opened, "li", "loss.withdraw", first, reason="误录")
    _claim(opened, case, 1, "61.00")
    with pytest.raises(InputError):
        _claim(opened, case, 3, "61.00", recovered="1.00 USD")


def test_a_suspect_of_the_case_is_an_accused_whatever_the_claim_says(opened: OpenDocket) -> None:
    case = filed_case(opened)
    told = {"name": "戊某某", "role": ["victim", "suspect"], "source": "合成文书"}
    person = do(opened, "li", "person.add", case, **told).records[0].id
    loss = _claim(opened, case, 1, "100.00", person=person)
    assert see(opened, loss).body.accused
    with pytest.raises(StateError) as caught:
        do(opened, "li", "loss.correct", loss, accused=False, reason="误", source="合成")
    assert _key(caught) == "error.loss-suspect"
    with pytest.raises(NotFoundError):
        _claim(opened, case, 2, "100.00", person="nobody")


def test_a_victim_who_became_a_suspect_after_the_decision_is_not_paid(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case).id
    told = {"name": "戊某某", "role": ["victim"], "source": "合成文书"}
    person, standing = do(opened, "li", "person.add", case, **told).records
    loss = _claim(opened, case, 1, "100.00", person=person.id)
    round_ = _propose(opened, freeze, _line(loss, "100.00", "direct"))
    _decide(opened, round_)
    do(opened, "li", "person.role", standing.id, role="suspect", source="合成文书")
    with pytest.raises(StateError) as caught:
        _pay(opened, round_, loss, "100.00", f"{_OWN}1")
    assert _key(caught) == "error.return-accused"
