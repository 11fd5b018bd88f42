"""Tronscan and OKLink: contracts in a token's cell, integer units, masked addresses, spoofs."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from told_rows import Taken, take_all

from zhanlian.model.asset import USDT_ON_TRON
from zhanlian.model.statement import RowStatus, StatementFormat
from zhanlian.readers.statements.chain import FORMATS, oklink, tronscan, tronscan_older

_USDT = USDT_ON_TRON.removeprefix("tron:")
_SPOOF = "TSpoofSpoofSpoofSpoofSpoofSpoofSpo"
_A, _B = "TAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "TBbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
_UI = "Txn Hash,Token,From,To,Amount/TokenID,Time(UTC)"
_OLDER = "transaction_id,block,block_ts,from_address,to_address,confirmed,contractRet,quant"
_OKLINK = (
    "交易哈希,区块高度,本地时间(UTC+8),UTC时间,发送方,发送方ENS,"
    "接收方,接收方ENS,数量,代币符号,代币地址"
)


def _take(form: StatementFormat, *lines: str) -> Taken:
    data = ("\n".join(lines) + "\n").encode()
    assert [one.KEY for one in FORMATS if one.sniff(data)] == [form.KEY]
    return take_all(form, data)


@pytest.mark.parametrize("cell", [_USDT, f"USDT({_USDT})", f"Tether USD {_USDT}"])
def test_the_contract_in_the_token_cell_is_the_asset(cell: str) -> None:
    line = f"ab01,{cell},{_A},{_B},30.401259,2026-03-01 02:05:10"
    row = _take(tronscan, _UI, line).rows[0]
    assert (row["asset"], row["amount"]) == (USDT_ON_TRON, 30_401_259)
    assert (row["own_account"], row["other_account"]) == (_A, _B)
    assert str(row["time"]) == "2026-03-01 02:05:10+00:00"


def test_a_token_that_only_names_itself_is_another_asset_or_refused() -> None:
    lines = [
        f"ab01,{cell},{_A},{_B},5,2026-03-01 02:05:10"
        for cell in (f"USDT({_SPOOF})", "USDT", "TRX", f"TRX({_SPOOF})")
    ]
    taken = _take(tronscan, _UI, *lines)
    assert [row["asset"] for row in taken.rows] == [
        f"tron:{_SPOOF}", "tron:native", f"tron:{_SPOOF}",
    ]  # fmt: skip
    assert taken.reasons == ["chain-asset"]


def test_whole_units_are_counted_where_the_contract_is_known() -> None:
    ends = ("true,SUCCESS", "false,SUCCESS", "true,REVERT")
    lines = [f"ab,1,1772330710000,{_A},{_B},{end},30401259,{_USDT}" for end in ends]
    taken = _take(tronscan_older, f"{_OLDER},contract_address", *lines)
    assert {(row["amount"], row["asset"]) for row in taken.rows} == {(30_401_259, USDT_ON_TRON)}
    assert [row["status"] for row in taken.rows] == [
        RowStatus.DONE, RowStatus.PENDING, RowStatus.FAILED,
    ]  # fmt: skip
    assert {str(row["time"]) for row in taken.rows} == {"2026-03-01 02:05:10+00:00"}


def test_whole_units_of_an_untold_or_unknown_token_are_refused() -> None:
    line = f"ab,1,1772330710000,{_A},{_B},true,SUCCESS,30401259"
    assert _take(tronscan_older, _OLDER, line).reasons == ["chain-token-untold"]
    taken = _take(tronscan_older, f"{_OLDER},contract_address", f"{line},{_SPOOF}")
    assert taken.reasons == ["chain-token-untold"]


def test_masked_addresses_stay_and_the_last_comma_is_no_cell() -> None:
    line = "0xAb12****0177adc9,1,2026/03/01 10:05:10,{},0x1429****7F855c,,0xd854****c172b3,,1.9E-4,"
    taken = _take(
        oklink,
        _OKLINK,
        line.format("2026/03/01 02:05:10") + "USDT,0xff7b****1b9f44,",
        line.format("") + "0xff7b****1b9f44,0xff7b****1b9f45",
    )
    assert [row["asset"] for row in taken.rows] == [
        "ethereum:0xff7b****1b9f44", "ethereum:0xff7b****1b9f45",
    ]  # fmt: skip
    assert {row["own_account"] for row in taken.rows} == {"0x1429****7f855c"}
    assert {row["amount"] for row in taken.rows} == {190_000}
    assert {str(row["time"]) for row in taken.rows} == {"2026-03-01 02:05:10+00:00"}


def test_all_1855_rows_of_a_real_export_are_accounted_for(shared: Path) -> None:
    file = shared / "formats/chain/oklink__example-oklink-token-transfer.csv"
    data = file.read_bytes()
    assert oklink.sniff(data[:65536])
    taken = take_all(oklink, data, file.name)
    assert (len(taken.rows), taken.row_rejects, taken.others) == (1855, [], 1)
    assert (taken.rejects, taken.dust) == ([], {})
    # Held against another reading of the same lines: sums by contract, exact.
    expected: Counter[str] = Counter()
    for line in data.decode().splitlines()[1:]:
        cells = line.split(",")
        expected[f"ethereum:{cells[10]}"] += int(Decimal(cells[8]) * 10**9)
    found: Counter[str] = Counter()
    for row in taken.rows:
        found[row["asset"]] += row["amount"]
    assert found == expected
    # 804 rows of one contract call themselves USDT, 111 of another USDC; the rest are others.
    assert Counter(row["asset"] for row in taken.rows).most_common(2) == [
        ("ethereum:0xff7b****1b9f44", 804),
        ("ethereum:0xcaf2****16e452", 111),
    ]
    for row in taken.rows[::100]:
        assert taken.slice_of(row).decode().split(",")[0].lower() == row["reference"].lower()
