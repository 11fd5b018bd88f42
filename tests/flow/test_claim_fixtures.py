"""The claim fixtures of the domain handbook, each as claims in and checks out.

The figures are public ones; quotes, outlets and hashes are of our own making (synthetic).
"""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from zhanlian.figures.areas import find_area
from zhanlian.figures.bounds import ZERO, find_interval
from zhanlian.figures.checks import check_figures
from zhanlian.figures.series import build_series
from zhanlian.model.claim import Claim, Metric, Qualifier, Role, Source, SourcedClaim, Unit
from zhanlian.model.dates import PartialDate
from zhanlian.model.figure import Check, Outcome, Period
from zhanlian.words import say

CAUGHT, HANDED_OVER = Metric.SUSPECTS_CAPTURED, Metric.SUSPECTS_TRANSFERRED


def state(
    metric: Metric,
    value: int | str,
    quote: str,
    *,
    doc: str = "甲报",
    published: str | None = None,
    as_of: str | None = None,
    since: str | None = None,
    unit: Unit = Unit.PERSON,
    place: str | None = "缅北",
    start: int = 0,
    **more: object,
) -> SourcedClaim:
    """Return a synthetic claim of a synthetic document."""
    day = PartialDate.parse(published) if published else None
    source = Source(
        hashlib.sha256(f"{doc} {published}".encode()).hexdigest(),
        f"{doc}.txt",
        outlet=doc,
        published=day,
    )
    claim = Claim(
        metric=metric,
        value=Decimal(value),
        unit=unit,
        qualifier=more.pop("qualifier", Qualifier.EXACT),  # type: ignore[arg-type]
        quote=quote,
        start=start,
        since=PartialDate.parse(since) if since else None,
        as_of=PartialDate.parse(as_of) if as_of else None,
        place=place,
        **more,  # type: ignore[arg-type]
    )
    return SourcedClaim(claim, source)


def check(claims: Iterable[SourcedClaim], rule: str | None = None) -> list[Check]:
    """Return the checks of one rule, or all."""
    given = tuple(claims)
    found = check_figures(build_series(given), given)
    for one in found:
        for language in ("zh", "en"):
            assert "{" not in say(one.reason.key, language, one.reason.fields)
    return [one for one in found if rule in (None, one.rule)]


def only(claims: Iterable[SourcedClaim], rule: str) -> Check:
    """Return the one check of a rule."""
    (found,) = check(claims, rule)
    return found


def tell(found: Check, language: str = "zh") -> str:
    """Return the reason of a check in words."""
    return say(found.reason.key, language, found.reason.fields)


def total(value: int, day: str, quote: str, **more: object) -> SourcedClaim:
    """Return a running total handed over in northern Myanmar."""
    return state(HANDED_OVER, value, quote, as_of=day, doc=day, cumulative=True, **more)  # type: ignore[arg-type]


def event(value: int, day: str, quote: str, **more: object) -> SourcedClaim:
    """Return people handed over on one day in northern Myanmar."""
    return state(HANDED_OVER, value, quote, as_of=day, doc=f"事件{day}", **more)  # type: ignore[arg-type]


SPLITS = [
    (807, [("MM", 455), ("CN", 352)]),
    (269, [("CN", 186), ("MM", 66), ("VN", 15), ("MY", 2)]),
]


@pytest.mark.parametrize(("whole", "parts"), SPLITS)
@pytest.mark.parametrize("marked", [True, False], ids=["其中 marked", "unmarked"])
def test_nationalities_add_up_to_their_total(
    whole: int, parts: list[tuple[str, int]], marked: bool
) -> None:
    claims = [state(CAUGHT, whole, f"共抓{whole}人")] + [
        state(
            CAUGHT, value, f"{code}籍{value}人", nationality=code, start=10 + place,
            part_of=0 if marked else None,
        )
        for place, (code, value) in enumerate(parts)
    ]  # fmt: skip
    found = only(claims, "nationality-sum")
    assert found.outcome is Outcome.PASSED
    assert f"合计{whole}人" in tell(found)
    assert len(found.claims) == len(parts) + 1


def test_nationalities_that_add_up_to_less_are_an_incomplete_split() -> None:
    claims = [state(CAUGHT, 269, "共抓269人")] + [
        state(CAUGHT, value, f"{code}籍{value}人", nationality=code, start=10 + value, part_of=0)
        for code, value in [("CN", 186), ("MM", 66)]
    ]
    found = only(claims, "nationality-sum")
    assert found.outcome is Outcome.RELATED
    assert "不完整" in tell(found)
    assert "252 people" in tell(found, "en")


def test_nationalities_that_add_up_to_more_fail() -> None:
    claims = [state(CAUGHT, 800, "共抓800余人的一批", qualifier=Qualifier.EXACT)] + [
        state(CAUGHT, value, f"{code}籍{value}人", nationality=code, start=10 + value, part_of=0)
        for code, value in [("CN", 352), ("MM", 455)]
    ]
    assert only(claims, "nationality-sum").outcome is Outcome.FAILED


def test_2317_and_2349_make_4666_exactly() -> None:
    claims = [
        total(2317, "2023-10-10", "累计移来2317名"),
        event(2349, "2023-10-14", "当日移来2349名"),
        total(4666, "2023-10-16", "累计移来4666名"),
    ]
    found = only(claims, "event-sum")
    assert (found.outcome, found.reason.key) == (Outcome.PASSED, "check.event-sum.exact")
    assert "合计2,349人" in tell(found)


def listed(value: int, quote: str, day: str, start: int = 0) -> SourcedClaim:
    """Return cases listed for supervision by the notice of a day."""
    return state(
        Metric.CASES_SUPERVISED, value, quote, doc="通报", published=day, unit=Unit.CASE,
        place=None, start=start,
    )  # fmt: skip


def batches(value: int, quote: str, day: str) -> SourcedClaim:
    """Return a number of batches told by the notice of a day."""
    return state(
        Metric.BATCHES, value, quote, doc="通报", published=day, unit=Unit.BATCH, place=None,
        start=40,
    )  # fmt: skip


def test_two_batches_of_5_and_3_make_8_cases() -> None:
    claims = [
        listed(5, "督办首批5起", "2022-09-01"),
        listed(3, "督办次批3起", "2023-03-01"),
        listed(5, "本次5起", "2023-09-12"),
        batches(2, "2批", "2023-09-12"),
        listed(8, "2批8起", "2023-09-12", start=40),
    ]
    found = only(claims, "batch-sum")
    assert found.outcome is Outcome.PASSED
    assert "合计8起" in tell(found)


def test_batches_of_another_programme_do_not_fail() -> None:
    listed = Metric.CASES_SUPERVISED
    claims = [
        state(listed, 21, "督办21起", doc="一", published="2016-03-01", unit=Unit.CASE),
        state(listed, 41, "督办41起", doc="二", published="2016-08-01", unit=Unit.CASE),
        state(
            Metric.BATCHES, 2, "2批", doc="三", published="2023-09-12", unit=Unit.BATCH, start=40
        ),
        state(listed, 8, "2批8起", doc="三", published="2023-09-12", unit=Unit.CASE, start=40),
    ]
    assert only(claims, "batch-sum").outcome is Outcome.RELATED


def test_31000_after_4666_is_growth() -> None:
    claims = [
        total(4666, "2023-10-16", "累计移来4666名"),
        total(31_000, "2023-11-21", "移来三万一千名"),
    ]
    found = only(claims, "monotone")
    assert (found.outcome, found.reason.key) == (Outcome.PASSED, "check.monotone.grown")


def test_49000_after_48000_leaves_room_for_an_event_inside_and_ignores_one_outside() -> None:
    claims = [
        total(48_000, "2024-04-01", "累计4.8万名"),
        event(352, "2024-03-31", "移来352名"),
        event(150, "2024-05-10", "移来150名"),
        total(49_000, "2024-05-27", "累计4.9万名"),
        event(497, "2024-06-10", "移来497名"),
    ]
    found = only(claims, "event-sum")
    assert found.outcome is Outcome.PASSED
    assert {one.claim.value for one in found.claims} == {48_000, 49_000, 150}
    assert "0人至2,000人" in tell(found) or "0至2,000人" in tell(found)


def test_events_beyond_difference_and_rounding_fail() -> None:
    claims = [
        total(48_000, "2024-04-01", "累计4.8万名"),
        event(2001, "2024-05-10", "移来2001名"),
        total(49_000, "2024-05-27", "累计4.9万名"),
    ]
    assert only(claims, "event-sum").outcome is Outcome.FAILED


def test_events_without_a_day_of_their_own_are_not_summed() -> None:
    claims = [
        total(48_000, "2024-04-01", "累计4.8万名"),
        state(HANDED_OVER, 9000, "移来9000名", doc="乙", published="2024-05-10"),
        total(49_000, "2024-05-27", "累计4.9万名"),
    ]
    assert check(claims, "event-sum") == []


def test_50000_caught_and_50000_handed_over_are_a_conflict_and_two_series() -> None:
    over = Qualifier.OVER
    claims = [
        state(
            CAUGHT, 50_000, "抓得5万余名", doc="乙", published="2024-08-27",
            cumulative=True, qualifier=over,
        ),
        state(
            HANDED_OVER, 50_000, "移来5万余名", doc="丙", published="2024-09-13",
            cumulative=True, qualifier=over, nationality="CN",
        ),
    ]  # fmt: skip
    found = only(claims, "same-digits")
    assert found.outcome is Outcome.CONFLICT
    assert "抓获超过50,000人" in tell(found)
    assert "移交超过50,000人（中国籍" in tell(found)
    assert "more than 50,000 people caught" in tell(found, "en")
    assert len(build_series(claims)) == 2


def test_53000_on_two_days_is_two_equal_points() -> None:
    claims = [
        state(
            CAUGHT, 53_000, "抓得5.3万余名", doc=day, as_of=day,
            cumulative=True, qualifier=Qualifier.OVER,
        )
        for day in ("2024-11-21", "2024-12-31")
    ]  # fmt: skip
    (series,) = build_series(claims)
    assert len(series.points) == 2
    found = only(claims, "monotone")
    assert (found.outcome, found.reason.key) == (Outcome.PASSED, "check.monotone.equal")


def year(value: str, year_: str, quote: str, **more: object) -> SourcedClaim:
    """Return money stopped in one calendar year, nationwide."""
    return state(
        Metric.AMOUNT_INTERCEPTED, value, quote, doc=f"年报{year_}", since=year_, as_of=year_,
        unit=Unit.CNY, place="全国", **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_21707000_yuan_in_a_series_of_300_billion_is_flagged_and_kept() -> None:
    claims = [
        year("318000000000", "2022", "止付3180亿元"),
        year("328800000000", "2023", "止付3288亿元"),
        year("315100000000", "2024", "止付3151亿元"),
        year("21707000", "2025", "止付2170.7万元"),
    ]
    found = only(claims, "magnitude")
    assert found.outcome is Outcome.FLAGGED
    assert found.claims[0].claim.value == 21_707_000
    assert "2,170.7万元" in tell(found)
    assert "21.707 million yuan" in tell(found, "en")
    only_two = only(claims[2:], "magnitude")
    assert "3,151亿元" in tell(only_two)
    assert "2,170.7万元" in tell(only_two)


def test_arrests_of_five_cases_have_2010_as_their_lower_bound() -> None:
    added = ZERO
    for value in (30, 80, 560, 890, 450):
        quote = f"抓得{value}余人"
        stated = state(CAUGHT, value, quote, qualifier=Qualifier.OVER)
        added += find_interval(stated.claim)
    assert (int(added.low), int(added.high)) == (2010, 2060)


def test_a_text_that_stands_twice_does_not_double_an_event() -> None:
    claims = [
        state(CAUGHT, 6, "6人在边境被抓", place="缅泰边境", start=start) for start in (10, 900)
    ]
    (series,) = build_series(claims)
    assert len(series.points) == 1
    assert len(series.points[0].claims) == 2


def test_two_small_equal_events_of_one_document_stay_two() -> None:
    claims = [
        state(CAUGHT, 6, quote, place="长治", start=start)
        for start, quote in ((10, "现场抓6人"), (900, "又抓住6人"))
    ]
    (series,) = build_series(claims)
    assert len(series.points) == 2


def test_2680_2349_and_2350_are_a_disagreement_of_parties() -> None:
    claims = [
        event(2349, "2023-10-14", "移来2349名", nationality="CN"),
        state(HANDED_OVER, 2350, "交出中国人2350名", doc="佤方", as_of="2023-10-14", place="佤邦",
              nationality="CN"),
        state(HANDED_OVER, 2680, "交出2680名", doc="佤方", as_of="2023-10-14", place="佤邦",
              start=30),
    ]  # fmt: skip
    found = only(claims, "party-count")
    assert found.outcome is Outcome.CONFLICT
    assert {one.claim.value for one in found.claims} == {2349, 2350, 2680}
    assert "据佤方" in tell(found)


def test_two_parties_counts_of_one_event_are_summed_once() -> None:
    claims = [
        total(2317, "2023-10-10", "累计移来2317名"),
        event(2349, "2023-10-14", "移来2349名"),
        state(HANDED_OVER, 2350, "交出2350名", doc="佤方", as_of="2023-10-14", place="佤邦"),
        total(4666, "2023-10-16", "累计移来4666名"),
    ]
    assert only(claims, "event-sum").outcome is Outcome.PASSED


def test_49000_printed_again_four_weeks_later_is_the_same_value_twice() -> None:
    claims = [
        state(HANDED_OVER, 49_000, "移来4.9万名", doc=day, published=day, cumulative=True,
              since="2023-07")
        for day in ("2024-05-27", "2024-06-24", "2024-06-25")
    ]  # fmt: skip
    (series,) = build_series(claims)
    assert [len(point.claims) for point in series.points] == [1, 2]
    assert only(claims, "monotone").outcome is Outcome.PASSED
    assert only(claims, "same-story").outcome is Outcome.PASSED


def test_a_fall_of_all_crime_is_not_attached_to_fraud() -> None:
    fall = state(
        Metric.CHANGE, "-25.7", "刑案降25.7%", unit=Unit.PERCENT, since="2024", as_of="2024",
        of=Metric.CASES_FILED, scope="general", place="全国",
    )  # fmt: skip
    filed = state(
        Metric.CASES_FILED, 31_000, "立电诈案3.1万起", unit=Unit.CASE, since="2024", as_of="2024",
        place="全国", start=50,
    )  # fmt: skip
    found = only([fall, filed], "change")
    assert found.outcome is Outcome.RELATED
    assert "全部刑事案件" in tell(found)


def test_a_change_of_fraud_figures_is_recomputed_from_the_series() -> None:
    def solved(value: int, year_: str, doc: str) -> SourcedClaim:
        return state(
            Metric.CASES_SOLVED, value, f"破{value // 10_000}", doc=doc, since=year_, as_of=year_,
            unit=Unit.CASE, place="全国",
        )  # fmt: skip

    change = state(
        Metric.CHANGE, "-32.7", "降32.7%", doc="今年", since="2024", as_of="2024",
        unit=Unit.PERCENT, of=Metric.CASES_SOLVED, place="全国", start=9,
    )  # fmt: skip
    claims = [solved(437_000, "2023", "去年"), solved(294_000, "2024", "今年"), change]
    assert only(claims, "change").outcome is Outcome.PASSED
    claims[2] = state(
        Metric.CHANGE, "-12", "降12%", doc="今年", since="2024", as_of="2024",
        unit=Unit.PERCENT, of=Metric.CASES_SOLVED, place="全国", start=9,
    )  # fmt: skip
    assert only(claims, "change").outcome is Outcome.CONFLICT


def test_windows_of_different_length_are_no_yearly_series() -> None:
    windows = [
        (370_000, "2021-01", "2021-11"), (394_000, "2021-05", "2022-04"),
        (464_000, "2022", "2022"), (437_000, "2023", "2023"), (543_000, "2023-01", "2024-05"),
    ]  # fmt: skip
    claims = [
        state(
            Metric.CASES_SOLVED, value, f"破案{value}起", doc=last, since=first, as_of=last,
            unit=Unit.CASE, place="全国",
        )
        for value, first, last in windows
    ]  # fmt: skip
    series = build_series(claims)
    assert {one.key.window: len(one.points) for one in series} == {
        "01-01/11-30": 1, "05-01/04-30+1": 1, "01-01/12-31": 2, "01-01/05-31+1": 1,
    }  # fmt: skip
    assert all(one.key.period is Period.CLOSED for one in series)
    assert only(claims, "windows").outcome is Outcome.RELATED


def northern_myanmar(nation: str | None) -> list[SourcedClaim]:
    """Return the three totals of northern Myanmar; `nation` is what the second text says."""
    over = Qualifier.OVER
    return [
        state(HANDED_OVER, 48_000, "累计移来4.8万名", doc="子", published="2024-04-01",
              since="2023", cumulative=True, nationality="CN"),
        state(CAUGHT, 50_000, "累计抓得5万余名", doc="丑", published="2024-08-27",
              cumulative=True, qualifier=over, nationality=nation),
        state(CAUGHT, 53_000, "抓得5.3万余名", doc="寅", since="2023-07", as_of="2024-12",
              cumulative=True, qualifier=over, nationality="CN"),
    ]  # fmt: skip


def test_northern_myanmar_has_two_points_caught_and_one_handed_over() -> None:
    claims = northern_myanmar("CN")
    found = {one.key.metric: [p.claims[0].claim.value for p in one.points]
             for one in build_series(claims)}  # fmt: skip
    assert found == {CAUGHT: [50_000, 53_000], HANDED_OVER: [48_000]}
    assert only(claims, "monotone").outcome is Outcome.PASSED
    related = only(claims, "related")
    assert [one.claim.value for one in related.claims] == [48_000, 50_000, 53_000]
    assert "“移交”“抓获”" in tell(related)


def test_northern_myanmar_with_an_untold_nationality_is_related_and_not_merged() -> None:
    claims = northern_myanmar(None)
    assert len(build_series(claims)) == 3
    related = only(claims, "related")
    assert [one.claim.value for one in related.claims] == [48_000, 50_000, 53_000]
    assert check(claims, "monotone") == []


def test_5万余_to_53000_grows_and_53000_after_5万3千余_stands() -> None:
    claims = [
        total(50_000, "2024-08-27", "累计5万余名", qualifier=Qualifier.OVER),
        total(53_000, "2024-11-21", "累计53,000名"),
    ]
    assert only(claims, "monotone").reason.key == "check.monotone.grown"
    fallen = [
        total(53_000, "2024-08-27", "累计5.3万余名", qualifier=Qualifier.OVER),
        total(50_000, "2024-11-21", "累计5万余名", qualifier=Qualifier.OVER),
        total(31_000, "2024-12-21", "累计3.1万名"),
    ]
    outcomes = sorted(one.reason.key for one in check(fallen, "monotone"))
    assert outcomes == ["check.monotone.fallen", "check.monotone.rounding"]


def test_parts_fit_their_total_and_are_not_summed() -> None:
    claims = [
        state(CAUGHT, 60, "交来60名", nationality="CN"),
        state(CAUGHT, 21, "头目21名", nationality="CN", role=Role.LEADER, start=5, part_of=0),
        state(CAUGHT, 51, "在逃51名", nationality="CN", role=Role.FUGITIVE, start=9, part_of=0),
    ]
    assert [one.outcome for one in check(claims, "subset")] == [Outcome.PASSED] * 2
    claims[2] = state(CAUGHT, 61, "在逃61名", role=Role.FUGITIVE, start=9, part_of=0)
    assert sorted(one.outcome for one in check(claims, "subset")) == [
        Outcome.FAILED, Outcome.PASSED,
    ]  # fmt: skip


def test_myawaddy_is_not_added_to_northern_myanmar() -> None:
    claims = [
        total(48_000, "2025-01-01", "累计4.8万名"),
        state(HANDED_OVER, 2876, "押回2876名", doc="乙", as_of="2025-02-20", place="妙瓦底"),
        total(49_000, "2025-05-27", "累计4.9万名"),
    ]
    assert check(claims, "event-sum") == []
    assert {one.key.area for one in build_series(claims)} == {"myanmar-north", "myawaddy"}


PUBLISHED = {
    "000": "2024-04-01",
    "001": "2024-08-27",
    "002": "2023-08-22",
    "003": "2025-01",
    "004": "2023-09-12",
}


def test_labelled_seeds_tell_northern_myanmar_with_its_verbs(shared: Path) -> None:
    files = sorted((shared / "notices" / "seeds").glob("*.claims.jsonl"))
    assert len(files) == len(PUBLISHED)
    claims = [
        labelled(json.loads(line), file.name[:3])
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    (family,) = [
        one
        for one in check(claims, "related")
        if find_area(one.claims[0].claim.place) == "myanmar-north"
    ]
    assert [(one.claim.metric, int(one.claim.value)) for one in family.claims] == [
        (HANDED_OVER, 48_000), (CAUGHT, 50_000), (CAUGHT, 53_000),
    ]  # fmt: skip
    assert "超过53,000人" in tell(family)
    assert [one.outcome for one in check(claims) if one.outcome is Outcome.FAILED] == []


def labelled(label: dict[str, Any], doc: str) -> SourcedClaim:
    """Return a label of the seeds as a claim."""
    return state(
        Metric(label["metric"]), str(label["value"]), label["quote"],
        doc=doc, published=PUBLISHED[doc], as_of=label["as_of"], since=label["since"],
        unit=Unit(label["unit"]), place=label["place"], start=label["start"],
        qualifier=Qualifier(label["qualifier"]), cumulative=label["cumulative"],
        nationality=label["nationality"], role=Role(label["role"]) if label["role"] else None,
        of=Metric(label["of"]) if "of" in label else None, scope=label.get("scope"),
    )  # fmt: skip
