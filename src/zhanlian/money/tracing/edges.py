"""Bands between accounts at their levels: what the Sankey draws, cycles unrolled by time."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from zhanlian.kernels.depths import split_by_depth
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.model.answers import OTHERS, LevelEdge
from zhanlian.money.tracing.totals import number_assets
from zhanlian.money.tracing.trail import Trail, add_up

DEEPEST: Final = 10  # three levels are usual; a page shows no more than ten columns
NODES: Final = 10  # accounts drawn a level: as many as can be read in one column
_CITED: Final = 3


@dataclass(frozen=True, slots=True)
class _Parts:
    """Parts of transfers by depth, each with its two ends as numbers of nodes.

    A node is a victim, or a purse at a depth; 0 stands for all that are not drawn.
    """

    place: Int64s
    depth: Int32s
    amount: Int64s
    source: Int64s
    target: Int64s
    asset: Int64s


def build_edges(
    trail: Trail, round_trip: Flags, *, deepest: int = DEEPEST, nodes: int = NODES
) -> tuple[LevelEdge, ...]:
    """Return the bands, by asset and level, the largest first.

    Each level shows the accounts that most victims' money reached there; all others of a level
    stand together under `OTHERS`, so that the bands of a level still add up to what passed it.
    Money that has reached the last level is drawn no further.

    Args:
        trail: the trace.
        round_trip: (k,) which of `trail.rows` lead to where the money had been before.
        deepest: the last level.
        nodes: accounts shown a level and asset.
    """
    place, depth, amount = split_by_depth(
        trail.payer, trail.payee, trail.tainted, trail.paid, trail.purses.num_rows, deepest
    )
    if not len(place):
        return ()
    numbers, names = number_assets(trail.purses)
    source, target = _find_ends(trail, place, depth)
    parts = _Parts(place, depth, amount, source, target, numbers[trail.payee[place]])
    shown = _choose_nodes(trail, parts, nodes, len(names))
    return _gather(trail, parts, shown, round_trip, names)


def _find_ends(trail: Trail, place: Int64s, depth: Int32s) -> tuple[Int64s, Int64s]:
    """Return both ends as victim's number or purse; the depth tells which it is."""
    victim = trail.flow.victim[trail.rows[place]]
    source = np.where(depth == 0, victim, trail.payer[place]).astype(np.int64)
    return source, trail.payee[place].astype(np.int64)


def _choose_nodes(trail: Trail, parts: _Parts, nodes: int, assets: int) -> tuple[Flags, Flags]:
    """Return (p,) whether the source, and (p,) whether the target of each part is drawn."""
    wide = max(trail.purses.num_rows, len(trail.victims), 1)
    arriving = ((parts.depth + 1).astype(np.int64) * assets + parts.asset) * wide + parts.target
    # A node is weighed by what came there; a victim by what was paid.
    leaving = (parts.depth.astype(np.int64) * assets + parts.asset) * wide + parts.source
    first = parts.depth == 0
    keys = np.concatenate([leaving[first], arriving])
    weights = np.concatenate([parts.amount[first], parts.amount])
    unique, inverse = np.unique(keys, return_inverse=True)
    total = add_up(inverse, weights, len(unique))
    level = unique // wide
    order = np.lexsort((_rank_nodes(trail, unique, wide, assets), -total, level))
    starts = np.searchsorted(level[order], level[order], side="left")
    kept = np.sort(unique[order[np.arange(len(order)) - starts < nodes]])
    return _is_in(leaving, kept), _is_in(arriving, kept)


def _rank_nodes(trail: Trail, keys: Int64s, wide: int, assets: int) -> Int64s:
    """Return places of nodes in the order of their names, the last tie-break."""
    who, depth = keys % wide, keys // wide // assets
    names = np.full(len(keys), -1, dtype=np.int64)
    accounts = np.unique(who[depth > 0])
    rank = np.zeros(wide, dtype=np.int64)
    texts = trail.purses.column("account").take(pa.array(accounts)).to_pylist()
    for place, one in enumerate(sorted(range(len(texts)), key=lambda at: texts[at])):
        rank[accounts[one]] = place
    names[depth > 0] = rank[who[depth > 0]]
    names[depth == 0] = who[depth == 0]
    return names


def _is_in(keys: Int64s, kept: Int64s) -> Flags:
    place = np.minimum(np.searchsorted(kept, keys), len(kept) - 1)
    found: Flags = kept[place] == keys
    return found


def _gather(
    trail: Trail,
    parts: _Parts,
    shown: tuple[Flags, Flags],
    round_trip: Flags,
    assets: list[str],
) -> tuple[LevelEdge, ...]:
    source = np.where(shown[0], parts.source, -1)
    target = np.where(shown[1], parts.target, -1)
    # Parts of one band stand together, its largest first.
    order = np.lexsort((parts.place, -parts.amount, target, source, parts.depth, parts.asset))
    columns = (parts.asset[order], parts.depth[order], source[order], target[order])
    changes = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    starts = np.flatnonzero(np.r_[True, changes])
    sums = np.add.reduceat(parts.amount[order], starts)
    back = np.logical_or.reduceat(round_trip[parts.place[order]], starts)
    ends = np.r_[starts[1:], len(order)]
    ids = trail.transfers.column("transfer_id")
    found = []
    for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        asset, depth, payer, payee = (int(column[start]) for column in columns)
        cited = trail.rows[parts.place[order[start : start + min(_CITED, end - start)]]]
        found.append(
            LevelEdge(
                from_level=depth,
                payer=_name(trail, payer, depth),
                to_level=depth + 1,
                payee=_name(trail, payee, depth + 1),
                asset=assets[asset],
                amount=int(sums[number]),
                count=end - start,
                transfers=tuple(ids.take(pa.array(cited)).to_pylist()),
                back=bool(back[number]),
            )
        )
    found.sort(
        key=lambda one: (
            *(one.asset, one.from_level, OTHERS in (one.payer, one.payee)),
            *(-one.amount, one.payer, one.payee),
        )
    )
    return tuple(found)


def _name(trail: Trail, number: int, depth: int) -> str:
    if number < 0:
        return OTHERS
    return trail.victims[number] if depth == 0 else trail.account(number)
