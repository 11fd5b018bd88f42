from pathlib import Path
from typing import Any

import pytest
from docket import NOW, OpenDocket, do, do_approved, open_docket
from orders import ACCOUNT, NEXT, STOP, open_case, order_stop, run_stop, see

from zhanlian.docket.orders.stops import find_stop_state
from zhanlian.errors import InputError, NotFoundError, StateError


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def test_a_stop_takes_effect_only_when_somebody_else_approved(opened: OpenDocket) -> None:
    case = open_case(opened)
    draft = do(opened, "li", "stop.order", case, **STOP).draft
    assert draft is not None
    assert draft.state == "open"
    stop = do(opened, "zhao", "draft.approve", draft.id).records[1]
    assert (stop.kind, stop.state, stop.body.repeat_no) == ("stop", "approved", 1)
    assert [approval.by for approval in stop.approvals] == ["zhao"]


def test_a_stop_lasts_48_hours_from_its_execution_and_is_warned_of_twice(
    opened: OpenDocket,
) -> None:
    stop = run_stop(opened, order_stop(opened, open_case(opened)).id)
    clock = stop.clock("stop.payment")
    assert clock is not None
    assert (clock.due - NOW).total_seconds() == 48 * 3600
    assert (clock.warn - NOW).total_seconds() == 36 * 3600
    assert find_stop_state(stop, clock.warn) == "executed"
    assert find_stop_state(stop, clock.due) == "lapsed"


def test_the_desk_has_thirty_minutes_from_the_alarm_until_the_request_goes_out(
    opened: OpenDocket,
) -> None:
    stop = order_stop(opened, open_case(opened))
    clock = stop.clock("stop.entry")
    assert clock is not None
    assert (clock.due - stop.body.alarm_at).total_seconds() == 30 * 60
    sent = do(opened, "li", "stop.send", stop.id, at=opened.now.isoformat()).records[0]
    assert [one.state for one in sent.clocks] == ["met"]


def test_an_account_is_stopped_at_most_twice_for_one_loss(opened: OpenDocket) -> None:
    case = open_case(opened)
    first = run_stop(opened, order_stop(opened, case).id)
    opened.pass_time(hours=49)
    again = {"request_no": "合成-止-2", "officer": STOP["officer"], "reason": "仍未立案"}
    second = do_approved(opened, "li", "stop.extend", first.id, by="zhao", **again)[0]
    assert (second.body.repeat_no, second.body.former) == (2, first.id)
    run_stop(opened, second.id)
    for act, target, told in (
        ("stop.extend", first.id, again),
        ("stop.order", case, dict(STOP)),
        ("stop.order", case, {**STOP, "account": "62000000-0000-0001"}),
    ):
        with pytest.raises(StateError) as caught:
            do(opened, "li", act, target, **told)
        assert caught.value.key == "error.stop-repeats"


def test_other_parties_count_towards_the_two_stops(opened: OpenDocket) -> None:
    order_stop(opened, open_case(opened))
    other = open_case(opened, "合成他案", "mm-")
    told = {**STOP, "request_no": "合成-他-1"}
    second = do_approved(opened, "mm-li", "stop.order", other, by="mm-zhao", **told)[0]
    assert second.body.repeat_no == 2
    with pytest.raises(StateError):
        do(opened, "mm-li", "stop.order", other, **told)


def test_another_loss_and_another_account_have_stops_of_their_own(opened: OpenDocket) -> None:
    case = open_case(opened)
    for more in ({}, {"victim": "合成另一人"}, {"alarm": "合成-警-2"}, {"account": NEXT}):
        assert order_stop(opened, case, **more).body.repeat_no == 1


def test_what_was_drafted_thrice_is_approved_twice(opened: OpenDocket) -> None:
    case = open_case(opened)
    drafts = [do(opened, "li", "stop.order", case, **STOP).draft for _ in range(3)]
    ids = [draft.id for draft in drafts if draft is not None]
    do(opened, "zhao", "draft.approve", ids[0])
    do(opened, "zhao", "draft.approve", ids[1])
    with pytest.raises(StateError):
        do(opened, "zhao", "draft.approve", ids[2])


def test_what_did_not_match_is_told_corrected_approved_and_sent_again(opened: OpenDocket) -> None:
    stop = order_stop(opened, open_case(opened)).id
    now = opened.now.isoformat()
    do(opened, "li", "stop.send", stop, at=now)
    told = {"at": now, "mismatched": ["holder", "amount"], "mismatch_reason": "户名、金额不符"}
    wrong = do(opened, "li", "stop.mismatch", stop, **told).records[0]
    assert (wrong.state, wrong.body.mismatched) == ("mismatched", ("amount", "holder"))
    with pytest.raises(InputError):
        do(opened, "li", "stop.correct", stop, reason="未改")
    right = {"holder": "乙某某", "amount": "38000.00", "reason": "被害人更正"}
    done = do_approved(opened, "li", "stop.correct", stop, by="zhao", **right)[0]
    assert (done.state, done.body.holder, done.body.amount.units) == (
        "approved",
        "乙某某",
        3_800_000,
    )
    again = run_stop(opened, stop)
    assert (again.state, again.body.mismatched) == ("executed", ())


def test_a_correction_to_an_account_stopped_twice_is_refused(opened: OpenDocket) -> None:
    case = open_case(opened)
    order_stop(opened, case, account=NEXT)
    order_stop(opened, case, account=NEXT)
    stop = order_stop(opened, case).id
    now = opened.now.isoformat()
    do(opened, "li", "stop.send", stop, at=now)
    told = {"at": now, "mismatched": ["account"], "mismatch_reason": "账号不符"}
    do(opened, "li", "stop.mismatch", stop, **told)
    with pytest.raises(StateError):
        do(opened, "li", "stop.correct", stop, account=NEXT, reason="更正")


def test_a_stop_on_the_next_account_names_the_one_before(opened: OpenDocket) -> None:
    case = open_case(opened)
    first = order_stop(opened, case)
    second = order_stop(opened, case, account=NEXT, follows=first.id)
    assert second.values("follows") == (first.id,)
    with pytest.raises(NotFoundError):
        order_stop(opened, case, account="6200000000000003", follows="nothing")


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"officer": ["合成民警甲"]}, "error.order-officers"),
        ({"officer": ["合成民警甲", "合成民警甲 "]}, "error.order-officers"),
        ({"account": " - "}, "error.order-account"),
        ({"amount": "0.00"}, "error.order-sum"),
        ({"holder": " "}, "error.field-missing"),
        ({"alarm_at": "2024-09-23T10:02:00"}, "error.order-future"),
        ({"victim_account": ACCOUNT}, "error.stop-own-account"),
    ],
)
def test_a_request_that_a_bank_could_not_compare_is_refused(
    opened: OpenDocket, more: dict[str, Any], key: str
) -> None:
    with pytest.raises(InputError) as caught:
        do(opened, "li", "stop.order", open_case(opened), **{**STOP, **more})
    assert caught.value.key == key


def test_steps_out_of_order_are_refused(opened: OpenDocket) -> None:
    stop = order_stop(opened, open_case(opened)).id
    now = opened.now.isoformat()
    with pytest.raises(StateError):
        do(opened, "li", "stop.execute", stop, at=now)
    do(opened, "li", "stop.send", stop, at=now)
    with pytest.raises(InputError) as caught:
        do(opened, "li", "stop.execute", stop, at="2024-09-23T09:59:00")
    assert caught.value.key == "error.order-sequence"
    do(opened, "li", "stop.execute", stop, at=now)
    with pytest.raises(StateError):
        do(opened, "li", "stop.lapse", stop)
    opened.pass_time(hours=48)
    with pytest.raises(StateError):
        do(opened, "li", "stop.lift", stop, at=opened.now.isoformat(), reason="已过期")
    over = do(opened, "li", "stop.lapse", stop).records[0]
    assert (over.state, [one.state for one in over.clocks]) == ("lapsed", ["met", "void"])


def test_a_withdrawn_stop_frees_its_place(opened: OpenDocket) -> None:
    case = open_case(opened)
    stop = order_stop(opened, case)
    do(opened, "li", "stop.withdraw", stop.id, reason="被害人记错")
    assert see(opened, stop.id).state == "withdrawn"
    assert order_stop(opened, case).body.repeat_no == 1


def test_accounts_and_names_are_masked(opened: OpenDocket) -> None:
    from zhanlian.app.docket.look import show_record

    stop = order_stop(opened, open_case(opened))
    body = show_record(opened.docket, "li", stop.id, opened.surroundings).body
    assert body["account"] == "6200****0001"
    assert (body["victim"], body["holder"]) == ("合**", "甲**")
