"""People in danger: requests run against the clock, and a screening is nobody else's business."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docket import OpenDocket, do, do_approved, open_docket
from handed_over import make_request, make_rows

from zhanlian.app.docket.audit import ask, line_row, list_lines
from zhanlian.app.docket.due_list import list_due_items
from zhanlian.app.docket.gate import Visitor
from zhanlian.app.docket.look import (
    list_history,
    list_records,
    list_waiting,
    show_record,
    unmask_record,
)
from zhanlian.app.docket.statistics import StatisticsRequest, make_statistics
from zhanlian.docket.registry import KINDS
from zhanlian.errors import DeniedError, InputError, NotFoundError, StateError
from zhanlian.model.docket.plain import to_plain

TOLD = "合成秘密口述"
COLLEAGUES = {"han": "case-officer", "lu": "liaison"}  # of roles that do see screenings
OTHERS = (*COLLEAGUES, "zhao", "qian", "sun", "wu", "root1", "mm-li", "mm-zhou", "mm-qian")


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    docket = open_docket(tmp_path)
    for name, role in COLLEAGUES.items():
        do(docket, "root1", "user.add", name=name, party="wz", role=[role])
    return docket


def _take(opened: OpenDocket, **told: Any) -> str:
    request = {
        "name": "合成求助人",
        "urgency": "danger-to-life",
        "reported_at": opened.now.isoformat(),
        "source": "合成接警单",
        "kin": "合成亲属",
        "kin_contact": "00000000000",
        "ransom": "300000 CNY",
        "lure": TOLD,
    }
    return do(opened, "li", "rescue.take", **{**request, **told}).records[0].id


def _everything(opened: OpenDocket, who: str) -> str:
    """Return all that somebody sees in lists, histories, due lists, drafts and statistics."""
    docket, around = opened.docket, opened.surroundings
    seen = list_records(docket, who, tuple(KINDS), around, limit=None)
    told: list[object] = [(one.record.id, dict(one.body), one.record.state) for one in seen]
    for one in seen:
        told.append(len(list_history(docket, who, one.record.id, around)))
    due = list_due_items(docket, who, around)
    told += [to_plain(due.counts), len(due.items), len(list_waiting(docket, who))]
    told.append(make_statistics(docket, who, StatisticsRequest(), around).told.text)
    return json.dumps(told, ensure_ascii=False, default=str)


@pytest.mark.parametrize(
    ("urgency", "hours"), [("danger-to-life", 2), ("violence-told", 12), ("person-held", 72)]
)
def test_urgency_sets_the_clock(opened: OpenDocket, urgency: str, hours: int) -> None:
    rescue = _take(opened, urgency=urgency)
    record = show_record(opened.docket, "li", rescue, opened.surroundings).record
    (clock,) = record.clocks
    assert clock.due == opened.now + timedelta(hours=hours)
    assert not clock.has_run_out(opened.now + timedelta(hours=hours, seconds=-1))
    assert clock.has_run_out(opened.now + timedelta(hours=hours))


def test_another_urgency_begins_the_clock_anew(opened: OpenDocket) -> None:
    rescue = _take(opened, urgency="person-held")
    opened.pass_time(hours=5)
    (traced,) = do(opened, "zhou", "rescue.trace", rescue, seen_at=opened.now.isoformat(),
                   channel="合成电话", told=TOLD, source="合成记录",
                   urgency="danger-to-life").records  # fmt: skip
    assert traced.state == "traced"
    assert [one.due for one in traced.clocks] == [opened.now + timedelta(hours=2)]


def test_a_request_goes_to_a_consulate_only_with_approval(opened: OpenDocket) -> None:
    rescue = _take(opened)
    told = {"consulate": "合成领事馆", "paper": "合成函1号"}
    with pytest.raises(NotFoundError):  # an analyst sees no requests
        do(opened, "sun", "rescue.handoff", rescue, **told)
    (handed,) = do_approved(opened, "li", "rescue.handoff", rescue, by="qian", **told)
    assert (handed.state, handed.clocks[0].state) == ("handed-off", "met")
    with pytest.raises(StateError):
        do(opened, "li", "rescue.handoff", rescue, **told)
    (ended,) = do(opened, "li", "rescue.end", rescue, ended_as="rescued", end_source="合成").records
    assert ended.state == "ended"
    with pytest.raises(StateError):
        do(opened, "li", "rescue.end", rescue, ended_as="rescued", end_source="合成")


def test_kin_are_not_even_hinted_at(opened: OpenDocket) -> None:
    body = show_record(opened.docket, "li", _take(opened), opened.surroundings).body
    assert {body[name] for name in ("kin", "kin_contact", "lure")} == {"****"}
    assert TOLD not in json.dumps(dict(body), ensure_ascii=False)


def test_nobody_reports_from_the_future(opened: OpenDocket) -> None:
    with pytest.raises(InputError):
        _take(opened, reported_at=(opened.now + timedelta(hours=1)).isoformat())


def _screen(opened: OpenDocket) -> str:
    screening = do(
        opened, "li", "screening.begin", subject=TOLD, officer_account=["zhou"]
    ).records[0].id  # fmt: skip
    for indicator in ("ilo-documents", "coerced-ransom"):
        do(opened, "zhou", "screening.note", screening, indicator=indicator, told=TOLD,
           source="合成谈话记录")  # fmt: skip
    return screening


def test_a_screening_changes_nothing_that_others_see(opened: OpenDocket) -> None:
    handover = do(opened, "li", "handover.open", **make_request(make_rows(2))).records[0].id
    before = {who: _everything(opened, who) for who in OTHERS}
    screening = _screen(opened)
    assert {who: _everything(opened, who) for who in OTHERS} == before
    for who in OTHERS:
        for look in (show_record, list_history):
            with pytest.raises(NotFoundError):
                look(opened.docket, who, screening, opened.surroundings)
    shown = show_record(opened.docket, "qian", handover, opened.surroundings).body
    assert "screen" not in json.dumps(dict(shown))


def test_both_tests_are_noted_as_facts_and_nothing_is_concluded(opened: OpenDocket) -> None:
    screening, around = _screen(opened), opened.surroundings
    masked = show_record(opened.docket, "zhou", screening, around).body
    assert all(set(fact.values()) == {"****"} for fact in masked["noted"])
    whole = unmask_record(opened.docket, "zhou", screening, "合成理由", around).body
    assert [fact["indicator"] for fact in whole["noted"]] == ["ilo-documents", "coerced-ransom"]
    assert set(whole) == {"subject", "handover", "seq", "person", "noted", "support"}


def test_the_audit_chain_tells_that_there_was_an_act_and_nothing_of_it(
    opened: OpenDocket,
) -> None:
    _screen(opened)
    query = ask("", "", "", ("", ""), None)
    lines = list_lines(opened.docket, Visitor("wu", opened.now), query)
    told = json.dumps([line_row(line) for line in lines], ensure_ascii=False)
    assert "screening.note" in told
    assert TOLD not in told and "ilo-" not in told and "合成谈话记录" not in told


def test_officers_come_and_go_with_a_reason_and_one_stays(opened: OpenDocket) -> None:
    screening, around = _screen(opened), opened.surroundings
    do(opened, "zhou", "screening.dismiss", screening, officer_account="li", reason="合成理由")
    with pytest.raises(NotFoundError):
        show_record(opened.docket, "li", screening, around)
    with pytest.raises(StateError):
        do(opened, "zhou", "screening.dismiss", screening, officer_account="zhou", reason="合成")
    do(opened, "zhou", "screening.admit", screening, officer_account="li", reason="合成理由")
    assert show_record(opened.docket, "li", screening, around).record.state == "open"
    for stranger in ("mm-li", "wu", "root1", "nobody"):
        with pytest.raises(NotFoundError):
            do(opened, "zhou", "screening.admit", screening, officer_account=stranger, reason="合")


def test_a_screening_names_somebody_besides_the_screener(opened: OpenDocket) -> None:
    for officers in ([], ["li"]):
        with pytest.raises(InputError, match="screening-nobody"):
            do(opened, "li", "screening.begin", subject="合成", officer_account=officers)


def test_a_screening_that_ended_takes_no_more_facts(opened: OpenDocket) -> None:
    screening = _screen(opened)
    do(opened, "zhou", "screening.end", screening, support="合成帮助")
    with pytest.raises(StateError):
        do(
            opened,
            "zhou",
            "screening.note",
            screening,
            indicator="ilo-debt",
            told="合",
            source="成",
        )


def test_a_flag_of_a_list_never_stands_in_the_list(opened: OpenDocket) -> None:
    rows = make_rows(2)
    rows[1]["trafficking_flag"] = True
    with pytest.raises(InputError, match="screening-nobody"):
        do(opened, "li", "handover.open", **make_request(rows))
    made = do(opened, "li", "handover.open", **make_request(rows, screener=["zhou"])).records
    handover, flagged = made
    assert "flag" not in json.dumps(to_plain(handover.body))
    around = opened.surroundings
    for who in ("li", *OTHERS):
        with pytest.raises((NotFoundError, DeniedError)):
            show_record(opened.docket, who, flagged.id, around)
    whole = unmask_record(opened.docket, "zhou", flagged.id, "合成理由", around).body
    assert (whole["handover"], whole["seq"]) == (handover.id, 2)
