"""The lists of the synthetic flow answer: queries, freezes, restitution, gaps, inputs …"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from zhanlian.model.answers import (
    AccountLine,
    BalanceGap,
    Cleaning,
    ExistingFreeze,
    FreezeLine,
    FreezeState,
    InputLine,
    QueryLine,
    Received,
    RestitutionLine,
    RestitutionSchedule,
    ReturnMethod,
    ReturnReading,
    RowRef,
    RuleHolding,
    UnmatchedPayment,
)
from zhanlian.model.flow import Rule
from zhanlian.model.message import Message
from zhanlian.model.transfer import FIRST_CASH_OUT, Fate, Ordering

USDT: Final = "tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
SHA: Final = tuple(f"{digit}" * 64 for digit in "a1b2c3")


_RECEIVED: Final = (Received("王某某", "合成调取〔2026〕1号"), Received("李某某", ""))


def build_inputs(hostile: str) -> tuple[InputLine, ...]:
    """Return three inputs; the third has a hostile name."""
    return (
        InputLine(SHA[0], "合成银行返回.csv", "cn-bank", "rows", 5_231, 3, 2, _RECEIVED),
        InputLine(SHA[1], "合成钱包.xlsx", "alipay-return", "rows", 812, 0, 24),
        InputLine(SHA[2], hostile, "cn-bank", "freezes", 2, 0, 1),
    )


def build_cleaning() -> Cleaning:
    """Return a cleaning report whose fates add up to its rows."""
    fates = tuple((fate, 5_900 if fate is Fate.USED else 7 + fate) for fate in Fate)
    return Cleaning(
        rows=sum(count for _, count in fates),
        fates=fates,
        transfers=5_900,
        orderings=tuple((one, 5_000 - 1_200 * one) for one in Ordering),
        open_accounts=(("6230000000000200003", 4), ("6230000000000300001", 2)),
        joined=(("6230000000000100001_156", "6230000000000100001", "synthetic-reason"),),
        dust=((USDT, 120_000_000_000),),
        contradictions=31_417,
    )


def build_gaps(start: datetime) -> tuple[BalanceGap, ...]:
    """Return one gap each way."""
    rows = [
        RowRef(SHA[0], "合成银行返回.csv", line, None, line * 300, 280) for line in (40, 41, 90)
    ]
    until = start + timedelta(hours=3)
    return (
        BalanceGap("6230000000000200003", "CNY", rows[0], rows[1], start, until, 500_000),
        BalanceGap("6230000000000300001", "CNY", rows[1], rows[2], start, until, -12_300),
    )


def build_unmatched(hostile: str) -> tuple[UnmatchedPayment, ...]:
    """Return two payments that were not found, one of a hostile victim."""
    reason = Message("restitution.over-claim", {"victim": "被害人31"})
    return (
        UnmatchedPayment("被害人31", "2026-03-01 09:00 6230… 10000.00", reason),
        UnmatchedPayment(hostile, hostile, reason),
    )


def build_queries(accounts: Sequence[AccountLine], as_of: datetime) -> tuple[QueryLine, ...]:
    """Return the accounts without records, largest first."""
    lost = sorted((one for one in accounts if not one.known), key=lambda one: -one.held)
    return tuple(
        QueryLine(rank, one.account, one.asset, one.holder, one.bank, one.level, one.held,
                  6_234 - rank * 1_111, one.first_in, as_of,
                  Message("restitution.accused", {"victim": one.account}), one.transfers)
        for rank, one in enumerate(lost, 1)
    )  # fmt: skip


def build_freezes(accounts: Sequence[AccountLine], as_of: datetime) -> tuple[FreezeLine, ...]:
    """Return the largest holders: one stopped, one frozen, one whose freeze has lapsed."""
    held = [one for one in accounts if one.known and one.held and one.kind < FIRST_CASH_OUT]
    held.sort(key=lambda one: -one.held)
    row = RowRef(SHA[2], "合成强制措施.csv", 2, None, 120, 96)
    since = as_of - timedelta(days=190)
    measures = {
        1: (FreezeState.STOPPED, (ExistingFreeze(
            "紧急止付", "合成公安局", None, as_of, as_of + timedelta(hours=31), row),)),
        2: (FreezeState.FROZEN, (ExistingFreeze(
            "冻结", "合成公安局", 900_000, since, as_of + timedelta(days=12), row),
            ExistingFreeze("轮候冻结", "合成法院", None, since, None, row))),
        3: (FreezeState.LAPSED, (ExistingFreeze(
            "冻结", "合成公安局", 50_000, since, as_of - timedelta(days=8), row),)),
    }  # fmt: skip
    lines = []
    for rank, one in enumerate(held[:25], 1):
        state, told = measures.get(rank, (FreezeState.FREE, ()))
        lines.append(
            FreezeLine(rank, one.account, one.asset, one.holder, one.bank, one.level, one.held,
                       one.held * 9 // 10, one.held // 7, one.dwell_seconds, one.last_in,
                       one.last_balance, state, told, one.shares, one.transfers)
        )  # fmt: skip
    return tuple(lines)


def build_restitution(
    accounts: Sequence[AccountLine], ids: Sequence[str]
) -> tuple[RestitutionSchedule, ...]:
    """Return a proportional schedule, capped and paused, and a direct one; both add up."""
    first, second = accounts[0], accounts[1]
    way = ReturnMethod.PROPORTIONAL
    proportional = (
        RestitutionLine("被害人01", way, 6_000_000, 5_000_000, 1_000_000, True, False, ()),
        RestitutionLine("被害人02", way, 9_000_000, 0, 5_875_000, False, False, ()),
        RestitutionLine("被害人03", way, 5_000_000, 0, 3_125_000, False, True, ()),
    )
    direct = RestitutionLine(
        "被害人04", ReturnMethod.DIRECT, 700_000, 0, 500_000, False, False, tuple(ids[:1])
    )
    notes = (
        Message("restitution.notice", {"days": 30}),
        Message("restitution.reading.usual"),
    )
    return (
        RestitutionSchedule(first.account, "CNY", 10_000_100, 2, ReturnReading.USUAL, 30,
                            proportional, 100, notes),
        RestitutionSchedule(second.account, "CNY", 500_000, 1, ReturnReading.LITERAL, 0,
                            (direct,), 0, ()),
    )  # fmt: skip


def build_comparison(accounts: Sequence[AccountLine]) -> tuple[RuleHolding, ...]:
    """Return what all six rules say of forty accounts."""
    lines = []
    for nth, one in enumerate(accounts[:40]):
        held = tuple(
            (rule, one.held + (nth % 3) * place * 50_000) for place, rule in enumerate(Rule)
        )
        spread = (nth % 3) * 4 * 50_000
        lines.append(RuleHolding(one.account, one.asset, held, spread, spread > 200_000))
    return tuple(lines)
