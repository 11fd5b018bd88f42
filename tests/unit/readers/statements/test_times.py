"""Times: each form of the field gives one instant, and says how much of it was told."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.model.statement import Precision
from zhanlian.readers.statements.cells import parse_time

SHANGHAI = timezone(timedelta(hours=8))


def _micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@pytest.mark.parametrize(
    "text",
    ["2026-03-01 10:05:10", "2026/3/1 10:05:10", "20260301100510", "20260301 100510",
     "2026.03.01 10:05:10", "2026-03-01T10:05:10", "2026年3月1日 10:05:10",
     "2026年03月01日10时05分10秒",
     "2026-03-01T02:05:10Z", "2026-03-01T02:05:10+00:00", "2026-03-01 10:05:10+0800",
     "2026-03-01-10.05.10.000000", "20260301 10:05:10", "2026-03-01 10:05:10.000",
     "20260301100510000",
     "\t2026-03-01 10:05:10 ", "２０２６-03-01 10：05：10", "46082.420254629629",
     "2026-02-28T21:05:10-05:00"],
)  # fmt: skip
def test_every_form_gives_the_same_second(text: str) -> None:
    wanted = _micros(datetime(2026, 3, 1, 10, 5, 10, tzinfo=SHANGHAI))
    assert parse_time(text) == (wanted, Precision.SECOND)


@pytest.mark.parametrize(
    "text", ["2026-03-01", "2026/3/1", "20260301", "2026年3月1日", "46082", "2026.3.1"]
)
def test_a_day_stands_for_its_first_instant(text: str) -> None:
    assert parse_time(text) == (_micros(datetime(2026, 3, 1, tzinfo=SHANGHAI)), Precision.DAY)


@pytest.mark.parametrize("text", ["2026/3/1 9:05", "2026-03-01 09:05", "202603010905"])
def test_a_minute_is_told_as_one(text: str) -> None:
    wanted = _micros(datetime(2026, 3, 1, 9, 5, tzinfo=SHANGHAI))
    assert parse_time(text) == (wanted, Precision.MINUTE)


def test_serials_are_days_and_their_parts() -> None:
    wanted = _micros(datetime(2025, 3, 1, 10, 30, tzinfo=SHANGHAI))
    assert parse_time("45717.4375") == (wanted, Precision.SECOND)


def test_a_clock_that_lost_its_zero_is_read_only_where_one_reading_exists() -> None:
    wanted = _micros(datetime(2026, 3, 1, 9, 20, 43, tzinfo=SHANGHAI))
    assert parse_time("20260301 92043") == (wanted, Precision.SECOND)
    with pytest.raises(ValueError):
        parse_time("20260301 2043")
    with pytest.raises(ValueError):
        parse_time("2026030192043")


def test_the_end_of_a_day_is_the_next_one() -> None:
    assert parse_time("2026-03-01 24:00:00")[0] == parse_time("2026-03-02")[0]
    with pytest.raises(ValueError):
        parse_time("2026-03-01 24:00:01")


def test_a_day_first_form_is_read_only_where_the_format_has_it() -> None:
    wanted = _micros(datetime(2025, 3, 24, tzinfo=SHANGHAI))
    assert parse_time("24/03/2025", "Asia/Hong_Kong", day_first=True) == (wanted, Precision.DAY)
    with pytest.raises(ValueError):
        parse_time("24/03/2025")


def test_summer_time_of_old_years_is_known() -> None:
    summer = datetime(1988, 7, 1, tzinfo=timezone(timedelta(hours=9)))
    assert parse_time("1988-07-01")[0] == _micros(summer)


def test_other_zones_and_fractions_are_kept() -> None:
    assert parse_time("2026-03-01 10:05:10.25", "UTC")[0] % 1_000_000 == 250_000
    assert parse_time("2026-07-01", "Europe/Berlin")[0] == _micros(
        datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=2)))
    )


@pytest.mark.parametrize(
    "text",
    ["", "-", "2026-02-30", "2026-13-01", "2026-03-01 25:00:00", "2026-03-01 10:60:00",
     "2026-03-01 10:05:60", "0", "12345", "99999", "202603", "2026", "1740794710", "26-03-01",
     "2026-03-0110:05:10", "20261301", "2101-01-01", "1969-12-31", "2026-03-01 10:05:10 PM",
     "2026-03-01 10:05:10+99:00", "2026-03/01", "01/03/2026", "今天", "2026-03-01 -10", "9" * 500],
)  # fmt: skip
def test_what_is_no_sure_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_time(text)


@given(st.datetimes(datetime(1992, 1, 1), datetime(2099, 12, 30)), st.booleans())
@settings(max_examples=100, deadline=None)
def test_every_instant_survives_being_written(moment: datetime, compact: bool) -> None:
    text = moment.strftime("%Y%m%d%H%M%S%f") if compact else moment.isoformat(" ", "microseconds")
    assert parse_time(text)[0] == _micros(moment.replace(tzinfo=SHANGHAI))


@given(st.text("0123456789-/:. T年月日+Z时分秒", max_size=30), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text: str, day_first: bool) -> None:
    try:
        micros, _ = parse_time(text, day_first=day_first)
    except ValueError:
        return
    assert 0 <= micros + 86_400_000_000 < 2**62
