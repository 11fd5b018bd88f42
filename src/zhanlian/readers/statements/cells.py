"""Single cells of statements: amounts, accounts, currencies and directions, or a clear refusal.

A cell that cannot be read raises ValueError; nothing becomes nought, positive or a float on the
way. These functions are the slow twins of the vectorised ones that large returns are read by.
"""

import functools
import re
import tomllib
from importlib import resources
from types import MappingProxyType
from typing import Final

from zhanlian.model.asset import find_exponent
from zhanlian.model.statement import Direction
from zhanlian.readers.statements.signs import narrow_cell, trim_cell
from zhanlian.readers.statements.times import parse_time

__all__ = [
    "clean_account",
    "find_asset",
    "find_direction",
    "parse_amount",
    "parse_time",
    "trim_cell",
]

_AMOUNT: Final = re.compile(
    r"(?P<lead>[+-]?) *(?P<coin>[¥$]?) *(?P<sign>[+-]?) *"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?P<part>\.[0-9]*)?(?P<power>[eE][+-]?[0-9]{1,3})?"
    r" *(?P<trail>[+-]?) *元?"
)
# Spreadsheets show a number of 12 digits and more as 1.23457E+11: six digits of it, rounded.
_ROUNDED_FROM: Final = 11
_LONGEST_AMOUNT: Final = 100  # characters
_INT64_MOST: Final = 2**63 - 1
_INT64_DIGITS: Final = 19
_YUAN_SIGNED: Final = frozenset({"CNY", "JPY"})
_NONE: Final = re.compile(r"[-—–/\\_.*]*|无|空|不详|(?i:null|none|nan|n/a|\\n)")
_DIGIT_GROUPS: Final = re.compile(r"[0-9*xX]+(?:[ -]+[0-9*xX]+)*")
_FLOAT: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+|[+-]?[0-9]*\.[0-9]+|[0-9]+\.")

_DIRECTIONS: Final = MappingProxyType(
    {
        **dict.fromkeys(("进", "贷", "入", "收", "收入", "转入", "存入", "流入"), Direction.IN),
        **dict.fromkeys(("贷方", "贷记", "收款", "入账", "进账", "来账", "存"), Direction.IN),
        **dict.fromkeys(("I", "C", "CR", "IN", "CREDIT", "CRDT", "贷CR", "贷C"), Direction.IN),
        **dict.fromkeys(("出", "借", "付", "支", "支出", "转出", "支取", "流出"), Direction.OUT),
        **dict.fromkeys(("借方", "借记", "付款", "出账", "往账", "取"), Direction.OUT),
        **dict.fromkeys(("O", "D", "DR", "OUT", "DEBIT", "DBIT", "借DR", "借D"), Direction.OUT),
        **dict.fromkeys(("不计收支", "/", "其他", "中性交易", "中性"), Direction.NEUTRAL),
        **dict.fromkeys(("", "-", "--"), Direction.UNKNOWN),
    }
)


def parse_amount(text: str, asset: str) -> int:
    """Return an amount as written, sign and all, in whole units of its asset.

    Args:
        text: thousands commas in groups of three, ``¥`` or ``$``, a sign before or behind,
            full-width digits; scientific notation only while every digit of the number is sure.
        asset: as in `zhanlian.model.asset`.

    Raises:
        ValueError: no number; digits finer than the asset's units; beyond int64; a sign of
            another currency; scientific notation of a rounded number.
    """
    told = narrow_cell(text)
    found = _AMOUNT.fullmatch(told) if len(told) <= _LONGEST_AMOUNT else None
    if found is None:
        raise ValueError(f"no amount: {text[:_LONGEST_AMOUNT]!r}")
    whole, part = (found["whole"] or "").replace(",", ""), (found["part"] or ".")[1:]
    signs = found["lead"] + found["sign"] + found["trail"]
    if not whole + part or len(signs) > 1:
        raise ValueError(f"no amount: {text!r}")
    _check_coin(found["coin"], asset)
    power = int((found["power"] or "e0")[1:])
    if power >= _ROUNDED_FROM and power > len(part):
        raise ValueError(f"a rounded number: {text!r}")
    units = _shift(whole + part, power + find_exponent(asset) - len(part))
    return -units if signs == "-" else units


def _shift(digits: str, places: int) -> int:
    """Return ``digits × 10^places`` as a whole number within int64."""
    digits = digits.lstrip("0")
    if not digits:
        return 0
    kept = digits if places >= 0 else digits[:places]
    if digits[len(kept) :].strip("0"):
        raise ValueError("finer than the units of its asset")
    if len(kept) + max(places, 0) > _INT64_DIGITS:
        raise ValueError("beyond what can be counted")
    units = int(kept + "0" * max(places, 0) or "0")
    if units > _INT64_MOST:
        raise ValueError("beyond what can be counted")
    return units


def _check_coin(coin: str, asset: str) -> None:
    if (coin == "¥") > (asset in _YUAN_SIGNED) or (coin == "$" and asset in _YUAN_SIGNED):
        raise ValueError(f"{coin} is no sign of {asset}")


def clean_account(text: str) -> str | None:
    """Return an account or card number as bare text; None where the cell says there is none.

    Blanks and dashes between groups of digits go, marks of masking stay; what is no number (an
    e-mail address, a wallet's id) is only trimmed.

    Raises:
        ValueError: the number became a float on its way (``6.22202E+18``, ``6222021001.0``), so
            that digits may be lost.
    """
    told = narrow_cell(text)
    if told.startswith("="):
        told = narrow_cell(told[1:])
    if _NONE.fullmatch(told):
        return None
    if _FLOAT.fullmatch(told):
        raise ValueError(f"a number that became a float: {text!r}")
    if _DIGIT_GROUPS.fullmatch(told):
        return told.replace(" ", "").replace("-", "")
    return told


def find_asset(text: str) -> str:
    """Return the ISO 4217 code of a currency that is told by code, number or name.

    Raises:
        ValueError: blank, or not in the table (`data/currencies.toml`).
    """
    told = "".join(narrow_cell(text).upper().split())
    found = _load_currencies().get(told)
    if found is None:
        raise ValueError(f"no currency: {text!r}")
    return found


@functools.cache
def _load_currencies() -> dict[str, str]:
    """Return the code of each code, number and name."""
    file = resources.files("zhanlian.readers.statements").joinpath("data", "currencies.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for code, told in table.items():
        for name in (code, told["number"], *told["names"]):
            found["".join(narrow_cell(name).upper().split())] = code
    return found


def find_direction(text: str) -> Direction:
    """Return which way a cell says the money went; UNKNOWN for a blank one.

    Raises:
        ValueError: a word that is not in the table.
    """
    told = "".join(narrow_cell(text).upper().split())
    found = _DIRECTIONS.get(told)
    if found is None:
        raise ValueError(f"no direction: {text!r}")
    return found
