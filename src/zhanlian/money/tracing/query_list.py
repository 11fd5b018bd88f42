"""Whom to ask for records next: where victims' money vanishes from view."""

import functools
import re
import tomllib
from enum import StrEnum
from importlib import resources
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.kernels.flow import Flags, Int64s
from zhanlian.model.answers import QueryLine
from zhanlian.model.asset import find_exponent, is_token, show_amount
from zhanlian.model.message import Message
from zhanlian.model.transfer import PurseKind
from zhanlian.money.ledger.transfers.words import Words
from zhanlian.money.tracing.totals import number_assets
from zhanlian.money.tracing.trail import Trail, rank_texts, tell_instant

# A day before the first arrival: openings, tests with small sums and other victims show there.
MARGIN_SECONDS: Final = 86_400
_LARGEST: Final = 5
_SECOND: Final = 1_000_000


class QueryReason(StrEnum):
    """Why an account is to be asked for; the text says what to ask."""

    NO_RECORDS = "no-records"
    INSTITUTION = "institution"  # a payment institution has the records
    ADDRESS = "address"  # on a chain
    NAMED_ONLY = "named-only"  # the payer's bank has the number
    UNNAMED = "unnamed"
    DATA_END = "data-end"  # known, but its balance says that money left without a row


class QueryColumns:
    """The ranked list as columns, one place a line.

    Attributes:
        purse: (q,) purse to ask for, in order of rank.
        amount: (q,) victims' money that vanishes there.
        share: (q,) of all that vanishes in its asset, in ten-thousandths, rounded down.
        since: (q,) microseconds since 1970 from which on to ask.
        reason: (q,) why.
    """

    def __init__(self, trail: Trail, margin_seconds: int = MARGIN_SECONDS) -> None:
        lost, ended = _find_lost(trail)
        purses = np.flatnonzero(lost)
        order = order_by_amount(trail, purses, lost[purses])
        self.purse: Int64s = purses[order]
        self.amount: Int64s = lost[self.purse]
        self.share = _share(trail, self.purse, self.amount)
        at_end = ended[self.purse]
        first = np.where(at_end, trail.last_seen[self.purse], trail.first_in[self.purse])
        self.since: Int64s = first - np.where(at_end, 0, margin_seconds * _SECOND)
        self.reason = _find_reasons(trail, self.purse, at_end)


def build_queries(trail: Trail, columns: QueryColumns, most: int) -> tuple[QueryLine, ...]:
    """Return the first lines of the list, at most `most`.

    Ranked by amount, then by account and asset. Amounts of several assets are compared in their
    nominal units, since no rate is told.
    """
    told = zip(
        columns.purse[:most].tolist(),
        columns.amount[:most].tolist(),
        columns.share[:most],
        columns.since[:most].tolist(),
        columns.reason[:most],
        strict=True,
    )
    return tuple(
        QueryLine(
            rank=rank,
            account=trail.account(purse),
            asset=trail.asset(purse),
            holder=trail.text("holder", purse),
            bank=trail.text("bank", purse),
            level=int(trail.level[purse]),
            amount=amount,
            share_of_lost=share,
            since=tell_instant(since),
            until=max(trail.as_of, tell_instant(since)),
            reason=tell_reason(trail, purse, amount, reason),
            transfers=trail.list_largest(purse, _LARGEST),
        )
        for rank, (purse, amount, share, since, reason) in enumerate(told, start=1)
    )


def tell_reason(trail: Trail, purse: int, amount: int, reason: QueryReason) -> Message:
    """Return why an account is to be asked for, and what to ask."""
    asset = trail.asset(purse)
    fields: dict[str, str | int | float] = {"amount": show_amount(amount, asset), "asset": asset}
    if reason is QueryReason.DATA_END:
        balance = int(trail.last_balance[0][purse])
        fields["held"] = show_amount(int(trail.traced.held[purse]), asset)
        fields["balance"] = show_amount(balance, asset)
    return Message(f"query.{reason.value}", fields)


def find_own(trail: Trail) -> Flags:
    """Return (m,) the purses from which victims paid: what came back there is not lost."""
    own = np.zeros(trail.purses.num_rows, dtype=np.bool_)
    own[trail.flow.payer[trail.flow.victim >= 0]] = True
    return own


def order_by_amount(trail: Trail, purses: Int64s, amount: Int64s) -> Int64s:
    """Return the order of purses by nominal amount, then account and asset."""
    number, names = number_assets(trail.purses)
    scale = np.array([10.0 ** find_exponent(name) for name in names])
    nominal = amount / scale[number[purses]] if len(names) else amount.astype(np.float64)
    return np.lexsort((rank_texts(trail.purses, purses), -amount, -nominal))


def _find_lost(trail: Trail) -> tuple[Int64s, Flags]:
    """Return (m,) victims' money that vanishes at each purse, and (m,) where its data end."""
    held = trail.traced.held
    kind = trail.purses.column("kind").to_numpy()
    charge = (kind == PurseKind.FEE) | (kind == PurseKind.INTEREST)  # the bank's own: none to ask
    beyond = trail.flow.absorbing & ~trail.cash_out & ~charge & ~find_own(trail)
    balance, told = trail.last_balance
    short = held - np.maximum(balance, 0)
    missing = told & (short > 0) & (short >= _find_steps(trail, balance))
    ended = ~trail.flow.absorbing & missing & (held > 0) & ~find_own(trail)
    return np.where(beyond, held, np.where(ended, short, 0)), ended


def _find_steps(trail: Trail, balance: Int64s) -> Int64s:
    """Return (m,) what a bank may have rounded off a balance: 1 or 0.1 of a currency, or nothing.

    Some banks round; what they round off is not money that left without a row.
    """
    number, names = number_assets(trail.purses)
    digits = np.array([0 if is_token(name) else find_exponent(name) for name in names] or [0])
    step = np.ones(len(balance), dtype=np.int64)
    for places in (1, 0):
        size = 10 ** np.maximum(digits - places, 0)[number]
        step = np.where(balance % size == 0, np.maximum(step, size), step)
    return step


def _share(trail: Trail, purses: Int64s, amount: Int64s) -> list[int]:
    number, names = number_assets(trail.purses)
    total = [0] * len(names)
    mine = number[purses].tolist()
    for asset, units in zip(mine, amount.tolist(), strict=True):
        total[asset] += units
    told = zip(mine, amount.tolist(), strict=True)
    return [units * 10_000 // total[asset] for asset, units in told]


def _find_reasons(trail: Trail, purses: Int64s, ended: Flags) -> list[QueryReason]:
    picked = trail.purses.take(pa.array(purses))
    accounts = picked.column("account")
    signs = _institution_signs()
    institution = np.zeros(len(purses), dtype=np.bool_)
    for name in ("account", "holder", "bank"):
        found = pc.match_substring_regex(pc.fill_null(picked.column(name), ""), signs)
        institution |= found.to_numpy()
    named_only = ~pc.match_substring_regex(accounts, "[0-9]").to_numpy()
    kind = picked.column("kind").to_numpy()
    chosen = np.select(
        [
            ended,
            kind == PurseKind.ADDRESS,
            kind == PurseKind.UNTOLD,
            institution | (kind == PurseKind.WALLET),
            named_only,
        ],
        [
            QueryReason.DATA_END.value,
            QueryReason.ADDRESS.value,
            QueryReason.UNNAMED.value,
            QueryReason.INSTITUTION.value,
            QueryReason.NAMED_ONLY.value,
        ],
        default=QueryReason.NO_RECORDS.value,
    )
    return [QueryReason(one) for one in chosen.tolist()]


@functools.cache
def _institution_signs() -> str:
    file = resources.files(__package__).joinpath("data", "institutions.toml")
    signs = tomllib.loads(file.read_text(encoding="utf-8"))["signs"]
    keepers = Words.load().institutions
    return "|".join((f"(?i:{'|'.join(re.escape(sign) for sign in signs)})", *keepers))
