"""Which numbers are one account: told together, or with a suffix; never by name, never by mask."""

import pyarrow as pa
import pytest
from statement_rows import (
    CARD_A,
    CARD_B,
    CARD_C,
    IN,
    OUT,
    clean,
    list_fates,
    list_transfers,
    row,
)

from zhanlian.errors import SchemaError
from zhanlian.model.transfer import Fate
from zhanlian.money.ledger.identity.numbers import read_numbers
from zhanlian.money.ledger.ledger import CleanLedger, Told


def _joined(ledger: CleanLedger) -> dict[str, tuple[str, str]]:
    return {one["number"]: (one["canonical"], one["reason"]) for one in ledger.joined.to_pylist()}


def _told(**columns: str | None) -> Told:
    empty = Told().accounts
    record = dict.fromkeys(empty.schema.names) | {"line": 2, "item": 0} | columns
    return Told(accounts=pa.Table.from_pylist([record], schema=empty.schema))


def test_card_and_account_of_one_row_are_one_account_for_all_rows() -> None:
    ledger = clean(
        [
            row(CARD_A, IN, 100, 0, own_account="400000123456", other_account=CARD_B),
            row(CARD_C, OUT, 200, 9, other_account="400000123456"),
        ]
    )
    assert list_transfers(ledger) == [(CARD_B, CARD_A, 100), (CARD_C, CARD_A, 200)]
    assert _joined(ledger) == {"400000123456": (CARD_A, "same-row")}


def test_a_list_of_accounts_joins_too_and_a_sub_account_joins_its_main() -> None:
    rows = [row("400000123456", IN, 100, 0, other_account=CARD_B)]
    told = _told(card=CARD_A, account="400000123456")
    assert _joined(clean(rows, told)) == {"400000123456": (CARD_A, "account-record")}
    told = _told(account="400000123456", sub_account="40000012345600001")
    assert _joined(clean(rows, told)) == {"400000123456": ("40000012345600001", "sub-account")}
    told = _told(account="400000123456", sub_account="00001")
    assert _joined(clean(rows, told)) == {}


@pytest.mark.parametrize("suffix", ["_156", "_CNY", "_00001", "_1"])
def test_a_suffix_is_no_part_of_the_number(suffix: str) -> None:
    ledger = clean([row(CARD_A, IN, 100, 0, other_account="10000000017" + suffix)])
    assert list_transfers(ledger) == [("10000000017", CARD_A, 100)]


def test_leading_zeros_make_another_number() -> None:
    ledger = clean(
        [
            row(CARD_A, IN, 100, 0, other_account="0012345678"),
            row(CARD_A, IN, 100, 9, other_account="12345678"),
        ]
    )
    assert [payer for payer, _, _ in list_transfers(ledger)] == ["0012345678", "12345678"]


def test_masked_numbers_join_nothing() -> None:
    ledger = clean(
        [
            row("6226******5669", IN, 100, 0, other_account=CARD_B, own_account="400000000001"),
            row("6226******5669", IN, 100, 9, other_account=CARD_B, own_account="400000000002"),
            row("6226******5669", IN, 100, 19, other_account=CARD_B),
        ]
    )
    assert [payee for _, payee, _ in list_transfers(ledger)] == [
        "400000000001",
        "400000000002",
        "6226******5669",
    ]
    assert _joined(ledger) == {}


def test_two_sides_with_one_masked_number_are_not_one_account() -> None:
    ledger = clean(
        [row("1234****9876", OUT, 100, 0, other_account="1234****9876", other_name="合成乙")]
    )
    assert list_fates(ledger) == [Fate.USED]
    assert list_transfers(ledger) == [("1234****9876", "name:1234****9876:合成乙", 100)]


def test_one_card_with_accounts_of_two_persons_is_kept_apart_and_told() -> None:
    both = [
        row(CARD_A, IN, 100, 0, own_account="400000000001", own_id_number="SYN1"),
        row(CARD_A, IN, 100, 9, own_account="400000000002", own_id_number="SYN2"),
    ]
    ledger = clean(both)
    assert ledger.apart == ((CARD_A, "400000000001"), (CARD_A, "400000000002"))
    assert _joined(ledger) == {}
    same = [one | {"own_id_number": "SYN1"} for one in both]
    assert set(_joined(clean(same))) == {"400000000001", "400000000002"}


def test_a_placeholder_account_does_not_join_the_cards_of_a_bank() -> None:
    cards = [f"62220200000000{number:05d}" for number in range(30)]
    ledger = clean([row(card, IN, 100, 0, own_account="999999999999") for card in cards])
    assert _joined(ledger) == {}
    assert clean([row(card, IN, 1, 0, own_account="0") for card in cards]).apart == ()


def test_equal_names_alone_join_nothing() -> None:
    ledger = clean(
        [
            row(CARD_A, IN, 100, 0, own_name="合成甲", other_name="合成乙"),
            row(CARD_B, IN, 100, 9, own_name="合成甲", other_name="合成乙"),
        ]
    )
    assert list_transfers(ledger) == [
        (f"name:{CARD_A}:合成乙", CARD_A, 100),
        (f"name:{CARD_B}:合成乙", CARD_B, 100),
    ]


def test_blanks_quotes_hyphens_and_the_case_of_addresses_are_no_part_of_a_number() -> None:
    raw = ["\t6222 0200 ", "62220200", "'62220200", "123-456789-833", "0xAbCd" + "0" * 36, "-", "0"]
    numbers = read_numbers(pa.array(raw))
    texts = numbers.texts.to_pylist()
    found = [texts[code] if code >= 0 else None for code in numbers.of.tolist()]
    assert found == ["62220200"] * 3 + ["123456789833", "0xabcd" + "0" * 36, None, None]


def test_a_row_without_an_account_of_its_own_is_refused_with_its_line() -> None:
    nobody = row(CARD_A, IN, 100, 0) | {"own_card": None}
    with pytest.raises(SchemaError) as caught:
        clean([row(CARD_A, IN, 100, 0), nobody])
    assert caught.value.fields == {"line": 3}
