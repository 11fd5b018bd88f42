"""Two parties: what is not released changes nothing that the other one sees."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docket import NOW, OpenDocket, do, do_approved, open_docket
from sqlalchemy import Engine

from zhanlian.app.docket.audience import tell_audience
from zhanlian.app.docket.boards import compare_operation, list_places, trace_operation
from zhanlian.app.docket.due_list import list_due_items
from zhanlian.app.docket.look import (
    list_history,
    list_records,
    show_record,
    unmask_record,
)
from zhanlian.docket.registry import KINDS
from zhanlian.errors import ConflictError, DeniedError, NotFoundError, StateError
from zhanlian.model.docket.record import ClockState

HASH = "a" * 64
THEIRS = ("mm-li", "mm-zhao", "mm-qian", "mm-sun", "mm-zhou")


@pytest.fixture
def opened(tmp_path: Path, docket_engine: Engine) -> OpenDocket:
    return open_docket(tmp_path, docket_engine)


def sign(opened: OpenDocket, **told: Any) -> str:
    request = {
        "name": "合成备忘录",
        "agreement_type": "memorandum",
        "between": ["wz", "mm-police"],
        "signed_on": "2024-01-10",
        "expires_on": "2024-12-31",
        "covers": ["lead", "operation", "place"],
        "purposes": ["capture"],
        "restrictions": ["仅限本案侦查"],
        "source": HASH,
    }
    return do(opened, "zhou", "agreement.sign", **{**request, **told}).records[0].id


def record_lead(opened: OpenDocket, **told: Any) -> str:
    request = {
        "title": "合成窝点线索",
        "source": HASH,
        "source_grade": "B",
        "information_grade": "2",
        "content": "甲某某称在三楼",
        "persons": [{"person_name": "甲某某", "document": "330000199001010000"}],
    }
    return do(opened, "li", "lead.record", **{**request, **told}).records[0].id


def give(opened: OpenDocket, lead: str, agreement: str, **told: Any) -> str:
    """Return the id of the dispatch of a lead that was released with approval."""
    request = {
        "to_party": "mm-police",
        "agreement": agreement,
        "purpose": "capture",
        "number": "合协〔2024〕1号",
        "task_told": "请核查三楼",
    }
    made = do_approved(opened, "zhou", "lead.release", lead, by="qian", **{**request, **told})
    return next(one.id for one in made if one.kind == "dispatch")


def all_seen(opened: OpenDocket, who: str) -> list[tuple[str, str]]:
    kinds = tuple(kind for kind in KINDS if kind not in ("user", "party"))
    found = list_records(opened.docket, who, kinds, opened.surroundings)
    return sorted((seen.record.kind, seen.record.id) for seen in found)


def everything(opened: OpenDocket) -> list[Any]:
    """Return all that the other party can get to see without naming an id."""
    told: list[Any] = []
    for who in THEIRS:
        due = list_due_items(opened.docket, who, opened.surroundings)
        told += [all_seen(opened, who), due.counts, due.items]
        told.append(list_places(opened.docket, who, opened.surroundings))
    return told


def test_what_is_not_released_changes_nothing_for_the_other_party(opened: OpenDocket) -> None:
    before = everything(opened)
    assert before[0] == []
    agreement = sign(opened)
    lead = record_lead(opened)
    do(opened, "zhou", "lead.issue", lead, issued_to=["合成支队"])
    operation = plan(opened, agreement)
    do(opened, "li", "place.add", **place(operations=[operation]))
    draft = do(opened, "zhou", "record.release", lead, **release(agreement)).draft
    assert draft is not None
    assert everything(opened) == before


def test_an_id_that_is_not_released_is_told_like_one_that_is_not_there(
    opened: OpenDocket,
) -> None:
    lead, docket, around = record_lead(opened), opened.docket, opened.surroundings
    for look in (show_record, list_history, trace_operation, compare_operation):
        told = []
        for name in (lead, "nothing"):
            with pytest.raises(NotFoundError) as error:
                look(docket, "mm-zhou", name, around)
            told.append((error.value.key, set(error.value.fields) - {"id"}))
        assert told[0] == told[1]


def test_the_way_of_a_lead_to_the_other_party_and_back(opened: OpenDocket) -> None:
    agreement, other = sign(opened), record_lead(opened, title="另一条")
    lead = record_lead(opened)
    do(opened, "li", "lead.grade", lead, **GRADES)
    dispatch = give(opened, lead, agreement)
    seen = all_seen(opened, "mm-zhou")
    assert [kind for kind, _ in seen] == ["dispatch", "lead", "release"]
    assert all_seen(opened, "mm-li") == []
    shown = show_record(opened.docket, "mm-zhou", lead, opened.surroundings)
    assert shown.body["persons"][0]["person_name"] == "甲**"
    assert shown.body["content"] == "****"
    with pytest.raises(NotFoundError):
        show_record(opened.docket, "mm-zhou", other, opened.surroundings)

    at = opened.pass_time(hours=2).isoformat()
    do(opened, "mm-zhou", "dispatch.receive", dispatch, at=at)
    do(opened, "mm-zhou", "dispatch.check", dispatch, at=at, result="lead-confirmed")
    done = do(opened, "mm-zhou", "dispatch.answer", dispatch, at=at, feedback="已查", arrested=3)
    answered = done.records[0]
    assert (answered.state, answered.body.arrested, answered.party) == ("answered", 3, "wz")
    assert {clock.state for clock in answered.clocks} == {ClockState.MET}
    ours = show_record(opened.docket, "li", dispatch, opened.surroundings)
    assert ours.record.by == "mm-zhou"


def test_the_other_party_does_not_see_what_stood_in_a_record_before_its_release(
    opened: OpenDocket,
) -> None:
    agreement, lead = sign(opened), record_lead(opened)
    do(opened, "li", "lead.grade", lead, **GRADES)
    give(opened, lead, agreement)
    docket, around = opened.docket, opened.surroundings
    theirs = list_history(docket, "mm-zhou", lead, around)
    assert [seen.record.version for seen in theirs] == [3]
    assert len(list_history(docket, "li", lead, around)) == 3


def test_after_the_revocation_the_other_party_sees_nothing(opened: OpenDocket) -> None:
    before = everything(opened)
    agreement, lead = sign(opened), record_lead(opened)
    dispatch = give(opened, lead, agreement)
    assert everything(opened) != before
    changed = do(opened, "li", "record.revoke", lead, to_party="mm-police", reason="合成理由")
    states = {one.kind: one.state for one in changed.records}
    assert states == {"lead": "open", "release": "withdrawn", "dispatch": "recalled"}
    assert everything(opened) == before
    for name in (lead, dispatch):
        with pytest.raises(NotFoundError):
            show_record(opened.docket, "mm-zhou", name, opened.surroundings)
    with pytest.raises(NotFoundError):
        do(opened, "mm-zhou", "dispatch.receive", dispatch, at=opened.now.isoformat())
    lines = [line.action for line in opened.docket.list_audit_lines()]
    assert lines.count("lead.release") == 3
    assert lines.count("record.revoke") == 3
    with pytest.raises(StateError):
        do(opened, "li", "record.revoke", lead, to_party="mm-police", reason="再撤")


def test_a_release_ends_with_its_agreement_and_goes_on_with_a_prolonged_one(
    opened: OpenDocket,
) -> None:
    agreement = sign(opened, expires_on="2024-09-25")
    found = do(opened, "li", "place.add", **place()).records[0].id
    told = {"to_party": "mm-police", "agreement": agreement, "purpose": "capture", "number": "1"}
    do_approved(opened, "li", "record.release", found, by="qian", **told)

    def sees() -> bool:
        return "place" in [kind for kind, _ in all_seen(opened, "mm-zhou")]

    assert sees()
    opened.now = datetime(2024, 9, 25, 15, 59, tzinfo=UTC)
    assert sees()
    opened.now = datetime(2024, 9, 25, 16, 0, tzinfo=UTC)  # midnight in Beijing
    assert not sees()
    with pytest.raises(NotFoundError):
        show_record(opened.docket, "mm-zhou", found, opened.surroundings)
    assert show_record(opened.docket, "li", found, opened.surroundings).record.id == found
    do(opened, "zhou", "agreement.prolong", agreement, expires_on="2024-12-31", source=HASH)
    assert sees()
    do(opened, "zhou", "agreement.end", agreement, reason="合成理由")
    assert not sees()
    do(opened, "li", "record.revoke", found, to_party="mm-police", reason="协议终止")
    told["agreement"] = sign(opened)
    do_approved(opened, "li", "record.release", found, by="qian", **told)
    assert sees()


def test_a_revoked_record_can_be_released_again(opened: OpenDocket) -> None:
    agreement, lead = sign(opened), record_lead(opened)
    give(opened, lead, agreement)
    do(opened, "li", "record.revoke", lead, to_party="mm-police", reason="合成理由")
    give(opened, lead, agreement)
    kinds = [kind for kind, _ in all_seen(opened, "mm-zhou")]
    assert kinds == ["dispatch", "lead", "release"]


def test_masked_identifiers_stay_masked_unless_the_release_says_whole(
    opened: OpenDocket,
) -> None:
    agreement, docket = sign(opened), opened.docket
    masked, whole = record_lead(opened), record_lead(opened)
    give(opened, masked, agreement)
    give(opened, whole, agreement, whole=True)
    with pytest.raises(DeniedError):
        unmask_record(docket, "mm-zhou", masked, "核查", opened.surroundings)
    assert docket.list_audit_lines()[-1].action == "denied"
    seen = unmask_record(docket, "mm-zhou", whole, "核查", opened.surroundings)
    assert seen.body["persons"][0]["person_name"] == "甲某某"
    assert docket.list_audit_lines()[-1].actor == "mm-zhou"


def test_nothing_of_the_case_comes_with_a_record_of_it(opened: OpenDocket) -> None:
    do(opened, "li", "case.open", name="合成案", member=["zhou", "qian"])
    agreement, lead = sign(opened), record_lead(opened, case="合成案")
    record_lead(opened, case="合成案", title="同案另一条")
    give(opened, lead, agreement)
    assert [kind for kind, _ in all_seen(opened, "mm-zhou")] == ["dispatch", "lead", "release"]
    # Who is no member sees it no more than before.
    assert all_seen(opened, "sun") == [("agreement", agreement)]


def test_the_audience_told_before_is_the_one_that_sees_it_afterwards(opened: OpenDocket) -> None:
    agreement, lead = sign(opened), record_lead(opened)
    docket, around = opened.docket, opened.surroundings
    told = tell_audience(docket, "li", lead, "mm-police", around)
    assert [one.name for one in told.would_see] == ["mm-zhou"]
    assert told.approval.level.value == "province"
    assert told.masked == ("content", "persons[1].person_name", "persons[1].document")
    give(opened, lead, agreement)
    after = [who for who in THEIRS if ("lead", lead) in all_seen(opened, who)]
    assert after == [one.name for one in told.would_see]
    shown = show_record(docket, "mm-zhou", lead, around)
    assert shown.body == told.shown
    again = tell_audience(docket, "li", lead, "mm-police", around)
    assert again.already
    assert {one.name for one in again.see_now} - {one.name for one in told.see_now} == {"mm-zhou"}


def test_who_may_not_release_is_not_told_an_audience(opened: OpenDocket) -> None:
    lead = record_lead(opened)
    for who in ("sun", "mm-zhou"):
        with pytest.raises((DeniedError, NotFoundError)):
            tell_audience(opened.docket, who, lead, "mm-police", opened.surroundings)
        assert opened.docket.list_audit_lines()[-1].action == "denied"


@pytest.mark.parametrize(
    ("changed", "asked", "key"),
    [
        ({"expires_on": "2024-09-22"}, {}, "error.docket-agreement-force"),
        ({"in_force_on": "2024-10-01"}, {}, "error.docket-agreement-force"),
        ({"between": ["wz", "th-police"]}, {}, "error.docket-agreement-parties"),
        ({"covers": ["place"]}, {}, "error.docket-agreement-kind"),
        ({}, {"purpose": "prevention"}, "error.docket-agreement-purpose"),
    ],
)
def test_a_release_needs_an_agreement_that_allows_it(
    opened: OpenDocket, changed: dict[str, Any], asked: dict[str, Any], key: str
) -> None:
    agreement, lead = sign(opened, **changed), record_lead(opened)
    with pytest.raises(StateError) as error:
        do(opened, "zhou", "record.release", lead, **{**release(agreement), **asked})
    assert error.value.key == key


def test_an_agreement_that_ends_before_the_approval_stops_the_release(
    opened: OpenDocket,
) -> None:
    agreement, lead = sign(opened), record_lead(opened)
    draft = do(opened, "zhou", "record.release", lead, **release(agreement)).draft
    assert draft is not None
    do(opened, "zhou", "agreement.end", agreement, reason="合成理由")
    with pytest.raises(StateError):
        do(opened, "qian", "draft.approve", draft.id)
    assert all_seen(opened, "mm-zhou") == []


def test_a_record_that_changed_since_the_draft_is_not_released(opened: OpenDocket) -> None:
    agreement, lead = sign(opened), record_lead(opened)
    draft = do(opened, "zhou", "record.release", lead, **release(agreement)).draft
    assert draft is not None
    do(opened, "li", "lead.grade", lead, **GRADES)
    with pytest.raises(ConflictError):
        do(opened, "qian", "draft.approve", draft.id)


def test_a_release_abroad_needs_approval_at_province_level(opened: OpenDocket) -> None:
    agreement, lead = sign(opened), record_lead(opened)
    draft = do(opened, "zhou", "record.release", lead, **release(agreement)).draft
    assert draft is not None
    assert draft.body.level.value == "province"
    with pytest.raises(DeniedError):
        do(opened, "zhao", "draft.approve", draft.id)


def test_use_restrictions_of_agreement_and_release_go_with_it(opened: OpenDocket) -> None:
    agreement, lead = sign(opened), record_lead(opened)
    made = do_approved(
        opened,
        "zhou",
        "record.release",
        lead,
        by="qian",
        **release(agreement),
        restrictions=["不得转交第三方"],
    )
    released = next(one for one in made if one.kind == "release")
    assert released.body.restrictions == ("仅限本案侦查", "不得转交第三方")
    assert [given.by for given in released.approvals] == ["qian"]
    theirs = show_record(opened.docket, "mm-zhou", released.id, opened.surroundings)
    assert theirs.body["restrictions"] == ["仅限本案侦查", "不得转交第三方"]


def test_another_party_can_neither_release_on_nor_change_what_it_got(opened: OpenDocket) -> None:
    agreement, lead = sign(opened), record_lead(opened)
    give(opened, lead, agreement)
    for act, request in (
        ("record.release", release(agreement)),
        ("record.revoke", {"to_party": "mm-police", "reason": "合成"}),
        ("lead.grade", GRADES),
        ("lead.close", {"reason": "合成"}),
        ("lead.issue", {"issued_to": ["合成支队"]}),
    ):
        with pytest.raises(DeniedError):
            do(opened, "mm-zhou", act, lead, **request)


def test_drafts_and_restricted_records_are_never_released(opened: OpenDocket) -> None:
    agreement, lead = sign(opened, covers=["draft", "lead", "release"]), record_lead(opened)
    draft = do(opened, "zhou", "record.release", lead, **release(agreement)).draft
    assert draft is not None
    with pytest.raises(StateError) as error:
        do(opened, "zhou", "record.release", draft.id, **release(agreement))
    assert error.value.key == "error.docket-release-kind"


def test_another_party_states_only_its_own_counts_beside_ours(opened: OpenDocket) -> None:
    agreement = sign(opened, purposes=["operation-planning"])
    operation = plan(opened, agreement)
    do_approved(opened, "zhou", "operation.agree", operation, by="qian", source=HASH)
    do(opened, "zhou", "operation.start", operation, on="2024-09-20")
    asked = {**release(agreement), "purpose": "operation-planning"}
    do_approved(opened, "zhou", "record.release", operation, by="qian", **asked)
    row = {"verb": "handed-over", "nationality": "CN", "source": HASH}
    ours = do(opened, "li", "operation.count", operation, **row, value=2349)
    with pytest.raises(DeniedError):
        do(opened, "mm-zhou", "operation.count", operation, **row, value=1, says="wz")
    do(opened, "mm-zhou", "operation.count", operation, **row, value=2350)
    docket, around = opened.docket, opened.surroundings
    (group,) = compare_operation(docket, "li", operation, around)
    assert [(one.says, one.value) for one in group.said] == [("wz", 2349), ("mm-police", 2350)]
    assert group.differs
    (theirs,) = compare_operation(docket, "mm-zhou", operation, around)
    assert [(one.says, one.value) for one in theirs.said] == [("mm-police", 2350)]
    with pytest.raises(NotFoundError):
        do(opened, "mm-zhou", "count.correct", ours.records[0].id, value=1, source=HASH, reason="x")


def test_a_place_verified_by_another_party_needs_no_approval(opened: OpenDocket) -> None:
    agreement = sign(opened)
    found = do(opened, "li", "place.add", **place()).records[0].id
    asked = {"on": "2024-09-21", "source": "b" * 64}
    draft = do(opened, "li", "place.verify", found, **asked).draft
    assert draft is not None, "the same person verified what he had claimed"
    do(opened, "li", "draft.withdraw", draft.id, reason="由对方核实")
    do_approved(opened, "zhou", "record.release", found, by="qian", **release(agreement))
    done = do(opened, "mm-zhou", "place.verify", found, **asked)
    told = done.records[0].body.assertions[-1]
    assert (done.draft, told.says, told.recorded_for) == (None, "mm-police", "mm-police")
    cleared = do(opened, "zhou", "place.clear", found, **asked)
    assert cleared.records[0].state == "cleared"


def test_the_clock_of_an_agreement_warns_before_it_expires(opened: OpenDocket) -> None:
    sign(opened, expires_on="2024-09-25")
    opened.now = NOW + timedelta(hours=1)
    due = list_due_items(opened.docket, "zhou", opened.surroundings)
    assert [item.rule for item in due.items] == ["agreed.day"]
    assert (due.counts.urgent, due.counts.overdue) == (1, 0)


GRADES = {"source_grade": "A", "information_grade": "1", "reason": "合成复核"}


def release(agreement: str) -> dict[str, Any]:
    return {
        "to_party": "mm-police",
        "agreement": agreement,
        "purpose": "capture",
        "number": "合协〔2024〕2号",
    }


def place(**told: Any) -> dict[str, Any]:
    request = {
        "name": "合成园区",
        "place_type": "compound",
        "says": "wz",
        "on": "2024-09-20",
        "source": HASH,
    }
    return {**request, **told}


def plan(opened: OpenDocket, agreement: str) -> str:
    request: dict[str, Any] = {
        "name": "合成联合行动",
        "parties": ["wz@CN", "mm-police@MM"],
        "lead": "wz",
        "agreements": [agreement],
    }
    return do(opened, "zhou", "operation.plan", **request).records[0].id
