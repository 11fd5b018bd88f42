"""Whose account a table is about, where its rows do not say it."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Final

from zhanlian.readers.statements.police.layouts import Layout
from zhanlian.readers.statements.signs import trim_cell

# What banks and wallets write above a table about its account.
_SAID: Final = {
    "own_card": re.compile(r"(?:交易|查询|本方)?卡号[:：]\s*([0-9*]{6,32})"),
    "own_account": re.compile(
        r"(?:(?:交易|查询|本方|银行)?[账帐]号|微信号|用户ID|支付宝[账帐][户号])[:：]\s*\[?"
        r"([0-9A-Za-z_@.*-]{4,64})"
    ),
    "own_name": re.compile(r"(?:户名|姓名|客户名称|账户名称)[:：]\s*\[?([^\s,，:：\]]{1,40})"),
}
_OWN_FIELDS: Final = frozenset({"own_card", "own_account", "payer"})


@dataclass(frozen=True, slots=True)
class Owner:
    """What is known of the account of a table whose rows do not tell it.

    Attributes:
        told: by column of `ROWS`; used only where no row of a batch tells an account.
        stand_in: what stands for the account where nothing tells it, else empty.
    """

    told: dict[str, str] = field(default_factory=dict)
    stand_in: str = ""


def find_owner(above: str, layout: Layout, first_row: bytes) -> Owner:
    """Return the owner of a table.

    Args:
        above: the text above the header.
        layout: of the table.
        first_row: bytes of the first row. Where nothing tells the account, the family's key and a
            hash of this row stand for it, so that two copies of one return get the same one.
    """
    if layout.table.told != "rows" or _OWN_FIELDS & layout.columns.keys():
        return Owner()
    found = {
        column: trim_cell(match[1])
        for column, pattern in _SAID.items()
        if (match := pattern.search(above)) is not None
    }
    if "own_card" in found or "own_account" in found:
        return Owner(found)
    stand_in = f"{layout.table.family}:{hashlib.sha256(first_row).hexdigest()[:8]}"
    return Owner({**found, "own_account": stand_in}, stand_in)
