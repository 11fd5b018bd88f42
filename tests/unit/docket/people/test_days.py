"""Days at dens are counted once, without journeys, within the year that holds most of them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhanlian.docket.people.days import WINDOW, count_days
from zhanlian.docket.rules.book import load_rules
from zhanlian.model.docket.person import Stay

_ON = date(2024, 9, 23)
_FIRST = date(2022, 1, 1)


def _stay(first: date, last: date, source: str = "合成甲", *, travel: bool = False) -> Stay:
    return Stay("s1", first, last, source, "合成园区", travel)


def _count_reference(stays: list[Stay]) -> int:
    """Return the most days within a year, found slowly: every year from every day is counted."""
    told = [stay for stay in stays if not stay.superseded]
    ends = [day for stay in told for day in (stay.first_day, stay.last_day)]
    if not ends:
        return 0
    every = [min(ends) + timedelta(days=n) for n in range((max(ends) - min(ends)).days + 1)]

    def is_counted(day: date) -> bool:
        here = [stay.travel for stay in told if stay.first_day <= day <= stay.last_day]
        return bool(here) and not any(here)

    counted = [day for day in every if is_counted(day)]
    return max(sum(0 <= (day - begin).days < WINDOW for day in counted) for begin in every)


_STAYS = st.lists(
    st.builds(
        lambda begin, length, travel, superseded: Stay(
            "s1",
            _FIRST + timedelta(days=begin),
            _FIRST + timedelta(days=begin + length),
            f"合成{begin}",
            "合成园区",
            travel,
            "误" if superseded else "",
        ),
        st.integers(0, 800),
        st.integers(0, 60),
        st.booleans(),
        st.sampled_from((False, False, True)),
    ),
    max_size=8,
)


@given(_STAYS)
def test_the_count_is_that_of_the_slow_reference(stays: list[Stay]) -> None:
    count = count_days(stays, load_rules(), _ON)
    assert count.most == _count_reference(stays)
    assert all(proof.sources for proof in count.days)
    assert {proof.day for proof in count.days}.isdisjoint(count.travel)
    within = [one.day for one in count.days if count.first and count.last
              and count.first <= one.day <= count.last]  # fmt: skip
    assert len(within) == count.most


@given(_STAYS)
def test_days_journeys_and_gaps_fill_the_whole_time_between_the_first_and_the_last_day(
    stays: list[Stay],
) -> None:
    count = count_days(stays, load_rules(), _ON)
    if not count.days:
        assert count.gaps == ()
        return
    first, last = count.days[0].day, count.days[-1].day
    gaps = {
        begin + timedelta(days=n)
        for begin, end in count.gaps
        for n in range((end - begin).days + 1)
    }
    proved = {one.day for one in count.days}
    journeys = {day for day in count.travel if first < day < last}
    assert not gaps & (proved | journeys)
    assert len(gaps | proved | journeys) == (last - first).days + 1


def test_days_that_two_sources_tell_count_once_and_carry_both() -> None:
    begin = date(2024, 1, 1)
    count = count_days(
        [
            _stay(begin, date(2024, 1, 20), "名册"),
            _stay(date(2024, 1, 11), date(2024, 1, 29), "聊天"),
        ],
        load_rules(),
        _ON,
    )
    assert (count.most, count.reached) == (29, False)
    assert count.days[10].sources == ("名册", "聊天")


def test_the_thirtieth_day_reaches_the_line_and_a_journey_is_deducted() -> None:
    stay = _stay(date(2024, 1, 1), date(2024, 1, 30))
    count = count_days([stay], load_rules(), _ON)
    assert (count.most, count.line, count.reached) == (30, 30, True)
    journey = _stay(date(2024, 1, 5), date(2024, 1, 5), travel=True)
    count = count_days([stay, journey], load_rules(), _ON)
    assert (count.most, count.travel, count.reached) == (29, (date(2024, 1, 5),), False)


def test_days_further_apart_than_a_year_do_not_add_up() -> None:
    one = _stay(date(2022, 1, 1), date(2022, 1, 20))
    other = _stay(date(2023, 1, 1), date(2023, 1, 20))
    count = count_days([one, other], load_rules(), _ON)
    # 1 January to 31 December is a year; 2 to 20 January and 1 January of the next are another.
    assert (count.first, count.most) == (date(2022, 1, 1), 20)
    assert count.gaps == ((date(2022, 1, 21), date(2022, 12, 31)),)


def test_nothing_told_is_no_day() -> None:
    count = count_days([], load_rules(), _ON)
    assert (count.most, count.first, count.gaps, count.reached) == (0, None, (), False)
