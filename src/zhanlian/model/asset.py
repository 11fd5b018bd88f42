"""Assets: what money is counted in, and how fine its whole units are.

An asset is named by its ISO 4217 code (``CNY``), or by ``chain:contract`` (``tron:TR7N…``,
``ethereum:native``): symbols and names of tokens are free to copy and never an identity.
Amounts are whole numbers of 10^-exponent of it.
"""

from types import MappingProxyType
from typing import Final

USDT_ON_TRON: Final = "tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
USDT_ON_ETHEREUM: Final = "ethereum:0xdac17f958d2ee523a2206206994597c13d831ec7"

# ISO 4217, "minor unit" column: the currencies without two digits that are met in practice.
_FIAT: Final = MappingProxyType(
    {
        **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"), 0),
        **dict.fromkeys(("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
        **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    }
)
_FIAT_DIGITS: Final = 2
# Decimals of the contracts themselves; the six-digit ones are exact.
_TOKENS: Final = MappingProxyType(
    {
        USDT_ON_TRON: 6,
        "tron:native": 6,
        "bitcoin:native": 8,
        USDT_ON_ETHEREUM: 6,
        "ethereum:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48": 6,  # USDC
    }
)
# Most tokens have 18 decimals, of which int64 would hold nine units. Nine digits (one gwei) hold
# nine thousand million; what is finer is cut off by the reader, and the cut is counted.
_TOKEN_DIGITS: Final = 9


def is_token(asset: str) -> bool:
    """Return whether an asset lives on a chain."""
    return ":" in asset


def is_listed(asset: str) -> bool:
    """Return whether an asset is a chain's own coin or one of the contracts whose units we know."""
    return asset in _TOKENS or asset.endswith(":native")


def find_exponent(asset: str) -> int:
    """Return how many decimal digits the whole units of an asset stand for (CNY: 2)."""
    if is_token(asset):
        return _TOKENS.get(asset, _TOKEN_DIGITS)
    return _FIAT.get(asset, _FIAT_DIGITS)


def show_amount(units: int, asset: str) -> str:
    """Return whole units as a decimal text with all their digits, e.g. ``-49900.00``."""
    digits = find_exponent(asset)
    if not digits:
        return str(units)
    whole, part = divmod(abs(units), 10**digits)
    return f"{'-' if units < 0 else ''}{whole}.{part:0{digits}d}"


def show_grouped(units: int, asset: str) -> str:
    """Return whole units as a decimal text with commas, e.g. ``-49,900.00``."""
    whole, point, part = show_amount(abs(units), asset).partition(".")
    return f"{'-' if units < 0 else ''}{int(whole):,}{point}{part}"


def fold_asset(told: str) -> str:
    """Return an asset with its contract in lower case where that is hexadecimal.

    The case of such a contract is a checksum only, and sources differ in it.
    """
    chain, _, contract = told.partition(":")
    return f"{chain}:{contract.lower()}" if contract.lower().startswith("0x") else told


def find_usdt(address: str) -> str:
    """Return the USDT that is meant where only its symbol and an address are told.

    The form of the address tells the chain: 0x for Ethereum, else Tron, on which most of it moves.
    """
    return USDT_ON_ETHEREUM if address.startswith("0x") else USDT_ON_TRON
