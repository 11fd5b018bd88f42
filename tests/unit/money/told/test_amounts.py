"""Decimal texts become whole units exactly, or are refused with their row."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhanlian.errors import SchemaError
from zhanlian.money.told.amounts import parse_amount_reference, parse_amounts

_ASSETS = ("CNY", "JPY", "KWD", "tron:native", "ethereum:native")


def _parse(
    cells: object, assets: tuple[str, ...] = ("CNY",), *, balance: bool = False
) -> list[int]:
    array = cells if isinstance(cells, pa.Array) else pa.array(cells)
    asset = np.arange(len(array)) % len(assets)
    units: list[int] = parse_amounts(array, assets, asset, balance=balance)[0].tolist()
    return units


@settings(max_examples=300)
@given(
    st.one_of(
        st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{0,20})?", fullmatch=True),
        st.text("0123456789.-+eE, ¥", min_size=1, max_size=12),
    ).filter(lambda text: text.strip(" \t") != ""),
    st.sampled_from(_ASSETS),
    st.booleans(),
)
@example("1.5000000000000000", "ethereum:native", False)
@example("-0.10", "CNY", True)
def test_a_cell_gives_what_the_slow_twin_gives(text: str, asset: str, balance: bool) -> None:
    wanted = parse_amount_reference(text, asset, balance=balance)
    if wanted is None:
        with pytest.raises(SchemaError) as caught:
            _parse([text], (asset,), balance=balance)
        assert caught.value.fields["row"] == 0
    else:
        assert _parse([text], (asset,), balance=balance) == [wanted]


def test_each_asset_has_its_own_digits() -> None:
    cells = ["1.50", "7", "0.001", "1.000001", "2.100000000000000000"]
    assert _parse(cells, _ASSETS) == [150, 7, 1, 1_000_001, 2_100_000_000]


def test_decimals_and_whole_numbers_of_parquet_are_exact() -> None:
    assert _parse(pa.array([Decimal("12.30"), Decimal("0.01")], pa.decimal128(20, 2))) == [1230, 1]
    assert _parse(pa.array([12, 7], pa.int64())) == [1200, 700]


def test_a_float_is_refused() -> None:
    with pytest.raises(SchemaError, match="trace-float"):
        _parse(pa.array([1.0]))


def test_an_empty_balance_is_not_told_and_an_empty_amount_is_refused() -> None:
    units, filled = parse_amounts(
        pa.array(["", "-3.00", None]), ("CNY",), np.zeros(3, int), balance=True
    )
    assert (units.tolist(), filled.tolist()) == ([0, -300, 0], [False, True, False])
    with pytest.raises(SchemaError) as caught:
        _parse(["1.00", ""])
    assert caught.value.fields["row"] == 1


def test_the_first_bad_row_is_named_among_several_assets() -> None:
    with pytest.raises(SchemaError) as caught:
        _parse(["1.00", "1", "2.00", "1.5"], ("CNY", "JPY"))
    assert caught.value.key == "error.trace-digits"
    assert (caught.value.fields["row"], caught.value.fields["asset"]) == (3, "JPY")
