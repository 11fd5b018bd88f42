"""Which claims share a series, and in which order they stand."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.figures.checks import check_figures
from zhanlian.figures.series import build_series
from zhanlian.model.claim import Claim, Metric, Qualifier, Source, SourcedClaim, Unit
from zhanlian.model.dates import PartialDate
from zhanlian.model.figure import Outcome, Period


def claim(
    value: int,
    *,
    doc: str = "甲",
    published: str | None = "2024-05-01",
    place: str | None = "缅北",
    agency: str | None = None,
    since: str | None = None,
    as_of: str | None = None,
    cumulative: bool = False,
    start: int = 0,
    metric: Metric = Metric.SUSPECTS_CAPTURED,
    nationality: str | None = None,
    planned: bool = False,
) -> SourcedClaim:
    """Return a synthetic claim."""
    source = Source(
        hashlib.sha256(doc.encode()).hexdigest(),
        f"{doc}.txt",
        agency=agency,
        published=PartialDate.parse(published) if published else None,
    )
    return SourcedClaim(
        Claim(
            metric,
            Decimal(value),
            Unit.PERSON,
            Qualifier.EXACT,
            f"抓得{value}名",
            start,
            cumulative=cumulative,
            nationality=nationality,
            since=PartialDate.parse(since) if since else None,
            as_of=PartialDate.parse(as_of) if as_of else None,
            place=place,
            planned=planned,
        ),
        source,
    )


def windows(claims: Sequence[SourcedClaim]) -> list[tuple[str | None, list[int]]]:
    """Return window and values of each series."""
    return [
        (one.key.window, [int(point.claims[0].claim.value) for point in one.points])
        for one in build_series(claims)
    ]


def test_a_year_joins_the_month_it_can_mean() -> None:
    claims = [
        claim(100, doc="一", since="2023", cumulative=True, published="2024-01-01"),
        claim(200, doc="二", since="2023-07", cumulative=True, published="2024-02-01"),
        claim(300, doc="三", cumulative=True, published="2024-03-01"),
    ]
    assert windows(claims) == [("2023-07", [100, 200, 300])]


def test_a_new_year_begins_a_new_total() -> None:
    claims = [
        claim(900, doc="一", since="2023", cumulative=True, published="2023-12-01"),
        claim(100, doc="二", since="2024", cumulative=True, published="2024-02-01"),
    ]
    assert windows(claims) == [("2023", [900]), ("2024", [100])]


def test_a_total_without_start_stands_alone_where_there_are_several_starts() -> None:
    claims = [
        claim(900, doc="一", since="2023", cumulative=True),
        claim(100, doc="二", since="2024", cumulative=True),
        claim(5000, doc="三", cumulative=True),
    ]
    assert windows(claims) == [(None, [5000]), ("2023", [900]), ("2024", [100])]


def test_a_start_without_end_runs_on() -> None:
    (series,) = build_series([claim(100, since="2023")])
    assert series.key.period is Period.CUMULATIVE


def test_verbs_populations_areas_and_plans_are_kept_apart() -> None:
    claims = [
        claim(100),
        claim(100, metric=Metric.SUSPECTS_TRANSFERRED, start=1),
        claim(100, nationality="CN", start=2),
        claim(100, place="妙瓦底", start=3),
        claim(100, planned=True, start=4),
        claim(100, cumulative=True, start=5),
    ]
    assert len(build_series(claims)) == len(claims)


def test_counts_without_area_meet_inside_one_agency_only() -> None:
    claims = [
        claim(100, doc="一", place=None, agency="某县公安局", cumulative=True),
        claim(200, doc="二", place=None, agency="某县公安局", cumulative=True),
        claim(9000, doc="三", place=None, agency="某部", cumulative=True),
        claim(7, doc="四", place=None, cumulative=True),
        claim(9, doc="五", place=None, cumulative=True, published="2024-09-01"),
    ]
    assert sorted(len(one.points) for one in build_series(claims)) == [1, 1, 1, 2]


def test_one_story_of_two_outlets_without_area_is_counted_once() -> None:
    claims = [
        claim(value, doc=doc, place=None, published=day, start=value)
        for doc, day in (("一", "2024-05-01"), ("二", "2024-05-02"))
        for value in (345, 678)
    ]
    series = build_series(claims)
    assert [len(point.claims) for one in series for point in one.points] == [2, 2]
    stories = [one for one in check_figures(series, claims) if one.rule == "same-story"]
    assert len(stories) == 2


def test_the_losses_of_different_victims_are_no_series() -> None:
    losses = [
        claim(value, doc=doc, metric=Metric.AMOUNT_LOSS, agency="甲市公安局", published=published)
        for value, doc, published in ((460_000, "一", "2024-05-01"), (120_000, "二", "2024-06-01"))
    ]
    assert [len(one.points) for one in build_series(losses)] == [1, 1]
    totals = [replace(one, claim=replace(one.claim, cumulative=True)) for one in losses]
    assert [len(one.points) for one in build_series(totals)] == [2]


def test_equal_parts_of_different_totals_are_different_stories() -> None:
    claims = []
    for doc, total in (("一", 43), ("二", 44)):
        claims.append(claim(total, doc=doc, place=None))
        for number, value in enumerate((2, 5), 1):
            part = claim(value, doc=doc, place=None, start=number)
            claims.append(replace(part, claim=replace(part.claim, part_of=0)))
    checks = check_figures(build_series(claims), claims)
    assert [one for one in checks if one.rule == "same-story"] == []


def test_a_story_of_another_month_is_another_story() -> None:
    claims = [
        claim(value, doc=doc, place=None, published=day, start=value)
        for doc, day in (("一", "2024-05-01"), ("二", "2024-06-02"))
        for value in (345, 678)
    ]
    assert sum(len(one.points) for one in build_series(claims)) == 4


def test_small_events_of_one_week_are_not_merged() -> None:
    claims = [
        claim(5, doc="一", place="长治", published="2024-05-01"),
        claim(5, doc="二", place="长治", published="2024-05-02"),
    ]
    (series,) = build_series(claims)
    assert len(series.points) == 2


def test_points_stand_by_day_and_the_undated_come_last() -> None:
    claims = [
        claim(3, doc="一", published=None, cumulative=True),
        claim(2, doc="二", published="2024-06-01", cumulative=True),
        claim(1, doc="三", published="2024-08-01", as_of="2024-05", cumulative=True),
    ]
    assert windows(claims) == [(None, [1, 2, 3])]


def test_the_same_bytes_under_two_names_count_once() -> None:
    first = claim(100)
    other = SourcedClaim(first.claim, Source(first.source.sha256, "乙.txt"))
    (series,) = build_series([first, other])
    assert len(series.points[0].claims) == 1


def test_no_claims_give_no_series_and_no_checks() -> None:
    assert build_series([]) == ()
    assert check_figures((), ()) == ()


def test_what_is_not_shown_is_counted() -> None:
    claims = [
        claim(1000 + day, doc=f"{day}", as_of=f"2024-05-{day:02}", cumulative=True)
        for day in range(1, 21)
    ]
    claims.append(claim(5, doc="末", as_of="2024-06-01", published="2024-06-01", cumulative=True))
    found = check_figures(build_series(claims), claims, shown=3)
    monotone = [one for one in found if one.rule == "monotone"]
    assert [one.outcome for one in monotone][:2] == [Outcome.FAILED, Outcome.PASSED]
    assert monotone[-1].reason.key == "check.left-out"
    assert monotone[-1].reason.fields["count"] == "17"


_CLAIMS = st.builds(
    claim,
    st.sampled_from([1, 5, 100, 455, 807, 4000, 50_000]),
    doc=st.sampled_from("一二三四"),
    published=st.sampled_from([None, "2024-05-01", "2024-05-02", "2024-09"]),
    place=st.sampled_from([None, "缅北", "木姐", "长治", "柬埔寨、缅甸"]),
    since=st.sampled_from([None, "2023", "2024-01"]),
    as_of=st.sampled_from([None, "2024", "2024-03-31"]),
    cumulative=st.booleans(),
    start=st.integers(0, 5),
    metric=st.sampled_from([Metric.SUSPECTS_CAPTURED, Metric.CASES_SUPERVISED, Metric.CHANGE]),
    nationality=st.sampled_from([None, "CN", "MM"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_CLAIMS, max_size=25), st.randoms(use_true_random=False))
def test_order_of_claims_does_not_matter_and_none_is_lost(
    claims: list[SourcedClaim], shuffle: Random
) -> None:
    series = build_series(claims)
    checks = check_figures(series, claims)
    mixed = list(claims)
    shuffle.shuffle(mixed)
    assert build_series(mixed) == series
    assert check_figures(series, mixed) == checks
    cited = [stated for one in series for point in one.points for stated in point.claims]
    assert {(one.source.sha256, one.claim) for one in cited} == {
        (one.source.sha256, one.claim) for one in claims
    }
    assert len(cited) == len({(one.source.sha256, one.claim) for one in claims})
