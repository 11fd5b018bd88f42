"""ISO 8601 texts and typed times become instants in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.errors import SchemaError
from zhanlian.model.statement import Precision
from zhanlian.money.told.instants import parse_instant, parse_instants

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _tell(text: str) -> tuple[datetime, Precision]:
    instants, precision = parse_instants(pa.array(["2024-01-01T00:00:00Z", text]))
    return _EPOCH + timedelta(microseconds=int(instants[1])), Precision(precision[1])


@pytest.mark.parametrize(
    ("text", "instant", "precision"),
    [
        ("2024-11-02T11:00:05", "2024-11-02T03:00:05+00:00", Precision.SECOND),
        ("2024-11-02 11:00:05.25", "2024-11-02T03:00:05.250000+00:00", Precision.SECOND),
        ("2024-11-02T11:00:05Z", "2024-11-02T11:00:05+00:00", Precision.SECOND),
        ("2024-11-02T11:00:05-0330", "2024-11-02T14:30:05+00:00", Precision.SECOND),
        ("2024-11-02T11:00+07:00", "2024-11-02T04:00:00+00:00", Precision.MINUTE),
        ("2024-11-02 11:00", "2024-11-02T03:00:00+00:00", Precision.MINUTE),
        ("2024-11-02", "2024-11-01T16:00:00+00:00", Precision.DAY),
        ("20241102T110005", "2024-11-02T03:00:05+00:00", Precision.SECOND),
    ],
)
def test_a_time_is_read_with_its_zone_and_precision(
    text: str, instant: str, precision: Precision
) -> None:
    assert _tell(text) == (datetime.fromisoformat(instant), precision)


@settings(max_examples=100)
@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2100, 1, 1)),
    st.none() | st.integers(-14 * 4, 14 * 4).map(lambda quarters: quarters * 15),
)
def test_the_column_and_the_single_text_say_the_same(told: datetime, minutes: int | None) -> None:
    zone = None if minutes is None else timezone(timedelta(minutes=minutes))
    text = told.replace(tzinfo=zone).isoformat()
    assert _tell(text)[0] == parse_instant(text)


@pytest.mark.parametrize(
    "text", ["", "02/11/2024", "2024-02-30", "2024-11-02T25:00:00", "1730516405"]
)
def test_what_is_no_time_is_refused_with_its_row(text: str) -> None:
    with pytest.raises(SchemaError) as caught:
        _tell(text)
    assert caught.value.fields == {"row": 1, "cell": text}


def test_typed_times_of_parquet_are_taken() -> None:
    zoned = pa.array([datetime(2024, 11, 2, 3, tzinfo=UTC)], pa.timestamp("ms", tz="UTC"))
    local = pa.array([datetime(2024, 11, 2, 11)], pa.timestamp("ns"))
    day = pa.array([date(2024, 11, 2)], pa.date32())
    assert parse_instants(zoned)[0][0] == parse_instants(local)[0][0]
    assert parse_instants(local)[0][0] - parse_instants(day)[0][0] == 11 * 3600 * 1_000_000
    assert parse_instants(day)[1].tolist() == [Precision.DAY]


def test_numbers_are_no_times() -> None:
    with pytest.raises(SchemaError, match="trace-type"):
        parse_instants(pa.array([1730516405]))
