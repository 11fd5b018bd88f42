from pathlib import Path
from typing import Any

import pytest
from docket import OpenDocket, do, do_approved, open_docket
from orders import filed_case, run_freeze, see

from zhanlian.app.docket.returning import load_inflows, propose_round
from zhanlian.errors import NotFoundError, SchemaError, StateError
from zhanlian.model.flow import ReturnReading
from zhanlian.money.restitution.matching import Inflow


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def _claim(opened: OpenDocket, case: str, name: str, amount: str, **more: Any) -> str:
    told = {"victim": name, "victim_account": f"6200-{name}", "amount": amount, "source": "合成"}
    return do(opened, "li", "loss.claim", case, **told, **more).records[0].id


def _round(opened: OpenDocket, freeze: str, **more: Any) -> Any:
    return propose_round(opened.docket, "li", freeze, opened.surroundings, **more).records[0]


def _payments(round_: Any) -> list[int]:
    return [line.payment.units for line in round_.body.lines]


def _decide(opened: OpenDocket, round_: str) -> Any:
    done = do_approved(opened, "li", "return.decide", round_, by="zhao", decision_no="合成返决")
    return done[0]


def test_the_worked_example_of_proportion(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case).id
    for name, amount in (("合成甲", "60000.00"), ("合成乙", "90000.00"), ("合成丙", "50000.00")):
        _claim(opened, case, name, amount)
    made = _round(opened, freeze)
    assert _payments(made) == [3_000_000, 4_500_000, 2_500_000]
    assert made.body.needs_notice
    assert {one.key for one in made.body.disclosed} >= {"restitution.reading.usual"}


def test_what_came_back_before_lowers_the_share(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case).id
    _claim(opened, case, "合成甲", "60000.00", recovered="40000.00")
    _claim(opened, case, "合成乙", "90000.00")
    _claim(opened, case, "合成丙", "50000.00")
    assert _payments(_round(opened, freeze)) == [1_250_000, 5_625_000, 3_125_000]


def test_cents_go_to_the_largest_remainder_in_the_order_of_filing(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="100.00 CNY").id
    for name in ("合成甲", "合成乙", "合成丙"):
        _claim(opened, case, name, "70.00")
        opened.pass_time(minutes=1)
    assert _payments(_round(opened, freeze)) == [3_334, 3_333, 3_333]


def test_whoever_claims_too_much_counts_as_far_as_it_is_proved(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="80.00 CNY").id
    _claim(opened, case, "合成甲", "100.00", proved="50.00")
    _claim(opened, case, "合成乙", "50.00")
    made = _round(opened, freeze)
    assert _payments(made) == [4_000, 4_000]
    assert "restitution.over-claim" in {one.key for one in made.body.disclosed}


def test_an_accused_gets_nothing_and_that_is_disclosed(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="80.00 CNY").id
    _claim(opened, case, "合成甲", "100.00", accused=True)
    own = _claim(opened, case, "合成乙", "50.00")
    made = _round(opened, freeze)
    assert [line.loss for line in made.body.lines] == [own]
    assert made.body.residue.units == 3_000
    assert "restitution.accused" in {one.key for one in made.body.disclosed}


def test_a_single_inflow_goes_back_direct_without_notice(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="39000.00 CNY").id
    own = _claim(opened, case, "合成甲", "39000.00")
    _claim(opened, case, "合成乙", "90000.00")
    made = _round(opened, freeze, inflows=(Inflow("T1", 3_900_000, own),))
    assert [(line.loss, line.way) for line in made.body.lines] == [(own, "direct")]
    assert not made.body.needs_notice


def test_a_late_victim_gets_a_second_round_without_any_file(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="100.00 CNY").id
    first = _claim(opened, case, "合成甲", "60.00")
    one = _round(opened, freeze, inflows=(Inflow("T1", 6_000, first),))
    _decide(opened, one.id)
    late = _claim(opened, case, "合成乙", "90.00")
    two = _round(opened, freeze)
    assert [(line.loss, line.payment.units) for line in two.body.lines] == [(late, 4_000)]
    assert (two.body.round_no, two.body.frozen.units) == (2, 4_000)


def test_a_part_that_waits_for_an_objection_is_kept_for_it(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="100.00 CNY").id
    one, two = (_claim(opened, case, name, "40.00") for name in ("合成甲", "合成乙"))
    inflows = (Inflow("T1", 4_000, one), Inflow("T2", 4_000, two))
    round_ = _round(opened, freeze, inflows=inflows)
    told = {
        "source": "合成异议书",
        "claimed_at": opened.now.isoformat(),
        "objector": "丁某某",
        "facts": "货款",
        "concerns": [two],
    }
    do(opened, "li", "objection.raise", freeze, **told)
    _decide(opened, round_.id)
    late = _claim(opened, case, "合成丙", "90.00")
    second = _round(opened, freeze)
    assert [(line.loss, line.payment.units) for line in second.body.lines] == [(late, 2_000)]
    assert "restitution.still-paused" in {one.key for one in second.body.disclosed}


def test_a_third_party_who_claims_all_pauses_all(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="50.00 CNY").id
    _claim(opened, case, "合成甲", "60.00")
    told = {
        "source": "合成异议书",
        "claimed_at": opened.now.isoformat(),
        "objector": "丁某某",
        "facts": "货款",
    }
    do(opened, "li", "objection.raise", freeze, **told)
    made = _round(opened, freeze)
    assert {line.line_state for line in made.body.lines} == {"paused"}


def test_the_literal_reading_can_be_chosen(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="100.00 CNY").id
    _claim(opened, case, "合成甲", "80.00")
    opened.pass_time(minutes=1)
    _claim(opened, case, "合成乙", "80.00")
    assert _payments(_round(opened, freeze, reading=ReturnReading.LITERAL)) == [8_000, 2_000]


def test_where_nobody_is_owed_anything_there_is_no_round(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case).id
    with pytest.raises(StateError):
        _round(opened, freeze)
    _claim(opened, case, "合成甲", "80.00 USD")
    with pytest.raises(StateError):
        _round(opened, freeze)
    with pytest.raises(NotFoundError):
        propose_round(opened.docket, "mm-li", freeze, opened.surroundings)
    with pytest.raises(NotFoundError):
        _round(opened, case)
    assert see(opened, freeze).state == "active"


def test_inflows_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "inflows.csv"
    path.write_text("transfer,amount,loss\nT1,39000.00,abc\nT2,15000.00,\n", encoding="utf-8")
    assert load_inflows(path) == (Inflow("T1", 3_900_000, "abc"), Inflow("T2", 1_500_000, None))
    path.write_text("transfer,amount\nT1,多\n", encoding="utf-8")
    with pytest.raises(SchemaError):
        load_inflows(path)


def test_a_victim_who_became_a_suspect_is_left_out(opened: OpenDocket) -> None:
    case = filed_case(opened)
    freeze = run_freeze(opened, case, frozen="80.00 CNY").id
    told = {"name": "戊某某", "role": ["victim"], "source": "合成文书"}
    person, standing = do(opened, "li", "person.add", case, **told).records
    _claim(opened, case, "戊某某", "100.00", person=person.id)
    own = _claim(opened, case, "合成乙", "50.00")
    role = {"role": "suspect", "source": "合成文书"}
    do(opened, "li", "person.role", standing.id, **role)
    made = _round(opened, freeze)
    assert [line.loss for line in made.body.lines] == [own]
    assert "restitution.accused" in {one.key for one in made.body.disclosed}
