"""Whatever the rows: in = out by fates, no amount changes, and the order of files does not matter.

A small world with every trap on gives back exactly its transfers.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statement_rows import (
    CARD_A,
    CARD_B,
    CARD_C,
    DAY,
    clean,
    list_fates,
    list_transfers,
    row,
    table,
)

from zhanlian.model.statement import RowKind
from zhanlian.model.transfer import Fate
from zhanlian.money.ledger.build import build_ledger
from zhanlian.money.ledger.cleaning import summarise_cleaning
from zhanlian.money.ledger.ledger import CleaningPolicy, CleanLedger, Told

_TELLING = (Fate.USED, Fate.MERGED)
_CARDS = (CARD_A, CARD_B, CARD_C, "1000000001_156", "6226******5669")
_rows = st.lists(
    st.builds(
        lambda own, other, way, amount, at, told: (
            row(own, way, amount, at, other_account=other) | told
        ),
        st.sampled_from(_CARDS),
        st.sampled_from((None, *_CARDS)),
        st.integers(0, 3),
        st.one_of(st.none(), st.sampled_from((-300, -200, 0, 100, 200, 300))),
        st.one_of(st.none(), st.sampled_from((0, 0, 1, 61))),
        st.fixed_dictionaries(
            {},
            optional={
                "item": st.integers(0, 2),
                "balance": st.sampled_from((0, 100, 200, 300)),
                "reference": st.sampled_from(("S1", "S2", "0")),
                "kind": st.sampled_from([int(kind) for kind in RowKind]),
                "status": st.integers(0, 3),
                "fee": st.sampled_from((0, 10, 500)),
                "other_name": st.sampled_from(("合成甲", "财付通支付科技有限公司")),
                "own_name": st.just("合成甲"),
                "own_account": st.just("1000000001"),
                "asset": st.sampled_from(("USD", "tron:native", "tron:SPOOF")),
                "precision": st.just(1),
            },
        ),
    ),
    max_size=14,
)


@settings(max_examples=100, deadline=None)
@given(_rows)
def test_every_row_has_one_fate_and_no_amount_changes(rows: list[Any]) -> None:
    rows = sorted(rows, key=lambda one: one["item"])
    ledger = clean(rows)
    fates = list_fates(ledger)
    assert sum(number for _, number in summarise_cleaning(ledger).fates) == len(rows) == len(fates)
    places = ledger.fates["transfer"].to_pylist()
    assert [place is not None for place in places] == [fate in _TELLING for fate in fates]
    told: dict[int, list[int]] = {}
    for transfer, source in zip(
        *(column.to_pylist() for column in ledger.sources.columns), strict=True
    ):
        told.setdefault(transfer, []).append(source)
    amounts = ledger.transfers["amount"].to_pylist()
    assert sorted(told) == list(range(len(amounts)))
    paid = [0] * len(rows)
    for transfer, sources in told.items():
        assert amounts[transfer] > 0
        for source in sources:
            paid[source] += amounts[transfer]
    for one, fate, units in zip(rows, fates, paid, strict=True):
        if fate == Fate.USED:
            assert units == abs(one["amount"])
        elif fate != Fate.MERGED:
            assert units == 0
    times = ledger.transfers["time"].to_pylist()
    assert times == sorted(times)
    parties = zip(*(ledger.transfers[name].to_pylist() for name in ("payer", "payee")), strict=True)
    assert not [one for one, two in parties if one == two]


@settings(max_examples=60, deadline=None)
@given(_rows, st.permutations((0, 1, 2)))
def test_the_order_of_files_changes_nothing(rows: list[Any], order: list[int]) -> None:
    rows = sorted(rows, key=lambda one: one["item"])
    first = table(rows)
    moved = [one | {"item": order[one["item"]]} for one in rows]
    places = sorted(range(len(rows)), key=lambda place: moved[place]["item"])
    second = table([moved[place] for place in places])
    one, two = (build_ledger(rows_, Told(), CleaningPolicy()) for rows_ in (first, second))
    assert one.transfers.equals(two.transfers)
    assert one.purses.equals(two.purses)
    assert one.joined.equals(two.joined)
    assert (one.apart, one.contradictions) == (two.apart, two.contradictions)
    # Files that are equal to the byte are one and the same, whichever comes first.
    assert sorted(list_fates(one)) == sorted(list_fates(two))


def test_the_same_rows_give_the_same_ledger() -> None:
    rows = table(_draw_world(5)[0])
    one, two = (build_ledger(rows, Told(), CleaningPolicy()) for _ in range(2))
    for name in ("transfers", "purses", "fates", "sources", "gaps", "joined"):
        assert getattr(one, name).equals(getattr(two, name))


def test_no_rows_give_an_empty_ledger() -> None:
    ledger = clean([])
    assert ledger.transfers.num_rows == ledger.purses.num_rows == ledger.fates.num_rows == 0


def _draw_world(seed: int, count: int = 400) -> tuple[list[Any], list[tuple[str, str, int]]]:
    """Return rows of a world's returns with their traps, and the transfers that took place.

    Twelve accounts, of which ten have returns; ties in most seconds, clocks that agree within a
    second, reversals told by both sides, repeated blocks, minus signs, cards or account numbers.
    """
    draw = np.random.default_rng(seed)
    cards = [f"62220200000000{number:05d}" for number in range(12)]
    others = [f"4000000{number:05d}_156" for number in range(12)]
    balance = [10_000_000] * 12
    files: list[list[Any]] = [[] for _ in range(12)]
    truth = []

    def tell(at: int, payer: int, payee: int, amount: int, number: int, **told: Any) -> None:
        balance[payer] -= amount
        balance[payee] += amount
        for own, other, way in ((payer, payee, 2), (payee, payer, 1)):
            sign = -1 if way == 2 and own % 2 else 1
            # Without its return nothing tells that a card and an account number are one.
            named = cards[other] if other >= 10 or draw.random() < 0.5 else others[other]
            files[own].append(
                row(cards[own], way, sign * amount, at, item=own, own_account=others[own],
                    other_account=named, balance=balance[own], reference=f"R{own}-{number}", **told)
            )  # fmt: skip

    at = 0
    for number in range(count):
        at += int(draw.integers(0, 2))
        payer, payee = (int(one) for one in draw.choice(12, 2, replace=False))
        amount = int(draw.integers(1, 500_000))
        tell(at, payer, payee, amount, number)
        if draw.random() < 0.05:
            at += 1
            tell(at, payee, payer, amount, number, kind=int(RowKind.REVERSAL), summary="冲正")
        elif payer < 10 or payee < 10:
            truth.append((cards[payer], cards[payee], amount))
    rows = [one for file in files[:10] for one in file]
    again = [one | {"item": 12} for one in files[3][:40]]
    return rows + again, truth


@pytest.mark.parametrize("seed", range(8))
def test_a_world_with_every_trap_gives_back_its_transfers(seed: int) -> None:
    rows, truth = _draw_world(seed)
    draw = np.random.default_rng(seed + 100)
    # Rows of one second stand in any order in the files.
    rows = sorted(rows, key=lambda one: (one["item"], one["time"], draw.random()))
    ledger = clean(rows)
    assert sorted(list_transfers(ledger)) == sorted(truth)
    assert ledger.gaps.num_rows == 0
    fates = list_fates(ledger)
    assert fates.count(Fate.REPEATED) == 40
    assert Fate.UNMATCHED_REVERSAL not in fates
    assert _replay(ledger) == {}


def _replay(ledger: CleanLedger) -> dict[str, tuple[int, int]]:
    """Return the known accounts whose balances do not follow from opening and transfers."""
    purses = ledger.purses.to_pylist()
    held = [purse["opening"] or 0 for purse in purses]
    for one in ledger.transfers.to_pylist():
        held[one["payer"]] -= one["amount"]
        held[one["payee"]] += one["amount"]
    return {
        purse["account"]: (units, purse["last_balance"])
        for purse, units in zip(purses, held, strict=True)
        if purse["known"] and units != purse["last_balance"]
    }


def test_days_and_large_files_need_no_special_order() -> None:
    rows = [row(CARD_A, 2, one, item=0, other_account=CARD_B) for one in range(1, 400)]
    rows = [one | {"time": DAY, "precision": 2} for one in rows]
    assert [amount for *_, amount in list_transfers(clean(rows))] == list(range(1, 400))
    assert pa.types.is_string(clean(rows).transfers.schema.field("transfer_id").type)
