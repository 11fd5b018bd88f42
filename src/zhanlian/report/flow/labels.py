"""Labels of the flow report: sums with their asset, times with their zone, spans, codes."""

import functools
import re
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Final

from zhanlian.model.answers import OTHERS, ExistingFreeze
from zhanlian.model.asset import find_exponent, is_token
from zhanlian.model.statement import Precision
from zhanlian.model.transfer import OF_ROWS
from zhanlian.model.zone import SHANGHAI
from zhanlian.words import has_key, say

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_HEAD, _TAIL = 12, 6  # signs of a contract that are kept where it is shortened
_SHOWN: Final = {Precision.SECOND: 19, Precision.MINUTE: 16, Precision.DAY: 10}
_CAPITAL: Final = re.compile("(?<!^)(?=[A-Z])")
# Levels of accounts are counted in Chinese numerals up to ten (一级账户).
_NUMERALS: Final = "零一二三四五六七八九十"
# What a ledger writes where a row tells no number: kind, perhaps the own account, and a text.
_OF_ROWS: Final = re.compile(rf"({'|'.join(OF_ROWS)}):(.*)", re.DOTALL)
_OF_OWN: Final = re.compile(r"([^:]*\d[^:]*):(.+)", re.DOTALL)


# typed: members of different IntEnums are equal where their numbers are.
@functools.lru_cache(maxsize=None, typed=True)
def code_key(code: Enum) -> str:
    """Return the catalogue's key of an enum's member, e.g. ``code.purse-kind.exchange``."""
    table = _CAPITAL.sub("-", type(code).__name__).lower()
    return f"code.{table}.{code.name.lower().replace('_', '-')}"


def code_words(code: Enum, language: str) -> str:
    """Return the words of a code of the money rooms (`PurseKind`, `Fate`, `Rule` …)."""
    return say(code_key(code), language)


def unit_words(asset: str, language: str) -> str:
    """Return the short sign that stands beside a sum; an unknown contract is shortened."""
    key = f"code.unit.{asset}"
    if has_key(key):
        return say(key, language)
    if is_token(asset) and len(asset) > _HEAD + _TAIL:
        return f"{asset[:_HEAD]}…{asset[-_TAIL:]}"
    return asset


def asset_words(asset: str, language: str) -> str:
    """Return the name of an asset with its identity: ISO code, or chain and contract in full."""
    key = f"code.asset.{asset}"
    return f"{say(key, language)} ({asset})" if has_key(key) else asset


def amount_number(units: int, asset: str) -> Decimal:
    """Return whole units as the exact decimal number of the asset."""
    return Decimal(units).scaleb(-find_exponent(asset))


def dust_text(dust: int, asset: str, language: str) -> str:
    """Return what was cut off (in 10^-18 of the asset) as a decimal text with its unit."""
    told = f"{Decimal(dust).scaleb(-18).normalize():f}"
    return f"{told} {unit_words(asset, language)}"


def time_text(moment: datetime, precision: Precision = Precision.SECOND) -> str:
    """Return a time in Asia/Shanghai, no finer than it was told: ``2026-03-01 12:04:05``."""
    return moment.astimezone(SHANGHAI).isoformat(" ", "seconds")[: _SHOWN[precision]]


def duration_text(seconds: int, language: str) -> str:
    """Return a span in its two largest units: 40 秒, 4 分钟, 3 小时 20 分钟, 2 天 5 小时."""
    if seconds < _MINUTE:
        parts = [("second", seconds)]
    elif seconds < _HOUR:
        parts = [("minute", seconds // _MINUTE)]
    elif seconds < _DAY:
        parts = [("hour", seconds // _HOUR), ("minute", seconds % _HOUR // _MINUTE)]
    else:
        parts = [("day", seconds // _DAY), ("hour", seconds % _DAY // _HOUR)]
    kept = parts[:1] + [part for part in parts[1:] if part[1]]
    return " ".join(say(f"report.flow.span.{name}", language, {"n": n}) for name, n in kept)


def share_text(ten_thousandths: int) -> str:
    """Return a share as per cent with two digits: ``12.34 %``."""
    return f"{ten_thousandths // 100}.{ten_thousandths % 100:02} %"


def level_words(level: int, language: str) -> str:
    """Return the name of a level: 被害人, 一级账户, 二级账户 …; Victims, Level 1 …"""
    if level == 0:
        return say("report.flow.level.victim", language)
    numeral = _NUMERALS[level] if language == "zh" and level < len(_NUMERALS) else level
    return say("report.flow.level.account", language, {"n": numeral})


def account_words(account: str, language: str) -> str:
    """Return an account as it is shown: its number, or what rows say instead of one in words.

    ``name:合成公司`` is 合成公司（仅有户名）, ``atm:合成机7`` is 现金支取：合成机7.
    Files of data keep the text of the ledger.
    """
    if account == OTHERS:
        return say("report.flow.purse.others", language)
    found = _OF_ROWS.fullmatch(account)
    if found is None:
        return account
    kind, told = found[1], found[2]
    if kind == "untold":
        own, _, way = told.rpartition(":") if told.endswith((":in", ":out")) else ("", "", "")
        key, name = (f"untold-{way}", own) if way else ("untold-payer", told.removeprefix(":"))
        return say(f"report.flow.purse.{key}", language, {"name": name})
    of_own = _OF_OWN.fullmatch(told) if kind == "name" else None
    if of_own is not None:
        fields = {"own": of_own[1], "name": of_own[2]}
        return say("report.flow.purse.name-beside", language, fields)
    return say(f"report.flow.purse.{kind}", language, {"name": told})


def victim_words(victim: str, language: str) -> str:
    """Return a victim's name, or the word for all that are not named."""
    return say("report.flow.purse.other-victims", language) if victim == OTHERS else victim


def reason_words(key: str, language: str) -> str:
    """Return the text of a key that came with an answer, or the key where it has none."""
    return say(key, language) if has_key(key) else key


def join_words(reason: str, language: str) -> str:
    """Return why a number was taken for another account's; a reason without words as it is."""
    key = f"money.join.{reason}"
    return say(key, language) if has_key(key) else reason_words(reason, language)


def parameter_words(name: str, language: str) -> str:
    """Return what a parameter of the answer chooses, or its name where no words tell it."""
    key = f"report.flow.parameter.{name}"
    return say(key, language) if has_key(key) else name


def format_words(code: str, language: str) -> str:
    """Return the name of a statement's format."""
    return reason_words(f"statement.{code}", language).removeprefix("statement.")


def is_ahead(freeze: ExistingFreeze, as_of: datetime) -> bool:
    """Return whether a measure began after the instant of the report, which leaves it out."""
    return freeze.since is not None and freeze.since > as_of


def is_over(freeze: ExistingFreeze, as_of: datetime) -> bool:
    """Return whether a measure had run out on the day of the report."""
    return freeze.until is not None and freeze.until <= as_of
