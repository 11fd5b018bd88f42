"""Bands gathered until they can be read: no money is left out."""

from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_flow import build_answer

from zhanlian.model.answers import OTHERS, LevelEdge
from zhanlian.report.flow.html.gathering import (
    DEEPEST,
    MOST_BANDS,
    Station,
    gather_bands,
)
from zhanlian.report.flow.html.sankey import draw_sankey
from zhanlian.report.flow.html.selection import FlowSelection


def _edge(level: int, payer: int, payee: int, amount: int, back: bool) -> LevelEdge:
    ends = f"P{payer}", f"P{payee}"
    return LevelEdge(level, ends[0], level + 1, ends[1], "CNY", amount, 1, (f"T{amount}",), back)


_EDGES = st.lists(
    st.builds(
        _edge,
        st.integers(0, 12),
        st.integers(0, 40),
        st.integers(0, 40),
        st.integers(1, 10**6),
        st.booleans(),
    ),
    max_size=120,
)


@settings(max_examples=60, deadline=None)
@given(_EDGES)
def test_bands_and_what_is_left_add_up_to_all_edges(edges: list[LevelEdge]) -> None:
    graph = gather_bands(edges, "CNY", lambda _account, _asset: None)
    drawn = sum(band.amount for band in graph.bands)
    assert drawn + graph.left_amount == sum(edge.amount for edge in edges)
    assert sum(b.count for b in graph.bands) + graph.left == len(edges)
    places = {(e.from_level, e.payer) for e in edges if e.to_level <= DEEPEST}
    places |= {(e.to_level, e.payee) for e in edges if e.to_level <= DEEPEST}
    assert sum(node.members for node in graph.nodes) == len(places)
    for at, node in enumerate(graph.nodes):
        assert node.received == sum(b.amount for b in graph.bands if b.target == at)
        assert node.sent == sum(b.amount for b in graph.bands if b.source == at)


def test_an_edge_that_leads_nowhere_onward_is_counted_and_not_drawn() -> None:
    odd = LevelEdge(2, "A", 2, "B", "CNY", 7, 1, ())
    graph = gather_bands([odd], "CNY", lambda _account, _asset: None)
    assert not graph.bands and (graph.left, graph.left_amount) == (1, 7)


def test_few_bands_stand_and_cash_outs_are_never_gathered_with_accounts() -> None:
    answer = build_answer()
    selection = FlowSelection(answer)
    edges = [edge for edge in answer.edges if edge.asset == "CNY"]
    graph = gather_bands(edges, "CNY", selection.find_account)
    assert 10 < len(graph.bands) <= MOST_BANDS and graph.gathered > 20
    stations = {(n.account, n.station) for n in graph.nodes if n.members == 1}
    assert ("合成交易所甲", Station.CASH_OUT) in stations
    assert ("6230000000000999001", Station.UNKNOWN) in stations
    assert all(not node.account for node in graph.nodes if node.members > 1)


def test_an_account_that_is_reached_again_stands_twice_and_says_so() -> None:
    answer = build_answer()
    graph = gather_bands(
        [edge for edge in answer.edges if edge.asset == "CNY"],
        "CNY",
        FlowSelection(answer).find_account,
    )
    again = [node for node in graph.nodes if node.again]
    assert [(node.level, node.account) for node in again] == [(4, "6230000000000200000")]
    assert [band.amount for band in graph.bands if band.back] == [again[0].received]


def test_what_a_level_does_not_name_stands_by_itself_and_is_told_in_words() -> None:
    edges = [
        LevelEdge(0, OTHERS, 1, "A", "CNY", 90, 1, ()),
        LevelEdge(1, "A", 2, OTHERS, "CNY", 50, 3, ()),
        LevelEdge(1, "A", 2, "B", "CNY", 40, 1, ()),
    ]
    graph = gather_bands(edges, "CNY", lambda _account, _asset: None)
    others = [(one.level, one.received, one.sent) for one in graph.nodes if one.account == OTHERS]
    assert others == [(0, 0, 90), (2, 50, 0)]
    assert {one.station for one in graph.nodes if one.account == OTHERS} == {Station.OTHERS}
    picture, _ = draw_sankey(graph, FlowSelection(build_answer()), "one")
    for told in ("其余被害人", "all other victims", "其余账户", "all other accounts"):
        assert told in picture
    assert f">{OTHERS}<" not in picture
