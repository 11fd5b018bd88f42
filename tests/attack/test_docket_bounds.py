"""What whoever means harm may bring to the docket: too much, too far off, too much alike."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docket import NOW, OpenDocket, do, open_docket
from orders import FREEZE, STOP, filed_case, open_case, see

from zhanlian.app.docket import bounds
from zhanlian.app.docket.desk import Surroundings
from zhanlian.app.docket.look import list_records, show_record, unmask_record
from zhanlian.app.docket.perform import Asked, perform
from zhanlian.docket.rules.book import load_rules
from zhanlian.errors import InputError, LimitError, SchemaError
from zhanlian.model.docket.rule import Level

LOWER = """
[[approval]]
id = "freeze.order"
condition = "deposit-major"
level = "county"
law = "mpsp"
article = "243"
status = "verified"
valid_from = 2020-09-01
"""


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def _lines(opened: OpenDocket) -> list[int]:
    lines = opened.docket.list_audit_lines()
    return [len(line.after or "") + len(line.before or "") for line in lines]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"facts": "合" * 20_001}, "facts"),
        ({"unit": "x" * 20_001}, "unit"),
        ({"officer": ["甲", "乙" * 20_001]}, r"officer\[2\]"),
    ],
)
def test_a_text_that_is_too_long_is_told_and_leaves_nothing(
    opened: OpenDocket, told: dict[str, Any], field: str
) -> None:
    case = open_case(opened)
    before = len(_lines(opened))
    with pytest.raises(LimitError, match=field):
        do(opened, "li", "stop.order", case, **{**STOP, **told})
    with pytest.raises(LimitError, match="reason"):
        asked = Asked("case.open", {"name": "合成案三"}, reason="x" * 20_001)
        perform(opened.docket, "li", asked, opened.surroundings)
    with pytest.raises(LimitError, match="reason"):
        unmask_record(opened.docket, "li", case, "x" * 20_001, opened.surroundings)
    assert len(_lines(opened)) == before


def test_a_list_that_is_too_long_is_told(opened: OpenDocket) -> None:
    rows = [{"loss": "x", "way": "direct", "payment": "1.00"}] * 20_001
    case = filed_case(opened)
    with pytest.raises(LimitError, match="lines"):
        do(opened, "li", "round.propose", case, lines=rows)


def test_a_request_of_many_texts_that_fit_is_held_to_a_whole(opened: OpenDocket) -> None:
    with pytest.raises(LimitError, match="request-large"):
        do(opened, "li", "case.open", name="合成案", member=["x" * 20_000] * 401)


def test_a_record_does_not_grow_without_end(
    opened: OpenDocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = open_case(opened)
    monkeypatch.setattr(bounds, "VERSION", 50_000)
    told = {"at": opened.now.isoformat(), "note": "合" * 20_000}
    do(opened, "li", "case.report", case, source="合成文书", **told)
    do(opened, "li", "case.accept", case, source="合成文书", **told)
    with pytest.raises(LimitError, match="record-large"):
        do(opened, "li", "case.check", case, source="合成文书", **told)
    assert len(see(opened, case).body.events) == 2


@pytest.mark.parametrize(
    "told",
    [
        {"since": "1900-01-01T00:00:00+14:00", "until": "2024-09-20T00:00:00"},
        {"since": "2024-09-01T00:00:00", "until": "2199-12-31T23:59:59-12:00"},
    ],
)
def test_no_time_is_taken_that_could_not_be_read_again(
    opened: OpenDocket, told: dict[str, str]
) -> None:
    case = open_case(opened)
    asked = {name: FREEZE[name] for name in ("unit", "officer", "bank", "account")}
    with pytest.raises(SchemaError, match="field-misfit"):
        do(opened, "li", "query.order", case, asked_for="流水", **asked, **told)
    assert list_records(opened.docket, "li", ("query", "draft"), opened.surroundings) == ()


def test_nothing_is_written_that_could_not_be_read_again(opened: OpenDocket) -> None:
    far = NOW.replace(year=2250)
    with pytest.raises(InputError, match="record-unreadable"):
        perform(
            opened.docket,
            "li",
            Asked("case.report", {"at": "2024-09-20", "source": "合成文书"}, open_case(opened)),
            replace(opened.surroundings, now=lambda: far),
        )
    assert list_records(opened.docket, "li", ("case",), opened.surroundings)[0].record.version == 1


@pytest.mark.parametrize("term", [0, -1, 7, 10**29])
def test_a_term_that_no_rule_allows_is_told_when_it_is_asked_for(
    opened: OpenDocket, term: int
) -> None:
    with pytest.raises(InputError, match="clock-term"):
        do(opened, "li", "freeze.order", filed_case(opened), **FREEZE, term=term)


@pytest.mark.parametrize("name", ["合成案\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT OVERRIDE}合成案"])
def test_no_case_is_named_so_that_it_looks_like_another_one(opened: OpenDocket, name: str) -> None:
    open_case(opened)
    with pytest.raises(InputError, match="case-hidden"):
        open_case(opened, name)


@pytest.mark.parametrize("who", ["", " ", "\t"])
def test_who_names_nobody_is_told_so(opened: OpenDocket, who: str) -> None:
    case = open_case(opened)
    with pytest.raises(InputError, match="receiver-missing"):
        show_record(opened.docket, who, case, opened.surroundings)
    with pytest.raises(InputError, match="receiver-missing"):
        list_records(opened.docket, who, ("case",), opened.surroundings)


def test_a_workspace_that_asks_for_less_approval_shows_it_on_every_draft(
    opened: OpenDocket,
) -> None:
    case = filed_case(opened)
    told = {**FREEZE, "property_class": "deposit-major"}
    plain = do(opened, "li", "freeze.order", case, **told).draft
    assert plain is not None
    assert (plain.body.level, plain.body.usual_level) == (Level.CITY, None)
    rules = load_rules((("own.toml", LOWER),))
    here = opened.surroundings
    lowered = Surroundings(here.now, here.new_id, rules)
    draft = perform(opened.docket, "li", Asked("freeze.order", told, case), lowered).draft
    assert draft is not None
    body = show_record(opened.docket, "zhao", draft.id, here).body
    assert (body["level"], body["usual_level"], body["usual_approvers"]) == ("county", "city", 1)
    assert body["policy"] == rules.version != load_rules().version
    line = next(one for one in opened.docket.list_audit_lines() if one.object == draft.id)
    assert 'usual_level\\":\\"city' in (line.after or "")


def test_one_act_makes_no_more_records_than_others_can_wait_for(
    opened: OpenDocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "RECORDS", 3)
    row = {"nationality": "CN", "name": "甲某某", "trafficking_flag": True}
    told = {"title": "合成", "place": "合成口岸", "giver": "合成", "receiver": "合成单位"}
    told |= {"handed_at": "2024-09-20T00:00:00"}
    more: dict[str, Any] = {"screener": ["sun"], "people": 3, "split": ["CN=3"]}
    rows = [{**row, "seq": number} for number in (1, 2, 3)]
    with pytest.raises(LimitError, match="records-many"):
        do(opened, "li", "handover.open", **told, **more, listed_person=rows)
    assert list_records(opened.docket, "li", ("handover",), opened.surroundings) == ()
