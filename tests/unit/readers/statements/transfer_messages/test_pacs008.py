"""pacs.008: both sides are told, from the payer's view, and the header's sums are held to."""

from pathlib import Path

from told_rows import take_all

from zhanlian.model.statement import Direction, Precision, RowStatus
from zhanlian.readers.statements.transfer_messages import camt053, pacs008


def _file(*transfers: str, header: str = "", version: str = "08") -> bytes:
    return (
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.{version}">'
        f"<FIToFICstmrCdtTrf><GrpHdr><CreDtTm>2026-03-01T10:00:00</CreDtTm>{header}</GrpHdr>"
        + "".join(transfers)
        + "</FIToFICstmrCdtTrf></Document>"
    ).encode()


def _transfer(amount: str = "1.00", more: str = "", payer: str = "<Nm>甲某某</Nm>") -> str:
    return (
        "<CdtTrfTxInf><PmtId><EndToEndId>NOTPROVIDED</EndToEndId><TxId>T1</TxId></PmtId>"
        f'<IntrBkSttlmAmt Ccy="EUR">{amount}</IntrBkSttlmAmt>{more}'
        f"<Dbtr>{payer}</Dbtr><DbtrAgt><FinInstnId><BICFI>SYNTDEFF</BICFI></FinInstnId></DbtrAgt>"
        "<Cdtr><Nm>乙某某</Nm></Cdtr><CdtrAcct><Id><IBAN>XX02</IBAN></Id></CdtrAcct></CdtTrfTxInf>"
    )


def test_both_sides_of_a_transfer_are_told() -> None:
    account = "<DbtrAcct><Id><Othr><Id>0012</Id></Othr></Id></DbtrAcct>"
    taken = take_all(pacs008, _file(_transfer("2.50", account)))
    row = taken.rows[0]
    assert (row["own_account"], row["own_name"], row["own_bank"]) == ("0012", "甲某某", "SYNTDEFF")
    assert (row["other_account"], row["other_name"]) == ("XX02", "乙某某")
    assert (row["amount"], row["direction"], row["status"]) == (
        250, Direction.OUT, RowStatus.UNTOLD,
    )  # fmt: skip
    assert row["reference"] == "T1"
    assert taken.slice_of(row).endswith(b"</CdtTrfTxInf>")


def test_a_payer_without_an_account_is_known_by_name_and_one_without_both_is_left_out() -> None:
    taken = take_all(pacs008, _file(_transfer(), _transfer(payer="")))
    assert [row["own_account"] for row in taken.rows] == ["甲某某"]
    assert taken.reasons == ["message-no-account"]


def test_the_day_of_settlement_comes_before_the_hour_of_the_file() -> None:
    taken = take_all(
        pacs008, _file(_transfer(), _transfer(more="<IntrBkSttlmDt>2026-03-02</IntrBkSttlmDt>"))
    )
    assert [(str(row["time"]), row["precision"]) for row in taken.rows] == [
        ("2026-03-01 02:00:00+00:00", Precision.SECOND),
        ("2026-03-01 16:00:00+00:00", Precision.DAY),
    ]
    assert [one.reason.fields for one in taken.rejects] == [{"count": 1}]  # hours without a zone


def test_number_and_total_of_the_header_are_held_to() -> None:
    header = '<NbOfTxs>{0}</NbOfTxs><TtlIntrBkSttlmAmt Ccy="EUR">{1}</TtlIntrBkSttlmAmt>'
    for number, total, wrong in (
        ("2", "2.00", []),
        ("3", "2.00", ["message-count"]),
        ("2", "2.01", ["message-total"]),
    ):
        data = _file(_transfer(), _transfer(), header=header.format(number, total))
        assert take_all(pacs008, data.replace(b"10:00:00<", b"10:00:00Z<")).wrong == wrong


def test_versions_and_messages_are_told_apart_by_their_namespace() -> None:
    for version in ("02", "08", "10"):
        data = _file(_transfer(), version=version)
        assert pacs008.sniff(data) and not camt053.sniff(data)


def test_a_real_message_names_both_parties(shared: Path) -> None:
    data = (shared / "formats/iso20022/pacs.008.001.08.xml").read_bytes()
    assert pacs008.sniff(data)
    taken = take_all(pacs008, data)
    assert (taken.row_rejects, taken.rejects) == ([], [])
    row = taken.rows[0]
    assert (row["amount"], row["asset"]) == (100000, "EUR")
    assert (row["own_account"], row["other_name"]) == ("Debtor Corp", "Creditor Ltd")
