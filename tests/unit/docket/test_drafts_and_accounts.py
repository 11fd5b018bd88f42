"""Drafts wait for others, and accounts are what they look like."""

from pathlib import Path

import pytest
from docket import NOW, OWN, OpenDocket, actor, do, open_docket, situation
from orders import FREEZE, STOP, file_case, filed_case, open_case, see

from zhanlian.docket.accounts import AddUser, found_actor
from zhanlian.docket.drafts import Asked, begin_draft, demand_approvals, may_approve
from zhanlian.docket.registry import ACTS
from zhanlian.errors import ConflictError, DeniedError, InputError, NotFoundError, StateError
from zhanlian.model.docket.actor import Role
from zhanlian.model.docket.draft import Draft
from zhanlian.model.docket.record import READER, Mark, Record
from zhanlian.model.docket.rule import Level


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def draft_stop(opened: OpenDocket, case: str) -> str:
    draft = do(opened, "li", "stop.order", case, **STOP).draft
    assert draft is not None
    return draft.id


def test_neither_author_nor_lower_level_approves(opened: OpenDocket) -> None:
    case = filed_case(opened)
    told = {**FREEZE, "property_class": "deposit-major"}
    draft = do(opened, "li", "freeze.order", case, **told).draft
    assert draft is not None
    with pytest.raises(DeniedError, match="draft-level"):
        do(opened, "zhao", "draft.approve", draft.id)
    assert do(opened, "qian", "draft.approve", draft.id).act == "freeze.order"
    own = Record("d", "draft", None, OWN, "open", "zhao", Draft("stop.order", None, 0, "{}"))
    zhao = actor("zhao", Role.APPROVER, level=Level.COUNTY)
    assert not may_approve(own, zhao)
    with pytest.raises(DeniedError, match="draft-own"):
        ACTS["draft.approve"].decide(situation(own, actor=zhao), ACTS["draft.approve"].request())


def test_nobody_approves_twice() -> None:
    zhao = actor("zhao", Role.APPROVER, level=Level.COUNTY)
    body = Draft("stop.order", None, 0, "{}", approvers=2)
    draft = Record("d", "draft", None, OWN, "open", "li", body)
    decide, request = ACTS["draft.approve"].decide, ACTS["draft.approve"].request()
    (once,) = decide(situation(draft, actor=zhao), request)
    assert once.state == "open"
    with pytest.raises(StateError, match="draft-twice"):
        decide(situation(once, actor=zhao), request)
    qian = actor("qian", Role.APPROVER, level=Level.PROVINCE)
    (twice,) = decide(situation(once, actor=qian), request)
    assert (twice.state, [one.by for one in twice.approvals]) == ("approved", ["zhao", "qian"])


@pytest.mark.parametrize(("who", "act"), [("zhao", "refuse"), ("li", "withdraw")])
def test_an_ended_draft_has_no_effect_any_more(opened: OpenDocket, who: str, act: str) -> None:
    draft = draft_stop(opened, open_case(opened))
    do(opened, who, f"draft.{act}", draft, reason="合成")
    for again in ("approve", "refuse"):
        told = {} if again == "approve" else {"reason": "合成"}
        with pytest.raises(StateError):
            do(opened, "qian", f"draft.{again}", draft, **told)


def test_only_its_author_takes_a_draft_back(opened: OpenDocket) -> None:
    draft = draft_stop(opened, open_case(opened))
    with pytest.raises(DeniedError, match="draft-not-own"):
        do(opened, "zhao", "draft.withdraw", draft, reason="合成")


def test_a_draft_whose_target_changed_meanwhile_says_who_changed_it(opened: OpenDocket) -> None:
    case = open_case(opened)
    for act in ("case.report", "case.accept"):
        do(opened, "li", act, case, at=NOW.isoformat(), source="合成文书")
    told = {"at": NOW.isoformat(), "source": "合成文书"}
    draft = do(opened, "li", "case.file", case, **told).draft
    assert draft is not None
    do(opened, "li", "case.join", case, member="sun")
    with pytest.raises(ConflictError) as caught:
        do(opened, "zhao", "draft.approve", draft.id)
    assert caught.value.fields["by"] == "li"
    assert see(opened, draft.id).state == "open"


def test_an_approval_decides_anew_by_what_holds_then(opened: OpenDocket) -> None:
    case = open_case(opened)
    drafts = [draft_stop(opened, case) for _ in range(3)]
    effects = 0
    for draft in drafts:
        try:
            do(opened, "zhao", "draft.approve", draft)
            effects += 1
        except StateError:
            assert see(opened, draft).state == "open"
    assert 1 <= effects <= 2


def test_a_draft_of_what_is_restricted_is_seen_by_its_readers_only() -> None:
    act = ACTS["stop.order"]
    target = Record("c", "case", "c", OWN, "open", "li", None)
    made = [
        Record(
            "x", "stop", "c", OWN, "x", "li", None, marks=(Mark(READER, name), Mark(READER, "b"))
        )
        for name in ("a", "c")
    ]
    told = situation(target)
    plain = begin_draft(told, act, Asked("{}", "", ""))
    assert plain.values(READER) == ()
    assert begin_draft(told, act, Asked("{}", "", ""), made).values(READER) == ("b", "li")


@pytest.mark.parametrize("name", ["", "  ", "li\u200b", "l i", "l\ni", "\u202eil", "x" * 81])
def test_names_that_cannot_be_told_by_sight_are_refused(opened: OpenDocket, name: str) -> None:
    with pytest.raises(InputError, match="user-name"):
        do(opened, "root1", "user.add", name=name, party=OWN, role=["analyst"])
    with pytest.raises(InputError, match="user-name"):
        found_actor(AddUser(name, OWN, (Role.ADMINISTRATOR,)))


def test_a_name_that_looks_the_same_is_the_same(opened: OpenDocket) -> None:
    with pytest.raises(StateError, match="docket-taken"):
        do(opened, "root1", "user.add", name="ｌｉ", party=OWN, role=["analyst"])


def test_nobody_changes_or_closes_his_own_account(opened: OpenDocket) -> None:
    with opened.docket.read_records() as desk:
        (own,) = desk.list_marked("user", "actor", "root1", None)
    for act, told in (("user.close", {}), ("user.change", {"role": ["analyst"]})):
        with pytest.raises(DeniedError, match="user-own"):
            do(opened, "root1", act, own.id, reason="合成", **told)


def test_a_closed_account_may_nothing_and_its_name_stays_taken(opened: OpenDocket) -> None:
    with opened.docket.read_records() as desk:
        (sun,) = desk.list_marked("user", "actor", "sun", None)
    do(opened, "root1", "user.close", sun.id, reason="合成")
    with pytest.raises(DeniedError, match="actor-unknown"):
        do(opened, "sun", "case.open", name="合成案")
    with pytest.raises(StateError, match="docket-taken"):
        do(opened, "root1", "user.add", name="sun", party=OWN, role=["analyst"])


def test_a_case_with_the_id_of_another_for_its_name_stands_in_for_nothing(
    opened: OpenDocket,
) -> None:
    first = open_case(opened)
    do(opened, "li", "case.open", name=first)
    changed = do(opened, "li", "case.join", first, member="sun").records[0]
    assert changed.id == first
    with pytest.raises(NotFoundError):
        do(opened, "mm-li", "case.join", first, member="mm-sun")
    file_case(opened, first)
    assert see(opened, first).id == first


def test_approvals_that_no_longer_suffice_make_no_effect() -> None:
    told = situation(Record("c", "case", "c", OWN, "open", "li", None))
    act = ACTS["stop.order"]
    with pytest.raises(StateError, match="draft-outgrown"):
        demand_approvals(told, act, act.request(**{**STOP, "officer": ("合成甲", "合成乙")}))
