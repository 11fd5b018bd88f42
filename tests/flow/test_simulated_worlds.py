"""What the readers and the ledger make of a simulated case is what took place in it."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from imported import Imported, import_case

from zhanlian.model.statement import Precision
from zhanlian.model.transfer import Fate
from zhanlian.simulate.parameters import ALL_TRAPS, Trap

_CASES: list[tuple[int, frozenset[Trap]]] = [(1, ALL_TRAPS), (2, ALL_TRAPS), (3, frozenset())]
# Of a row delivered twice, and of an entry of the chain in two exports, either may be the one
# that counts.
_ALLOWED = {
    "genuine": {Fate.USED, Fate.MERGED, Fate.REPEATED},
    # A bank that leaves its mark blank now and then: no balance tells which way an account's first
    # row went. The payer's row gives the transfer all the same.
    "mirror": {Fate.USED, Fate.MERGED, Fate.REPEATED, Fate.NO_DIRECTION},
    "reversed": {Fate.REVERSED, Fate.REPEATED},
    "reversal": {Fate.REVERSAL, Fate.REPEATED},
    "failed": {Fate.FAILED},
    "query": {Fate.NO_MONEY, Fate.REPEATED},
    "repeat": {Fate.USED, Fate.MERGED, Fate.REPEATED, Fate.REVERSED, Fate.REVERSAL, Fate.FAILED,
               Fate.NO_MONEY},
    "spoof": {Fate.SPOOF_TOKEN, Fate.POISONING},
    "poisoning": {Fate.POISONING},
    "second_view": {Fate.DUPLICATE_VIEW, Fate.MERGED},
}  # fmt: skip


@pytest.fixture(params=_CASES, ids=("traps-1", "traps-2", "plain"))
def case(request: pytest.FixtureRequest) -> Imported:
    seed, traps = request.param
    return import_case("small", seed, traps=traps)


def test_every_row_is_read_and_none_is_rejected(case: Imported) -> None:
    assert case.rejects == []
    assert case.unread == 0


def test_every_row_gets_a_fate_that_fits_what_it_is(case: Imported) -> None:
    wrong = Counter(
        (told["fate"], fate.name)
        for told, fate in zip(case.truth, case.fates(), strict=True)
        if fate not in _ALLOWED[told["fate"]]
    )
    assert not wrong


def test_each_true_transfer_that_a_row_tells_is_in_the_ledger_once(case: Imported) -> None:
    wanted = {
        told[name]
        for told in case.truth
        for name in ("transfer_id", "fee_transfer_id")
        if told[name]
    }
    found = Counter(case.find_true(place, rows) for place, rows in case.sources().items())
    assert set(found) - {None} == wanted
    # WeChat's export tells nicknames and no accounts, on either side: both rows stand.
    nicknamed = {
        told["transfer_id"] for told in case.truth if told["file"].endswith("微信支付账单.xlsx")
    }
    assert [name for name, count in found.items() if count > 1 and name not in nicknamed] == []


def test_a_transfer_has_the_true_payer_payee_and_time(case: Imported) -> None:
    transfers, purses = case.ledger.transfers.to_pylist(), case.ledger.purses.to_pylist()
    compared = 0
    for place, rows in case.sources().items():
        name = case.find_true(place, rows)
        assert name is not None
        true, got = case.transfers[name], transfers[place]
        spread = timedelta(days=1) if got["precision"] == Precision.DAY else timedelta(seconds=3)
        assert abs(got["time"] - datetime.fromisoformat(true["time"])) <= spread
        for side in ("payer", "payee"):
            told = purses[got[side]]["account"]
            if told in case.numbers:  # a shop or a machine is told by name only, or not at all
                assert case.numbers[told] == true[side], (name, side)
                compared += 1
    assert compared > 1.7 * len(transfers)


def test_the_transfers_of_a_known_account_stand_in_their_true_order(case: Imported) -> None:
    purses = case.ledger.purses.to_pylist()
    order: dict[int, list[str]] = {}
    sources = case.sources()
    for place, transfer in enumerate(case.ledger.transfers.to_pylist()):
        for side in ("payer", "payee"):
            if purses[transfer[side]]["known"]:
                name = case.find_true(place, sources[place])
                order.setdefault(transfer[side], []).append(str(name))
    turned = [purses[purse]["account"] for purse, names in order.items() if names != sorted(names)]
    assert turned == []
    assert len(order) > 60
