"""Views: what the templates need that stands in the answers only together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from zhanlian.model.answers import (
    OTHERS,
    AssetTotal,
    CashOutLine,
    FlowAnswer,
    LevelEdge,
    RestitutionSchedule,
    VictimShare,
)
from zhanlian.model.flow import Rule
from zhanlian.model.transfer import FIRST_CASH_OUT
from zhanlian.report.flow.html.gathering import FlowGraph, Station, gather_bands, stayed_at
from zhanlian.report.flow.html.layout import Plan
from zhanlian.report.flow.html.sankey import draw_sankey
from zhanlian.report.flow.html.selection import FlowSelection


@dataclass(frozen=True, slots=True)
class TotalView:
    """The balance of an asset with the transfers of its two ends."""

    total: AssetTotal
    paid: tuple[str, ...]
    cashed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowView:
    """One Sankey with its table of bands: (number of the band, band)."""

    asset: str
    graph: FlowGraph
    picture: Markup
    plan: Plan | None
    bands: list[tuple[int, LevelEdge]]
    left: int

    @property
    def kinds(self) -> list[str]:
        """The signs that occur in the picture, for its legend."""
        stations = {node.station for node in self.graph.nodes}
        told = {
            "account": Station.ACCOUNT in stations,
            "cash_out": Station.CASH_OUT in stations,
            "unknown": Station.UNKNOWN in stations,
            "back": any(band.back for band in self.graph.bands),
            "rest": any(stayed_at(node) for node in self.graph.nodes),
        }
        return [kind for kind, occurs in told.items() if occurs]


def total_views(selection: FlowSelection) -> list[TotalView]:
    """Return the balances in the answer's order."""
    return [
        TotalView(
            total,
            _ids(edge for edge in _edges(selection.answer, total.asset) if not edge.from_level),
            _ids(_cashed(selection, total.asset)),
        )
        for total in selection.answer.totals
    ]


def flow_views(selection: FlowSelection) -> Iterator[FlowView]:
    """Return the Sankeys, one an asset; without a band there is no picture."""
    assets = [total.asset for total in selection.answer.totals]
    assets += [edge.asset for edge in selection.answer.edges]
    for nth, asset in enumerate(dict.fromkeys(assets)):
        edges = list(_edges(selection.answer, asset))
        graph = gather_bands(edges, asset, selection.find_account)
        picture, plan = Markup(), None
        if graph.bands:
            picture, plan = draw_sankey(graph, selection, f"flow{nth}")
        ranked = sorted(edges, key=lambda e: (e.from_level, -e.amount, e.payer, e.payee))
        most = selection.limits.bands
        bands = list(enumerate(ranked[:most], 1))
        yield FlowView(asset, graph, picture, plan, bands, len(ranked) - len(bands))


def cash_out_views(selection: FlowSelection) -> Iterator[tuple[CashOutLine, tuple[str, ...]]]:
    """Return each kind of cash-out with the transfers of its largest bands."""
    for line in selection.answer.cash_outs:
        found = []
        for edge in _cashed(selection, line.asset):
            account = selection.find_account(edge.payee, edge.asset)
            if account is not None and account.kind is line.kind:
                found.append(edge)
        yield line, _ids(found)


def shares_shown(
    selection: FlowSelection, shares: tuple[VictimShare, ...]
) -> tuple[list[VictimShare], int]:
    """Return the largest shares of named victims, and the sum of all others."""
    named = (one for one in shares if one.victim != OTHERS)
    ranked = sorted(named, key=lambda one: (-one.amount, one.victim))
    shown = ranked[: selection.limits.shares]
    return shown, sum(one.amount for one in shares) - sum(one.amount for one in shown)


def rules_of(answer: FlowAnswer) -> list[Rule]:
    """Return the rules that the comparison holds, in their usual order."""
    told = {rule for line in answer.comparison for rule, _ in line.held}
    return [rule for rule in Rule if rule in told]


def payments_of(schedule: RestitutionSchedule) -> int:
    """Return the sum of all proposed payments."""
    return sum(line.payment for line in schedule.lines)


def paused_of(schedule: RestitutionSchedule) -> int:
    """Return the sum of payments that an objection holds back."""
    return sum(line.payment for line in schedule.lines if line.paused)


def _edges(answer: FlowAnswer, asset: str) -> Iterator[LevelEdge]:
    return (edge for edge in answer.edges if edge.asset == asset)


def _cashed(selection: FlowSelection, asset: str) -> Iterator[LevelEdge]:
    for edge in _edges(selection.answer, asset):
        account = selection.find_account(edge.payee, asset)
        if account is not None and account.kind >= FIRST_CASH_OUT:
            yield edge


def _ids(edges: Iterable[LevelEdge]) -> tuple[str, ...]:
    """Return the transfers of bands, largest band first."""
    ranked = sorted(edges, key=lambda edge: (-edge.amount, edge.payer, edge.payee))
    return tuple(dict.fromkeys(one for edge in ranked for one in edge.transfers))
