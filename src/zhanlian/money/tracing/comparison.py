"""What each rule says of the same accounts, and where they differ enough to matter."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from zhanlian.kernels.flow import FlowArrays, Int64s, Traced
from zhanlian.kernels.rules import trace
from zhanlian.model.answers import RuleHolding
from zhanlian.model.flow import Rule
from zhanlian.money.tracing.totals import number_assets
from zhanlian.money.tracing.trail import add_up, rank_texts

# A thousandth of what victims paid in: below it, neither the order of those to be asked nor a
# victim's payment changes by more than what fees and rounding move anyway.
MATTERS_PER_TEN_THOUSAND: Final = 10


@dataclass(frozen=True, slots=True)
class Comparison:
    """All accounts of which two rules say something else, the largest spread first.

    Attributes:
        purse: (q,) purse.
        held: for each rule (q,) victims' money held.
        spread: (q,) largest less smallest, poison left out: it is an upper bound and no claim.
        matters: (q,) whether the spread reaches the threshold.
    """

    purse: Int64s
    held: dict[Rule, Int64s]
    spread: Int64s
    matters: list[bool]


def compare_rules(
    flow: FlowArrays,
    purses: pa.Table,
    traced: Traced,
    per_ten_thousand: int = MATTERS_PER_TEN_THOUSAND,
) -> Comparison:
    """Return what all six rules say; ranked by spread, then account and asset.

    Args:
        flow: the ledger.
        purses: of `PURSES`.
        traced: what one of the rules says already.
        per_ten_thousand: a spread matters from this part of what victims paid in, in its asset.
    """
    held = {rule: _find_held(rule, flow, traced) for rule in Rule}
    claims = [each for rule, each in held.items() if rule is not Rule.POISON]
    spread = np.max(claims, axis=0) - np.min(claims, axis=0)
    differ = np.flatnonzero((spread > 0) | (held[Rule.POISON] != held[Rule.ROLLING]))
    number, names = number_assets(purses)
    paid = flow.victim >= 0
    paid_in = add_up(number[flow.payer[paid]], flow.amount[paid], len(names)).tolist()
    purse = differ[np.lexsort((rank_texts(purses, differ), -spread[differ]))]
    matters = [
        part > 0 and part * 10_000 >= per_ten_thousand * paid_in[asset]
        for part, asset in zip(spread[purse].tolist(), number[purse].tolist(), strict=True)
    ]
    return Comparison(
        purse, {rule: each[purse] for rule, each in held.items()}, spread[purse], matters
    )


def build_comparison(
    comparison: Comparison, purses: pa.Table, most: int
) -> tuple[RuleHolding, ...]:
    """Return the accounts where the rules differ enough to matter, at most `most`."""
    places = [place for place, matters in enumerate(comparison.matters) if matters][:most]
    accounts, assets = purses.column("account"), purses.column("asset")
    return tuple(
        RuleHolding(
            account=accounts[int(comparison.purse[place])].as_py(),
            asset=assets[int(comparison.purse[place])].as_py(),
            held=tuple((rule, int(each[place])) for rule, each in comparison.held.items()),
            spread=int(comparison.spread[place]),
            matters=True,
        )
        for place in places
    )


def _find_held(rule: Rule, flow: FlowArrays, traced: Traced) -> Int64s:
    return traced.held if traced.rule == rule.value else trace(rule.value, flow).held
