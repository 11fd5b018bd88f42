"""The due list, the board and the calendar show what their reader may see, and no more."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docket import OpenDocket, do
from icalendar import Calendar
from listed import add_batch, add_programme, enter, find_kind, list_one, open_listings, propose
from sqlalchemy import Engine

from zhanlian.app.docket.calendar_export import Exported, export_calendar
from zhanlian.app.docket.due_list import Colour, list_due_items
from zhanlian.app.docket.listing_board import (
    Next,
    draft_reminder,
    list_reminding,
    show_board,
)
from zhanlian.errors import DeniedError, LimitError, NotFoundError
from zhanlian.model.docket.rule import SourceStatus
from zhanlian.store.due import DueCounts

STAMP = datetime(2024, 9, 23, tzinfo=UTC)
NAME = "甲某某"


@pytest.fixture
def opened(tmp_path: Path, docket_engine: Engine) -> OpenDocket:
    """A docket on each database: what is due is asked in SQL."""
    return open_listings(tmp_path, docket_engine)


def give(opened: OpenDocket, **more: Any) -> str:
    told = {"title": f"合成：询问{NAME}", "assignee": "sun", "task_due": "2024-09-24T18:00:00"}
    return do(opened, "li", "task.give", **{**told, **more}).records[0].id


def export(opened: OpenDocket, out: Path, who: str = "li", **more: Any) -> Exported:
    return export_calendar(opened.docket, who, out, opened.surroundings, stamp=STAMP, **more)


def test_every_deadline_is_told_with_colour_rule_and_source(opened: OpenDocket) -> None:
    listing, task = list_one(opened), give(opened)
    due = list_due_items(opened.docket, "li", opened.surroundings)
    assert due.counts == DueCounts(overdue=0, urgent=0, later=3)
    assert [(item.record.id, item.rule) for item in due.items] == [
        (task, "task"),
        (listing.id, "listing.report"),
        (listing.id, "listing.deadline"),
    ]
    first, second = due.items[0], due.items[1]
    assert (first.law, first.status) == (None, None)
    assert (second.law, second.status) == ("design", SourceStatus.DESIGN)
    # Seven and three days before, as the rule has it.
    assert [second.due - at for at in second.warn_at] == [timedelta(days=7), timedelta(days=3)]


@pytest.mark.parametrize(
    ("moved", "colour"),
    [
        (timedelta(days=-7, microseconds=-1), Colour.LATER),
        (timedelta(days=-7), Colour.URGENT),
        (timedelta(microseconds=-1), Colour.URGENT),
        (timedelta(), Colour.OVERDUE),
    ],
)
def test_colours_change_at_the_instant_of_warning_and_at_the_end(
    opened: OpenDocket, moved: timedelta, colour: Colour
) -> None:
    clock = list_one(opened).clock("report")
    assert clock is not None
    opened.now = clock.due + moved
    (row,) = show_board(opened.docket, "li", opened.surroundings).rows
    assert row.colour is colour
    assert list_due_items(opened.docket, "li", opened.surroundings).items[0].colour is colour


def test_a_case_has_the_colour_of_its_most_urgent_clock(opened: OpenDocket) -> None:
    batch = add_batch(opened, add_programme(opened))
    enter(opened, propose(opened, batch))
    opened.pass_time(days=31)
    enter(opened, propose(opened, batch, 1))
    board = show_board(opened.docket, "li", opened.surroundings)
    assert board.counts == DueCounts(overdue=1, urgent=0, later=1)
    assert [row.colour for row in board.rows] == [Colour.OVERDUE, Colour.LATER]
    page = show_board(opened.docket, "li", opened.surroundings, limit=1)
    assert (page.counts, len(page.rows)) == (board.counts, 1)


def test_the_board_tells_who_is_next_to_act(opened: OpenDocket) -> None:
    listing = list_one(opened)

    def row() -> tuple[Next, str]:
        (found,) = show_board(opened.docket, "li", opened.surroundings).rows
        return found.next_to_act, found.who

    assert row() == (Next.UNIT, "合成支队")
    opened.pass_time(days=35)
    do(opened, "li", "listing.escalate", listing.id, reason="合成")
    assert row() == (Next.LEVEL, "合成支队")


def test_boards_of_programmes_are_narrowed_by_name_or_id(opened: OpenDocket) -> None:
    listing = list_one(opened)
    other = add_programme(opened, "合成项目二")
    for told in ("合成督办", listing.body.programme):
        board = show_board(opened.docket, "li", opened.surroundings, programme=told)
        assert [row.record.id for row in board.rows] == [listing.id]
    empty = show_board(opened.docket, "li", opened.surroundings, programme=other.id)
    assert (empty.rows, empty.counts) == ((), DueCounts(0, 0, 0))
    with pytest.raises(NotFoundError):
        show_board(opened.docket, "mm-li", opened.surroundings, programme="合成督办")


def test_what_one_may_not_see_changes_no_count(opened: OpenDocket) -> None:
    listing = list_one(opened)
    do(opened, "li", "case.open", name="合成案")
    do(opened, "li", "listing.link", listing.id, docket_case="合成案", reason="合成")
    for who in ("sun", "mm-li", "wu", "root1"):
        assert show_board(opened.docket, who, opened.surroundings).counts == DueCounts(0, 0, 0)
        due = list_due_items(opened.docket, who, opened.surroundings)
        assert (due.counts, due.items) == (DueCounts(0, 0, 0), ())
    assert len(show_board(opened.docket, "li", opened.surroundings).rows) == 1
    with pytest.raises(NotFoundError):
        list_due_items(opened.docket, "sun", opened.surroundings, case="合成案")
    assert opened.docket.list_audit_lines()[-1].action == "denied"


def test_a_page_that_is_none_is_refused(opened: OpenDocket) -> None:
    for limit in (0, -1, 10_001):
        with pytest.raises(LimitError):
            show_board(opened.docket, "li", opened.surroundings, limit=limit)
        with pytest.raises(LimitError):
            list_due_items(opened.docket, "li", opened.surroundings, limit=limit)


def test_reminders_are_drafted_for_what_is_urgent_and_never_twice(opened: OpenDocket) -> None:
    list_one(opened)
    assert list_reminding(opened.docket, "sun", opened.surroundings) == ()
    opened.pass_time(days=25)
    (wanted,) = list_reminding(opened.docket, "sun", opened.surroundings)
    assert wanted.colour is Colour.URGENT
    made = draft_reminder(opened.docket, "sun", wanted.record, "合成催办", opened.surroundings)
    assert (made.state, made.body.to) == ("drafted", "合成支队")
    assert list_reminding(opened.docket, "sun", opened.surroundings) == ()
    do(opened, "li", "reminder.drop", made.id, reason="合成")
    assert len(list_reminding(opened.docket, "sun", opened.surroundings)) == 1
    assert len(find_kind(opened, "reminder")) == 1


def test_a_calendar_is_read_back_with_its_ends_and_alarms(
    opened: OpenDocket, tmp_path: Path
) -> None:
    listing = list_one(opened)
    written = export(opened, tmp_path / "out.ics")
    calendar = Calendar.from_ical(written.path.read_bytes())
    events = calendar.walk("VEVENT")
    assert [str(event["UID"]).split("@")[0] for event in events] == [
        f"{listing.id}.report",
        f"{listing.id}.deadline",
    ]
    clock = listing.clock("report")
    assert clock is not None and written.count == 2
    assert events[0].decoded("DTEND") == clock.due
    begins = events[0].decoded("DTSTART")
    alarms = [begins + alarm.decoded("TRIGGER") for alarm in events[0].walk("VALARM")]
    assert alarms == [clock.due - timedelta(days=days) for days in (7, 3)]
    assert str(calendar["VERSION"]) == "2.0"


def test_a_calendar_holds_no_title_and_no_name(opened: OpenDocket, tmp_path: Path) -> None:
    listing, task = list_one(opened), give(opened)
    data = export(opened, tmp_path / "out.ics").path.read_bytes()
    text = Calendar.from_ical(data).to_ical().decode().replace("\r\n ", "")
    assert task in text and listing.id in text
    for secret in (NAME, "合成支队", "合成甲市", "9.06", "sun"):
        assert secret not in text


def test_the_same_deadlines_and_stamp_give_the_same_bytes(
    opened: OpenDocket, tmp_path: Path
) -> None:
    list_one(opened)
    first = export(opened, tmp_path / "1.ics")
    opened.pass_time(hours=1)
    second = export(opened, tmp_path / "2.ics")
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.sha256 == second.sha256
    assert export(opened, tmp_path / "3.ics", language="en").sha256 != first.sha256


def test_an_export_leaves_a_line_and_one_without_right_leaves_a_denial(
    opened: OpenDocket, tmp_path: Path
) -> None:
    written = export(opened, tmp_path / "out.ics")
    line = opened.docket.list_audit_lines()[-1]
    assert (line.actor, line.action) == ("li", "calendar.export")
    assert line.after is not None and written.sha256 in str(line.after)
    for who in ("wu", "root1"):
        with pytest.raises(DeniedError):
            export(opened, tmp_path / "no.ics", who)
        assert opened.docket.list_audit_lines()[-1].action == "denied"
    assert not (tmp_path / "no.ics").exists()
