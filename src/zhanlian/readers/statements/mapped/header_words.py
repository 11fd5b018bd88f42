"""What a header's words say about its columns."""

import functools
import re
import tomllib
from enum import StrEnum
from importlib import resources
from typing import Final

from zhanlian.readers.statements.signs import narrow_cell

_NOISE: Final = re.compile(r"[\s_\-]+|\((?:元|人民币|cny|rmb|utc|单位:元|分)\)|#\d+$")
_UTC: Final = re.compile(r"utc(?! *[+-] *[0-9])|gmt(?! *[+-] *[0-9])", re.IGNORECASE)
_YUAN: Final = re.compile(r"\((?:元|人民币|cny|rmb|单位:元)\)|人民币元", re.IGNORECASE)


_OWN_SIDE: Final = re.compile(r"本方|我方|己方|\bown\b|\bmy\b", re.IGNORECASE)
_OTHER_SIDE: Final = re.compile(r"对方|对手|counter ?part|other (?:side|party)", re.IGNORECASE)
_PAYER: Final = re.compile(
    r"(?:from|sender|remitter)\b|付款|转出|汇出|发送|打款|汇款(?:方|人|账|卡)", re.IGNORECASE
)
_PAYEE: Final = re.compile(r"(?:to|receiver|recipient|beneficiary)\b|收款|转入|接收", re.IGNORECASE)


class Confidence(StrEnum):
    """How a field was found for a column."""

    PROVEN = "proven"  # running balances bear it out
    SURE = "sure"  # the header is a word for it
    LIKELY = "likely"  # the header holds such a word
    GUESS = "guess"  # the cells look like it
    NONE = "none"


def find_field(header: str) -> tuple[str, Confidence]:
    """Return the field that a header names and how surely; an empty name if none."""
    told = _NOISE.sub("", narrow_cell(header).lower())
    whole, parts = _load_words()
    if told in whole:
        return whole[told], Confidence.SURE
    for word, field in parts:
        if word in told:
            return field, Confidence.LIKELY
    return "", Confidence.NONE


def tells_side(header: str) -> str:
    """Return ``own`` or ``other`` where a header says whose side it is of, else nothing."""
    told = narrow_cell(header)
    own, other = bool(_OWN_SIDE.search(told)), bool(_OTHER_SIDE.search(told))
    return ("own" if own else "other") if own != other else ""


def tells_payer(header: str) -> bool:
    """Return whether a header names the side that pays (From, 付款账号)."""
    return bool(_PAYER.match(narrow_cell(header)))


def tells_payee(header: str) -> bool:
    """Return whether a header names the side that is paid (To, 收款账号)."""
    return bool(_PAYEE.match(narrow_cell(header)))


def tells_fen(header: str) -> bool:
    """Return whether a header says that its amounts are in 分, the smallest unit of the yuan."""
    return narrow_cell(header).endswith("(分)")


def tells_utc(header: str) -> bool:
    """Return whether a header says that its times are UTC, without an offset."""
    return bool(_UTC.search(narrow_cell(header)))


def tells_yuan(header: str) -> bool:
    """Return whether a header says that its amounts are in yuan."""
    return bool(_YUAN.search(narrow_cell(header)))


@functools.cache
def _load_words() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Return fields by whole headers, and by words inside them, longest first."""
    file = resources.files("zhanlian.readers.statements.mapped").joinpath("data", "headers.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    whole: dict[str, str] = {}
    parts: list[tuple[str, str]] = []
    for field, told in table.items():
        for word in told["whole"]:
            whole.setdefault(word, field)
        parts += [(word, field) for word in told["word"]]
    return whole, tuple(sorted(parts, key=lambda one: (-len(one[0]), one)))
