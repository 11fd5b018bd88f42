"""The balance of a trace: what victims paid in is held, cashed out, or gone beyond the data."""

import numpy as np
import pyarrow as pa

from zhanlian.errors import ZhanlianError
from zhanlian.kernels.flow import FlowArrays, Int64s, Traced
from zhanlian.kernels.rules import trace
from zhanlian.model.answers import AssetTotal
from zhanlian.model.flow import Rule
from zhanlian.money.tracing.trail import Trail, add_up


def build_totals(trail: Trail) -> tuple[AssetTotal, ...]:
    """Return the balance for each asset in which victims paid, in the order of its name.

    Raises:
        ZhanlianError: a balance does not come out at 0. That is a fault of the program; no number
            of such a run may be used.
    """
    asset, names = number_assets(trail.purses)
    count = len(names)
    flow, traced = trail.flow, trail.traced
    paid = flow.victim >= 0
    paid_in = add_up(asset[flow.payer[paid]], flow.amount[paid], count)
    held = ~flow.absorbing
    beyond = flow.absorbing & ~trail.cash_out
    sums = {
        "held": add_up(asset[held], traced.held[held], count),
        "returned": add_up(asset[held], traced.returned[held], count),
        "cashed_out": add_up(asset[trail.cash_out], traced.held[trail.cash_out], count),
        "beyond_data": add_up(asset[beyond], traced.held[beyond], count),
    }
    widened = _find_widened(trail, asset, paid_in)
    found = sorted(np.flatnonzero(paid_in), key=lambda place: names[place])
    return tuple(
        _balance(trail.rule, names[place], int(paid_in[place]), int(widened[place]),
                 {name: int(each[place]) for name, each in sums.items()})
        for place in found
    )  # fmt: skip


def number_assets(purses: pa.Table) -> tuple[Int64s, list[str]]:
    """Return (m,) the number of each purse's asset, and the names by number."""
    codes = purses.column("asset").combine_chunks().dictionary_encode()
    return codes.indices.to_numpy().astype(np.int64), codes.dictionary.to_pylist()


def _balance(
    rule: Rule, asset: str, paid_in: int, widened: int, sums: dict[str, int]
) -> AssetTotal:
    gone = sums["held"] + sums["cashed_out"] + sums["beyond_data"]
    difference = paid_in + widened - gone
    if difference:
        raise ZhanlianError("error.trace-unbalanced", rule=rule.value, difference=difference)
    return AssetTotal(asset=asset, paid_in=paid_in, difference=difference, widened=widened, **sums)


def _find_widened(trail: Trail, asset: Int64s, paid_in: Int64s) -> Int64s:
    """Return the untainted money that poison took for tainted, by asset.

    The kernel tells one number for the whole ledger. Purses of two assets never meet, so each
    asset is traced alone where there are several: taken as what is left, it would prove nothing.
    """
    widened = np.zeros(len(paid_in), dtype=np.int64)
    if trail.rule is not Rule.POISON:
        return widened
    used = np.flatnonzero(paid_in)
    if len(used) == 1:
        widened[used] = trail.traced.widened
        return widened
    for place in used:
        widened[place] = _trace_alone(trail.flow, asset, int(place)).widened
    return widened


def _trace_alone(flow: FlowArrays, asset: Int64s, place: int) -> Traced:
    mine = asset[flow.payer] == place
    alone = FlowArrays(
        payer=flow.payer[mine],
        payee=flow.payee[mine],
        amount=flow.amount[mine],
        victim=flow.victim[mine],
        opening=flow.opening,
        absorbing=flow.absorbing,
    )
    return trace(Rule.POISON.value, alone)
