"""The parameters of a world: read from one file, each within its range and with its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

import zhanlian.simulate
from zhanlian.errors import InputError

_FILE: Final = "data/parameters.toml"


class Trap(StrEnum):
    """What makes real returns hard to read; all are on unless left out."""

    MIRRORS = "mirrors"  # the same payment in both parties' returns
    CLOCK_LAG = "clock-lag"  # the payee's bank books it some seconds later
    REVERSALS = "reversals"
    FAILED = "failed"
    IDLE = "idle"  # rows that say: no transfers
    BLANKS = "blanks"  # tabs and blanks around values
    SUFFIXES = "suffixes"  # 1000000001_156
    ONE_NUMBER = "one-number"  # only the card or only the account number
    NEGATIVE_OUT = "negative-out"
    ODD_FLAGS = "odd-flags"
    SCRAMBLED = "scrambled"  # rows of one second in any order
    DATE_ONLY = "date-only"
    NEWEST_FIRST = "newest-first"
    REPEATS = "repeats"  # the same return delivered twice
    WALLET_FEES = "wallet-fees"
    SPOOFS = "spoofs"  # worthless tokens that copy a payment
    POISONING = "poisoning"  # dust from addresses that look like a partner's
    ROUNDED = "rounded"  # balances to 0.1
    TWO_VIEWS = "two-views"  # the same money in two tables or sheets of one source
    UNNAMED_WALLETS = "unnamed-wallets"  # the bank names the payment company, not the wallet


ALL_TRAPS: Final = frozenset(Trap)


@dataclass(frozen=True, slots=True)
class Scam:
    """One kind of fraud: share of the victims, and what a victim loses and pays."""

    name: str
    share: float
    median: float
    sigma: float
    payments: float


@dataclass(frozen=True, slots=True)
class Parameters:
    """All numbers of a world, by dotted name (``cell.fan_low``), and the kinds of fraud."""

    values: Mapping[str, float]
    ranges: Mapping[str, tuple[float, float]]
    scams: tuple[Scam, ...]
    text: bytes

    def __getitem__(self, name: str) -> float:
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a world is.

    Attributes:
        name: as asked for.
        transfers: about so many in all.
        victims: so many.
        cells: laundering cells.
        cell_accounts: accounts of a cell where the size is set, else 0: drawn by cell.
    """

    name: str
    transfers: int
    victims: int
    cells: int
    cell_accounts: int = 0


_SCALES: Final = MappingProxyType(
    {
        "demo": Scale("demo", 330, 6, 1, 24),
        "small": Scale("small", 2_000, 50, 3),
        "medium": Scale("medium", 100_000, 1_000, 50),
        "large": Scale("large", 1_000_000, 10_000, 500),
    }
)
SCALES: Final = tuple(_SCALES)
FEWEST: Final = 300
MOST: Final = 20_000_000


def load_scale(told: str) -> Scale:
    """Return the scale of a name or of a number of transfers.

    Raises:
        InputError: neither of the two, or a number out of bounds.
    """
    if told in _SCALES:
        return _SCALES[told]
    wanted = int(told) if told.isascii() and told.isdigit() and len(told) < 12 else 0
    if not FEWEST <= wanted <= MOST:
        raise InputError(
            "error.scale-unknown", scale=told, known=", ".join(SCALES), fewest=FEWEST, most=MOST
        )
    victims = max(6, wanted // 100)
    return Scale(told, wanted, victims, max(1, victims // 20), 0 if wanted >= 1000 else 24)


def load_parameters() -> Parameters:
    """Return the parameters of the package.

    Raises:
        ValueError: a value lies outside its range, or has no source.
    """
    text = resources.files(zhanlian.simulate).joinpath(_FILE).read_bytes()
    return parse_parameters(text)


def parse_parameters(text: bytes) -> Parameters:
    """Return the parameters of a file's bytes.

    Raises:
        ValueError: a value lies outside its range, or has no source.
    """
    told: dict[str, Any] = tomllib.loads(text.decode("utf-8"))
    values: dict[str, float] = {}
    ranges: dict[str, tuple[float, float]] = {}
    for section, table in told.items():
        if not isinstance(table, dict):
            continue
        for name, entry in table.items():
            key = f"{section}.{name}"
            if not entry["low"] <= entry["value"] <= entry["high"] or not entry["source"]:
                raise ValueError(f"{key} lies outside its range, or has no source")
            values[key] = entry["value"]
            ranges[key] = (entry["low"], entry["high"])
    scams = tuple(
        Scam(one["name"], one["share"], one["median"], one["sigma"], one["payments"])
        for one in told["scam"]
        if one["source"]
    )
    if abs(sum(one.share for one in scams) - 1) > 1e-9:
        raise ValueError("the shares of the kinds of fraud do not add up to 1")
    return Parameters(MappingProxyType(values), MappingProxyType(ranges), scams, text)
