"""Cells: what was written becomes a whole number, a bare account, a code, or a refusal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.model.asset import show_amount
from zhanlian.model.statement import Direction
from zhanlian.readers.statements.cells import (
    clean_account,
    find_asset,
    find_direction,
    parse_amount,
)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("0", 0), ("12.3", 1230), ("12.30", 1230), (" 1,234.56 \t", 123456), ("¥28.16", 2816),
        ("￥50.0", 5000), ("-¥5", -500), ("¥-5", -500), ("¥ 5.00", 500), ("+10000.00", 1000000),
        ("-12,345.89", -1234589), ("100.00-", -10000), ("- 3.90", -390), ("１２．５０", 1250),
        ('"8,000.00"', 800000), ("'7", 700), ("28.50元", 2850), (".5", 50), ("5.", 500),
        ("1.5E+3", 150000), ("1E-2", 1), ("12.340000", 1234), ("92233720368547758.07", 2**63 - 1),
        ("000012.00", 1200), ("-0.00", 0), ("−1.00", -100), ("1.2345678901234E+11", 12345678901234),
    ],
)  # fmt: skip
def test_an_amount_is_read_to_the_cent(text: str, units: int) -> None:
    assert parse_amount(text, "CNY") == units


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "--", "/", "¥", "xx,yyyy.zz", "1,23", "12,34.5", "1.234,56", "1,0000", "1 234",
     "12.345", "1E-3", "1.23457E+11", "1E+18", "nan", "inf", "0x10", "--5", "-5-", "+-5", "(5.00)",
     "92233720368547758.08", "9" * 200, "1e999", "三千", "$5", "5 USD", "٣", "1_000", "5-5",
     "=1+1", "5.00 6.00"],
)  # fmt: skip
def test_what_is_no_sure_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_amount(text, "CNY")


def test_a_sign_of_another_currency_is_refused() -> None:
    assert parse_amount("$5.00", "USD") == 500
    with pytest.raises(ValueError, match="no sign of USD"):
        parse_amount("¥5.00", "USD")


def test_the_units_follow_the_asset() -> None:
    assert parse_amount("1,500", "JPY") == 1500
    assert parse_amount("1.234", "KWD") == 1234
    assert parse_amount("0.000001", "tron:native") == 1
    with pytest.raises(ValueError, match="finer"):
        parse_amount("1.5", "JPY")


@given(st.integers(-(2**63) + 1, 2**63 - 1), st.sampled_from(["CNY", "JPY", "KWD", "tron:native"]))
@settings(max_examples=100, deadline=None)
def test_every_amount_survives_being_written(units: int, asset: str) -> None:
    assert parse_amount(show_amount(units, asset), asset) == units


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (lambda one: parse_amount(one, "CNY"), clean_account, find_asset, find_direction):
        try:
            read(text)
        except ValueError:
            continue


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("6222021001012345678\t", "6222021001012345678"), ("'6222021001012345", "6222021001012345"),
        ('="6222021001012345"', "6222021001012345"), ("6222 0210 0101 2345", "6222021001012345"),
        ("12-345678-9", "123456789"), ("6226******5669", "6226******5669"),
        ("６２２２０２", "622202"), ("甲某@example.org", "甲某@example.org"),
        ("wxid_ab-cd 1", "wxid_ab-cd 1"),
        ("6222021001012345_156", "6222021001012345_156"), ("Z200******010N", "Z200******010N"),
        ("0012", "0012"), ("/", None), ("-", None), ("--", None), ("----------", None), ("", None),
        (" \t", None), ("无", None), ("NULL", None), ("N/A", None), ("\\N", None),
    ],
)  # fmt: skip
def test_an_account_is_bare_text(text: str, account: str | None) -> None:
    assert clean_account(text) == account


@pytest.mark.parametrize(
    "text", ["6.22202E+18", "6.22202e18", "6222021001012345.0", "6222021001012345.", "6E18", "0.5"]
)
def test_an_account_that_became_a_float_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="float"):
        clean_account(text)


@pytest.mark.parametrize(
    ("text", "asset"),
    [
        ("156", "CNY"), ("cny", "CNY"), ("RMB", "CNY"), ("人民币 ", "CNY"),
        ("人民币(本位币)", "CNY"),
        ("人民币（本位币）", "CNY"), ("001", "CNY"), ("840", "USD"), ("美元", "USD"),
        ("344", "HKD"),
        ("港币", "HKD"), ("HKD", "HKD"), ("036", "AUD"), ("日元", "JPY"), ("ＵＳＤ", "USD"),
    ],
)  # fmt: skip
def test_a_currency_has_one_code(text: str, asset: str) -> None:
    assert find_asset(text) == asset


@pytest.mark.parametrize("text", ["", "012", "XYZ", "钞", "人民", "USDT"])
def test_an_unknown_currency_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        find_asset(text)


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        *((one, Direction.IN) for one in ("进", "贷", "入", "收", "收入", "C", "贷 Cr", "收\t")),
        *((one, Direction.OUT) for one in ("出", "借", "付", "支", "支出", "O", "D", "借 Dr")),
        *((one, Direction.NEUTRAL) for one in ("不计收支", "/", " / ")),
        *((one, Direction.UNKNOWN) for one in ("", "  ", "\t", "--")),
    ],
)  # fmt: skip
def test_a_direction_is_told_from_its_word(text: str, direction: Direction) -> None:
    assert find_direction(text) is direction


@pytest.mark.parametrize("text", ["不知道", "1", "收付", "X", "出入"])
def test_an_unknown_direction_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        find_direction(text)
