"""Gathering: the bands of one asset, few enough to be read, with nothing left out of the sums."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from zhanlian.model.answers import AccountLine, LevelEdge
from zhanlian.model.transfer import FIRST_CASH_OUT

PER_LEVEL: Final = 10
MOST_BANDS: Final = 60
DEEPEST: Final = 9
# Transfers that one band hands to the list; a gathered one can stand for thousands.
_MOST_IDS: Final = 60
FindAccount = Callable[[str, str], AccountLine | None]
Place = tuple[int, str]


class Station(Enum):
    """What stands at one end of a band."""

    VICTIM = "victim"
    ACCOUNT = "account"
    CASH_OUT = "cash-out"
    UNKNOWN = "unknown"  # its records are not among the data


@dataclass(frozen=True, slots=True)
class Node:
    """An account at a level, or several accounts of one kind gathered there.

    Attributes:
        account: number, or victim's name at level 0; empty where gathered.
        line: of the account in the answer, or None.
        members: accounts that stand here; 1 unless gathered.
        received, sent: victims' money in whole units.
        again: a band leads back to it.
    """

    level: int
    station: Station
    account: str
    line: AccountLine | None
    members: int
    received: int
    sent: int
    again: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Victims' money between two nodes, by their places in `FlowGraph.nodes`."""

    source: int
    target: int
    amount: int
    count: int
    back: bool
    transfers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowGraph:
    """What one Sankey draws.

    Attributes:
        gathered: accounts that stand in gathered nodes.
        left: bands that are not drawn, being deeper than the last level or not leading onward.
        left_amount: their sum; every band of the path counts, so money counts once a level.
    """

    asset: str
    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]
    gathered: int
    left: int
    left_amount: int


def gather_bands(edges: Sequence[LevelEdge], asset: str, find_account: FindAccount) -> FlowGraph:
    """Return the picture of one asset: the largest accounts of each level, the rest gathered.

    Fewer accounts of a level stand alone, down to three, until the bands can be told apart.
    """
    drawn = [edge for edge in edges if edge.from_level < edge.to_level <= DEEPEST]
    for most in range(PER_LEVEL, 2, -1):
        graph = _gather(drawn, asset, find_account, most)
        if len(graph.bands) <= MOST_BANDS:
            break
    left = [edge for edge in edges if not edge.from_level < edge.to_level <= DEEPEST]
    return FlowGraph(
        asset, graph.nodes, graph.bands, graph.gathered, len(left), sum(e.amount for e in left)
    )


def station_of(line: AccountLine | None, level: int) -> Station:
    """Return what stands at a place; an account without a line is one we know nothing of."""
    if level == 0:
        return Station.VICTIM
    if line is not None and line.kind >= FIRST_CASH_OUT:
        return Station.CASH_OUT
    return Station.ACCOUNT if line is not None and line.known else Station.UNKNOWN


def stayed_at(node: Node) -> int:
    """Return what came to an account at this level and did not go on from it."""
    return max(0, node.received - node.sent) if node.station is Station.ACCOUNT else 0


def _gather(
    edges: Iterable[LevelEdge], asset: str, find_account: FindAccount, most: int
) -> FlowGraph:
    edges = list(edges)
    received: dict[Place, int] = {}
    sent: dict[Place, int] = {}
    for edge in edges:
        source, target = (edge.from_level, edge.payer), (edge.to_level, edge.payee)
        sent[source] = sent.get(source, 0) + edge.amount
        received[target] = received.get(target, 0) + edge.amount
    places = dict.fromkeys((*sent, *received))
    ranked = sorted(places, key=lambda p: (p[0], -max(received.get(p, 0), sent.get(p, 0)), p[1]))
    again = {(edge.to_level, edge.payee) for edge in edges if edge.back}
    at: dict[Place, int] = {}
    nodes: list[Node] = []
    pools: dict[tuple[int, Station], int] = {}
    standing: dict[int, int] = {}
    for place in ranked:
        level, account = place
        line = find_account(account, asset) if level else None
        station = station_of(line, level)
        node = Node(level, station, account, line, 1, received.get(place, 0),
                    sent.get(place, 0), place in again)  # fmt: skip
        standing[level] = standing.get(level, 0) + 1
        if standing[level] <= most:
            at[place] = len(nodes)
            nodes.append(node)
            continue
        pool = pools.setdefault((level, station), len(nodes))
        if pool == len(nodes):
            nodes.append(node)
        else:
            nodes[pool] = _join(nodes[pool], node)
        at[place] = pool
    gathered = sum(nodes[pool].members for pool in pools.values())
    return FlowGraph(asset, tuple(nodes), _join_bands(edges, at), gathered, 0, 0)


def _join(pool: Node, node: Node) -> Node:
    return Node(
        pool.level,
        pool.station,
        "",
        None,
        pool.members + 1,
        pool.received + node.received,
        pool.sent + node.sent,
        pool.again or node.again,
    )


def _join_bands(edges: Iterable[LevelEdge], at: dict[Place, int]) -> tuple[Band, ...]:
    groups: dict[tuple[int, int, bool], list[LevelEdge]] = {}
    for edge in edges:
        ends = at[edge.from_level, edge.payer], at[edge.to_level, edge.payee]
        groups.setdefault((*ends, edge.back), []).append(edge)
    bands = []
    for (source, target, back), members in groups.items():
        ranked = sorted(members, key=lambda one: (-one.amount, one.payer, one.payee))
        ids = dict.fromkeys(one for edge in ranked for one in edge.transfers)
        amount, count = sum(e.amount for e in members), sum(e.count for e in members)
        bands.append(Band(source, target, amount, count, back, tuple(ids)[:_MOST_IDS]))
    return tuple(sorted(bands, key=lambda one: (-one.amount, one.source, one.target, one.back)))
