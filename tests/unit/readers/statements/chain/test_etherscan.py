"""Etherscan: header versions, native coin and gas, failures, tokens by contract."""

import pytest
from told_rows import Taken, take_all

from zhanlian.model.statement import Direction, RowKind, RowStatus, StatementFormat
from zhanlian.readers.statements.chain import (
    FORMATS,
    etherscan_erc20,
    etherscan_internal,
    etherscan_normal,
    etherscan_token_page,
)

_A, _B, _C = (f"0x{sign * 40}" for sign in "aBc")
_TAIL = "ContractAddress,Value_IN({0}),Value_OUT({0}),CurrentValue{1},"
_NORMAL_V2 = (
    "Transaction Hash,Blockno,UnixTimestamp,DateTime (UTC),From,To,"
    + _TAIL.format("ETH", " @ $3021.5/Eth")
    + "TxnFee(ETH),TxnFee(USD),Historical $Price/Eth,Status,ErrCode,Method"
)
_NORMAL_V1 = _NORMAL_V2.replace("Transaction Hash", "Txhash").replace(" @ $3021.5/Eth", "")
_NORMAL_BNB = _NORMAL_V1.replace("ETH", "BNB").removesuffix(",Method")
_INTERNAL = (
    "Txhash,Blockno,UnixTimestamp,DateTime (UTC),ParentTxFrom,ParentTxTo,ParentTxETH_Value,From,"
    "TxTo," + _TAIL.format("ETH", " @ $1/Eth") + "Historical $Price/Eth,Status,ErrCode,Type"
)
_ERC20 = (
    "Txhash,Blockno,UnixTimestamp,DateTime (UTC),From,To,TokenValue,USDValueDayOfTx,"
    "ContractAddress,TokenName,TokenSymbol"
)
_PAGE = "Transaction Hash,Blockno,UnixTimestamp,DateTime (UTC),From,To,Quantity,Method"
_USDT = "0xdAC17F958D2ee523a2206206994597C13D831ec7"
_TIME = "1772330710,2026-03-01 02:05:10"


def _take(form: StatementFormat, header: str, *lines: str) -> Taken:
    quoted = [",".join(f'"{cell}"' for cell in line.split(",")) for line in (header, *lines)]
    data = ("\n".join(quoted) + "\n").encode()
    assert [one.KEY for one in FORMATS if one.sniff(data)] == [form.KEY]
    return take_all(form, data)


def _normal(
    value_in: str = "0", value_out: str = "1.5", fee: str = "0.0021", status: str = "", to: str = _B
) -> str:
    return (
        f"0x01,1,{_TIME},{_A},{to},{'' if to else _C},{value_in},{value_out},0,{fee},6.3,3021,"
        f"{status},,transfer"
    )


@pytest.mark.parametrize("header", [_NORMAL_V2, _NORMAL_V1])
def test_a_transaction_is_a_transfer_and_its_gas_a_fee(header: str) -> None:
    taken = _take(etherscan_normal, header, _normal())
    row, gas = taken.rows
    assert (row["own_account"], row["other_account"]) == (_A, _B.lower())
    assert (row["amount"], row["asset"]) == (1_500_000_000, "ethereum:native")
    assert str(row["time"]) == "2026-03-01 02:05:10+00:00"
    assert (row["direction"], row["kind"]) == (Direction.OUT, RowKind.TRANSFER)
    assert (row["reference"], row["summary"]) == ("0x01", "transfer")
    assert (gas["own_account"], gas["other_account"]) == (_A, None)
    assert (gas["amount"], gas["kind"]) == (2_100_000, RowKind.FEE)
    assert {row["line"], gas["line"]} == {2}
    assert taken.others == 1


def test_the_coin_in_a_column_tells_the_chain() -> None:
    line = _normal().removesuffix(",transfer")
    taken = _take(etherscan_normal, _NORMAL_BNB, line)
    assert {row["asset"] for row in taken.rows} == {"bsc:native"}


def test_a_chain_column_tells_the_chain_and_one_value_is_enough() -> None:
    header = "Txhash,ChainId,Chain,Blockno,UnixTimestamp,DateTime,From,To,Value(AVAX),TxnFee(AVAX)"
    lines = [f"0x1,43114,Avalanche,1,{_TIME},{_A},{_B},2,0.1",
             f"0x2,999999,Somewhere,1,{_TIME},{_A},{_B},2,0.1"]  # fmt: skip
    taken = _take(etherscan_normal, header, *lines)
    assert [(row["amount"], row["asset"]) for row in taken.rows] == [
        (2_000_000_000, "avalanche:native"),
        (100_000_000, "avalanche:native"),
    ]
    assert taken.reasons == ["chain-chain"]


def test_a_failed_transaction_has_failed_and_its_gas_is_paid() -> None:
    rows = _take(etherscan_normal, _NORMAL_V2, _normal(status="Error(0)")).rows
    assert [row["status"] for row in rows] == [RowStatus.FAILED, RowStatus.DONE]


def test_a_contract_that_is_made_is_the_receiver() -> None:
    rows = _take(etherscan_normal, _NORMAL_V2, _normal(to="")).rows
    assert rows[0]["other_account"] == _C


def test_what_is_finer_than_a_unit_is_cut_off_and_counted_exactly() -> None:
    taken = _take(etherscan_normal, _NORMAL_V2, _normal("1.000000000999999999", "0", "0"))
    assert taken.rows[0]["amount"] == 1_000_000_000
    assert taken.dust == {"ethereum:native": 999_999_999}


@pytest.mark.parametrize(
    "line",
    [
        _normal("1", "2"),
        _normal("", ""),
        _normal("-1", "0"),
        _normal("x", "0"),
        _normal("0", "9999999999999"),
        _normal("0.0000000000000000001", "0"),
    ],
)
def test_an_amount_that_cannot_be_counted_is_refused(line: str) -> None:
    taken = _take(etherscan_normal, _NORMAL_V2, line)
    assert (taken.rows, taken.reasons) == ([], ["chain-amount"])


@pytest.mark.parametrize("cut", ["", ",1,2"])
def test_a_record_of_another_width_is_refused(cut: str) -> None:
    line = _normal() + cut if cut else "0x01,1"
    assert _take(etherscan_normal, _NORMAL_V2, line).reasons == ["chain-cells"]


def test_internal_transactions_go_from_contract_to_receiver() -> None:
    line = f"0x01,1,{_TIME},{_A},{_B},0,{_B},{_C},,0.25,0,0,3021,{{}},{{}},call"
    taken = _take(etherscan_internal, _INTERNAL, line.format("0", ""), line.format("1", "x"))
    assert [(row["own_account"], row["other_account"], row["amount"]) for row in taken.rows] == [
        (_B.lower(), _C, 250_000_000)
    ] * 2
    assert [row["status"] for row in taken.rows] == [RowStatus.DONE, RowStatus.FAILED]


def test_a_token_is_its_contract_and_never_its_symbol() -> None:
    taken = _take(
        etherscan_erc20,
        _ERC20,
        f"0x01,1,{_TIME},{_A},{_B},1182.744798,$1182,{_USDT},Tether USD,USDT",
        f"0x02,1,{_TIME},{_A},{_B},1182.744798,$1182,{_C},Tether USD,USDT",
        f"0x03,1,{_TIME},{_A},{_B},5,$5,,Tether USD,USDT",
    )
    assert [(row["asset"], row["amount"]) for row in taken.rows] == [
        (f"ethereum:{_USDT.lower()}", 1_182_744_798),
        (f"ethereum:{_C}", 1_182_744_798_000),
    ]
    assert {row["summary"] for row in taken.rows} == {"USDT Tether USD"}
    assert taken.reasons == ["chain-asset"]


def test_thousands_are_read_and_digits_beyond_six_decimals_are_dust() -> None:
    data = f'"{_ERC20.replace(",", chr(34) + "," + chr(34))}"\n'.encode()
    data += f'0x1,1,{_TIME},{_A},{_B},"1,182.7447985",1,{_USDT},T,T\n'.encode()
    taken = take_all(etherscan_erc20, data)
    assert [row["amount"] for row in taken.rows] == [1_182_744_798]
    assert taken.dust == {f"ethereum:{_USDT.lower()}": 5 * 10**11}


def test_the_page_of_a_token_is_refused_with_the_remedy() -> None:
    taken = _take(etherscan_token_page, _PAGE, *[f"0x1,1,{_TIME},{_A},{_B},10,Transfer"] * 2)
    assert taken.rows == []
    assert taken.reasons == ["chain-token-untold"] * 2
    assert taken.wrong == ["chain-token-untold"]


@pytest.mark.parametrize(
    ("cell", "left", "reason"),
    [(_A, "", "chain-address"), (_B, "", "chain-address"), (_TIME, ",", "chain-time")],
    ids=["sender", "receiver", "time"],
)
def test_a_row_that_lacks_a_side_or_a_time_is_refused(cell: str, left: str, reason: str) -> None:
    line = f"0x01,1,{_TIME},{_A},{_B},1,$1,{_USDT},T,T".replace(cell, left)
    assert _take(etherscan_erc20, _ERC20, line).reasons == [reason]
