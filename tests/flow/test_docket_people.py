"""People on a real docket: stages by case, custody, facts, notices, returns, joint measures."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docket import OpenDocket, do, do_approved, open_docket

from zhanlian.app.docket.due_list import list_due_items
from zhanlian.app.docket.look import list_records, show_record
from zhanlian.app.docket.people import count_den_days, list_facts
from zhanlian.docket.people.sanction_stages import is_over
from zhanlian.errors import DeniedError, InputError, NotFoundError, StateError
from zhanlian.model.docket.record import AnyRecord

_SOURCE = "合成文书1号"
_PAPER = {"authority": "合成公安局", "paper": "合成字1号", "place": "合成口岸"}


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def _case(opened: OpenDocket, name: str = "合成案", *members: str) -> str:
    told = list(members or ("zhao", "sun", "qian"))
    return do(opened, "li", "case.open", name=name, member=told).records[0].id


def _add(opened: OpenDocket, case: str, *roles: str, **more: Any) -> tuple[str, str]:
    told = {"name": "甲某某", "role": list(roles) or ["suspect"], "source": _SOURCE, **more}
    person, standing = do(opened, "li", "person.add", case, **told).records
    return person.id, standing.id


def _tell(opened: OpenDocket, standing: str, name: str, **more: Any) -> AnyRecord:
    told = {"at": opened.now.isoformat(), "source": _SOURCE, **_PAPER, **more}
    done = do(opened, "li", f"person.{name}", standing, **told)
    if done.draft is None:
        return done.records[0]
    return do(opened, "zhao", "draft.approve", done.draft.id).records[1]


def _look(opened: OpenDocket, record: str, who: str = "li") -> AnyRecord:
    return show_record(opened.docket, who, record, opened.surroundings).record


def test_one_person_stands_at_different_stages_in_different_cases(opened: OpenDocket) -> None:
    first, second = _case(opened), _case(opened, "合成乙案")
    person, here = _add(opened, first)
    there = do(opened, "li", "person.stand", person, other="合成乙案", role=["witness"],
               source=_SOURCE).records[0]  # fmt: skip
    _tell(opened, here, "detain")
    assert (there.case, there.state) == (second, "known")
    assert _look(opened, here).state == "detained"
    assert _look(opened, there.id).state == "known"
    with pytest.raises(StateError, match="person-stands"):
        do(opened, "li", "person.stand", person, other=second, role=["victim"], source=_SOURCE)


def test_a_victim_may_be_a_suspect_in_the_same_case_with_a_source_for_each(
    opened: OpenDocket,
) -> None:
    _, standing = _add(opened, _case(opened), "victim")
    with pytest.raises(StateError, match="track-role"):
        _tell(opened, standing, "detain")
    told = do(opened, "li", "person.role", standing, role="suspect", source="合成笔录").records[0]
    assert [(one.role.value, one.source) for one in told.body.roles] == [
        ("victim", _SOURCE),
        ("suspect", "合成笔录"),
    ]
    assert _tell(opened, standing, "detain").state == "detained"
    with pytest.raises(StateError, match="track-role"):  # the detention rests on the role
        do(opened, "li", "person.end-role", standing, role="suspect", reason="误")
    ended = do(opened, "li", "person.end-role", standing, role="victim", reason="误").records[0]
    assert [one.ended for one in ended.body.roles] == ["误", ""]


def test_coercive_acts_wait_for_approval_and_a_release_does_not(opened: OpenDocket) -> None:
    _, standing = _add(opened, _case(opened))
    told = {"at": opened.now.isoformat(), "source": _SOURCE, **_PAPER}
    for name in ("compel", "detain", "bail", "reside"):
        assert do(opened, "li", f"person.{name}", standing, **told).draft is not None, name
    _tell(opened, standing, "detain")
    released = do(opened, "li", "person.release", standing, **told)
    assert released.draft is None
    assert (released.records[0].state, released.records[0].body.coercion) == (
        "released",
        "unrestrained",
    )


def test_overdue_custody_is_due_as_run_out_and_ends_by_a_release_alone(opened: OpenDocket) -> None:
    _, standing = _add(opened, _case(opened))
    _tell(opened, standing, "detain")
    opened.pass_time(days=10)
    due = list_due_items(opened.docket, "li", opened.surroundings)
    assert due.counts.overdue == 4
    assert _look(opened, standing).state == "detained"  # nothing was released by itself
    with pytest.raises(StateError, match="track-late"):
        _tell(opened, standing, "request-arrest")
    _tell(opened, standing, "release")
    assert list_due_items(opened.docket, "li", opened.surroundings).counts.overdue == 0


def test_an_arrest_is_lengthened_by_rule_and_ground_with_approval(opened: OpenDocket) -> None:
    _, standing = _add(opened, _case(opened))
    _tell(opened, standing, "detain")
    opened.pass_time(days=2)
    _tell(opened, standing, "request-arrest")
    opened.pass_time(days=5)
    _tell(opened, standing, "arrest")
    opened.pass_time(days=30)
    told = {"at": opened.now.isoformat(), "source": _SOURCE, "extends": "custody.complex",
            "ground": "complex-procuratorate-above", "paper": "合成延字1号"}  # fmt: skip
    with pytest.raises(InputError, match="track-needs"):
        do(opened, "li", "person.lengthen", standing, **{**told, "ground": " "})
    for ground in ("案情复杂", "ten-years-province"):
        with pytest.raises(InputError, match="track-ground"):
            do(opened, "li", "person.lengthen", standing, **{**told, "ground": ground})
    (longer,) = do_approved(opened, "li", "person.lengthen", standing, by="zhao", **told)
    clock = longer.clock("custody.investigation")
    assert clock is not None
    assert (clock.due - clock.started).days in (91, 92)
    assert longer.body.events[-1].ground == "complex-procuratorate-above"


def test_a_person_found_to_be_a_foreigner_has_the_report_due(opened: OpenDocket) -> None:
    person, standing = _add(opened, _case(opened))
    assert _tell(opened, standing, "detain").clock("foreigner.report") is None
    changed = do(opened, "li", "person.change", person, nationality="mm", source="合成护照",
                 reason="查明国籍")  # fmt: skip
    assert changed.records[1].clock("foreigner.report") is not None
    assert changed.records[0].body.nationality == "MM"


def test_people_are_found_by_document_and_name_and_masked(opened: OpenDocket) -> None:
    case = _case(opened)
    person, _ = _add(opened, case, alias=["阿 甲"], id_number=" ｅ1234 5678 ", birth="1990")
    record = _look(opened, person)
    assert {(mark.name, mark.value) for mark in record.marks} == {
        ("person", person), ("person-name", "甲某某"), ("person-name", "阿 甲"),
        ("document", "E12345678"),
    }  # fmt: skip
    shown = show_record(opened.docket, "li", person, opened.surroundings).body
    assert shown["name"] == "甲**"
    assert shown["id_number"] not in ("E12345678", "")
    assert shown["birth"] == "****"
    with pytest.raises(StateError, match="person-known"):
        _add(opened, case, id_number="E12345678")


def test_whoever_does_not_work_on_the_case_may_know_the_same_person(opened: OpenDocket) -> None:
    _add(opened, _case(opened), id_number="E12345678")
    other = do(opened, "mm-li", "case.open", name="合成外方案").records[0].id
    told = {"name": "甲某某", "role": ["suspect"], "source": _SOURCE, "id_number": "E12345678"}
    assert do(opened, "mm-li", "person.add", other, **told).records[0].party == "mm-police"


def _issue(opened: OpenDocket, standing: str, by: str = "zhao", **more: Any) -> AnyRecord:
    told = {"at": opened.now.isoformat(), "area": "within-county", "facts": "合成案情",
            "source": _SOURCE, "authority": "合成公安局", "paper": "合成缉1"}  # fmt: skip
    return do_approved(opened, "li", "wanted.issue", standing, by=by, **told | more)[0]


def test_a_wanted_notice_makes_the_person_wanted_and_is_found_by_the_document(
    opened: OpenDocket,
) -> None:
    _, standing = _add(opened, _case(opened))
    notice = _issue(opened, standing, id_number="e 1234")
    assert _look(opened, standing).state == "wanted"
    assert ("document", "E1234") in {(mark.name, mark.value) for mark in notice.marks}
    with pytest.raises(StateError):
        _issue(opened, standing)
    online = _issue(opened, standing, online="true", warrant="合成拘字1号")
    assert online.body.online
    (gone,) = do_approved(opened, "li", "wanted.withdraw", notice.id, by="zhao", reason="已归案")
    assert (gone.state, gone.body.withdrawn) == ("withdrawn", "已归案")
    assert _issue(opened, standing).state == "issued"


def test_an_entry_on_line_needs_its_warrant_and_a_wide_area_a_high_level(
    opened: OpenDocket,
) -> None:
    _, standing = _add(opened, _case(opened))
    with pytest.raises(InputError, match="wanted-warrant"):
        _issue(opened, standing, online="true")
    with pytest.raises(DeniedError, match="draft-level"):
        _issue(opened, standing, area="beyond-city")
    assert _issue(opened, standing, by="qian", area="beyond-city").state == "issued"


def test_a_voluntary_return_is_no_catch(opened: OpenDocket) -> None:
    _, standing = _add(opened, _case(opened))
    told = {"at": opened.now.isoformat(), "return_channel": "embassy", "place": "合成使馆",
            "source": _SOURCE, "statement": "自愿回国投案", "companion": ["乙某某"],
            "lead_offered": ["合成园区三号楼"]}  # fmt: skip
    record, changed = do(opened, "li", "surrender.take", standing, **told).records
    assert (record.state, changed.state) == ("taken", "surrendered")
    shown = show_record(opened.docket, "li", record.id, opened.surroundings).body
    assert (shown["statement"], shown["companion"]) == ("****", ["乙**"])
    with pytest.raises(StateError, match="track-order"):
        do(opened, "li", "surrender.take", standing, **told)


def test_an_urgent_border_control_is_completed_in_seven_days(opened: OpenDocket) -> None:
    _, standing = _add(opened, _case(opened))
    told = {"at": opened.now.isoformat(), "ground": "可能出境", "source": _SOURCE,
            "authority": "合成公安局", "paper": "合成边字1号"}  # fmt: skip
    with pytest.raises(DeniedError, match="draft-level"):
        do_approved(opened, "li", "border-control.order", standing, by="zhao", **told)
    urgent = {**told, "urgent": "true"}
    (control,) = do_approved(opened, "li", "border-control.order", standing, by="zhao", **urgent)
    assert [clock.rule for clock in control.clocks] == ["border-control.urgent"]
    done = do(opened, "li", "border-control.complete", control.id, at=opened.now.isoformat(),
              source=_SOURCE).records[0]  # fmt: skip
    assert done.clocks[0].state.value == "met"
    late = do_approved(opened, "li", "border-control.order", standing, by="zhao", **urgent)[0]
    opened.pass_time(days=9)
    with pytest.raises(StateError, match="border-late"):
        do(opened, "li", "border-control.complete", late.id, at=opened.now.isoformat(),
           source=_SOURCE)  # fmt: skip
    lifted = do(opened, "li", "restriction.lift", late.id, reason="未补手续", source=_SOURCE)
    assert (lifted.draft, lifted.records[0].state) == (None, "lifted")


def test_an_exit_ban_after_punishment_lasts_three_years_at_the_most(opened: OpenDocket) -> None:
    _, standing = _add(opened, _case(opened))
    told = {"at": opened.now.isoformat(), "ground": "刑满", "source": _SOURCE,
            "authority": "合成公安局", "paper": "合成限字1号"}  # fmt: skip
    with pytest.raises(InputError, match="clock-term"):
        do(opened, "li", "exit-ban.order", standing, years="4", **told)
    (ban,) = do_approved(opened, "li", "exit-ban.order", standing, by="zhao", years="2", **told)
    assert ban.clocks[0].due.year == opened.now.year + 2


_SANCTION = {
    "ground": "police-finding", "organ": "合成市公安局", "paper": "合成惩字1号",
    "decided_on": "2025-01-06", "measure": ["limit-new-accounts"], "source": _SOURCE,
    "name": "丙某某", "id_number": "E 9999",
}  # fmt: skip
_NOTICE = {
    "stated_basis": "第五条", "measure": ["limit-new-accounts"], "stated_term": "二年",
    "appeal_way": "向作出认定的公安机关申诉", "source": "合成送达回证",
}  # fmt: skip


def _impose(opened: OpenDocket, case: str, **more: Any) -> AnyRecord:
    told = {**_SANCTION, **more}
    return do_approved(opened, "li", "sanction.impose", case, by="qian", **told)[0]


def _serve(opened: OpenDocket, sanction: AnyRecord, **more: Any) -> AnyRecord:
    told = {"at": opened.now.isoformat(), **_NOTICE, **more}
    return do(opened, "li", "sanction.serve", sanction.id, **told).records[0]


@pytest.fixture
def later(opened: OpenDocket) -> OpenDocket:
    opened.now = datetime(2025, 1, 8, 2, 0, tzinfo=UTC)
    return opened


def test_measures_take_effect_only_with_a_complete_notice_and_end_by_themselves(
    later: OpenDocket,
) -> None:
    sanction = _impose(later, _case(later))
    assert (sanction.state, sanction.clocks) == ("decided", ())
    for missing in ("stated_basis", "stated_term", "appeal_way"):
        with pytest.raises(InputError, match="sanction-notice"):
            _serve(later, sanction, **{missing: " "})
    with pytest.raises(InputError, match="sanction-notice-measures"):
        _serve(later, sanction, measure=["credit-record"])
    served = _serve(later, sanction)
    assert (served.state, served.clocks[0].rule) == ("in-force", "sanction.police")
    assert not is_over(served, later.now)
    assert is_over(served, later.now + timedelta(days=731))
    with pytest.raises(StateError, match="sanction-runs"):
        do(later, "li", "sanction.end", sanction.id, source=_SOURCE)
    later.pass_time(days=731)
    with pytest.raises(StateError, match="sanction-over"):
        do(later, "li", "sanction.lift", sanction.id, reason="期满", source=_SOURCE)
    seen = show_record(later.docket, "li", sanction.id, later.surroundings)
    assert (seen.record.state, seen.state) == ("in-force", "ended")
    (ended,) = do(later, "li", "sanction.end", sanction.id, source=_SOURCE).records
    assert (ended.state, ended.clocks[0].state.value) == ("ended", "met")


def test_basic_means_of_living_are_not_touched(later: OpenDocket) -> None:
    with pytest.raises(InputError, match="sanction-livelihood"):
        _impose(later, _case(later), measure=["limit-new-accounts", "pension"])
    with pytest.raises(InputError, match="sanction-measure"):
        _impose(later, _case(later, "合成乙案"), measure=["x"])
    with pytest.raises(InputError, match="sanction-subject"):
        _impose(later, _case(later, "合成丙案"), unit_code="U1")
    _, elsewhere = _add(later, _case(later, "合成丁案"))
    with pytest.raises(NotFoundError):
        _impose(later, _case(later, "合成戊案"), standing=elsewhere)


def test_terms_that_follow_each_other_end_within_five_years(later: OpenDocket) -> None:
    case = _case(later)
    _impose(later, case)
    later.now = datetime(2027, 1, 6, 2, 0, tzinfo=UTC)
    second = _impose(later, case, decided_on="2027-01-06")
    assert str(second.body.first_decided_on) == "2025-01-06"
    later.now = datetime(2029, 1, 6, 2, 0, tzinfo=UTC)
    with pytest.raises(StateError, match="sanction-longest"):
        _impose(later, case, decided_on="2029-01-06")
    # After a break all is counted anew.
    later.now = datetime(2029, 3, 6, 2, 0, tzinfo=UTC)
    third = _impose(later, case, decided_on="2029-03-06")
    assert str(third.body.first_decided_on) == "2029-03-06"


def test_an_appeal_is_decided_by_others_and_may_lift_the_measures(later: OpenDocket) -> None:
    sanction = _serve(later, _impose(later, _case(later)))
    told = {"at": later.now.isoformat(), "grounds": "卡被盗用", "source": _SOURCE}
    decide = {"appeal_outcome": "lifted", "reason": "查明被盗用", "source": _SOURCE}
    with pytest.raises(StateError, match="sanction-no-appeal"):
        do(later, "li", "sanction.decide", sanction.id, **decide)
    do(later, "li", "sanction.appeal", sanction.id, **told)
    with pytest.raises(StateError, match="sanction-appeal-open"):
        do(later, "li", "sanction.appeal", sanction.id, **told)
    (ended,) = do_approved(later, "li", "sanction.decide", sanction.id, by="qian", **decide)
    assert (ended.state, ended.clocks[0].state.value) == ("lifted", "void")


def test_joint_measures_are_no_public_list(later: OpenDocket) -> None:
    sanction = _impose(later, _case(later))
    assert _look(later, sanction.id, "zhao").id == sanction.id
    for who in ("sun", "zhou", "wu", "root1", "mm-li"):
        with pytest.raises(NotFoundError):
            _look(later, sanction.id, who)
        assert list_records(later.docket, who, ("sanction",), later.surroundings) == ()


def test_facts_are_sorted_by_what_they_bear_on_and_whole_only_for_a_reason(
    opened: OpenDocket,
) -> None:
    _, standing = _add(opened, _case(opened))
    told = {"fact": "passport-taken", "source": "合成笔录一", "told": "被扣押"}
    wrong = do(opened, "sun", "fact.tell", standing, **{**told, "told": "误"}).records[0].id
    do(opened, "sun", "fact.tell", standing, **told)
    do(opened, "sun", "fact.tell", standing, **{**told, "source": "合成笔录二", "told": "自管"})
    do(opened, "sun", "fact.tell", standing, fact="calls", source="合成清单", count="512")
    do(opened, "li", "fact.supersede", wrong, reason="录入有误")
    seen = list_facts(opened.docket, "li", standing, opened.surroundings)
    assert [topic.name for topic in seen.topics] == ["scale", "coercion"]
    assert seen.topics[1].groups[0].differ
    assert {body["told"] for _, body in seen.facts} == {"****", ""}
    whole = list_facts(opened.docket, "li", standing, opened.surroundings, "核对口供")
    assert {body["told"] for _, body in whole.facts} == {"被扣押", "自管", ""}
    line = opened.docket.list_audit_lines()[-1]
    assert (line.action, line.actor, line.object) == ("record.unmask", "li", standing)
    with pytest.raises(NotFoundError):
        list_facts(opened.docket, "mm-li", standing, opened.surroundings)
    with pytest.raises(InputError, match="fact-empty"):
        do(opened, "sun", "fact.tell", standing, fact="title", source="合成")


def test_days_at_dens_are_told_with_sources_and_inform_only(opened: OpenDocket) -> None:
    _, standing = _add(opened, _case(opened))
    assert count_den_days(opened.docket, "li", standing, opened.surroundings) is None
    told = {"place": "合成园区", "source": "合成出入境记录"}
    do(opened, "li", "stay.tell", standing, first_day="2024-01-01", last_day="2024-01-20", **told)
    do(opened, "li", "stay.tell", standing, first_day="2024-02-01", last_day="2024-02-12", **told)
    count = count_den_days(opened.docket, "li", standing, opened.surroundings)
    assert count is not None
    assert (count.most, count.line, count.reached, len(count.gaps)) == (32, 30, True, 1)
    with pytest.raises(InputError, match="stay-order"):
        do(opened, "li", "stay.tell", standing, first_day="2024-02-01", last_day="2024-01-01",
           **told)  # fmt: skip
    with pytest.raises(InputError, match="track-future"):
        do(opened, "li", "stay.tell", standing, first_day="2024-02-01", last_day="2024-09-24",
           **told)  # fmt: skip


def test_who_was_sent_for_prosecution_or_judged_was_caught_or_came_in(opened: OpenDocket) -> None:
    _, standing = _add(opened, _case(opened))
    for name in ("transfer", "indict", "convict", "acquit"):
        with pytest.raises(StateError, match="track-order"):
            _tell(opened, standing, name)
