"""Gathering: the bands of one asset, few enough to be read, with nothing left out of the sums."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from zhanlian.model.answers import OTHERS, AccountLine, LevelEdge
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
    OTHERS = "others"  # all of a level that the answer does not name


Seat = tuple[int, Station, str | None]


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
    stops = _find_stops(drawn, asset, find_account)
    for most in range(PER_LEVEL, 2, -1):
        seats = _seat(stops, most)
        ends = {(seats[e.from_level, e.payer], seats[e.to_level, e.payee], e.back) for e in drawn}
        if len(ends) <= MOST_BANDS:
            break
    at = {seat: place for place, seat in enumerate(dict.fromkeys(seats.values()))}
    nodes: dict[int, Node] = {}
    for stop in stops:
        place = at[seats[stop.level, stop.account]]
        nodes[place] = _join(nodes[place], stop) if place in nodes else stop
    bands = _join_bands(drawn, {stop: at[seat] for stop, seat in seats.items()})
    gathered = sum(node.members for node in nodes.values() if node.members > 1)
    left = [edge for edge in edges if not edge.from_level < edge.to_level <= DEEPEST]
    left_amount = sum(edge.amount for edge in left)
    return FlowGraph(asset, tuple(nodes.values()), bands, gathered, len(left), left_amount)


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


def _find_stops(edges: Iterable[LevelEdge], asset: str, find_account: FindAccount) -> list[Node]:
    """Return every account at every level where it stands, the largest of a level first."""
    received: dict[Place, int] = {}
    sent: dict[Place, int] = {}
    again: set[Place] = set()
    for edge in edges:
        source, target = (edge.from_level, edge.payer), (edge.to_level, edge.payee)
        sent[source] = sent.get(source, 0) + edge.amount
        received[target] = received.get(target, 0) + edge.amount
        if edge.back:
            again.add(target)
    stops = []
    for place in dict.fromkeys((*sent, *received)):
        level, account = place
        line = find_account(account, asset) if level else None
        came, went = received.get(place, 0), sent.get(place, 0)
        station = Station.OTHERS if account == OTHERS else station_of(line, level)
        stops.append(Node(level, station, account, line, 1, came, went, place in again))
    return sorted(stops, key=lambda one: (one.level, -max(one.received, one.sent), one.account))


def _seat(stops: Iterable[Node], most: int) -> dict[Place, Seat]:
    """Return where each stop is drawn: alone, or gathered with others of its kind."""
    standing: dict[int, int] = {}
    seats: dict[Place, Seat] = {}
    for stop in stops:
        rank = standing[stop.level] = standing.get(stop.level, 0) + 1
        alone = rank <= most
        seats[stop.level, stop.account] = stop.level, stop.station, stop.account if alone else None
    return seats


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
