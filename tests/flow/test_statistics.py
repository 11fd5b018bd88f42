"""Figures of our own: counted from what the reader sees, compared with what was published."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docket import OpenDocket, do, open_docket
from handed_over import (
    confirm_fugitives,
    confirm_handover,
    enter_article,
    make_rows,
    open_handover,
    sign_handover,
)

from zhanlian.app.docket.handovers import state_handover
from zhanlian.app.docket.published_claims import load_published
from zhanlian.app.docket.reconciling import Verdict, reconcile
from zhanlian.app.docket.statistics import Statistics, StatisticsRequest, make_statistics
from zhanlian.app.wire import extract, wire_figuring, wire_reading
from zhanlian.errors import FormatError, InputError, NotFoundError
from zhanlian.model.claim import Metric, Role, Source, SourcedClaim
from zhanlian.model.docket.stated import StatedFigure
from zhanlian.model.figure import Outcome


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def _count(opened: OpenDocket, who: str = "li", **told: object) -> Statistics:
    request = StatisticsRequest(**told)  # type: ignore[arg-type]
    return make_statistics(opened.docket, who, request, opened.surroundings)


def _find(made: Statistics, words: str) -> StatedFigure | None:
    return next((one for one in made.figures if one.words == words), None)


def _sign(opened: OpenDocket, people: int, **told: object) -> str:
    rows = make_rows(people, 1, 2)
    handover = open_handover(opened, rows, **told)
    confirm_handover(opened, handover)
    sign_handover(opened, handover)
    confirm_fugitives(opened, handover, rows)
    return handover


def test_people_in_two_lists_are_one_person(opened: OpenDocket) -> None:
    _sign(opened, 3)
    _sign(opened, 5)  # its first three carry the documents of the other list
    made = _count(opened)
    handed = _find(made, "handed-over")
    assert handed is not None
    assert (int(handed.value), handed.nationality, handed.cumulative) == (5, "CN", True)
    assert [one.claim.value for one in made.events if one.claim.role is None] == [3, 5]


def test_a_list_that_both_sides_did_not_sign_counts_for_nothing(opened: OpenDocket) -> None:
    confirm_handover(opened, open_handover(opened, make_rows(3)))
    assert _count(opened).figures == ()


def test_nationalities_are_parts_of_the_total(opened: OpenDocket) -> None:
    rows = make_rows(3)
    rows[2]["nationality"] = "VN"
    handover = open_handover(opened, rows, split=["CN=2", "VN=1"])
    confirm_handover(opened, handover)
    sign_handover(opened, handover)
    told = [
        (one.words, one.nationality, int(one.value), one.part_of) for one in _count(opened).figures
    ]
    assert told == [
        ("handed-over", None, 3, None), ("people", "CN", 2, 0), ("people", "VN", 1, 0),
    ]  # fmt: skip


def test_a_window_counts_its_first_and_last_day(opened: OpenDocket) -> None:
    _sign(opened, 2)
    day = date(2024, 3, 31)
    inside = _count(opened, since=day, until=day)
    assert _find(inside, "handed-over") is not None
    assert not inside.figures[0].cumulative
    assert _count(opened, until=date(2024, 3, 30)).figures == ()
    assert _count(opened, since=date(2024, 4, 1)).figures == ()
    with pytest.raises(InputError):
        _count(opened, since=day, until=date(2024, 3, 30))


def test_what_is_not_seen_is_in_no_number(opened: OpenDocket) -> None:
    do(opened, "li", "case.open", name="合成案", member=["qian", "zhou"])
    _sign(opened, 3)
    before = _count(opened, "sun").told
    _sign(opened, 9, case="合成案")
    assert _count(opened, "sun").told == before
    assert _find(_count(opened), "handed-over") != _find(_count(opened, "sun"), "handed-over")
    assert [one.value for one in _count(opened, case="合成案").figures][:1] == [9]
    with pytest.raises(NotFoundError):
        _count(opened, "sun", case="合成案")
    assert _count(opened, "mm-zhou").figures == ()


def test_figures_name_the_records_that_they_count(opened: OpenDocket) -> None:
    handover = _sign(opened, 2)
    do(opened, "li", "exhibit.list", handover,
       items=[{"label": "A1", "described": "合成电话卡", "quantity": 20}])  # fmt: skip
    made = _count(opened)
    handed, things = _find(made, "handed-over"), _find(made, "exhibits")
    assert handed is not None and handed.records == (handover,)
    assert things is not None and (int(things.value), things.metric) == (20, Metric.OTHER)
    assert all(made.told.text[c.claim.start : c.claim.end] == c.claim.quote
               for c in made.told.claims)  # fmt: skip


def _published(path: Path) -> tuple[SourcedClaim, ...]:
    """Return the claims of an article, read as `run` reads it."""
    (document,) = wire_reading().read(path.read_bytes(), path.name).documents
    told = extract(document)
    source = Source("f" * 64, path.name, outlet="合成媒体", published=told.body.published)
    return tuple(SourcedClaim(claim, source) for claim in told.claims)


def test_article_000_agrees_with_the_hand_over_entered_from_it(
    opened: OpenDocket, shared: Path
) -> None:
    handover = enter_article(opened)
    own = state_handover(opened.docket, "li", handover, "zh", opened.now).claims
    (article,) = (shared / "seeds").glob("000_*.txt")
    found = reconcile(own, _published(article), wire_figuring())
    agreed = {
        (one.own.claim.metric, int(one.own.claim.value), one.own.claim.role)
        for one in found
        if one.verdict is Verdict.AGREES
    }
    assert agreed == {
        (Metric.SUSPECTS_CAPTURED, 807, None),
        (Metric.SUSPECTS_CAPTURED, 455, None),
        (Metric.SUSPECTS_CAPTURED, 352, None),
        (Metric.SUSPECTS_TRANSFERRED, 352, None),
        (Metric.SUSPECTS_CAPTURED, 21, Role.LEADER),
        (Metric.SUSPECTS_CAPTURED, 51, Role.FUGITIVE),
    }
    assert not [one for one in found if one.verdict is Verdict.CONTRADICTS]


def test_another_number_for_the_same_hand_over_contradicts(
    opened: OpenDocket, shared: Path
) -> None:
    rows = make_rows(351)
    handover = open_handover(opened, rows, caught=806, remaining=["MM=455"])
    confirm_handover(opened, handover)
    sign_handover(opened, handover)
    own = state_handover(opened.docket, "li", handover, "zh", opened.now).claims
    (article,) = (shared / "seeds").glob("000_*.txt")
    found = {
        (one.own.claim.metric, int(one.own.claim.value)): one
        for one in reconcile(own, _published(article), wire_figuring())
    }
    wrong = found[Metric.SUSPECTS_TRANSFERRED, 351]
    assert wrong.verdict is Verdict.CONTRADICTS
    assert {one.claim.value for one in wrong.others} == {Decimal(352)}
    assert found[Metric.SUSPECTS_CAPTURED, 455].verdict is Verdict.AGREES


def test_totals_of_our_own_statement_pass_the_checks_of_figures(opened: OpenDocket) -> None:
    own = state_handover(opened.docket, "li", enter_article(opened), "zh", opened.now).claims
    figuring = wire_figuring()
    checks = figuring.check_figures(figuring.build_series(own), own)
    assert {check.outcome for check in checks} <= {Outcome.PASSED, Outcome.RELATED}
    sums = [check for check in checks if check.rule == "nationality-sum"]
    assert [check.outcome for check in sums] == [Outcome.PASSED]
    subsets = [check for check in checks if check.rule == "subset"]
    assert len(subsets) == 4


def test_a_ledger_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    path.write_text('{"kind": "ledger"}\n{"kind": "claim", "metric": "合成"}\n', encoding="utf-8")
    with pytest.raises(FormatError) as error:
        load_published(path)
    assert error.value.fields["line"] == 2
