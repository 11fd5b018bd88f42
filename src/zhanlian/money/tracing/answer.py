"""The parts of a `FlowAnswer` that a trace gives."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

import numpy as np
import pyarrow as pa

from zhanlian.kernels.cycles import find_components, find_round_trips
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.kernels.levels import find_levels
from zhanlian.kernels.rules import trace
from zhanlian.kernels.shares import find_shares
from zhanlian.model.answers import (
    AccountLine,
    AssetTotal,
    CashOutLine,
    FreezeLine,
    LevelEdge,
    QueryLine,
    RuleHolding,
)
from zhanlian.model.asset import show_amount
from zhanlian.model.flow import Rule
from zhanlian.model.message import Message
from zhanlian.money.tracing.accounts import build_accounts, list_shares, order_accounts
from zhanlian.money.tracing.cash_out import build_cash_outs
from zhanlian.money.tracing.comparison import (
    MATTERS_PER_TEN_THOUSAND,
    build_comparison,
    compare_rules,
)
from zhanlian.money.tracing.edges import DEEPEST, NODES, build_edges
from zhanlian.money.tracing.flow import build_flow, cut_ledger, find_instants
from zhanlian.money.tracing.freeze_list import (
    FreezeColumns,
    Measures,
    build_freezes,
    order_freezes,
    take_first,
)
from zhanlian.money.tracing.measures import STOP_HOURS
from zhanlian.money.tracing.query_list import (
    MARGIN_SECONDS,
    QueryColumns,
    build_queries,
    find_own,
)
from zhanlian.money.tracing.totals import build_totals, number_assets
from zhanlian.money.tracing.trail import Trail, tell_instant

_NO_MEASURES: Final[Measures] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen and disclosed.

    Attributes:
        stop_hours: how long a stop lasts that tells no end.
        margin_seconds: how long before the first arrival records are asked for.
        matters: spread between rules that matters, in ten-thousandths of what was paid in.
        deepest, nodes: levels, and accounts a level, of the bands.
        most: lines of each list.
    """

    stop_hours: int = STOP_HOURS
    margin_seconds: int = MARGIN_SECONDS
    matters: int = MATTERS_PER_TEN_THOUSAND
    deepest: int = DEEPEST
    nodes: int = NODES
    most: int = 500

    def tell(self, rule: Rule) -> tuple[tuple[str, str], ...]:
        """Return name and value of everything that was chosen."""
        return (
            ("rule", rule.value),
            ("stop_hours", str(self.stop_hours)),
            ("query_margin_seconds", str(self.margin_seconds)),
            ("matters_per_ten_thousand", str(self.matters)),
            ("band_levels", str(self.deepest)),
            ("band_accounts", str(self.nodes)),
            ("list_lines", str(self.most)),
        )


DEFAULT: Final = Choices()


@dataclass(frozen=True, slots=True)
class FlowParts:
    """The parts of a `FlowAnswer` that a trace gives; see there.

    Attributes:
        trail: the trace they were made from.
        round_trip: (k,) which of `trail.rows` lead to where the money had been before.
    """

    trail: Trail
    round_trip: Flags
    parameters: tuple[tuple[str, str], ...]
    totals: tuple[AssetTotal, ...]
    accounts: tuple[AccountLine, ...]
    cash_outs: tuple[CashOutLine, ...]
    edges: tuple[LevelEdge, ...]
    queries: tuple[QueryLine, ...]
    freezes: tuple[FreezeLine, ...]
    comparison: tuple[RuleHolding, ...]
    assumptions: tuple[Message, ...] = field(default=())

    def list_cited(self) -> Iterator[str]:
        """Yield the id of every transfer that a line names, perhaps several times."""
        for lines in (self.accounts, self.edges, self.queries, self.freezes):
            for line in lines:
                yield from line.transfers


def follow(
    transfers: pa.Table,
    purses: pa.Table,
    victims: tuple[str, ...],
    victim: Int32s,
    rule: Rule,
    as_of: datetime | None = None,
) -> Trail:
    """Return the trace of victims' money through a ledger under one rule.

    Args:
        transfers: of `TRANSFERS`, in their order.
        purses: of `PURSES`.
        victims: names, by number.
        victim: (n,) number of the victim whose payment it is, or -1.
        rule: to follow.
        as_of: transfers after it are left out; the last instant of the data unless given.
    """
    if as_of is None:
        instants = find_instants(transfers)
        as_of = tell_instant(instants.max() if len(instants) else 0)
    else:
        transfers, purses, victim = cut_ledger(transfers, purses, victim, as_of)
    flow = build_flow(transfers, purses, victim)
    traced = trace(rule.value, flow)
    level = find_levels(flow, traced.tainted)
    return Trail(transfers, purses, victims, flow, rule, traced, level, as_of)


def mark_round_trips(trail: Trail) -> Flags:
    """Return (k,) which of `trail.rows` lead to where the money had been before."""
    flow, tainted = trail.flow, trail.traced.tainted
    components = find_components(flow.payer, flow.payee, tainted, len(flow.opening))
    return find_round_trips(flow, tainted, trail.level, components)[trail.rows]


@dataclass(frozen=True, slots=True)
class FlowLists:
    """What of a trace is waited for: sums, whom to ask, what to stop.

    Attributes:
        totals, queries: as in `FlowAnswer`.
        freezes: the list as columns; whose money it is takes longer to say.
    """

    totals: tuple[AssetTotal, ...]
    queries: tuple[QueryLine, ...]
    freezes: FreezeColumns


def build_lists(
    trail: Trail, measures: Measures = _NO_MEASURES, choices: Choices = DEFAULT
) -> FlowLists:
    """Return sums and lists of a trace; see `build_parts`.

    Raises:
        ZhanlianError: a balance does not come out at 0.
    """
    totals = build_totals(trail)
    freezes = order_freezes(trail, measures, choices.stop_hours)
    queries = build_queries(trail, QueryColumns(trail, choices.margin_seconds), choices.most)
    return FlowLists(totals, queries, take_first(freezes, choices.most))


def build_parts(
    trail: Trail,
    measures: Measures = _NO_MEASURES,
    choices: Choices = DEFAULT,
    lists: FlowLists | None = None,
) -> FlowParts:
    """Return all answers of a trace, the lists up to `choices.most` lines each.

    Args:
        trail: of `follow`.
        measures: existing freezes and stops told of accounts, by canonical account.
        choices: parameters, disclosed in `parameters`.
        lists: of `build_lists` for the same trace, measures and choices, where they stand already.

    Raises:
        ZhanlianError: a balance does not come out at 0.
    """
    known = lists or build_lists(trail, measures, choices)
    round_trip = mark_round_trips(trail)
    shown = order_accounts(trail)[: choices.most]
    wanted = np.unique(np.concatenate([shown, known.freezes.purse])).astype(np.int32)
    shares = list_shares(find_shares(trail.traced, trail.flow, wanted), trail.victims)
    compared = compare_rules(trail.flow, trail.purses, trail.traced, choices.matters)
    return FlowParts(
        trail=trail,
        round_trip=round_trip,
        parameters=choices.tell(trail.rule),
        totals=known.totals,
        accounts=build_accounts(trail, shown, shares),
        cash_outs=build_cash_outs(trail),
        edges=build_edges(trail, round_trip, deepest=choices.deepest, nodes=choices.nodes),
        queries=known.queries,
        freezes=build_freezes(trail, known.freezes, shares, measures),
        comparison=build_comparison(compared, trail.purses, choices.most),
        assumptions=list_assumptions(trail),
    )


def list_assumptions(trail: Trail) -> tuple[Message, ...]:
    """Return what the trace takes for granted, to be printed with it."""
    found = [Message(f"trace.assumed.rule-{trail.rule.value}"), Message("trace.assumed.opening")]
    if trail.rule is Rule.POISON:
        found.append(Message("trace.assumed.poison"))
    for asset, amount in _sum_own(trail).items():
        fields: dict[str, str | int | float] = {
            "amount": show_amount(amount, asset),
            "asset": asset,
        }
        found.append(Message("trace.assumed.came-back", fields))
    return tuple(found)


def _sum_own(trail: Trail) -> dict[str, int]:
    """Return the money that came back to accounts from which victims paid, by asset."""
    number, names = number_assets(trail.purses)
    back: Int64s = np.flatnonzero(find_own(trail) & (trail.traced.held > 0))
    sums: dict[str, int] = {}
    for purse in back.tolist():
        name = names[number[purse]]
        sums[name] = sums.get(name, 0) + int(trail.traced.held[purse])
    return dict(sorted(sums.items()))
