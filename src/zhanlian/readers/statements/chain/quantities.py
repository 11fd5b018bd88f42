"""Amounts, times, addresses and chains as explorers write them."""

import functools
import re
import tomllib
from importlib import resources
from types import MappingProxyType
from typing import Final

from zhanlian.model.asset import find_exponent
from zhanlian.model.statement import Precision, RowStatus
from zhanlian.readers.statements.signs import trim_cell
from zhanlian.readers.statements.times import parse_time

_NUMBER: Final = re.compile(
    r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,40})?(?:\.([0-9]{0,40}))?(?:[eE]([+-]?[0-9]{1,2}))?"
)
_DUST: Final = 18  # digits in which the cut is counted
_INT64: Final = 2**63
_SECONDS, _MILLISECONDS = re.compile(r"[0-9]{9,10}"), re.compile(r"[0-9]{12,13}")
# Explorers publish addresses masked too (0x1429****7f855c): they stay as they are.
_EVM: Final = re.compile(r"0x(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{2,20}[*.…]{2,32}[0-9a-fA-F]{2,20})")
_HEXADECIMAL: Final = re.compile(r"0x[0-9a-fA-F*.…]+")
_TRON: Final = re.compile(r"T[1-9A-HJ-NP-Za-km-z]{33}|T[1-9A-HJ-NP-Za-km-z]{2,}[*.…]{2,}\w{2,}")
_SYMBOLS: Final = 100
_STATUS: Final = MappingProxyType(
    {
        **dict.fromkeys(("", "0", "ok", "success", "successful", "confirmed"), RowStatus.DONE),
        **dict.fromkeys(
            ("1", "fail", "failed", "reverted", "revert", "out_of_energy"), RowStatus.FAILED
        ),
        **dict.fromkeys(("pending", "unconfirmed"), RowStatus.PENDING),
    }
)


def read_quantity(text: str, asset: str) -> tuple[int, int]:
    """Return whole units of an asset, and what was cut off below them in 10^-18 of the asset.

    Args:
        text: never negative; ``1,182.74``, ``353.7515``, ``1.9E-4``.
        asset: ``chain:contract``.

    Raises:
        ValueError: no number, finer than 10^-18, or beyond int64.
    """
    told = trim_cell(text)
    found = _NUMBER.fullmatch(told)
    if found is None or not (found[1] or found[2]):
        raise ValueError(text)
    digits = (found[1] or "").replace(",", "") + (found[2] or "")
    scale = int(found[3] or 0) - len(found[2] or "") + _DUST
    value = int(digits)
    if scale < 0:
        value, lost = divmod(value, 10**-scale)
        if lost:
            raise ValueError(text)
    else:
        value *= 10**scale
    units, dust = divmod(value, 10 ** (_DUST - find_exponent(asset)))
    if units >= _INT64:
        raise ValueError(text)
    return units, dust


def read_units(text: str) -> int:
    """Return an amount that is written in an asset's smallest units.

    Raises:
        ValueError: no whole number, or beyond int64.
    """
    told = trim_cell(text)
    if not re.fullmatch(r"[0-9]{1,40}", told) or int(told) >= _INT64:
        raise ValueError(text)
    return int(told)


def read_instant(unix: str | None, written: str | None, zone: str = "UTC") -> tuple[int, Precision]:
    """Return microseconds UTC from seconds or milliseconds since 1970, else from a written time.

    Raises:
        ValueError: neither can be read.
    """
    told = trim_cell(unix or "")
    if _SECONDS.fullmatch(told):
        return int(told) * 1_000_000, Precision.SECOND
    if _MILLISECONDS.fullmatch(told):
        return int(told) * 1_000, Precision.SECOND
    return parse_time(written or told, zone)


def find_address(text: str | None) -> str | None:
    """Return an address; hexadecimal ones in lower case, because their case is a checksum only."""
    told = trim_cell(text or "")
    if not told:
        return None
    return told.lower() if _HEXADECIMAL.fullmatch(told) else told


def find_contract(text: str | None) -> str | None:
    """Return the contract that a cell is, or holds between other words; None without one."""
    told = trim_cell(text or "")
    if _EVM.fullmatch(told):
        return told.lower()
    found = _TRON.search(told)
    return None if found is None else found[0]


def find_status(status: str | None, error: str | None) -> RowStatus:
    """Return what a status and an error code say; an error code without a status is a failure."""
    told = trim_cell(status or "").lower()
    if trim_cell(error or "") not in ("", "0") or told.startswith("error"):
        return RowStatus.FAILED
    return _STATUS.get(told, RowStatus.UNTOLD)


def join_names(*names: str | None) -> str | None:
    """Return what a token or a call is named, as told; nothing in it is believed."""
    told = [trim_cell(name or "") for name in names]
    return " ".join(dict.fromkeys(name[:_SYMBOLS] for name in told if name)) or None


def find_chain(number: str | None, name: str | None) -> str | None:
    """Return the chain that cells name by its EIP-155 number or its name, None if unknown."""
    by_number, by_name, _ = _load_chains()
    found = by_number.get(trim_cell(number or ""))
    return found or by_name.get(trim_cell(name or "").lower())


def find_coin_chain(coin: str) -> str | None:
    """Return the chain whose coin a column is named after (``BNB``), None if unknown."""
    return _load_chains()[2].get(coin.upper())


@functools.cache
def _load_chains() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    file = resources.files("zhanlian.readers.statements.chain").joinpath("data", "chains.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return (
        {str(told["number"]): chain for chain, told in table.items()},
        {name: chain for chain, told in table.items() for name in told["names"]},
        {coin: chain for chain, told in table.items() for coin in told["coins"]},
    )
