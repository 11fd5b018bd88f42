"""A case on both databases: filed with approval, corrected, linked, told by its timeline."""

from datetime import timedelta
from pathlib import Path

import pytest
from docket import OpenDocket, do, do_approved, open_docket
from sqlalchemy import Engine

from zhanlian.app.docket.due_list import list_due_items
from zhanlian.app.docket.look import list_history, list_records, show_record
from zhanlian.app.docket.timeline import Sort, TrackName, list_timeline
from zhanlian.docket.registry import KINDS
from zhanlian.errors import ConflictError, DeniedError, InputError, NotFoundError, StateError
from zhanlian.model.docket.case import LinkBasis

_SOURCE = "合成文书1号"


@pytest.fixture
def opened(tmp_path: Path, docket_engine: Engine) -> OpenDocket:
    return open_docket(tmp_path, docket_engine)


def _open(opened: OpenDocket, name: str = "合成案", *members: str) -> str:
    members = members or ("zhao", "sun")
    told = {"place": "合成市", "code": "9.06", "programme": "合成专项"}
    return do(opened, "li", "case.open", name=name, member=list(members), **told).records[0].id


def _tell(opened: OpenDocket, case: str, name: str, days: int, **more: str) -> None:
    at = (opened.now - timedelta(days=days)).isoformat()
    do(opened, "li", f"case.{name}", case, at=at, source=_SOURCE, **more)


def _file(opened: OpenDocket, case: str, days: int = 5) -> None:
    at = (opened.now - timedelta(days=days)).isoformat()
    do_approved(opened, "li", "case.file", case, by="zhao", at=at, source=_SOURCE)


def test_a_case_is_filed_only_when_another_person_approved_it(opened: OpenDocket) -> None:
    case = _open(opened)
    _tell(opened, case, "accept", 9)
    at = (opened.now - timedelta(days=5)).isoformat()
    draft = do(opened, "li", "case.file", case, at=at, source=_SOURCE).draft
    assert draft is not None
    seen = show_record(opened.docket, "li", case, opened.surroundings)
    assert (seen.record.state, seen.body["filed_at"]) == ("accepted", None)
    with pytest.raises(DeniedError):
        do(opened, "li", "draft.approve", draft.id)
    do(opened, "zhao", "draft.approve", draft.id)
    filed = show_record(opened.docket, "li", case, opened.surroundings).record
    assert filed.state == "filed"
    assert filed.body.filed_at == opened.now - timedelta(days=5)
    assert [given.by for given in filed.approvals] == ["zhao"]


def test_a_case_that_changed_meanwhile_is_not_filed_by_an_old_draft(opened: OpenDocket) -> None:
    case = _open(opened)
    _tell(opened, case, "accept", 9)
    at = (opened.now - timedelta(days=5)).isoformat()
    draft = do(opened, "li", "case.file", case, at=at, source=_SOURCE).draft
    assert draft is not None
    _tell(opened, case, "check", 8)
    with pytest.raises(ConflictError):
        do(opened, "zhao", "draft.approve", draft.id)


def test_an_event_out_of_order_is_refused_and_nothing_is_written(opened: OpenDocket) -> None:
    case = _open(opened)
    with pytest.raises(StateError) as refused:
        _tell(opened, case, "finish", 1)
    assert refused.value.key == "error.track-order"
    assert str(refused.value.fields["possible"]) == "report, accept"
    assert len(list_history(opened.docket, "li", case, opened.surroundings)) == 1


def test_correcting_a_filing_needs_approval_and_an_acceptance_does_not(opened: OpenDocket) -> None:
    case = _open(opened)
    _tell(opened, case, "accept", 9)
    _file(opened, case)
    right = (opened.now - timedelta(days=4)).isoformat()
    corrected = do(opened, "li", "case.correct", case, entry="1", reason="笔误",
                   at=(opened.now - timedelta(days=8)).isoformat())  # fmt: skip
    assert corrected.draft is None
    done = do_approved(
        opened, "li", "case.correct", case, by="zhao", entry="2", reason="笔误", at=right
    )
    body = done[0].body
    assert body.filed_at == opened.now - timedelta(days=4)
    assert [one.stands for one in body.events] == [False, False, True, True]
    assert body.events[1].superseded == "笔误"


def test_dropping_the_filing_takes_the_case_back(opened: OpenDocket) -> None:
    case = _open(opened)
    _tell(opened, case, "accept", 9)
    _file(opened, case)
    done = do_approved(
        opened, "li", "case.correct", case, by="zhao", entry="2", reason="未立案", drop="true"
    )
    assert (done[0].state, done[0].body.filed_at) == ("accepted", None)


def test_a_refusal_puts_the_notice_among_what_is_due(opened: OpenDocket) -> None:
    case = _open(opened)
    _tell(opened, case, "accept", 9)
    at = opened.now.isoformat()
    do_approved(
        opened, "li", "case.refuse", case, by="zhao", at=at, source=_SOURCE, ground="无犯罪事实"
    )
    due = list_due_items(opened.docket, "li", opened.surroundings)
    assert [row.rule for row in due.items] == ["filing.refusal-notice"]
    opened.pass_time(days=5)
    assert list_due_items(opened.docket, "li", opened.surroundings).counts.overdue == 1
    do(opened, "li", "case.serve-refusal", case, at=at, source=_SOURCE)
    rules = [row.rule for row in list_due_items(opened.docket, "li", opened.surroundings).items]
    assert rules == ["filing.reconsideration-request"]


def test_the_code_of_a_case_is_a_label_and_never_a_date(opened: OpenDocket) -> None:
    case = show_record(opened.docket, "li", _open(opened), opened.surroundings).record
    assert case.body.code == "9.06"
    rows = list_timeline(opened.docket, "li", case.id, opened.surroundings)
    assert rows == ()


@pytest.mark.parametrize("who", ["sun", "wu", "root1", "mm-li"])
def test_only_case_officers_of_the_case_tell_its_events(opened: OpenDocket, who: str) -> None:
    case = _open(opened)
    with pytest.raises((DeniedError, NotFoundError)):
        do(opened, who, "case.accept", case, at=opened.now.isoformat(), source=_SOURCE)


def _link(opened: OpenDocket, one: str, other: str, **more: str) -> str:
    told = {
        "link_basis": "fund-account",
        "shared": "6222 0000 0001",
        "source": _SOURCE,
        **more,
    }
    return do(opened, "sun", "link.propose", one, other=other, **told).records[0].id


def test_a_link_is_confirmed_by_a_person_and_merges_nothing(opened: OpenDocket) -> None:
    one, other = _open(opened), _open(opened, "合成乙案")
    link = _link(opened, one, "合成乙案")
    before = [show_record(opened.docket, "li", case, opened.surroundings).record.version
              for case in (one, other)]  # fmt: skip
    (confirmed,) = do_approved(opened, "li", "link.confirm", link, by="zhao", reason="核实账户")
    assert (confirmed.state, confirmed.body.decided_by) == ("confirmed", "zhao")
    assert (confirmed.body.legal, confirmed.body.strength.value) == (True, "strong")
    after = [show_record(opened.docket, "li", case, opened.surroundings).record.version
             for case in (one, other)]  # fmt: skip
    assert before == after


def test_who_does_not_see_the_other_case_neither_proposes_nor_confirms(opened: OpenDocket) -> None:
    one = _open(opened)
    _open(opened, "合成丙案", "qian")
    with pytest.raises(NotFoundError):
        _link(opened, one, "合成丙案")
    done = do(opened, "li", "link.propose", one, other="合成丙案", link_basis="den",
              shared="合成园区", source=_SOURCE)  # fmt: skip
    draft = do(opened, "li", "link.confirm", done.records[0].id, reason="核实").draft
    assert draft is not None
    with pytest.raises(NotFoundError):  # zhao is no member of the other case
        do(opened, "zhao", "draft.approve", draft.id)


def test_members_of_either_case_see_the_link_and_nothing_else_of_the_other(
    opened: OpenDocket,
) -> None:
    one = _open(opened)
    _open(opened, "合成丙案", "qian")
    told = {"link_basis": "den", "shared": "合成园区", "source": _SOURCE}
    link = do(opened, "li", "link.propose", one, other="合成丙案", **told).records[0].id
    here = opened.surroundings
    assert show_record(opened.docket, "qian", link, here).record.id == link
    seen = list_records(opened.docket, "qian", tuple(KINDS), here, limit=None)
    assert link in {entry.record.id for entry in seen}
    assert one not in {entry.record.id for entry in seen}
    with pytest.raises(NotFoundError):
        show_record(opened.docket, "qian", one, here)
    for who in ("wu", "mm-li", "zhou"):
        with pytest.raises(NotFoundError):
            show_record(opened.docket, who, link, here)
    do(opened, "root1", "user.add", name="zheng", party="wz", role=["case-officer"])
    do(opened, "li", "case.join", "合成丙案", member="zheng")
    for act in ("link.reject", "link.confirm"):
        with pytest.raises(NotFoundError):  # to decide, one works on both
            do(opened, "zheng", act, link, reason="核实")


def test_the_same_link_stands_once_until_it_is_rejected(opened: OpenDocket) -> None:
    one, other = _open(opened), _open(opened, "合成乙案")
    link = _link(opened, one, other)
    with pytest.raises(StateError):
        _link(opened, other, one)
    do(opened, "li", "link.reject", link, reason="账号录入有误")
    assert _link(opened, other, one) != link


def test_a_shared_script_alone_is_weak_and_the_same_city_no_basis(opened: OpenDocket) -> None:
    one, other = _open(opened), _open(opened, "合成乙案")
    with pytest.raises(InputError, match="link-strength"):
        _link(opened, one, other, link_basis="script", strength="strong")
    with pytest.raises(InputError, match="field-choice"):
        _link(opened, one, other, link_basis="city")
    with pytest.raises(InputError, match="link-same"):
        _link(opened, one, one)
    with pytest.raises(InputError, match="link-basis"):
        _link(opened, one, other, source=" ")
    assert "city" not in {basis.value for basis in LinkBasis}


def test_the_timeline_tells_cases_people_and_deadlines_by_date(opened: OpenDocket) -> None:
    case = _open(opened)
    _tell(opened, case, "accept", 9, note="合成备注")
    _file(opened, case)
    added = do(opened, "li", "person.add", case, name="甲某某", role=["suspect"], source=_SOURCE)
    at = opened.now.isoformat()
    do_approved(opened, "li", "person.detain", added.records[1].id, by="zhao", at=at,
                source=_SOURCE, authority="合成公安局", paper="合成拘字1号")  # fmt: skip
    rows = list_timeline(opened.docket, "li", "合成案", opened.surroundings)
    events = [(row.track, row.code) for row in rows if row.sort is Sort.EVENT]
    assert events == [
        (TrackName.CASE, "case.accept"),
        (TrackName.CASE, "case.file"),
        (TrackName.PERSON, "person.detain"),
    ]
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert "detention.request" in {row.code for row in rows if row.sort is Sort.DEADLINE}
    assert {row.about for row in rows if row.track is TrackName.PERSON} == {"甲**"}
    assert rows[0].note == "****"
    with pytest.raises(NotFoundError):
        list_timeline(opened.docket, "mm-li", case, opened.surroundings)
