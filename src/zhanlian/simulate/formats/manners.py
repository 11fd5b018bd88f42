"""The manners of banks: signs, words, times and numbers in their returns."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import zhanlian.simulate
from zhanlian.simulate.parameters import Trap


@dataclass(frozen=True, slots=True)
class Manner:
    """How one bank writes; the fields are told in ``data/banks.toml``."""

    into: str
    out: str
    time: str
    numbers: str
    suffix: str
    signed: bool
    odd_flags: bool
    newest_first: bool
    rounded: bool
    blanks: bool
    other_balance: bool
    currency: tuple[str, ...]
    done: str
    failed: str
    alias: tuple[tuple[str, str], ...]


@cache
def load_manners(traps: frozenset[Trap]) -> tuple[Manner, ...]:
    """Return the manners of all banks, without what the traps leave out."""
    text = resources.files(zhanlian.simulate).joinpath("data/banks.toml").read_text("utf-8")
    return tuple(_soften(_read(one), traps) for one in tomllib.loads(text)["bank"])


def _read(told: dict[str, object]) -> Manner:
    currency, alias = told["currency"], told.get("alias", {})
    if not (isinstance(currency, list) and isinstance(alias, dict)):
        raise ValueError("currency is a list of words, alias a table of them")
    return Manner(
        into=str(told["in"]),
        out=str(told["out"]),
        time=str(told["time"]),
        numbers=str(told["numbers"]),
        suffix=str(told.get("suffix", "")),
        signed=bool(told.get("signed", False)),
        odd_flags=bool(told.get("odd_flags", False)),
        newest_first=bool(told.get("newest_first", False)),
        rounded=bool(told.get("rounded", False)),
        blanks=bool(told.get("blanks", False)),
        other_balance=bool(told.get("other_balance", False)),
        currency=tuple(str(one) for one in currency),
        done=str(told["done"]),
        failed=str(told["failed"]),
        alias=tuple((str(name), str(other)) for name, other in alias.items()),
    )


def _soften(manner: Manner, traps: frozenset[Trap]) -> Manner:
    if Trap.NEGATIVE_OUT not in traps:
        manner = replace(manner, signed=False, odd_flags=False)
    if Trap.ODD_FLAGS not in traps:
        manner = replace(manner, odd_flags=False, into="进", out="出")
    if Trap.DATE_ONLY not in traps and "%H" not in manner.time:
        manner = replace(manner, time="%Y-%m-%d %H:%M:%S")
    if Trap.NEWEST_FIRST not in traps:
        manner = replace(manner, newest_first=False)
    if Trap.ROUNDED not in traps:
        manner = replace(manner, rounded=False)
    if Trap.BLANKS not in traps:
        manner = replace(manner, blanks=False)
    if Trap.SUFFIXES not in traps:
        manner = replace(manner, suffix="")
    if Trap.ONE_NUMBER not in traps:
        manner = replace(manner, numbers="both")
    return manner
