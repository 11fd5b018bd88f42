"""MT940: marks, dates without a year, remarks of several forms, balances that must agree."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from told_rows import Taken, take_all

from zhanlian.model.statement import Direction, Precision, RowKind, RowStatus
from zhanlian.readers.statements.transfer_messages import mt940


def _message(*lines: str, opening: str = "C260228EUR100,", closing: str = "") -> str:
    end = [f":62F:{closing}"] if closing else []
    head = [":20:SYNTHETIC", ":25:12345678/0012345678", ":28C:1/1", f":60F:{opening}"]
    return "\r\n".join([*head, *lines, *end, "-", ""])


def _take(text: str) -> Taken:
    assert mt940.sniff(text.encode()[:65536])
    return take_all(mt940, text.encode())


@pytest.mark.parametrize(
    ("mark", "direction", "kind", "closing"),
    [
        ("C", Direction.IN, RowKind.TRANSFER, "C260301EUR109,5"),
        ("D", Direction.OUT, RowKind.TRANSFER, "C260301EUR90,50"),
        ("RC", Direction.OUT, RowKind.REVERSAL, "C260301EUR90,50"),
        ("RD", Direction.IN, RowKind.REVERSAL, "C260301EUR109,50"),
    ],
)
@pytest.mark.parametrize("funds", ["", "R"])
def test_a_mark_says_which_way_money_went(
    mark: str, direction: Direction, kind: RowKind, closing: str, funds: str
) -> None:
    taken = _take(_message(f":61:2603010301{mark}{funds}9,50NTRFREF//BANK", closing=closing))
    assert [(row["direction"], row["amount"], row["kind"]) for row in taken.rows] == [
        (direction, 950, kind)
    ]
    assert taken.wrong == []


def test_an_expected_booking_is_pending_and_outside_the_sum() -> None:
    taken = _take(_message(":61:260301EC9,50NTRFREF", closing="C260301EUR100,"))
    assert [row["status"] for row in taken.rows] == [RowStatus.PENDING]
    assert taken.wrong == []


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ("2603020301", "2026-03-01"),
        ("2601021231", "2025-12-31"),
        ("2512300102", "2026-01-02"),
        ("240228" + "0229", "2024-02-29"),
        ("991231", "1999-12-31"),
    ],
)
def test_an_entry_belongs_to_the_year_nearest_to_its_value(dates: str, day: str) -> None:
    row = _take(_message(f":61:{dates}C1,NTRFREF")).rows[0]
    assert row["precision"] == Precision.DAY
    assert row["time"] == datetime.fromisoformat(f"{day}T00:00:00+08:00")


@pytest.mark.parametrize(
    ("remarks", "account", "name", "bank", "reference"),
    [
        (
            ":86:166?00GUTSCHRIFT?20EREF+E-1?21SVWZ+test?30SYNTDEFF?31DE0012?32Jia?33 Mou",
            "DE0012", "Jia Mou", "SYNTDEFF", "E-1",
        ),
        (":86:020~00x~30123~310044~32YI", "0044", "YI", "123", "REF"),
        (":86:/TRTP/SEPA/IBAN/NL0012/BIC/SYNTNL2A/NAME/Bing/REMI/x/EREF/E-2", "NL0012", "Bing",
         "SYNTNL2A", "E-2"),
        (":86:/EREF/E-3//CNTP/NL0013/SYNTNL2A/Ding///REMI/USTD//x/", "NL0013", "Ding",
         "SYNTNL2A", "E-3"),
        (":86:whatever the bank wrote", None, None, None, "REF"),
    ],
)  # fmt: skip
def test_the_other_side_is_found_in_every_form_of_remarks(
    remarks: str, account: str | None, name: str | None, bank: str | None, reference: str
) -> None:
    row = _take(_message(":61:260301C1,NTRFREF//B", remarks)).rows[0]
    assert (row["other_account"], row["other_name"], row["other_bank"]) == (account, name, bank)
    assert row["reference"] == reference


def test_a_part_cut_by_the_end_of_a_line_is_put_together() -> None:
    told = "166?00GUTSCHRIFT?20" + "x" * 40 + "?31DE0"
    assert len(told) == 65
    row = _take(_message(":61:260301C1,NTRFREF", f":86:{told}", "0123?32A")).rows[0]
    assert (row["other_account"], row["other_name"]) == ("DE00123", "A")


def test_lines_are_rows_or_others_and_rows_know_their_bytes() -> None:
    text = _message(":61:260301C1,NTRFREF", "second line", ":86:a", "b", closing="C260301EUR101,")
    taken = _take(text)
    assert taken.others == text.count("\n") - 4
    assert taken.slice_of(taken.rows[0]) == (b":61:260301C1,NTRFREF\r\nsecond line\r\n:86:a\r\nb")
    assert [row["line"] for row in taken.rows] == [5]


def test_swift_blocks_are_read_like_plain_messages() -> None:
    plain = _message(":61:260301C1,NTRFREF", closing="C260301EUR101,")
    blocks = "{1:F01SYNTDEFFXXXX0000000000}{2:O9400000}{4:\r\n" + plain.rstrip() + "}{5:{CHK:0}}"
    assert [row["amount"] for row in _take(blocks).rows] == [100]
    assert _take(blocks).wrong == []


def test_each_message_is_held_to_its_own_balances() -> None:
    good = _message(":61:260301C1,NTRFREF", closing="C260301EUR101,")
    bad = _message(":61:260301C1,NTRFREF", closing="D260301EUR101,")
    taken = _take(good + bad + good)
    assert len(taken.rows) == 3
    assert taken.wrong == ["message-balance"]
    assert taken.rejects[0].place.startswith("8 ")
    assert [one["balance"] for one in taken.accounts] == [10100, -10100, 10100]


def test_a_message_without_an_end_is_told() -> None:
    taken = _take(_message(":61:260301C1,NTRFREF"))
    assert len(taken.rows) == 1
    assert taken.wrong == ["message-no-closing"]


@pytest.mark.parametrize("line", [":61:260230C1,NTRF", ":61:260301X1,NTRF", ":61:260301C1.5NTRF",
                                  ":61:260301C1,005NTRF", ":61:"])  # fmt: skip
def test_an_entry_that_cannot_be_read_is_left_out_and_named(line: str) -> None:
    taken = _take(_message(line, ":61:260301C2,NTRFREF", closing="C260301EUR999,"))
    assert [row["amount"] for row in taken.rows] == [200]
    assert taken.reasons == ["message-field"]
    assert taken.wrong == []


def test_a_currency_behind_the_account_is_no_part_of_it() -> None:
    text = _message(":61:260301C1,NTRF").replace("12345678/0012345678", "NL00SYNT0012345678EUR")
    assert _take(text).rows[0]["own_account"] == "NL00SYNT0012345678"


def test_a_real_file_of_many_messages_agrees_with_all_its_balances(shared: Path) -> None:
    data = (shared / "formats/mt940/betterplace__sepa_mt9401.sta").read_bytes()
    taken = take_all(mt940, data)
    entries = [line for line in data.split(b"\n") if line.startswith(b":61:")]
    assert (len(taken.rows), taken.row_rejects, taken.rejects) == (len(entries), [], [])
    assert len(taken.rows) == 97
    reversed_credits = [row for row in taken.rows if row["kind"] == RowKind.REVERSAL]
    assert [row["direction"] for row in reversed_credits] == [Direction.OUT] * data.count(b"RCR")
    moved = sum(
        row["amount"] if row["direction"] == Direction.IN else -row["amount"] for row in taken.rows
    )
    assert moved == _closing_minus_opening(data)


def _closing_minus_opening(data: bytes) -> int:
    """Return the sum over all messages, read another way than the reader does."""
    total = 0
    for tag, side, whole, part in re.findall(
        rb"^:(6[02])[FM]:([CD])\d{6}EUR(\d+),(\d*)", data, re.MULTILINE
    ):
        units = int(whole) * 100 + int(part.ljust(2, b"0"))
        total += units * (1 if (side == b"C") == (tag == b"62") else -1)
    return total


@pytest.mark.parametrize(
    ("name", "rows", "others", "difference"),
    [("jejik__abnamro.sta", 10, 18, "-2038.00"), ("jejik__postfinance.sta", 4, 12, "0.20")],
)
def test_real_files_with_changed_amounts_say_by_how_much(
    shared: Path, name: str, rows: int, others: int, difference: str
) -> None:
    taken = take_all(mt940, (shared / "formats/mt940" / name).read_bytes())
    assert (len(taken.rows), taken.row_rejects, taken.others) == (rows, [], others)
    assert taken.rejects[0].reason.fields["difference"] == difference
