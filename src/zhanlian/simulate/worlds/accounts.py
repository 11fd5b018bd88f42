"""The accounts of a world: numbers, holders, levels. Every name says that it is synthetic."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.model.transfer import PurseKind

BANKS: Final = 8
TENPAY: Final = 8
ALIPAY: Final = 9
CHAIN: Final = 10
ABROAD: Final = 11
OWN_ALIPAY: Final = 12  # wallets of victims who exported their records themselves
OWN_WECHAT: Final = 13
NOBODY: Final = -1

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_HANZI: Final = "甲乙丙丁戊己庚辛"
BANK_NAMES: Final = tuple(f"合成银行{sign}" for sign in _HANZI)
PROVIDER_NAMES: Final = (
    *BANK_NAMES,
    "财付通",
    "支付宝",
    "TRON",
    "合成海外银行",
    "支付宝",
    "财付通",
)


class Role(IntEnum):
    """What an account is to the case."""

    VICTIM = 0
    MULE = 1
    CASH_OUT = 2
    ORDINARY = 3
    SERVICE = 4  # fees and interest


@dataclass(slots=True)
class Accounts:
    """All accounts of a world, one entry each.

    Attributes:
        number: as the truth names it: card, wallet, address, or a synthetic label.
        second: account number behind the card, else empty.
        holder: name.
        kind: `PurseKind`.
        role: `Role`.
        level: of the cell's plan: 1 to 4; 0 for the others.
        provider: who keeps its records: bank 0 to 7, wallet, chain, abroad, or nobody.
        cell: laundering cell, or -1.
        asked: somebody keeps records of it and was asked for them.
    """

    number: list[str] = field(default_factory=list)
    second: list[str] = field(default_factory=list)
    holder: list[str] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    role: list[int] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    provider: list[int] = field(default_factory=list)
    cell: list[int] = field(default_factory=list)
    asked: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.number)

    def add(
        self, role: Role, provider: int, *, kind: PurseKind | None = None, level: int = 0,
        cell: int = -1, asked: bool = False, label: str = "",
    ) -> int:  # fmt: skip
        """Return the place of a new account.

        Args:
            role: what it is to the case.
            provider: who keeps it.
            kind: told where it is not the provider's usual one.
            level: of the cell's plan.
            cell: laundering cell.
            asked: whether its records were asked for.
            label: number of an account without a real one.
        """
        place = len(self.number)
        self.number.append(label or _number(provider, place))
        self.second.append(f"{provider + 10}0099{place:09d}" if 0 <= provider < BANKS else "")
        self.holder.append(_HOLDERS[role].format(place=place))
        self.kind.append(_usual_kind(provider) if kind is None else kind)
        self.role.append(role)
        self.level.append(level)
        self.provider.append(provider)
        self.cell.append(cell)
        self.asked.append(asked)
        return place


_HOLDERS: Final = (
    "受害人合成{place:05d}",
    "合成甲{place:05d}",
    "合成乙{place:05d}",
    "合成丙{place:05d}",
    "合成机构{place:05d}",
)


def _usual_kind(provider: int) -> PurseKind:
    if provider in (TENPAY, ALIPAY, OWN_ALIPAY, OWN_WECHAT):
        return PurseKind.WALLET
    return {CHAIN: PurseKind.ADDRESS, ABROAD: PurseKind.ABROAD}.get(provider, PurseKind.ACCOUNT)


def _number(provider: int, place: int) -> str:
    if provider == TENPAY:
        return f"wxid_syn{place:08d}"
    if provider == ALIPAY:
        return f"2088000{place:09d}"
    if provider == CHAIN:
        return make_address(place)
    if provider == OWN_ALIPAY:
        return f"syn{place:06d}@example.invalid"
    if provider == OWN_WECHAT:
        return f"合成昵称{place:06d}"
    if provider == ABROAD:
        return f"XX00SYN{place:012d}"
    return _make_card(provider if provider >= 0 else place % BANKS, place)


def _make_card(bank: int, place: int) -> str:
    """Return 19 digits whose check digit is wrong on purpose: no bank ever issued it."""
    body = f"6299{bank + 10}{place:012d}"
    total = 0
    for index, sign in enumerate(reversed(body)):
        digit = int(sign) * (2 - index % 2)
        total += digit - 9 if digit > 9 else digit
    return f"{body}{(10 - total % 10 + 5) % 10}"


def make_address(place: int, tail: str = "") -> str:
    """Return 34 signs in the form of a TRON address; its checksum does not hold.

    Args:
        place: the account's.
        tail: last signs, where it shall look like another one.
    """
    # A fixed stride through base 58 spreads neighbouring places over unlike texts.
    value = (place * 2_654_435_761 + 97) % 58**24
    signs = []
    for step in range(30 - len(tail)):
        value = (value * 6_364_136_223_846_793_005 + step * 1_442_695 + place) % 58**24
        signs.append(_BASE58[value // 58**20 % 58])
    return "TSYN" + "".join(signs) + tail


@dataclass(frozen=True, slots=True)
class Columns:
    """The accounts as arrays, for the stages that work on all of them at once."""

    kind: Int32s
    role: Int32s
    level: Int32s
    provider: Int32s
    cell: Int32s
    asked: Flags


def make_columns(accounts: Accounts) -> Columns:
    """Return the accounts as arrays."""
    return Columns(
        np.array(accounts.kind, dtype=np.int32),
        np.array(accounts.role, dtype=np.int32),
        np.array(accounts.level, dtype=np.int32),
        np.array(accounts.provider, dtype=np.int32),
        np.array(accounts.cell, dtype=np.int32),
        np.array(accounts.asked, dtype=np.bool_),
    )


@dataclass(frozen=True, slots=True)
class Cells:
    """Where each cell's mules stand: at [cell, level] from `first`, `size` of them, side by side.

    Attributes:
        first, size: (cells, 5) place and count by level 1 to 4.
        bank: (cells, 5) a bank account of that level: the first one.
        address: (cells, 2) collecting and passing address, -1 where nobody asked for them.
    """

    first: Int64s
    size: Int64s
    address: Int64s
