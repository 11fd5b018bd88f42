from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docket import NOW, OpenDocket, do, do_approved, open_docket
from orders import (
    ACCOUNT,
    FREEZE,
    NEXT,
    TWO,
    file_case,
    filed_case,
    open_case,
    order_freeze,
    order_stop,
    receive,
    run_freeze,
    run_stop,
)

from zhanlian.app.docket.look import list_records, show_record
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.record import AnyRecord


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def _key(caught: pytest.ExceptionInfo[Any]) -> str:
    return str(caught.value.key)


def _due(freeze: AnyRecord) -> datetime:
    clock = freeze.clock("term")
    assert clock is not None
    return clock.due


def test_a_freeze_without_a_filed_case_is_refused(opened: OpenDocket) -> None:
    case = open_case(opened)
    with pytest.raises(StateError) as caught:
        do(opened, "li", "freeze.order", case, **FREEZE)
    assert _key(caught) == "error.freeze-unfiled"
    file_case(opened, case)
    assert order_freeze(opened, case).body.case_filed_at == NOW


def test_a_draft_is_worth_nothing_once_the_filing_was_taken_back(opened: OpenDocket) -> None:
    case = filed_case(opened)
    draft = do(opened, "li", "freeze.order", case, **FREEZE).draft
    assert draft is not None
    wrong = {"entry": 3, "drop": True, "reason": "误录"}
    do_approved(opened, "li", "case.correct", case, by="zhao", **wrong)
    with pytest.raises(StateError) as caught:
        do(opened, "zhao", "draft.approve", draft.id)
    assert _key(caught) == "error.freeze-unfiled"


@pytest.mark.parametrize(
    ("property_class", "level", "due"),
    [
        ("deposit", "county", datetime(2025, 3, 23, 16, tzinfo=UTC)),
        ("deposit-major", "city", datetime(2025, 9, 23, 16, tzinfo=UTC)),
        ("securities", "county", datetime(2026, 9, 23, 16, tzinfo=UTC)),
        ("equity", "city", datetime(2025, 3, 23, 16, tzinfo=UTC)),
        ("insurance", "city", datetime(2025, 3, 23, 16, tzinfo=UTC)),
        ("listed-equity", "province", datetime(2025, 3, 23, 16, tzinfo=UTC)),
    ],
)
def test_the_class_of_property_decides_term_and_approval(
    opened: OpenDocket, property_class: str, level: str, due: datetime
) -> None:
    case = filed_case(opened)
    told = {**FREEZE, "property_class": property_class}
    draft = do(opened, "li", "freeze.order", case, **told).draft
    assert draft is not None
    assert draft.body.level == level
    freeze = do(opened, "qian", "draft.approve", draft.id).records[1]
    at = opened.now.isoformat()
    held = do(opened, "li", "freeze.execute", freeze.id, at=at, frozen="90000.00 CNY").records[0]
    assert (held.state, held.body.effective_at, _due(held)) == ("active", NOW, due)


def test_a_shorter_term_may_be_decided_and_a_longer_one_may_not(opened: OpenDocket) -> None:
    case = filed_case(opened)
    assert _due(run_freeze(opened, case, term=3)) == datetime(2024, 12, 23, 16, tzinfo=UTC)
    with pytest.raises(InputError, match="clock-term"):
        order_freeze(opened, case, account=NEXT, term=7)


def test_nobody_freezes_twice_what_the_unit_has_frozen(opened: OpenDocket) -> None:
    case = filed_case(opened)
    order_freeze(opened, case)
    for target in (case, filed_case(opened, "合成乙案")):
        with pytest.raises(StateError) as caught:
            do(opened, "li", "freeze.order", target, **FREEZE)
        assert _key(caught) == "error.freeze-double"


def test_another_units_freeze_waits_and_learns_its_place_and_nothing_else(
    opened: OpenDocket,
) -> None:
    first = run_freeze(opened, filed_case(opened))
    other = run_freeze(opened, filed_case(opened, "合成他案", "mm-"), before="mm-")
    assert (first.state, other.state) == ("active", "queued")
    assert other.clock("term") is None
    assert first.id not in repr(other)


def test_the_next_in_the_queue_holds_when_the_first_lapses(opened: OpenDocket) -> None:
    first = run_freeze(opened, filed_case(opened))
    other = run_freeze(opened, filed_case(opened, "合成他案", "mm-"), before="mm-")
    with pytest.raises(StateError) as caught:
        do(opened, "mm-li", "freeze.activate", other.id, at=opened.now.isoformat())
    assert _key(caught) == "error.freeze-waits"
    opened.pass_time(days=190)
    with pytest.raises(StateError) as caught:
        do(opened, "li", "freeze.renew", first.id, reason="侦查尚未终结")
    assert _key(caught) == "error.freeze-lapsed"
    told = {"at": opened.now.isoformat()}
    held = do(opened, "mm-li", "freeze.activate", other.id, **told).records[0]
    assert (held.state, held.body.effective_at) == ("active", _due(first))
    assert _due(held) > opened.now
    gone = do(opened, "li", "freeze.lapse", first.id).records[0]
    assert (gone.state, gone.body.ended_at) == ("lapsed-auto", _due(first))


def test_an_act_on_a_freeze_that_moved_up_puts_that_on_record(opened: OpenDocket) -> None:
    first = run_freeze(opened, filed_case(opened))
    other = run_freeze(opened, filed_case(opened, "合成他案", "mm-"), before="mm-")
    do_approved(opened, "li", "freeze.release", first.id, by="zhao", reason="撤销案件")
    told = {"reason": "继续侦查"}
    held = do_approved(opened, "mm-li", "freeze.renew", other.id, by="mm-zhao", **told)[0]
    assert (held.state, held.body.turn) == ("active", 2)


def test_a_freeze_behind_one_outside_of_the_docket_waits_until_the_bank_says_so(
    opened: OpenDocket,
) -> None:
    made = order_freeze(opened, filed_case(opened))
    told = {"at": opened.now.isoformat(), "frozen": "0.00 CNY", "queue_position": 1}
    waiting = do(opened, "li", "freeze.execute", made.id, **told).records[0]
    assert (waiting.state, waiting.body.outside) == ("queued", True)
    opened.pass_time(days=400)
    with pytest.raises(StateError):
        do(opened, "li", "freeze.renew", made.id, reason="侦查")
    held = do(opened, "li", "freeze.activate", made.id, at=opened.now.isoformat()).records[0]
    assert (held.state, held.body.effective_at, held.body.outside) == ("active", opened.now, False)


def test_a_renewal_counts_when_the_bank_has_it_before_the_end(opened: OpenDocket) -> None:
    freeze = run_freeze(opened, filed_case(opened))
    opened.pass_time(days=170)
    renewed_at = opened.now
    waiting = do_approved(opened, "li", "freeze.renew", freeze.id, by="zhao", reason="侦查")[0]
    assert _due(waiting) == _due(freeze)
    with pytest.raises(StateError):
        do(opened, "li", "freeze.renew", freeze.id, reason="再续")
    opened.pass_time(days=30)  # the bank's receipt came late, the renewal did not
    told = {"at": renewed_at.isoformat()}
    renewed = do(opened, "li", "freeze.confirm-renewal", freeze.id, **told).records[0]
    assert _due(renewed) > opened.now
    assert renewed.body.renewals[0].effective_at == renewed_at


def test_a_renewal_that_reached_the_bank_after_the_end_is_refused(opened: OpenDocket) -> None:
    freeze = run_freeze(opened, filed_case(opened))
    opened.pass_time(days=180)
    do_approved(opened, "li", "freeze.renew", freeze.id, by="zhao", reason="侦查")
    opened.pass_time(days=10)
    with pytest.raises(StateError) as caught:
        do(opened, "li", "freeze.confirm-renewal", freeze.id, at=opened.now.isoformat())
    assert _key(caught) == "error.freeze-lapsed"


def test_a_draft_of_a_renewal_dies_with_the_freeze(opened: OpenDocket) -> None:
    freeze = run_freeze(opened, filed_case(opened))
    opened.pass_time(days=180)
    draft = do(opened, "li", "freeze.renew", freeze.id, reason="侦查").draft
    assert draft is not None
    opened.pass_time(days=10)
    with pytest.raises(StateError):
        do(opened, "zhao", "draft.approve", draft.id)


def test_no_renewal_is_recorded_against_a_freeze_that_took_over(opened: OpenDocket) -> None:
    first = run_freeze(opened, filed_case(opened))
    other = run_freeze(opened, filed_case(opened, "合成他案", "mm-"), before="mm-")
    opened.pass_time(days=170)
    in_time = opened.now.isoformat()
    do_approved(opened, "li", "freeze.renew", first.id, by="zhao", reason="侦查")
    opened.pass_time(days=20)
    do(opened, "mm-li", "freeze.activate", other.id, at=opened.now.isoformat())
    with pytest.raises(StateError) as caught:
        do(opened, "li", "freeze.confirm-renewal", first.id, at=in_time)
    assert _key(caught) == "error.freeze-taken"


def test_an_account_of_reserves_is_not_frozen_as_a_whole(opened: OpenDocket) -> None:
    case = filed_case(opened)
    told = {"account": ACCOUNT, "bank": "合成银行", "ground": "客户备付金", "source": "合成文书"}
    do(opened, "li", "account.protect", **told)
    whole = {name: value for name, value in FREEZE.items() if name != "amount"}
    with pytest.raises(StateError) as caught:
        do(opened, "li", "freeze.order", case, **whole)
    assert _key(caught) == "error.freeze-whole"
    assert order_freeze(opened, case).state == "ordered"


def test_unrelated_property_is_released_in_three_days_and_its_owner_told(
    opened: OpenDocket,
) -> None:
    freeze = run_freeze(opened, filed_case(opened)).id
    at = opened.now.isoformat()
    found = do(opened, "li", "freeze.find-unrelated", freeze, at=at, reason="与本案无关")
    clock = found.records[0].clock("freeze.unrelated-release")
    assert clock is not None
    assert clock.due == datetime(2024, 9, 26, 16, tzinfo=UTC)
    done = do_approved(opened, "li", "freeze.release", freeze, by="zhao", reason="无关")[0]
    assert done.state == "released"
    told = do(opened, "li", "freeze.tell-owner", freeze, at=at, source="合成通知书").records[0]
    assert [one.state for one in told.clocks] == ["void", "met"]


def test_a_part_may_be_released_and_the_rest_stays(opened: OpenDocket) -> None:
    freeze = run_freeze(opened, filed_case(opened)).id
    told = {"amount": "30000.00", "reason": "部分无关"}
    left = do_approved(opened, "li", "freeze.release", freeze, by="zhao", **told)[0]
    assert (left.state, str(left.body.frozen)) == ("active", "70000.00 CNY")
    with pytest.raises(InputError):
        do(opened, "li", "freeze.release", freeze, amount="70000.00", reason="全部")


def test_only_securities_are_sold_under_a_freeze(opened: OpenDocket) -> None:
    case = filed_case(opened)
    sale = {
        "sold_at": opened.now.isoformat(),
        "proceeds": "80000.00",
        "application": "合成申请书",
        "proceeds_account": "6200000000000009",
    }
    with pytest.raises(StateError):
        do(opened, "li", "freeze.sell", run_freeze(opened, case).id, **sale)
    shares = run_freeze(opened, case, account=NEXT, property_class="securities").id
    sold = do_approved(opened, "li", "freeze.sell", shares, by="zhao", **sale)[0]
    assert (sold.state, sold.body.sales[0].proceeds.units) == ("active", 8_000_000)


def test_a_freeze_that_holds_is_not_withdrawn_and_one_in_the_queue_is(opened: OpenDocket) -> None:
    first = run_freeze(opened, filed_case(opened))
    other = run_freeze(opened, filed_case(opened, "合成他案", "mm-"), before="mm-")
    with pytest.raises(StateError):
        do(opened, "li", "freeze.withdraw", first.id, reason="误")
    gone = do(opened, "mm-li", "freeze.withdraw", other.id, reason="误").records[0]
    assert gone.state == "withdrawn"


def test_the_bank_freezes_no_more_than_was_ordered(opened: OpenDocket) -> None:
    made = order_freeze(opened, filed_case(opened)).id
    at = opened.now.isoformat()
    for wrong in ("100000.01 CNY", "1.00 USD"):
        with pytest.raises(InputError):
            do(opened, "li", "freeze.execute", made, at=at, frozen=wrong)
    failed = do(opened, "li", "freeze.fail", made, at=at, reason="账户已销").records[0]
    assert failed.state == "failed"
    assert order_freeze(opened, failed.case or "").state == "ordered"


def test_a_freeze_names_the_stop_that_it_follows(opened: OpenDocket) -> None:
    case = filed_case(opened)
    stop = order_stop(opened, case)
    assert order_freeze(opened, case, stop=stop.id).values("follows") == (stop.id,)


def test_a_query_needs_no_filed_case_and_keeps_what_came_back(opened: OpenDocket) -> None:
    case = open_case(opened)
    told = {
        "unit": "合成刑侦支队",
        "officer": TWO,
        "bank": "合成银行",
        "since": "2024-09-01",
        "until": "2024-09-22",
        "asked_for": "交易明细",
        "account": ACCOUNT,
    }
    query = do_approved(opened, "li", "query.order", case, by="zhao", **told)[0].id
    at = opened.now.isoformat()
    with pytest.raises(StateError):
        do(opened, "li", "query.answer", query, at=at, evidence=["0" * 64])
    do(opened, "li", "query.send", query, at=at)
    with pytest.raises(InputError):
        do(opened, "li", "query.answer", query, at=at, evidence=["liushui.csv"])
    first, second = receive(opened, "合成案", "合成流水甲", "合成流水乙")
    (elsewhere,) = receive(opened, "合成别案", "合成流水丙")
    for unknown in ("0" * 64, elsewhere):
        with pytest.raises(InputError) as caught:
            do(opened, "li", "query.answer", query, at=at, evidence=[first, unknown])
        assert _key(caught) == "error.query-unreceived"
    part = {"at": at, "evidence": [first], "complete": False}
    assert do(opened, "li", "query.answer", query, **part).records[0].state == "sent"
    done = do(opened, "li", "query.answer", query, at=at, evidence=[second]).records[0]
    assert (done.state, done.body.evidence) == ("answered", (first, second))
    assert [one.state for one in done.clocks] == ["met"]


def test_a_query_refused_says_why(opened: OpenDocket) -> None:
    case = open_case(opened)
    told = {
        "unit": "合成刑侦支队",
        "officer": TWO,
        "bank": "合成银行",
        "since": "2024-09-22",
        "until": "2024-09-01",
        "asked_for": "交易明细",
        "account": ACCOUNT,
    }
    with pytest.raises(InputError):
        do(opened, "li", "query.order", case, **told)
    told["until"] = "2024-09-23"
    query = do_approved(opened, "li", "query.order", case, by="zhao", **told)[0].id
    at = opened.now.isoformat()
    do(opened, "li", "query.send", query, at=at)
    gone = do(opened, "li", "query.refuse", query, at=at, refusal="账户不在本行").records[0]
    assert (gone.state, gone.body.refusal) == ("refused", "账户不在本行")


def test_what_lapsed_is_shown_as_lapsed_before_anybody_notes_it(opened: OpenDocket) -> None:
    freeze = run_freeze(opened, filed_case(opened))
    stop = run_stop(opened, order_stop(opened, open_case(opened, "合成丁案")).id)
    opened.pass_time(days=190)
    for record, now in ((freeze, "lapsed-auto"), (stop, "lapsed")):
        seen = show_record(opened.docket, "li", record.id, opened.surroundings)
        assert (seen.record.state, seen.state) == (record.state, now)
    listed = list_records(opened.docket, "li", ("freeze", "stop"), opened.surroundings)
    assert {one.state for one in listed} == {"lapsed-auto", "lapsed"}


def test_a_freeze_that_moved_up_is_shown_and_listed_as_what_it_is_now(opened: OpenDocket) -> None:
    first = run_freeze(opened, filed_case(opened))
    other = run_freeze(opened, filed_case(opened, "合成他案", "mm-"), before="mm-")

    def listed(state: str) -> list[str]:
        here = opened.surroundings
        seen = list_records(opened.docket, "mm-li", ("freeze",), here, states=(state,))
        return [one.record.id for one in seen]

    assert (listed("queued"), listed("active")) == ([other.id], [])
    opened.pass_time(days=190)
    seen = show_record(opened.docket, "mm-li", other.id, opened.surroundings)
    assert (seen.record.state, seen.state) == ("queued", "active")
    assert (listed("queued"), listed("active")) == ([], [other.id])
    assert first.id not in repr(seen)
    opened.pass_time(days=190)
    assert (listed("active"), listed("lapsed-auto")) == ([], [other.id])


def test_the_bank_may_freeze_in_the_minute_of_the_decision(opened: OpenDocket) -> None:
    case = filed_case(opened)
    opened.now += timedelta(seconds=30)
    freeze = order_freeze(opened, case).id
    done = do(opened, "li", "freeze.execute", freeze, at=NOW.isoformat(), frozen="100.00 CNY")
    assert done.records[0].body.effective_at == NOW
