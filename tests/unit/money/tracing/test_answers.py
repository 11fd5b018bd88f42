"""From a clean ledger to lists, bands, comparison and citations."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.kernels.shares import find_shares
from zhanlian.model.answers import OTHERS, ExistingFreeze, FreezeState, RowRef, VictimShare
from zhanlian.model.flow import Rule
from zhanlian.model.transfer import PURSES, TRANSFERS, PurseKind
from zhanlian.money.tracing.accounts import list_shares, order_accounts
from zhanlian.money.tracing.answer import Choices, FlowParts, build_parts, follow
from zhanlian.money.tracing.cited import build_cited
from zhanlian.money.tracing.trail import Trail

_START = datetime(2024, 11, 2, 3, tzinfo=UTC)
Move = tuple[str, str, int]


def _follow(
    moves: Sequence[Move],
    victims: dict[int, str],
    rule: Rule = Rule.ROLLING,
    *,
    unknown: Sequence[str] = (),
    kinds: dict[str, PurseKind] | None = None,
    balances: dict[str, int] | None = None,
) -> Trail:
    """Return the trace of moves (payer, payee, units), one a minute; ids are t0, t1 …"""
    names = sorted({name for move in moves for name in move[:2]})
    number = {name: place for place, name in enumerate(names)}
    count = len(moves)
    transfers = pa.table(
        {
            "transfer_id": [f"t{place}" for place in range(count)],
            "time": [_START + timedelta(minutes=place) for place in range(count)],
            "precision": [0] * count,
            "payer": [number[move[0]] for move in moves],
            "payee": [number[move[1]] for move in moves],
            "amount": [move[2] for move in moves],
            "payer_balance_after": [None] * count,
            "payee_balance_after": [None] * count,
            "kind": [0] * count,
            "ordering": [0] * count,
        },
        schema=TRANSFERS,
    )
    purses = pa.table(
        {
            "account": names,
            "asset": ["CNY"] * len(names),
            "kind": [(kinds or {}).get(name, PurseKind.ACCOUNT) for name in names],
            "known": [name not in unknown for name in names],
            "opening": [None] * len(names),
            "last_balance": [(balances or {}).get(name) for name in names],
            "holder": [None] * len(names),
            "bank": [None] * len(names),
        },
        schema=PURSES,
    )
    who = tuple(dict.fromkeys(victims.values()))
    victim = np.full(count, -1, dtype=np.int32)
    for place, name in victims.items():
        victim[place] = who.index(name)
    return follow(transfers, purses, who, victim, rule)


def _freeze(
    measure: str, since_hours: float, until_hours: float | None = None, amount: int | None = None
) -> ExistingFreeze:
    """Return a measure with its times in hours from the start of the data."""
    until = None if until_hours is None else _START + timedelta(hours=until_hours)
    since = _START + timedelta(hours=since_hours)
    return ExistingFreeze(measure, "测试机关", amount, since, until, RowRef("0" * 64, "x.csv", 2))


_SIMPLE: tuple[Move, ...] = (("V", "A1", 100_00),)


@pytest.mark.parametrize(
    ("freezes", "state", "savable"),
    [
        ([], FreezeState.FREE, 100_00),
        ([_freeze("冻结", -10, 100, 30_00)], FreezeState.FROZEN, 70_00),
        ([_freeze("冻结", -10, 100)], FreezeState.FROZEN, 0),
        ([_freeze("冻结", -10, -1, 30_00)], FreezeState.LAPSED, 100_00),
        ([_freeze("冻结", 10, 100, 30_00)], FreezeState.FREE, 100_00),
        ([_freeze("紧急止付", -47)], FreezeState.STOPPED, 100_00),
        ([_freeze("紧急止付", -48)], FreezeState.LAPSED, 100_00),
        ([_freeze("止付", -60), _freeze("冻结", -20, None, 20_00)], FreezeState.FROZEN, 80_00),
        (
            [_freeze("冻结", -9, 100, 30_00), _freeze("轮候冻结", -8, 100, 50_00)],
            FreezeState.FROZEN,
            70_00,
        ),
        (
            [_freeze("冻结", -9, -1, 30_00), _freeze("轮候冻结", -8, 100, 50_00)],
            FreezeState.FROZEN,
            50_00,
        ),
        ([_freeze("冻结", -9, 100, 30_00), _freeze("解除冻结", -2)], FreezeState.LAPSED, 100_00),
    ],
)
def test_existing_measures_and_their_expiry_are_respected(
    freezes: list[ExistingFreeze], state: FreezeState, savable: int
) -> None:
    parts = build_parts(_follow(_SIMPLE, {0: "Vic"}), {"A1": tuple(freezes)})
    (line,) = parts.freezes
    assert (line.account, line.state, line.savable) == ("A1", state, savable)
    assert line.freezes == tuple(freezes)
    assert line.held == 100_00
    assert line.victims == (VictimShare("Vic", 100_00),)


@pytest.mark.parametrize("holder", ["支付宝（中国）网络技术有限公司", "ALIPAY", "合成快钱清算中心"])
def test_who_keeps_wallets_is_asked_in_its_own_form(holder: str) -> None:
    trail = _follow((("V", "B9", 1_00),), {0: "Vic"}, unknown=("B9",))
    column = pa.array([holder if name == "B9" else None for name in ("B9", "V")], pa.string())
    place = trail.purses.schema.get_field_index("holder")
    purses = trail.purses.set_column(place, "holder", column)
    (query,) = build_parts(replace(trail, purses=purses)).queries
    assert query.reason.key == "query.institution"


def test_no_more_is_savable_than_the_last_balance_and_the_rest_is_asked_for() -> None:
    parts = build_parts(_follow(_SIMPLE, {0: "Vic"}, balances={"A1": 40_00}))
    (line,) = parts.freezes
    assert (line.held, line.savable) == (100_00, 40_00)
    (query,) = parts.queries
    assert (query.account, query.amount, query.reason.key) == ("A1", 60_00, "query.data-end")


@pytest.mark.parametrize(
    ("balance", "asked"),
    [(99_99, 1), (99_90, 10), (99_91, 9), (99_00, 1_00), (100_00, 0), (100_10, 0)],
)
def test_what_a_bank_may_have_rounded_off_did_not_leave(balance: int, asked: int) -> None:
    parts = build_parts(_follow(_SIMPLE, {0: "Vic"}, balances={"A1": balance}))
    assert [one.amount for one in parts.queries] == ([asked] if asked else [])
    off = build_parts(_follow((("V", "A1", 100_04),), {0: "Vic"}, balances={"A1": 100_00}))
    assert off.queries == ()


def test_a_freeze_of_a_sum_binds_its_own_currency_only() -> None:
    trail = _follow(_SIMPLE, {0: "Vic"})
    other = replace(_freeze("冻结", -1, 99, 30_00), asset="USD")
    (line,) = build_parts(trail, {"A1": (other,)}).freezes
    assert (line.state, line.savable, line.freezes) == (FreezeState.FREE, 100_00, ())
    own = replace(other, asset="CNY")
    (line,) = build_parts(trail, {"A1": (own,)}).freezes
    assert (line.state, line.savable, line.freezes) == (FreezeState.FROZEN, 70_00, (own,))
    whole = replace(other, amount=None)
    (line,) = build_parts(trail, {"A1": (whole,)}).freezes
    assert (line.state, line.savable) == (FreezeState.FROZEN, 0)


def test_of_freezes_that_wait_the_earliest_takes_the_place_of_one_that_ended() -> None:
    measures = (_freeze("轮候冻结", -3, 99, 10_00), _freeze("轮候冻结", -8, 99, 60_00))
    (line,) = build_parts(_follow(_SIMPLE, {0: "Vic"}), {"A1": measures}).freezes
    assert line.savable == 40_00


def test_what_lies_beside_a_freeze_can_be_saved_whole() -> None:
    trail = _follow(_SIMPLE, {0: "Vic"}, balances={"A1": 250_00})
    (line,) = build_parts(trail, {"A1": (_freeze("冻结", -1, 99, 30_00),)}).freezes
    assert line.savable == 100_00


def test_neither_cash_out_points_nor_unknown_accounts_nor_victims_are_to_be_frozen() -> None:
    moves = (("V1", "A1", 90), ("A1", "X1", 30), ("A1", "U1", 30), ("A1", "V1", 10))
    kinds = {"X1": PurseKind.EXCHANGE}
    parts = build_parts(_follow(moves, {0: "Vic"}, unknown=("U1",), kinds=kinds))
    assert [line.account for line in parts.freezes] == ["A1"]
    assert [line.account for line in parts.queries] == ["U1"]
    assert [(line.kind, line.amount) for line in parts.cash_outs] == [(PurseKind.EXCHANGE, 30)]
    assert any(message.key == "trace.assumed.came-back" for message in parts.assumptions)


def test_queries_are_ranked_by_amount_then_account_and_say_whom_to_ask() -> None:
    moves = (
        ("V1", "A1", 100),
        ("A1", "U2", 30),
        ("A1", "U1", 30),
        ("A1", "财付通-备付金", 20),
        ("A1", "张某", 10),
        ("A1", "T9", 5),
        ("A1", "?5", 4),
    )
    kinds = {"T9": PurseKind.ADDRESS, "?5": PurseKind.UNTOLD}
    unknown = ("U1", "U2", "财付通-备付金", "张某", "T9", "?5")
    parts = build_parts(_follow(moves, {0: "Vic"}, unknown=unknown, kinds=kinds))
    assert [(line.account, line.reason.key) for line in parts.queries] == [
        ("U1", "query.no-records"),
        ("U2", "query.no-records"),
        ("财付通-备付金", "query.institution"),
        ("张某", "query.named-only"),
        ("T9", "query.address"),
        ("?5", "query.unnamed"),
    ]
    assert [line.share_of_lost for line in parts.queries] == [3030, 3030, 2020, 1010, 505, 404]
    assert parts.queries[0].transfers == ("t2",)
    assert parts.queries[0].until == parts.trail.as_of


def test_what_payers_hold_is_expected_where_they_paid_before() -> None:
    moves = (("V1", "A1", 100), ("A1", "B1", 30), ("A1", "C1", 10), ("B1", "D1", 30))
    lines = {line.account: line for line in build_parts(_follow(moves, {0: "Vic"})).freezes}
    assert lines["B1"].expected == 45  # 60 held, 30 of 40 went there
    assert lines["C1"].expected == 15
    assert lines["B1"].held == 0
    assert lines["D1"].expected == 0  # B1 holds nothing


def test_a_circle_is_unrolled_and_bands_carry_the_return() -> None:
    moves = (("V1", "A1", 100), ("A1", "B1", 80), ("B1", "A1", 50), ("A1", "C1", 70))
    edges = build_parts(_follow(moves, {0: "Vic"})).edges
    told = [
        (edge.from_level, edge.payer, edge.to_level, edge.payee, edge.amount, edge.back)
        for edge in edges
    ]
    assert told == [
        (0, "Vic", 1, "A1", 100, False),
        (1, "A1", 2, "B1", 80, False),
        (1, "A1", 2, "C1", 20, False),
        (2, "B1", 3, "A1", 50, True),
        (3, "A1", 4, "C1", 50, False),
    ]


def test_accounts_that_are_not_drawn_stand_together_and_sums_stay_exact() -> None:
    fan = [("A1", f"B{place:02d}", 10 + place) for place in range(30)]
    onward = [(f"B{place:02d}", "C1", 10) for place in range(30)]
    moves = [("V1", "A1", 1000), *fan, *onward]
    parts = build_parts(_follow(moves, {0: "Vic"}), choices=Choices(nodes=3))
    second = [edge for edge in parts.edges if edge.from_level == 1]
    assert [edge.payee for edge in second] == ["B29", "B28", "B27", OTHERS]
    assert sum(edge.amount for edge in second) == sum(move[2] for move in fan)
    assert second[-1].count == 27
    third = [edge for edge in parts.edges if edge.from_level == 2]
    assert [(edge.payer, edge.amount) for edge in third] == [
        ("B27", 10),
        ("B28", 10),
        ("B29", 10),
        (OTHERS, 270),
    ]


def test_shares_beyond_the_named_ones_are_one_share() -> None:
    moves = [(f"V{place}", "A1", 10 + place) for place in range(6)]
    trail = _follow(moves, {place: f"Vic{place}" for place in range(6)})
    shares = find_shares(trail.traced, trail.flow, np.array([0], dtype=np.int32))
    named = list_shares(shares, trail.victims, 3)[0]
    assert named == (VictimShare("Vic5", 15), VictimShare("Vic4", 14), VictimShare(OTHERS, 46))


def test_rules_are_compared_where_they_differ_enough() -> None:
    moves = (("S", "A1", 100_00), ("V", "A1", 100_00), ("A1", "B1", 100_00))
    parts = build_parts(_follow(moves, {1: "Vic"}))
    held = {line.account: dict(line.held) for line in parts.comparison}
    assert held["A1"][Rule.FIFO] == 100_00
    assert held["A1"][Rule.LIFO] == 0
    assert held["B1"][Rule.LIFO] == 100_00
    assert build_parts(_follow(_SIMPLE, {0: "Vic"})).comparison == ()


def test_every_named_transfer_is_cited_once_with_its_rows() -> None:
    moves = (("V1", "A1", 100), ("A1", "B1", 80), ("B1", "A1", 50), ("N1", "N2", 7))
    parts = build_parts(_follow(moves, {0: "Vic"}))
    row = RowRef("0" * 64, "x.csv", 9)
    cited = build_cited(
        parts.trail, parts.list_cited(), lambda places: [(row,)] * len(places), parts.round_trip
    )
    assert [(one.transfer_id, one.tainted, one.round_trip) for one in cited] == [
        ("t0", 100, False),
        ("t1", 80, False),
        ("t2", 50, True),
    ]
    assert cited[1].payer == "A1"
    assert cited[1].time == _START + timedelta(minutes=1)
    assert cited[0].rows == (row,)
    with pytest.raises(KeyError):
        build_cited(parts.trail, ["t9"], lambda places: [()] * len(places), parts.round_trip)


_PLACES = st.integers(0, 5).map(lambda place: f"A{place}")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(_PLACES, _PLACES, st.integers(1, 999)), min_size=1, max_size=14),
    st.sets(st.integers(0, 13), max_size=4),
    st.sampled_from(list(Rule)),
    st.sets(_PLACES, max_size=2),
    st.sets(_PLACES, max_size=1),
)
def test_in_any_small_world_all_parts_add_up(
    moves: list[Move], paid: set[int], rule: Rule, unknown: set[str], exchange: set[str]
) -> None:
    victims = {place: f"Vic{place % 2}" for place in paid if place < len(moves)}
    kinds = dict.fromkeys(exchange, PurseKind.EXCHANGE)
    trail = _follow(moves, victims, rule, unknown=tuple(unknown), kinds=kinds)
    parts: FlowParts = build_parts(trail)
    sum_paid = sum(moves[place][2] for place in victims)
    assert sum(total.paid_in for total in parts.totals) == sum_paid
    for total in parts.totals:
        assert total.difference == 0
        gone = total.held + total.cashed_out + total.beyond_data
        assert total.paid_in + total.widened == gone
        assert total.cashed_out == sum(line.amount for line in parts.cash_outs)
    for line in parts.accounts:
        if rule is not Rule.POISON:
            assert sum(share.amount for share in line.shares) == line.held
            # What a purse pays as a victim's own is none of what it received.
            assert line.held == line.received - line.passed_on
    first = [edge.amount for edge in parts.edges if edge.from_level == 0]
    assert sum(first) == sum_paid
    assert len(order_accounts(trail)) == len(parts.accounts)
    assert [line.rank for line in parts.freezes] == list(range(1, len(parts.freezes) + 1))
    cited = build_cited(
        trail, parts.list_cited(), lambda places: [()] * len(places), parts.round_trip
    )
    assert all(one.tainted > 0 for one in cited)
