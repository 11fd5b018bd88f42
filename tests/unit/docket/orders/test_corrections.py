from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from docket import NOW, OpenDocket, add_staff, do, do_approved
from orders import filed_case, order_freeze, order_stop, run_freeze, run_stop
from sqlalchemy import Engine

from zhanlian.docket.orders.standing import own_standing
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.record import AnyRecord
from zhanlian.store.docket import Docket


@pytest.fixture
def opened(docket_engine: Engine) -> OpenDocket:
    return add_staff(OpenDocket(Docket(docket_engine)))


def _correct(opened: OpenDocket, freeze: str, before: str = "", **told: Any) -> AnyRecord:
    told = {"reason": "回执误录", "source": "合成银行回执", **told}
    return do_approved(opened, f"{before}li", "freeze.correct", freeze, by=f"{before}zhao", **told)[
        0
    ]


def _refuse(opened: OpenDocket, freeze: str, before: str = "", **told: Any) -> str:
    told = {"reason": "回执误录", "source": "合成银行回执", **told}
    with pytest.raises((StateError, InputError)) as caught:
        do(opened, f"{before}li", "freeze.correct", freeze, **told)
    return caught.value.key


def _due(order: AnyRecord, name: str = "term") -> datetime:
    clock = order.clock(name)
    assert clock is not None
    return clock.due


def _later(opened: OpenDocket, **span: float) -> OpenDocket:
    opened.pass_time(**span)
    return opened


def test_a_freeze_runs_from_its_right_time_and_keeps_the_wrong_one(opened: OpenDocket) -> None:
    made = order_freeze(opened, filed_case(opened))
    real = _later(opened, days=1).now
    wrong = _later(opened, days=9).now
    told = {"at": wrong.isoformat(), "frozen": "100000.00 CNY"}
    held = do(opened, "li", "freeze.execute", made.id, **told).records[0]
    assert _due(held) == datetime(2025, 4, 3, 16, tzinfo=UTC)
    right = _correct(opened, made.id, at=real.isoformat())
    assert (right.body.executed_at, right.body.effective_at) == (real, real)
    assert _due(right) == datetime(2025, 3, 24, 16, tzinfo=UTC)
    told_of = right.body.corrections[0]
    assert (told_of.was_executed_at, told_of.was_frozen) == (wrong, None)
    assert (told_of.reason, told_of.source) == ("回执误录", "合成银行回执")
    assert right.approvals


def test_a_sum_is_corrected_up_to_what_was_ordered(opened: OpenDocket) -> None:
    freeze = run_freeze(opened, filed_case(opened), frozen="10000.00 CNY").id
    assert str(_correct(opened, freeze, frozen="90000.00 CNY").body.frozen) == "90000.00 CNY"
    assert _refuse(opened, freeze, frozen="100000.01 CNY") == "error.freeze-sum"
    assert _refuse(opened, freeze, frozen="90000.00 USD") == "error.freeze-sum"
    assert _refuse(opened, freeze, frozen="90000.00 CNY") == "error.order-correction"
    assert _refuse(opened, freeze, frozen="0.00 CNY") == "error.order-sum"


def test_nothing_is_corrected_into_a_time_before_the_order_or_after_now(
    opened: OpenDocket,
) -> None:
    freeze = run_freeze(opened, filed_case(opened)).id
    for shift in (timedelta(minutes=-1), timedelta(minutes=2)):
        key = _refuse(opened, freeze, at=(NOW + shift).isoformat())
        assert key in ("error.order-sequence", "error.order-future")
    assert _refuse(opened, freeze) == "error.order-correction"


def test_a_renewal_that_came_too_late_by_the_right_time_forbids_it(opened: OpenDocket) -> None:
    made = order_freeze(opened, filed_case(opened))
    early = _later(opened, days=1).now
    at = _later(opened, days=20).now
    told = {"at": at.isoformat(), "frozen": "100000.00 CNY"}
    do(opened, "li", "freeze.execute", made.id, **told)
    opened.pass_time(days=175)
    do_approved(opened, "li", "freeze.renew", made.id, by="zhao", reason="侦查")
    do(opened, "li", "freeze.confirm-renewal", made.id, at=opened.now.isoformat())
    assert _refuse(opened, made.id, at=early.isoformat()) == "error.freeze-correction-later"
    right = _correct(opened, made.id, at=(early + timedelta(days=18)).isoformat())
    assert _due(right) > opened.now + timedelta(days=150)


def test_two_freezes_never_hold_at_once_by_a_correction(opened: OpenDocket) -> None:
    second = order_freeze(opened, filed_case(opened, "合成他案", "mm-"), before="mm-")
    mine = run_freeze(opened, filed_case(opened))
    opened.pass_time(days=5)
    do_approved(opened, "li", "freeze.release", mine.id, by="zhao", reason="撤销")
    opened.pass_time(days=1)
    told = {"at": opened.now.isoformat(), "frozen": "100000.00 CNY"}
    held = do(opened, "mm-li", "freeze.execute", second.id, **told).records[0]
    assert held.state == "active"
    early = (NOW + timedelta(days=2)).isoformat()
    assert _refuse(opened, second.id, "mm-", at=early) == "error.freeze-overlap"
    fits = NOW + timedelta(days=5, hours=1)
    assert _correct(opened, second.id, "mm-", at=fits.isoformat()).body.effective_at == fits


def test_a_freeze_that_waits_does_not_jump_the_queue(opened: OpenDocket) -> None:
    waits = order_freeze(opened, filed_case(opened, "合成他案", "mm-"), before="mm-")
    mine = order_freeze(opened, filed_case(opened))
    opened.pass_time(days=1)
    between = opened.now
    opened.pass_time(days=1)
    told = {"at": opened.now.isoformat(), "frozen": "100000.00 CNY"}
    do(opened, "li", "freeze.execute", mine.id, **told)
    opened.pass_time(days=1)
    told = {"at": opened.now.isoformat(), "frozen": "100000.00 CNY"}
    queued = do(opened, "mm-li", "freeze.execute", waits.id, **told).records[0]
    assert queued.state == "queued"
    assert _refuse(opened, waits.id, "mm-", at=between.isoformat()) == "error.freeze-overlap"
    after = opened.now - timedelta(hours=1)
    moved = _correct(opened, waits.id, "mm-", at=after.isoformat())
    assert (moved.state, moved.body.executed_at, moved.body.effective_at) == ("queued", after, None)


def test_a_lapse_that_was_noted_by_a_wrong_time_is_undone(opened: OpenDocket) -> None:
    freeze = order_freeze(opened, filed_case(opened))
    wrong = opened.now
    real = _later(opened, days=20).now
    told = {"at": wrong.isoformat(), "frozen": "100000.00 CNY"}
    do(opened, "li", "freeze.execute", freeze.id, **told)
    opened.pass_time(days=170)
    lapsed = do(opened, "li", "freeze.lapse", freeze.id).records[0]
    assert lapsed.state == "lapsed-auto"
    right = _correct(opened, freeze.id, at=real.isoformat())
    assert (right.state, right.body.ended_at) == ("active", None)
    assert own_standing(right, opened.now).state == "active"
    still = _correct(opened, freeze.id, at=(wrong + timedelta(days=1)).isoformat())
    assert own_standing(still, opened.now).state == "lapsed-auto"


def test_the_hours_of_a_stop_run_from_its_right_time(opened: OpenDocket) -> None:
    stop = run_stop(opened, order_stop(opened, filed_case(opened)).id)
    opened.pass_time(hours=3)
    told = {"reason": "误录", "source": "合成银行回执"}
    real = NOW + timedelta(hours=2)
    right = do_approved(
        opened, "li", "stop.correct-time", stop.id, by="zhao", at=real.isoformat(), **told
    )[0]
    assert _due(right, "stop.payment") == real + timedelta(hours=48)
    assert right.body.corrections[0].was_executed_at == NOW
    with pytest.raises(InputError) as caught:
        do(opened, "li", "stop.correct-time", stop.id, at=real.isoformat(), **told)
    assert caught.value.key == "error.order-correction"


def test_a_stop_is_not_moved_past_the_time_it_was_lifted(opened: OpenDocket) -> None:
    stop = run_stop(opened, order_stop(opened, filed_case(opened)).id)
    opened.pass_time(hours=1)
    do_approved(
        opened, "li", "stop.lift", stop.id, by="zhao", at=opened.now.isoformat(), reason="查明"
    )
    opened.pass_time(hours=1)
    told = {"reason": "误录", "source": "合成银行回执", "at": opened.now.isoformat()}
    with pytest.raises(StateError) as caught:
        do(opened, "li", "stop.correct-time", stop.id, **told)
    assert caught.value.key == "error.stop-correction-later"


def test_a_stop_noted_as_over_goes_on_where_it_is_not(opened: OpenDocket) -> None:
    stop = run_stop(opened, order_stop(opened, filed_case(opened)).id)
    opened.pass_time(hours=48)
    assert do(opened, "li", "stop.lapse", stop.id).records[0].state == "lapsed"
    told = {"reason": "误录", "source": "合成银行回执"}
    real = (NOW + timedelta(hours=1)).isoformat()
    right = do_approved(opened, "li", "stop.correct-time", stop.id, by="zhao", at=real, **told)[0]
    assert (right.state, right.body.ended_at) == ("executed", None)
