"""Programmes, batches and cases: what is unique, what is asked, and who lists."""

from pathlib import Path
from typing import Any

import pytest
from docket import OpenDocket, do, do_approved
from listed import (
    MINISTRY,
    add_batch,
    add_programme,
    enter,
    find_kind,
    list_one,
    open_listings,
    propose,
)

from zhanlian.docket.listings.course import DEADLINE, LISTED, REPORT
from zhanlian.errors import DeniedError, InputError, NotFoundError, StateError
from zhanlian.model.docket.rule import SourceStatus
from zhanlian.model.zone import local_day


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_listings(tmp_path)


def test_a_programme_is_unique_by_name_in_its_party_only(opened: OpenDocket) -> None:
    add_programme(opened)
    with pytest.raises(StateError, match="programme-taken"):
        do(opened, "li", "programme.add", name="合成 督办")
    do(opened, "mm-li", "programme.add", name="合成督办")


def test_third_batch_alone_is_not_unique(opened: OpenDocket) -> None:
    first, second = add_programme(opened, "合成项目一"), add_programme(opened, "合成项目二")
    assert add_batch(opened, first).id != add_batch(opened, second).id
    with pytest.raises(StateError, match="batch-taken"):
        do(opened, "li", "batch.add", first.id, name="第三批", batch_number=3)


def test_a_case_is_unique_by_place_code_and_programme(opened: OpenDocket) -> None:
    programme = add_programme(opened)
    batch, later = add_batch(opened, programme), add_batch(opened, programme, 4)
    propose(opened, batch)
    with pytest.raises(StateError, match="listing-taken"):
        propose(opened, later)
    propose(opened, later, place="合成丙市")
    other = add_batch(opened, add_programme(opened, "合成项目二"))
    propose(opened, other)


def test_a_code_is_kept_as_a_label_and_makes_no_date(opened: OpenDocket) -> None:
    listing = propose(opened, add_batch(opened, add_programme(opened)))
    assert listing.body.as_listed.code == "9.06"
    assert listing.body.as_listed.discovered is None
    assert listing.body.listed_at is None and listing.clocks == ()


def test_the_terms_tell_policy_and_that_it_is_a_choice_of_design(opened: OpenDocket) -> None:
    terms = propose(opened, add_batch(opened, add_programme(opened))).body.terms
    assert terms.policy == opened.surroundings.rules.version
    assert terms.policy_status is SourceStatus.DESIGN
    assert (terms.report_every.length, terms.solve_within.length) == (30, 12)


def test_a_case_is_listed_only_by_approval_at_the_ministry(opened: OpenDocket) -> None:
    listing = propose(opened, add_batch(opened, add_programme(opened)))
    draft = do(opened, "li", "listing.enter", listing.id).draft
    assert draft is not None
    with pytest.raises(DeniedError, match="draft-level"):
        do(opened, "qian", "draft.approve", draft.id)
    listed = do(opened, MINISTRY, "draft.approve", draft.id).records[1]
    assert listed.state == LISTED and listed.body.listed_at == opened.now
    report, deadline = listed.clock(REPORT), listed.clock(DEADLINE)
    assert report is not None and deadline is not None
    # 30 days after 23 September 2024: 23 October; 12 months: 23 September 2025, both at 24:00.
    assert local_day(report.due).isoformat() == "2024-10-24"
    assert local_day(deadline.due).isoformat() == "2025-09-24"


def test_the_day_of_the_notice_starts_the_clocks(opened: OpenDocket) -> None:
    programme = add_programme(opened)
    told: dict[str, Any] = {"name": "第三批", "batch_number": 3, "listed_on": "2024-09-02"}
    batch = do(opened, "li", "batch.add", programme.id, **told).records[0]
    listed = enter(opened, propose(opened, batch))
    assert listed.body.listed_at is not None
    assert local_day(listed.body.listed_at).isoformat() == "2024-09-02"


def test_one_approval_lists_all_proposed_cases_of_a_batch(opened: OpenDocket) -> None:
    batch = add_batch(opened, add_programme(opened))
    first, second = propose(opened, batch), propose(opened, batch, 1)
    do(opened, "zhao", "listing.return", second.id, reason="合成：材料不全")
    (listed,) = do_approved(opened, "li", "batch.enter", batch.id, by=MINISTRY)
    assert (listed.id, listed.state) == (first.id, LISTED)
    with pytest.raises(StateError, match="batch-empty"):
        do(opened, "li", "batch.enter", batch.id)


def test_a_returned_case_is_put_right_and_proposed_anew(opened: OpenDocket) -> None:
    listing = propose(opened, add_batch(opened, add_programme(opened)))
    do(opened, "zhao", "listing.return", listing.id, reason="合成：单位不明")
    with pytest.raises(StateError):
        do(opened, "li", "listing.enter", listing.id)
    with pytest.raises(InputError, match="amend-nothing"):
        do(opened, "li", "listing.amend", listing.id, reason="合成")
    amended = do(opened, "li", "listing.amend", listing.id, reason="合成", unit="合成支队").records[
        0
    ]
    assert (amended.state, amended.body.unit) == ("proposed", "合成支队")
    assert amended.body.name == listing.body.name
    assert enter(opened, amended).state == LISTED


def test_a_refused_case_stays_refused(opened: OpenDocket) -> None:
    listing = propose(opened, add_batch(opened, add_programme(opened)))
    do(opened, "zhao", "listing.refuse", listing.id, reason="合成：不符合条件")
    for act in ("listing.enter", "listing.amend", "listing.return"):
        with pytest.raises((StateError, DeniedError)):
            do(
                opened,
                "li",
                act,
                listing.id,
                **({} if act == "listing.enter" else {"reason": "合"}),
            )
    assert [one.state for one in find_kind(opened, "listing")] == ["refused"]


@pytest.mark.parametrize(
    ("counts", "key"),
    [
        ([{"counted_as": "captured", "value": 1}] * 2, "count-twice"),
        ([{"counted_as": "sentenced", "value": 1, "of": "captured"}], "count-whole"),
        (
            [
                {"counted_as": "captured", "value": 560},
                {"counted_as": "sentenced", "value": 561, "of": "captured"},
            ],
            "count-part",
        ),
        (
            [
                {"counted_as": "captured", "value": 560, "comparator": "nearly"},
                {"counted_as": "sentenced", "value": 570, "of": "captured", "comparator": "over"},
            ],
            "count-part",
        ),
    ],
)
def test_counts_that_do_not_fit_together_are_refused(
    opened: OpenDocket, counts: list[dict[str, Any]], key: str
) -> None:
    batch = add_batch(opened, add_programme(opened))
    with pytest.raises(InputError, match=key):
        propose(opened, batch, case_counts=counts)


def test_a_part_may_be_more_than_the_least_of_its_whole(opened: OpenDocket) -> None:
    counts = [
        {"counted_as": "captured", "value": 30, "comparator": "over"},
        {"counted_as": "sentenced", "value": 35, "of": "captured"},
    ]
    batch = add_batch(opened, add_programme(opened))
    assert propose(opened, batch, case_counts=counts).state == "proposed"


def test_another_party_sees_and_lists_nothing(opened: OpenDocket) -> None:
    listing = list_one(opened)
    assert find_kind(opened, "listing", "mm-li") == []
    with pytest.raises(NotFoundError):
        do(opened, "mm-li", "listing.reassign", listing.id, unit="合成", reason="合成")
    with pytest.raises(DeniedError):
        do(opened, "sun", "listing.reassign", listing.id, unit="合成", reason="合成")
