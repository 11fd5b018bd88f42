"""What a figure can mean, by its comparator and the precision in which it is written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.figures.bounds import Interval, find_interval, find_step
from zhanlian.model.claim import Claim, Metric, Qualifier, Unit


def claim(value: str, quote: str, qualifier: Qualifier = Qualifier.EXACT) -> Claim:
    """Return a synthetic claim."""
    return Claim(Metric.OTHER, Decimal(value), Unit.OTHER, qualifier, quote, 0)


@pytest.mark.parametrize(
    ("value", "quote", "step"),
    [
        ("48000", "共4.8万名", "1000"),
        ("48000", "共4.80万名", "100"),
        ("50000", "5万余名", "10000"),
        ("53000", "5.3万余名", "1000"),
        ("30000000", "3000余万元", "10000000"),
        ("300000000", "近3亿元", "100000000"),
        ("315100000000", "3151亿元", "100000000"),
        ("21707000", "2,170.7万元", "1000"),
        ("31000", "三万一千名", "1000"),
        ("31000", "31,000 suspects", "1000"),
        ("1200000000", "$1.2 billion", "100000000"),
        ("560", "560余人", "10"),
        ("2349", "2349名", "1"),
        ("8", "2批8起", "1"),
        ("80", "8成多", "10"),
        ("-25.7", "降25.7%", "0.1"),
    ],
)
def test_step_is_the_unit_of_the_last_written_digit(value: str, quote: str, step: str) -> None:
    assert find_step(Decimal(value), quote) == Decimal(step)


@pytest.mark.parametrize(
    ("value", "quote", "qualifier", "low", "high"),
    [
        ("48000", "4.8万名", Qualifier.EXACT, 47_500, 48_500),
        ("50000", "5万余名", Qualifier.OVER, 50_000, 60_000),
        ("53000", "5.3万余名", Qualifier.OVER, 53_000, 54_000),
        ("30", "30余名", Qualifier.OVER, 30, 40),
        ("300000000", "近3亿", Qualifier.NEARLY, 200_000_000, 300_000_000),
        ("1000", "约1000人", Qualifier.ABOUT, 500, 1500),
        ("807", "807名", Qualifier.EXACT, 807, 807),
        ("2350", "2350名", Qualifier.EXACT, 2350, 2350),
        ("150", "150名", Qualifier.EXACT, 150, 150),
        ("-30", "降近30%", Qualifier.NEARLY, -30, -20),
    ],
)
def test_interval_follows_comparator_and_precision(
    value: str, quote: str, qualifier: Qualifier, low: int, high: int
) -> None:
    found = find_interval(claim(value, quote, qualifier))
    assert (int(found.low), int(found.high)) == (low, high)


def test_zero_has_no_slack() -> None:
    assert find_interval(claim("0", "0起")) == Interval(Decimal(0), Decimal(0))


def test_a_hundred_thousand_digits_are_read_in_bounded_time() -> None:
    assert find_step(Decimal(5), "9" * 100_000) == 1


@given(
    st.decimals(min_value=-(10**13), max_value=10**13, places=1),
    st.text(alphabet="0123456789.,，万亿余k ", min_size=1, max_size=60),
    st.sampled_from(list(Qualifier)),
)
def test_the_written_value_lies_in_its_interval(
    value: Decimal, quote: str, qualifier: Qualifier
) -> None:
    found = find_interval(Claim(Metric.OTHER, value, Unit.OTHER, qualifier, quote, 0))
    assert found.low <= value <= found.high
