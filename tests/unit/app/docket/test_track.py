from pathlib import Path

import pytest
from docket import OpenDocket, do, do_approved, open_docket
from orders import ACCOUNT, NEXT, filed_case, order_stop, run_freeze, run_stop

from zhanlian.app.docket.track import MoneyTrack, track_case
from zhanlian.errors import NotFoundError


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def _track(opened: OpenDocket, who: str = "li", case: str = "合成案") -> MoneyTrack:
    return track_case(opened.docket, who, case, opened.surroundings)


def test_an_account_is_followed_from_payment_to_return(opened: OpenDocket) -> None:
    case = filed_case(opened)
    run_stop(opened, order_stop(opened, case).id)
    opened.pass_time(hours=3)
    freeze = run_freeze(opened, case, frozen="39000.00 CNY")
    opened.pass_time(days=100)
    do_approved(opened, "li", "freeze.renew", freeze.id, by="zhao", reason="侦查")
    do(opened, "li", "freeze.confirm-renewal", freeze.id, at=opened.now.isoformat())
    told = {"victim": "合成某", "victim_account": "6200999", "amount": "39000.00", "source": "合成"}
    loss = do(opened, "li", "loss.claim", case, **told).records[0].id
    lines = [{"loss": loss, "way": "direct", "payment": "9000.00"}]
    round_ = do(opened, "li", "round.propose", freeze.id, lines=lines).records[0].id
    do_approved(opened, "li", "return.decide", round_, by="zhao", decision_no="合成")
    paid = {"loss": loss, "amount": "9000.00", "receipt": "合成", "payee_account": "6200999"}
    do(opened, "li", "return.pay", round_, at=opened.now.isoformat(), **paid)
    track = _track(opened)
    (account,) = track.accounts
    assert account.account == "6200****0001"
    assert [step.event for step in account.steps] == [
        "payment",
        "stop",
        "freeze",
        "stop-end",
        "renewal",
        "return",
    ]
    assert [(one.kind, one.state) for one in account.measures] == [
        ("freeze", "active"),
        ("stop", "lapsed"),
    ]
    assert [str(one) for one in (*track.saved, *track.returned)] == ["30000.00 CNY", "9000.00 CNY"]


def test_sums_of_two_assets_are_told_apart(opened: OpenDocket) -> None:
    case = filed_case(opened)
    run_stop(opened, order_stop(opened, case).id)
    run_freeze(opened, case, frozen="50000.00 CNY")
    run_freeze(opened, case, account=NEXT, amount="700.00 USD", frozen="600.00 USD")
    # The stop keeps the same money as the freeze of its account.
    assert [str(one) for one in _track(opened).saved] == ["50000.00 CNY", "600.00 USD"]


def test_lapses_and_the_queue_are_shown_as_time_made_them(opened: OpenDocket) -> None:
    filed_case(opened)
    run_freeze(opened, filed_case(opened, "合成他案", "mm-"), before="mm-")
    case = filed_case(opened, "合成丙案")
    run_freeze(opened, case)
    waiting = _track(opened, case="合成丙案")
    assert [(one.state, one.position) for one in waiting.accounts[0].measures] == [("queued", 1)]
    assert waiting.saved == ()
    opened.pass_time(days=190)
    moved = _track(opened, case="合成丙案")
    assert [(one.state, one.position) for one in moved.accounts[0].measures] == [("active", 0)]
    assert [str(one) for one in moved.saved] == ["100000.00 CNY"]
    lapsed = _track(opened, "mm-li", "合成他案")
    assert [one.state for one in lapsed.accounts[0].measures] == ["lapsed-auto"]
    assert lapsed.accounts[0].steps[-1].event == "freeze-end"


def test_the_track_of_a_case_is_its_members_alone(opened: OpenDocket) -> None:
    filed_case(opened)
    assert _track(opened).accounts == ()
    with pytest.raises(NotFoundError):
        _track(opened, "mm-li")
    line = opened.docket.list_audit_lines()[-1]
    assert (line.actor, line.action, line.object) == ("mm-li", "denied", "合成案")


def test_payments_that_a_victim_tells_stand_on_their_account(opened: OpenDocket) -> None:
    case = filed_case(opened)
    payment = {"amount": "100.00", "at": "2024-09-22T10:00:00", "payee": ACCOUNT}
    told = {"victim": "合成某", "victim_account": "6200999", "amount": "100.00", "source": "合成"}
    loss = do(opened, "li", "loss.claim", case, payments=[payment], **told).records[0].id
    assert [one.event for one in _track(opened).accounts[0].steps] == ["payment"]
    do(opened, "li", "loss.withdraw", loss, reason="误录")
    assert _track(opened).accounts == ()


def test_a_new_freeze_of_what_is_left_counts_whole(opened: OpenDocket) -> None:
    case = filed_case(opened)
    first = run_freeze(opened, case, frozen="100.00 CNY")
    told = {"victim": "合成某", "victim_account": "6200999", "amount": "60.00", "source": "合成"}
    loss = do(opened, "li", "loss.claim", case, **told).records[0].id
    lines = [{"loss": loss, "way": "direct", "payment": "60.00"}]
    round_ = do(opened, "li", "round.propose", first.id, lines=lines).records[0].id
    do_approved(opened, "li", "return.decide", round_, by="zhao", decision_no="合成")
    paid = {"loss": loss, "amount": "60.00", "receipt": "合成", "payee_account": "6200999"}
    do(opened, "li", "return.pay", round_, at=opened.now.isoformat(), **paid)
    assert [str(one) for one in _track(opened).saved] == ["40.00 CNY"]
    do_approved(opened, "li", "freeze.release", first.id, by="zhao", reason="重新决定")
    assert _track(opened).saved == ()
    run_freeze(opened, case, frozen="40.00 CNY")
    assert [str(one) for one in _track(opened).saved] == ["40.00 CNY"]
