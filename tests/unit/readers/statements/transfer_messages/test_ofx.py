"""OFX 1 and 2: signs, zones, cards, pending rows, corrections, places."""

import pytest
from told_rows import Taken, take_all

from zhanlian.model.statement import Direction, RowKind, RowStatus
from zhanlian.readers.statements.transfer_messages import ofx

_SGML = (
    "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\r\n"
    "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD\r\n"
    "<BANKACCTFROM><BANKID>12<ACCTID>0099887766<ACCTTYPE>CHECKING</BANKACCTFROM>\r\n"
    "<BANKTRANLIST>{entries}</BANKTRANLIST>\r\n"
    "<LEDGERBAL><BALAMT>-87.55<DTASOF>20260301</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
)
_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200" VERSION="202"?>\n'
    "<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>CNY</CURDEF>"
    "<CCACCTFROM><ACCTID>6200SYNTHETIC</ACCTID></CCACCTFROM><BANKTRANLIST>{entries}</BANKTRANLIST>"
    "</CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>"
)


def _entry(
    amount: str = "-1.00", kind: str = "OTHER", time: str = "20260301120000[0:GMT]", more: str = ""
) -> str:
    return (
        f"<STMTTRN><TRNTYPE>{kind}<DTPOSTED>{time}<TRNAMT>{amount}<FITID>F1"
        f"<NAME>JIA &amp; CO{more}</STMTTRN>\r\n"
    )


def _take(*entries: str, form: str = _SGML) -> Taken:
    data = form.format(entries="".join(entries)).encode("cp1252" if form is _SGML else "utf-8")
    assert ofx.sniff(data[:65536])
    return take_all(ofx, data)


@pytest.mark.parametrize(
    ("amount", "kind", "direction", "units"),
    [
        ("-12.50", "DEBIT", Direction.OUT, 1250),
        ("+12.5", "CREDIT", Direction.IN, 1250),
        ("12,50", "OTHER", Direction.IN, 1250),
        ("1,234.50", "OTHER", Direction.IN, 123450),
        ("12.50", "DEBIT", Direction.UNKNOWN, 1250),  # sign and type contradict each other
        ("0.00", "OTHER", Direction.UNKNOWN, 0),
    ],
)
def test_the_sign_is_the_direction(
    amount: str, kind: str, direction: Direction, units: int
) -> None:
    rows = _take(_entry(amount, kind)).rows
    assert [(row["direction"], row["amount"]) for row in rows] == [(direction, units)]


@pytest.mark.parametrize(
    ("time", "instant", "precision"),
    [
        ("20260301", "2026-03-01 00:00:00+00:00", 2),
        ("20260301093000", "2026-03-01 09:30:00+00:00", 0),
        ("20260301093000[-5:EST]", "2026-03-01 14:30:00+00:00", 0),
        ("20260301093000.123[+5.5:IST]", "2026-03-01 04:00:00.123000+00:00", 0),
        ("20260301[8:CST]", "2026-02-28 16:00:00+00:00", 2),
        ("202603010930[+8]", "2026-03-01 01:30:00+00:00", 1),
    ],
)
def test_a_time_is_in_its_zone_or_in_gmt(time: str, instant: str, precision: int) -> None:
    row = _take(_entry(time=time)).rows[0]
    assert (str(row["time"]), row["precision"]) == (instant, precision)


def test_a_row_knows_its_bytes_its_partner_and_its_account() -> None:
    more = "<MEMO>rent<BANKACCTTO><BANKID>9<ACCTID>0055</BANKACCTTO>"
    taken = _take(_entry(), _entry(more=more))
    row = taken.rows[1]
    assert taken.slice_of(row) == _entry(more=more).rstrip().encode()
    assert taken.data[: row["offset"]].count(b"\n") + 1 == row["line"]
    assert (row["other_account"], row["other_name"], row["summary"]) == ("0055", "JIA & CO", "rent")
    assert (row["own_account"], row["own_bank"], row["reference"]) == ("0099887766", "12", "F1")
    assert [(one["account"], one["balance"]) for one in taken.accounts] == [("0099887766", -8755)]


def test_a_name_does_not_take_the_account_of_another_part() -> None:
    row = _take(_entry(more="<MEMO><CCACCTTO><ACCTID>77</CCACCTTO>")).rows[0]
    assert (row["other_account"], row["summary"]) == ("77", None)


def test_xml_is_read_like_sgml() -> None:
    entry = (
        "<STMTTRN><TRNTYPE>POS</TRNTYPE><DTPOSTED>20260301</DTPOSTED><TRNAMT>-88.00</TRNAMT>"
        "<FITID>9</FITID><NAME>甲某某&#x5E97;</NAME></STMTTRN>"
    )
    taken = _take(entry, form=_XML)
    row = taken.rows[0]
    assert (row["amount"], row["asset"], row["kind"]) == (8800, "CNY", RowKind.POS)
    assert (row["other_name"], row["own_account"]) == ("甲某某店", "6200SYNTHETIC")
    assert taken.slice_of(row) == entry.encode()


def test_money_in_another_currency_is_in_that_currency() -> None:
    more = "<CURRENCY><CURRATE>7.1<CURSYM>JPY</CURRENCY>"
    row = _take(_entry("-500", more=more)).rows[0]
    assert (row["amount"], row["asset"]) == (500, "JPY")


def test_a_hold_and_a_pending_row_are_pending() -> None:
    pending = _entry().replace("STMTTRN>", "STMTTRNP>")
    rows = _take(_entry(kind="HOLD"), pending).rows
    assert [row["status"] for row in rows] == [RowStatus.PENDING] * 2


def test_a_correction_is_left_to_a_person() -> None:
    taken = _take(_entry(), _entry(more="<CORRECTFITID>F0<CORRECTACTION>DELETE"))
    assert len(taken.rows) == 1
    assert taken.reasons == ["message-correction"]


@pytest.mark.parametrize(
    "entry", [_entry(""), _entry("1.005"), _entry("x"), _entry(time="20260230"), _entry(time="1")]
)
def test_an_entry_that_cannot_be_read_is_left_out_and_named(entry: str) -> None:
    taken = _take(entry, _entry())
    assert (len(taken.rows), taken.reasons) == (1, ["message-field"])


def test_an_entry_of_no_account_is_left_out() -> None:
    data = _SGML.format(entries=_entry()).replace("ACCTID", "NOID").encode()
    assert take_all(ofx, data).reasons == ["message-no-account"]


def test_a_file_that_is_cut_off_keeps_what_came_before() -> None:
    data = _SGML.format(entries=_entry() + _entry("-2.00")).encode()
    taken = take_all(ofx, data[: data.index(b"-2.00")])
    assert [row["amount"] for row in taken.rows] == [100]
    assert taken.reasons == ["message-field"]


def test_places_hold_across_the_pieces_a_large_file_is_read_in() -> None:
    taken = _take(*[_entry(f"-{number}.00") for number in range(1, 4000)])
    assert len(taken.data) > 262_144
    assert [row["amount"] for row in taken.rows] == [number * 100 for number in range(1, 4000)]
    for row in taken.rows[::97]:
        assert taken.slice_of(row).startswith(b"<STMTTRN>")
        assert taken.slice_of(row).endswith(b"</STMTTRN>")
        assert taken.data[: row["offset"]].count(b"\n") + 1 == row["line"]
