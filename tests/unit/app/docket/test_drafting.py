import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest
from docket import OpenDocket, do, open_docket
from orders import TWO, filed_case, open_case
from synthetic_flow import build_answer

from zhanlian.app.docket.drafting import DraftedLine, DraftingRequest, draft_orders
from zhanlian.app.docket.look import list_waiting, show_record
from zhanlian.errors import DeniedError, FormatError, NotFoundError, SchemaError
from zhanlian.report.flow.jsonl import render_flow_jsonl

_FREEZE = {"unit": "合成支队", "officer": TWO}
_STOP = {
    **_FREEZE,
    "alarm": "合成-警-1",
    "alarm_at": "2026-03-02T09:00:00",
    "request_no": "合成-止",
}
_QUERY = {**_FREEZE, "asked_for": "交易明细"}


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    found = open_docket(tmp_path)
    found.now = datetime.fromisoformat("2026-03-05T10:00:00+08:00")
    return found


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    path = tmp_path / "flow.jsonl"
    path.write_text("".join(render_flow_jsonl(build_answer())), encoding="utf-8")
    return path


def _draft(
    opened: OpenDocket, flow: Path, kind: str, told: Mapping[str, object], top: int | None = None
) -> tuple[DraftedLine, ...]:
    request = DraftingRequest(kind, "合成案", flow, told, top)
    return draft_orders(opened.docket, "li", request, opened.surroundings)


def _whys(lines: tuple[DraftedLine, ...]) -> list[str]:
    return ["" if line.why is None else line.why.key for line in lines]


def test_a_freeze_keeps_the_line_that_it_was_drawn_from(opened: OpenDocket, flow: Path) -> None:
    filed_case(opened)
    line = _draft(opened, flow, "freeze", _FREEZE, 4)[3]
    freeze = do(opened, "zhao", "draft.approve", line.draft).records[1]
    source = freeze.body.source[0]
    told = build_answer().freezes[3]
    assert source.sha256 == hashlib.sha256(flow.read_bytes()).hexdigest()
    assert (source.listed_in, source.rank, source.transfers) == ("freeze", 4, told.transfers)
    assert (freeze.body.account, freeze.body.amount.units) == (told.account, told.savable)
    assert source.rows[0].transfer == told.transfers[0]
    assert source.trace_command
    shown = show_record(opened.docket, "li", freeze.id, opened.surroundings).body
    assert shown["source"][0]["account"] == shown["account"] == line.account
    assert told.account not in json.dumps(shown)


def test_what_is_measured_already_is_passed_over_and_told(opened: OpenDocket, flow: Path) -> None:
    filed_case(opened)
    stops = _whys(_draft(opened, flow, "stop", _STOP, 4))
    assert stops == ["order.listed-stopped", "order.listed-frozen", "", ""]
    freezes = _whys(_draft(opened, flow, "freeze", _FREEZE, 4))
    assert freezes == ["error.field-missing", "order.listed-frozen", "", ""]
    known = {**_FREEZE, "bank": "合成交易所", "holder": "甲某某"}
    assert _whys(_draft(opened, flow, "freeze", known, 1)) == [""]


def test_nothing_is_drafted_twice(opened: OpenDocket, flow: Path) -> None:
    filed_case(opened)
    first = _draft(opened, flow, "freeze", _FREEZE, 4)
    again = _draft(opened, flow, "freeze", _FREEZE, 4)
    assert _whys(again)[2:] == ["order.drafted-before"] * 2
    do(opened, "zhao", "draft.approve", first[2].draft)
    do(opened, "zhao", "draft.refuse", first[3].draft, reason="金额过小")
    assert _whys(_draft(opened, flow, "freeze", _FREEZE, 4))[2:] == ["order.ordered-before", ""]
    assert len(list_waiting(opened.docket, "zhao")) == 1


def test_a_stop_tells_sum_and_time_of_a_transfer(opened: OpenDocket, flow: Path) -> None:
    open_case(opened)
    line = _draft(opened, flow, "stop", _STOP, 3)[2]
    body = do(opened, "zhao", "draft.approve", line.draft).records[1].body
    answer = build_answer()
    listed = answer.freezes[2]
    move = next(one for one in answer.cited if one.transfer_id == listed.transfers[0])
    assert (body.amount.units, body.transferred_at) == (move.amount, move.time)
    assert body.request_no == "合成-止-3"
    assert body.victim == max(listed.victims, key=lambda one: one.amount).victim


def test_a_stop_without_a_time_of_day_is_not_drafted(opened: OpenDocket, flow: Path) -> None:
    open_case(opened)
    whys = _whys(_draft(opened, flow, "stop", _STOP))
    assert whys[6] == "error.order-untimed"
    assert whys.count("") > 15


def test_freezes_before_the_filing_are_told_as_refused(opened: OpenDocket, flow: Path) -> None:
    open_case(opened)
    assert _whys(_draft(opened, flow, "freeze", _FREEZE, 3))[2] == "error.freeze-unfiled"


def test_queries_ask_for_the_time_that_the_list_tells(opened: OpenDocket, flow: Path) -> None:
    open_case(opened)
    lines = _draft(opened, flow, "query", _QUERY)
    assert _whys(lines) == ["error.field-missing", "", ""]
    body = do(opened, "zhao", "draft.approve", lines[1].draft).records[1].body
    told = build_answer().queries[1]
    assert (body.since, body.until, body.account) == (told.since, told.until, told.account)


def test_who_may_not_draft_is_refused_and_sees_no_case(opened: OpenDocket, flow: Path) -> None:
    case = filed_case(opened)
    request = DraftingRequest("freeze", case, flow, _FREEZE)
    with pytest.raises(DeniedError):
        draft_orders(opened.docket, "zhao", request, opened.surroundings)
    with pytest.raises(NotFoundError):
        draft_orders(opened.docket, "mm-li", request, opened.surroundings)


@pytest.mark.parametrize("text", ["", "[1]\n", "{}\n", '{"record": "flow"}\n{"record": 1}\n'])
def test_a_file_that_no_trace_wrote_is_refused(
    opened: OpenDocket, tmp_path: Path, text: str
) -> None:
    filed_case(opened)
    path = tmp_path / "other.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError):
        _draft(opened, path, "freeze", _FREEZE)


def test_a_field_of_no_order_is_refused(opened: OpenDocket, flow: Path) -> None:
    filed_case(opened)
    with pytest.raises(SchemaError):
        _draft(opened, flow, "freeze", {**_FREEZE, "amount": "1.00"})
