"""Lists of victims' payments; every name and account is invented (SYNTHETIC)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.victims.payment_list import PaymentList

_HEAD = "受害人,转账时间,付款账号,收款账号,转账金额,币种,损失金额\n"
_ROW = "合成甲,2026-03-01 10:05,6217000000000000025,6222020000000000017,50000.00,人民币,80000\n"


def _parse(text: str, encoding: str = "utf-8") -> tuple[list[dict[str, object]], list[str], int]:
    (part,) = PaymentList().parse(MemorySource(text.encode(encoding), "list.csv"))
    return part.table.to_pylist(), part.row_rejects["reason"].to_pylist(), part.others


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_is_read_whole(encoding: str) -> None:
    rows, rejects, others = _parse("合成示例：付款清单\n" + _HEAD + _ROW + "\n", encoding)
    assert (len(rows), rejects, others) == (1, [], 3)
    (row,) = rows
    assert row["victim"] == "合成甲"
    assert (row["payer"], row["payee"]) == ("6217000000000000025", "6222020000000000017")
    assert (row["amount"], row["asset"], row["loss"]) == (50000_00, "CNY", 80000_00)
    assert (row["line"], row["precision"]) == (3, 1)
    assert str(row["time"]) == "2026-03-01 02:05:00+00:00"


def test_the_simple_form_of_our_own_needs_four_columns() -> None:
    rows, _, _ = _parse("victim,time,payee,amount\nSYN-1,2026-03-01,SYN-A,0.01\n")
    assert [(row["amount"], row["asset"], row["payer"]) for row in rows] == [(1, "CNY", None)]


def test_the_chain_of_a_coin_follows_from_the_address() -> None:
    head = "victim,time,payee,amount,asset\n"
    rows, _, _ = _parse(head + f"SYN-1,2026-03-01,0x{'ab' * 20},5,USDT\n")
    assert rows[0]["asset"] == "ethereum:0xdac17f958d2ee523a2206206994597c13d831ec7"
    assert rows[0]["amount"] == 5_000_000


def test_an_asset_may_be_named_by_chain_and_contract() -> None:
    rows, _, _ = _parse("victim,time,payee,amount,asset\nSYN-1,2026-03-01,TSYN,5,tron:native\n")
    assert (rows[0]["asset"], rows[0]["amount"]) == ("tron:native", 5_000_000)
    spelled = "ethereum:0xDAC17F958D2ee523a2206206994597C13D831ec7"
    rows, _, _ = _parse(f"victim,time,payee,amount,asset\nSYN-1,2026-03-01,0xAB,5,{spelled}\n")
    assert rows[0]["asset"] == spelled.lower()  # as chain exports spell it


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",2026-03-01,,SYN-A,1,CNY,\n", "payment-incomplete"),
        ("甲,,,SYN-A,1,CNY,\n", "payment-incomplete"),
        ("甲,2026-03-01,,SYN-A,-1,CNY,\n", "payment-unreadable"),
        ("甲,2026-03-01,,SYN-A,0,CNY,\n", "payment-unreadable"),
        ("甲,2026-03-01,,SYN-A,一万,CNY,\n", "payment-unreadable"),
        ("甲,2026-03-01,,6.22202E+18,1,CNY,\n", "payment-unreadable"),
        ("甲,31.31.2026,,SYN-A,1,CNY,\n", "payment-unreadable"),
        ("甲,2026-03-01,,SYN-A,1,CNY,-5\n", "payment-unreadable"),
        ("甲,2026-03-01,,SYN-A,1,贝壳,\n", "payment-unreadable"),
    ],
)
def test_a_row_that_cannot_be_read_is_a_reject_and_the_others_stay(row: str, reason: str) -> None:
    rows, rejects, _ = _parse(_HEAD + row + _ROW)
    assert (len(rows), rejects) == (1, [reason])


def test_the_format_is_told_by_its_header() -> None:
    form = PaymentList()
    assert form.sniff((_HEAD + _ROW).encode("gb18030"))
    assert not form.sniff("受害人：甲某，转账时间不详。\n".encode())
    assert not form.sniff(b"\x00\x01\x02")
    assert not form.sniff(b"")


@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_make_it_fail(data: bytes, headed: bool) -> None:
    form = PaymentList()
    whole = _HEAD.encode() + data if headed else data
    form.sniff(whole)
    for part in form.parse(MemorySource(whole, "x")):
        assert part.told == "payments"


def test_a_comma_of_thousands_without_quotes_is_never_fifty_yuan() -> None:
    head = "受害人,转账时间,收款账号,转账金额\n"
    rows, rejects, _ = _parse(head + '甲,2026-03-01,SYN-A,50,000\n甲,2026-03-01,SYN-A,"50,000",,\n')
    assert [row["amount"] for row in rows] == [50000_00]
    assert rejects == ["row-ragged"]
