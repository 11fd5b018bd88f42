"""Reports, reminders, escalation, extension, delisting: in their order, and nothing hidden."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from docket import OpenDocket, do, do_approved
from listed import MINISTRY, find_kind, list_one, open_listings

from zhanlian.docket.listings.course import DEADLINE, REPORT, REPORTING
from zhanlian.errors import ConflictError, InputError, NotFoundError, StateError
from zhanlian.model.docket.record import AnyRecord, ClockState
from zhanlian.model.docket.rule import Level
from zhanlian.model.zone import SHANGHAI

ANSWERS = [
    {
        "delist_condition": "main-suspects-caught",
        "condition_answer": "condition-met",
        "source": "x",
    },
    {
        "delist_condition": "transferred-for-prosecution",
        "condition_answer": "condition-met",
        "source": "合成起诉意见书",
    },
    {
        "delist_condition": "assets-dealt-with",
        "condition_answer": "condition-not-applicable",
        "reason": "合成：没有涉案财物",
    },
]


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_listings(tmp_path)


def report(opened: OpenDocket, listing: AnyRecord, **more: Any) -> tuple[AnyRecord, ...]:
    told = {"at": opened.now.isoformat(), "text": "合成进展", **more}
    return do(opened, "li", "listing.report", listing.id, **told).records


def due(listing: AnyRecord, name: str) -> datetime:
    clock = listing.clock(name)
    assert clock is not None
    return clock.due


def test_the_next_report_is_due_by_the_interval_from_the_last(opened: OpenDocket) -> None:
    listing = list_one(opened)
    opened.pass_time(days=9)
    changed, told = report(opened, listing)
    assert (changed.state, changed.body.reports) == (REPORTING, 1)
    assert (told.state, told.body.days_late) == ("in-time", 0)
    # Thirty days from 2 October 2024: 1 November, a Friday, to its end.
    assert due(changed, REPORT) == datetime(2024, 11, 2, tzinfo=SHANGHAI)
    assert due(changed, DEADLINE) == due(listing, DEADLINE)


def test_a_report_that_is_typed_in_on_a_later_day_shows_both_times(opened: OpenDocket) -> None:
    listing = list_one(opened)
    opened.pass_time(days=9)
    made = opened.now
    opened.pass_time(days=2)
    _, told = report(opened, listing, at=made.isoformat())
    assert (told.body.at, told.body.entered_at) == (made, opened.now)
    _, prompt = report(opened, listing)
    assert prompt.body.entered_at is None


def test_a_late_report_is_shown_late(opened: OpenDocket) -> None:
    listing = list_one(opened)
    opened.now = due(listing, REPORT)
    opened.pass_time(days=3, hours=5)
    changed, told = report(opened, listing)
    assert (told.state, told.body.days_late) == ("late", 3)
    assert told.body.report_due == due(listing, REPORT)
    assert due(changed, REPORT) > opened.now


def test_reports_come_in_their_order_and_not_from_the_future(opened: OpenDocket) -> None:
    listing = list_one(opened)
    opened.pass_time(days=5)
    report(opened, listing)
    with pytest.raises(StateError, match="report-order"):
        report(opened, listing, at="2024-09-24T10:00:00")
    with pytest.raises(InputError, match="listing-future"):
        report(opened, listing, at="2024-09-29T10:00:00")
    with pytest.raises(InputError):
        report(opened, listing, text=" ")


def test_a_delisted_case_takes_no_report(opened: OpenDocket) -> None:
    listing = list_one(opened)
    do(opened, "li", "listing.propose-delisting", listing.id, answers=ANSWERS)
    do_approved(opened, "li", "listing.delist", listing.id, by=MINISTRY, reason="合成")
    with pytest.raises(StateError):
        report(opened, listing)


def test_what_is_overdue_goes_up_level_by_level_after_the_days_of_the_policy(
    opened: OpenDocket,
) -> None:
    listing = list_one(opened)
    with pytest.raises(StateError, match="not-overdue"):
        do(opened, "li", "listing.escalate", listing.id, reason="合成")
    opened.now = due(listing, REPORT)
    with pytest.raises(StateError, match="escalate-early"):
        do(opened, "li", "listing.escalate", listing.id, reason="合成")
    for days, level in ((1, Level.CITY), (6, Level.PROVINCE), (8, Level.MINISTRY)):
        opened.pass_time(days=days)
        changed, told = do(opened, "li", "listing.escalate", listing.id, reason="合成").records
        assert (changed.body.escalated, told.body.level) == (level, level)
        error = "escalated" if level is Level.MINISTRY else "escalate-early"
        with pytest.raises(StateError, match=error):
            do(opened, "li", "listing.escalate", listing.id, reason="合成")
    assert told.body.overdue_days == 15
    assert report(opened, listing)[0].body.escalated is None


def test_a_drafted_reminder_is_sent_or_dropped_by_a_person(opened: OpenDocket) -> None:
    listing = list_one(opened)
    told = {"to": "合成支队", "text": "合成：请报送"}
    sent = do(opened, "li", "listing.remind", listing.id, **told).records[0]
    first = do(opened, "sun", "listing.draft-reminder", listing.id, **told).records[0]
    second = do(opened, "sun", "listing.draft-reminder", listing.id, **told).records[0]
    assert (sent.state, first.state) == ("sent", "drafted")
    assert first.body.report_due == due(listing, REPORT)
    changed = do(opened, "li", "reminder.send", first.id, text="合成：请速报").records[0]
    assert (changed.state, changed.body.text) == ("sent", "合成：请速报")
    do(opened, "li", "reminder.drop", second.id, reason="合成")
    with pytest.raises(StateError):
        do(opened, "li", "reminder.send", second.id)
    # What is put beside a listing changes nothing of it.
    assert find_kind(opened, "listing")[0].version == listing.version


def test_a_deadline_is_lengthened_by_approval_only_and_never_shortened(opened: OpenDocket) -> None:
    listing = list_one(opened)
    with pytest.raises(InputError, match="listing-extend"):
        do(opened, "li", "listing.extend", listing.id, until_day="2025-09-23", reason="合成")
    told = {"until_day": "2026-03-31", "reason": "合成"}
    (changed,) = do_approved(opened, "li", "listing.extend", listing.id, by=MINISTRY, **told)
    assert due(changed, DEADLINE) == datetime(2026, 4, 1, tzinfo=SHANGHAI)
    assert due(changed, REPORT) == due(listing, REPORT)


def test_an_approval_given_on_an_older_version_does_not_take_effect(opened: OpenDocket) -> None:
    listing = list_one(opened)
    told = {"until_day": "2026-03-31", "reason": "合成"}
    draft = do(opened, "li", "listing.extend", listing.id, **told).draft
    assert draft is not None
    do(opened, "li", "listing.reassign", listing.id, unit="合成二支队", reason="合成")
    with pytest.raises(ConflictError):
        do(opened, MINISTRY, "draft.approve", draft.id)


def test_a_new_unit_is_responsible_and_the_former_one_stays_on_record(opened: OpenDocket) -> None:
    listing = list_one(opened)
    changed = do(opened, "li", "listing.reassign", listing.id, unit="合成二支队", reason="合成")
    assert changed.records[0].body.unit == "合成二支队"
    with pytest.raises(StateError, match="unit-same"):
        do(opened, "li", "listing.reassign", listing.id, unit="合成二支队", reason="合成")


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        (ANSWERS[:2], "condition-missing"),
        ([*ANSWERS, ANSWERS[0]], "condition-unknown"),
        ([*ANSWERS, ANSWERS[0] | {"delist_condition": "合成"}], "condition-unknown"),
        ([ANSWERS[0] | {"condition_answer": "condition-not-met"}, *ANSWERS[1:]], "not-met"),
        ([ANSWERS[0] | {"source": " "}, *ANSWERS[1:]], "condition-proof"),
        ([*ANSWERS[:2], ANSWERS[2] | {"reason": ""}], "condition-proof"),
    ],
)
def test_delisting_needs_an_answer_with_proof_to_every_condition(
    opened: OpenDocket, answers: list[dict[str, str]], key: str
) -> None:
    listing = list_one(opened)
    with pytest.raises(InputError, match=key):
        do(opened, "li", "listing.propose-delisting", listing.id, answers=answers)


def test_a_case_is_delisted_by_approval_and_its_clocks_stop(opened: OpenDocket) -> None:
    listing = list_one(opened)
    with pytest.raises(StateError):
        do(opened, "li", "listing.delist", listing.id, reason="合成")
    do(opened, "li", "listing.propose-delisting", listing.id, answers=ANSWERS)
    told = {"reason": "合成"}
    (ended,) = do_approved(opened, "li", "listing.delist", listing.id, by=MINISTRY, **told)
    assert ended.state == "delisted"
    assert {clock.name: clock.state for clock in ended.clocks} == {
        DEADLINE: ClockState.MET,
        REPORT: ClockState.VOID,
    }


def test_refused_delisting_leads_back_to_supervision_with_its_clocks(opened: OpenDocket) -> None:
    listing = list_one(opened)
    do(opened, "li", "listing.propose-delisting", listing.id, answers=ANSWERS)
    back = do(opened, MINISTRY, "listing.refuse-delisting", listing.id, reason="合成").records[0]
    assert (back.state, back.body.delisting, back.clocks) == ("listed", (), listing.clocks)
    report(opened, listing)
    do(opened, "li", "listing.propose-delisting", listing.id, answers=ANSWERS)
    back = do(opened, MINISTRY, "listing.refuse-delisting", listing.id, reason="合成").records[0]
    assert back.state == REPORTING


def test_a_linked_listing_and_all_about_it_is_seen_by_the_members_of_the_case_only(
    opened: OpenDocket,
) -> None:
    listing = list_one(opened)
    report(opened, listing)
    do(opened, "li", "listing.remind", listing.id, to="合成支队", text="合成")
    with pytest.raises(NotFoundError):
        do(opened, "li", "listing.link", listing.id, docket_case="没有的案件", reason="合成")
    case = do(opened, "li", "case.open", name="合成案", member=["zhou"]).records[0]
    do(opened, "li", "listing.link", listing.id, docket_case="合成案", reason="合成")
    for kind in ("listing", "progress-report", "reminder"):
        assert [one.case for one in find_kind(opened, kind, "zhou")] == [case.id]
        assert find_kind(opened, kind, "sun") == []
    with pytest.raises(StateError, match="listing-linked"):
        do(opened, "li", "listing.link", listing.id, docket_case="合成案", reason="合成")
