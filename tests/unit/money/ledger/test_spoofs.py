"""Spoof tokens and poisoned addresses: left out by what the rows prove, never by a symbol."""

import csv
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from statement_rows import IN, OUT, clean, list_fates, list_transfers, row

from zhanlian.model.asset import find_exponent
from zhanlian.model.transfer import Fate, PurseKind

USDT: Final = "ethereum:0xdac17f958d2ee523a2206206994597c13d831ec7"
FAKE: Final = "ethereum:0x" + "f" * 40
ME: Final = "0x1111" + "0" * 32 + "aaaa"
FRIEND: Final = "0x2222" + "3" * 32 + "bbbb"
ALIKE: Final = "0x2222" + "9" * 32 + "bbbb"
STRANGER: Final = "0x7777" + "9" * 32 + "cccc"


def _move(way: int, amount: int, at: float, other: str, asset: str = USDT) -> Any:
    return row(ME, way, amount, at, other_account=other, asset=asset)


def test_a_token_that_never_came_in_and_copies_amounts_is_a_spoof() -> None:
    rows = [
        _move(OUT, 408_500_000, 0, FRIEND),
        _move(OUT, 408_500_000_000, 90, ALIKE, FAKE),  # other decimals, the same number
        _move(OUT, 5_000_000_000, 99, STRANGER, FAKE),
    ]
    ledger = clean(rows)
    assert list_fates(ledger) == [Fate.USED, Fate.SPOOF_TOKEN, Fate.SPOOF_TOKEN]
    assert ledger.fates["partner"].to_pylist() == [None, 0, None]
    assert list_transfers(ledger) == [(ME, FRIEND, 408_500_000)]
    assert ledger.purses["kind"].to_pylist() == [PurseKind.ADDRESS, PurseKind.ADDRESS]


def test_a_token_that_came_in_or_copies_too_late_or_is_listed_is_none() -> None:
    real = _move(OUT, 408_500_000, 0, FRIEND)
    late = _move(OUT, 408_500_000_000, 3601, ALIKE, FAKE)
    assert list_fates(clean([real, late])) == [Fate.USED, Fate.USED]
    swapped = [_move(IN, 408_500_000_000, 5, STRANGER, FAKE), late | {"time": real["time"]}]
    assert set(list_fates(clean([real, *swapped]))) == {Fate.USED}
    dai = "ethereum:0x6b175474e89094c44da98b954eedeac495271d0f"
    assert list_fates(clean([real, _move(OUT, 408_500_000_000, 5, STRANGER, dai)])) == [
        Fate.USED,
        Fate.USED,
    ]


def test_nought_and_dust_to_a_look_alike_are_poisoning() -> None:
    rows = [
        _move(OUT, 408_500_000, 0, FRIEND),
        _move(OUT, 0, 90, ALIKE),
        _move(IN, 1, 91, ALIKE),
        _move(OUT, 0, 92, STRANGER),
        _move(IN, 1, 93, STRANGER),
        _move(IN, 1, 94, FRIEND),
    ]
    ledger = clean(rows)
    assert list_fates(ledger) == [
        Fate.USED,
        Fate.POISONING,
        Fate.POISONING,
        Fate.NO_MONEY,
        Fate.USED,
        Fate.USED,
    ]
    assert ledger.fates["partner"].to_pylist()[1:3] == [0, 0]


def test_rows_that_stand_under_the_foreign_sender_are_judged_alike_and_make_nobody_known() -> None:
    lure = row(ALIKE, OUT, 1, 91, other_account=ME, asset=USDT)
    rows = [_move(OUT, 408_500_000, 0, FRIEND), lure, _move(OUT, 5_000_000, 95, STRANGER)]
    rows.append(row(STRANGER, OUT, 7_000_000, 99, other_account=ME, asset=USDT))
    ledger = clean(rows)
    assert list_fates(ledger) == [Fate.USED, Fate.POISONING, Fate.USED, Fate.USED]
    known = {one["account"]: one["known"] for one in ledger.purses.to_pylist()}
    assert {name for name, is_known in known.items() if is_known} == {ME}


def test_money_really_paid_to_a_look_alike_is_money() -> None:
    rows = [_move(OUT, 408_500_000, 0, FRIEND), _move(OUT, 900_000_000, 90, ALIKE)]
    assert list_fates(clean(rows)) == [Fate.USED, Fate.USED]


def _read_export(path: Path) -> list[Any]:
    """Return the rows of the masked wallet's export."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))[1:]
    me = "0x1429****7f855c"
    rows = []
    for cells in lines:
        asset = "ethereum:" + cells[10]
        out = cells[4] == me
        when = datetime.strptime(cells[3], "%Y/%m/%d %H:%M:%S").replace(tzinfo=UTC)
        units = int(Decimal(cells[8].replace(",", "")) * 10 ** find_exponent(asset))
        rows.append(
            row(me, OUT if out else IN, units, None, other_account=cells[6] if out else cells[4],
                asset=asset, reference=cells[0]) | {"time": when}
        )  # fmt: skip
    return rows


def test_the_masked_wallet_is_cleaned_of_what_its_rows_prove(shared: Path) -> None:
    rows = _read_export(shared / "formats/chain/oklink__example-oklink-token-transfer.csv")
    ledger = clean(rows)
    fates = list_fates(ledger)
    spoofs = [place for place, fate in enumerate(fates) if fate == Fate.SPOOF_TOKEN]
    copies = ledger.fates["partner"].to_pylist()
    genuine = {"ethereum:0xff7b****1b9f44", "ethereum:0xcaf2****16e452"}
    assert not [place for place in spoofs if rows[place]["asset"] in genuine]
    # 940 rows are of other contracts. 935 copy a genuine amount within the hour, two more are of
    # contracts whose other rows do; of three contracts with one row each nothing is proved.
    assert len(spoofs) == 937
    assert sum(copies[place] is not None for place in spoofs) == 935
    assert fates.count(Fate.USED) == len(rows) - 937
    sent = [one["amount"] if one["direction"] == OUT else 0 for one in rows]
    left = sum(sent) - sum(sent[place] for place in spoofs)
    assert round(sum(sent) / left, 2) == 2.19
