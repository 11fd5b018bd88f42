"""camt.053: each booking once, in the direction it went, with its place, held to its balances."""

from pathlib import Path

import pytest
from told_rows import Taken, take_all

from zhanlian.model.statement import Direction, RowKind, RowStatus
from zhanlian.readers.statements.transfer_messages import camt053

_OWN = "XX00SYNTHETIC0001"


def _statement(*entries: str, version: str = "08", balances: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        "<BkToCstmrStmt><Stmt><Id>1</Id>"
        f"<Acct><Id><IBAN>{_OWN}</IBAN></Id><Ownr><Nm>甲某某</Nm></Ownr></Acct>"
        f"{balances}\n" + "\n".join(entries) + "\n</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _entry(
    amount: str,
    side: str = "DBIT",
    *,
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    reversal: str = "",
    day: str = "<Dt>2026-03-01</Dt>",
    details: str = "",
) -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{reversal}{status}'
        f"<BookgDt>{day}</BookgDt>{details}</Ntry>"
    )


def _detail(amount: str, name: str, side: str = "", currency: str = "EUR") -> str:
    return (
        f"<TxDtls><Refs><EndToEndId>E-{name}</EndToEndId></Refs>"
        f'<Amt Ccy="{currency}">{amount}</Amt>'
        f"{side}<RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr>"
        f"<DbtrAcct><Id><Othr><Id>0{name}</Id></Othr></Id></DbtrAcct></RltdPties></TxDtls>"
    )


def _balances(opening: str, closing: str) -> str:
    return "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{told}</Amt>'
        "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-01</Dt></Dt></Bal>"
        for code, told in (("OPBD", opening), ("CLBD", closing))
    )


def _take(data: bytes) -> Taken:
    assert camt053.sniff(data[:65536])
    return take_all(camt053, data)


@pytest.mark.parametrize("version", ["02", "04", "08"])
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("<Sts>BOOK</Sts>", RowStatus.DONE),
        ("<Sts><Cd>BOOK</Cd></Sts>", RowStatus.DONE),
        ("<Sts>PDNG</Sts>", RowStatus.PENDING),
        ("<Sts><Cd>PDNG</Cd></Sts>", RowStatus.PENDING),
        ("<Sts><Prtry>X</Prtry></Sts>", RowStatus.UNTOLD),
    ],
)
def test_the_status_is_read_in_both_places(version: str, status: str, expected: RowStatus) -> None:
    taken = _take(_statement(_entry("10.00", status=status), version=version))
    assert [row["status"] for row in taken.rows] == [expected]


def test_an_entry_for_information_moves_no_money() -> None:
    taken = _take(_statement(_entry("10.00", status="<Sts><Cd>INFO</Cd></Sts>")))
    assert [row["kind"] for row in taken.rows] == [RowKind.QUERY]


@pytest.mark.parametrize(
    ("side", "expected", "closing"), [("DBIT", Direction.OUT, "90"), ("CRDT", Direction.IN, "110")]
)
def test_a_reversal_goes_the_way_its_own_indicator_says(
    side: str, expected: Direction, closing: str
) -> None:
    """DBIT with RvslInd takes back an original credit: the account is debited by this entry."""
    entry = _entry("10.00", side, reversal="<RvslInd>true</RvslInd>")
    taken = _take(_statement(entry, balances=_balances("100.00", closing)))
    assert [(row["direction"], row["kind"], row["amount"]) for row in taken.rows] == [
        (expected, RowKind.REVERSAL, 1000)
    ]
    assert taken.wrong == []  # and the balances agree


def test_a_reversal_that_did_not_happen_is_none() -> None:
    entry = _entry("10.00", reversal="<RvslInd>false</RvslInd>")
    assert _take(_statement(entry)).rows[0]["kind"] != RowKind.REVERSAL


def test_details_that_add_up_stand_for_their_entry() -> None:
    details = f"<NtryDtls>{_detail('7.50', '1')}{_detail('2.50', '2')}</NtryDtls>"
    taken = _take(_statement(_entry("10.00", "CRDT", details=details)))
    assert [(row["kind"], row["amount"], row["other_name"]) for row in taken.rows] == [
        (RowKind.SUMMARY, 1000, None),
        (RowKind.UNTOLD, 750, "1"),
        (RowKind.UNTOLD, 250, "2"),
    ]
    assert [row["other_account"] for row in taken.rows] == [None, "01", "02"]
    assert [row["reference"] for row in taken.rows] == [None, "E-1", "E-2"]
    assert taken.slice_of(taken.rows[1]).startswith(b"<TxDtls><Refs><EndToEndId>E-1<")
    assert taken.slice_of(taken.rows[2]).endswith(b"</TxDtls>")


def test_details_that_go_both_ways_are_added_by_their_own_side() -> None:
    against = "<CdtDbtInd>DBIT</CdtDbtInd>"
    details = f"<NtryDtls>{_detail('12.50', '1')}{_detail('2.50', '2', against)}</NtryDtls>"
    taken = _take(_statement(_entry("10.00", "CRDT", details=details)))
    assert [(row["amount"], row["direction"]) for row in taken.rows[1:]] == [
        (1250, Direction.IN),
        (250, Direction.OUT),
    ]


@pytest.mark.parametrize(
    "second",
    [_detail("2.51", "2"), _detail("2.50", "2", currency="USD"), _detail("x", "2")],
    ids=["another sum", "another currency", "no number"],
)
def test_details_that_do_not_add_up_leave_the_entry_standing(second: str) -> None:
    details = f"<NtryDtls>{_detail('7.50', '1')}{second}</NtryDtls>"
    taken = _take(_statement(_entry("10.00", "CRDT", details=details)))
    assert [(row["kind"], row["amount"]) for row in taken.rows] == [(RowKind.UNTOLD, 1000)]
    assert len(taken.row_rejects) == 2
    assert "message-details-differ" in taken.reasons


def test_one_detail_lends_its_parties_to_the_entry() -> None:
    details = f"<NtryDtls>{_detail('11.00', '1', currency='USD')}</NtryDtls>"
    taken = _take(_statement(_entry("10.00", "CRDT", details=details)))
    assert [(row["amount"], row["asset"], row["other_name"]) for row in taken.rows] == [
        (1000, "EUR", "1")
    ]
    assert taken.slice_of(taken.rows[0]).startswith(b"<Ntry>")


def test_the_account_itself_is_never_its_own_partner() -> None:
    parties = (
        f"<RltdPties><Dbtr><Nm>甲某某</Nm></Dbtr><DbtrAcct><Id><IBAN>{_OWN}</IBAN></Id></DbtrAcct>"
        "<Cdtr><Nm>乙某某</Nm></Cdtr></RltdPties>"
    )
    details = f"<NtryDtls><TxDtls>{parties}</TxDtls></NtryDtls>"
    taken = _take(_statement(_entry("10.00", "CRDT", details=details)))
    assert taken.rows[0]["other_name"] == "乙某某"


def test_balances_that_do_not_agree_are_told_and_rows_stay() -> None:
    taken = _take(_statement(_entry("10.00"), balances=_balances("100.00", "95.00")))
    assert len(taken.rows) == 1
    assert taken.wrong == ["message-balance"]
    assert taken.rejects[0].reason.fields["difference"] == "5.00"


def test_entries_that_are_not_booked_are_outside_the_sum() -> None:
    pending = _entry("7.00", status="<Sts>PDNG</Sts>")
    data = _statement(_entry("10.00"), pending, balances=_balances("100.00", "90.00"))
    assert _take(data).wrong == []


def test_several_statements_have_accounts_and_sums_of_their_own() -> None:
    one = _statement(_entry("10.00"), balances=_balances("100", "90")).decode()
    statement = one[one.index("<Stmt>") : one.index("</BkToCstmrStmt>")]
    other = statement.replace(_OWN, "XX00SYNTHETIC0002").replace(">90<", ">91<")
    taken = _take(one.replace(statement, statement + other).encode())
    assert [row["own_account"] for row in taken.rows] == [_OWN, "XX00SYNTHETIC0002"]
    assert [(one["account"], one["balance"]) for one in taken.accounts] == [
        (_OWN, 9000),
        ("XX00SYNTHETIC0002", 9100),
    ]
    assert [one.place for one in taken.rejects] == ["XX00SYNTHETIC0002"]


@pytest.mark.parametrize(
    ("day", "instant", "precision"),
    [
        ("<Dt>2026-03-01</Dt>", "2026-02-28 16:00:00+00:00", 2),
        ("<Dt>2026-03-01+01:00</Dt>", "2026-02-28 23:00:00+00:00", 2),
        ("<Dt>2026-03-01-05:00</Dt>", "2026-03-01 05:00:00+00:00", 2),
        ("<DtTm>2026-03-01T10:00:05Z</DtTm>", "2026-03-01 10:00:05+00:00", 0),
        ("<DtTm>2026-03-01T10:00:05.25-05:00</DtTm>", "2026-03-01 15:00:05.250000+00:00", 0),
        ("<DtTm>2026-03-01T10:00:05</DtTm>", "2026-03-01 02:00:05+00:00", 0),
    ],
)
def test_days_and_times_are_told_apart(day: str, instant: str, precision: int) -> None:
    row = _take(_statement(_entry("10.00", day=day))).rows[0]
    assert (str(row["time"]), row["precision"]) == (instant, precision)


def test_hours_without_a_zone_are_counted_and_said() -> None:
    days = ("2026-03-01T10:00:05", "2026-03-01T10:00", "2026-03-01T10:00:05+01:00")
    entries = [_entry("1.00", day=f"<DtTm>{day}</DtTm>") for day in days]
    taken = _take(_statement(*entries, _entry("1.00")))
    assert len(taken.rows) == 4
    (said,) = taken.rejects
    assert (said.reason.key, said.reason.fields) == ("remark.message-local-times", {"count": 2})


@pytest.mark.parametrize(
    "entry",
    [
        _entry("-10.00"),
        _entry("10.005"),
        _entry("1,000.00"),
        _entry(""),
        _entry("99999999999999999.99"),
        _entry("10.00", side=""),
        _entry("10.00", day="<Dt>2026-02-30</Dt>"),
        "<Ntry/>",
    ],
)
def test_an_entry_that_cannot_be_read_is_left_out_and_named(entry: str) -> None:
    taken = _take(_statement(entry, _entry("3.00"), balances=_balances("100", "50")))
    assert [row["amount"] for row in taken.rows] == [300]
    assert taken.reasons == ["message-field"]
    assert taken.wrong == []  # a sum without a part of it proves nothing


def test_an_entry_of_no_account_is_left_out() -> None:
    data = _statement(_entry("1.00")).replace(b"IBAN>", b"Nope>")
    assert _take(data).reasons == ["message-no-account"]


def test_what_was_read_before_a_cut_is_kept() -> None:
    data = _statement(_entry("10.00"), _entry("20.00"))
    taken = _take(data[: data.index(b"20.00")])
    assert [row["amount"] for row in taken.rows] == [1000]
    assert taken.wrong == ["message-xml-broken"]


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_other_encodings_are_read_alike(encoding: str) -> None:
    text = _statement(_entry("10.00")).decode().replace('"UTF-8"', f'"{encoding}"')
    taken = take_all(camt053, text.encode(encoding))
    assert [(row["own_name"], row["amount"]) for row in taken.rows] == [("甲某某", 1000)]


def test_rows_know_line_and_bytes_when_blanks_come_first() -> None:
    data = b"\n\n  " + _statement(_entry("10.00"), _entry("20.00"))
    taken = _take(data)
    for row, amount in zip(taken.rows, (b"10.00", b"20.00"), strict=True):
        assert amount in taken.slice_of(row)
        assert taken.slice_of(row).startswith(b"<Ntry>")
        assert taken.slice_of(row).endswith(b"</Ntry>")
        assert data[: row["offset"]].count(b"\n") + 1 == row["line"]


def test_real_statements_are_read_to_the_cent(shared: Path) -> None:
    folder = shared / "formats/iso20022"
    taken = _take((folder / "test-camt053-txdtls.xml").read_bytes())
    # 75,960.15 + 3,483.00 = 79,443.15; the batch of 3,483.00 is 2,187.00 + 1,296.00.
    assert [(row["amount"], row["kind"]) for row in taken.rows] == [
        (348300, RowKind.SUMMARY),
        (218700, RowKind.TRANSFER),
        (129600, RowKind.TRANSFER),
    ]
    assert [one["balance"] for one in taken.accounts] == [7944315]
    assert (taken.row_rejects, taken.rejects) == ([], [])
    taken = _take((folder / "test-camt053-no-ntry.xml").read_bytes())
    assert (taken.rows, taken.row_rejects, taken.rejects) == ([], [], [])
    assert [one["balance"] for one in taken.accounts] == [152076]


def test_a_real_statement_with_a_reversed_batch_is_read_once(shared: Path) -> None:
    taken = _take((shared / "formats/iso20022/test-camt053.xml").read_bytes())
    moved = [(row["amount"], row["direction"], row["kind"]) for row in taken.rows]
    assert moved == [
        (75425, Direction.OUT, RowKind.TRANSFER),
        (66405, Direction.OUT, RowKind.SUMMARY),
        (56405, Direction.OUT, RowKind.REVERSAL),
        (10000, Direction.OUT, RowKind.REVERSAL),
        (140531, Direction.IN, RowKind.TRANSFER),
    ]
    assert taken.row_rejects == []
    # Its amounts were changed when it was published: 15,568.27 − 12.99 is not 15,121.12.
    assert taken.wrong == ["message-balance"]
    assert taken.rejects[0].reason.fields["moved"] == "-12.99"


def test_the_schema_of_the_standard_is_no_statement() -> None:
    namespace = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
    schema = (
        f'<xs:schema xmlns="{namespace}" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'targetNamespace="{namespace}"><xs:element name="BkToCstmrStmt"/></xs:schema>'
    )
    assert not camt053.sniff(schema.encode())
    for head in (_statement(), _statement().decode().encode("utf-16")):
        assert camt053.sniff(head)
    prefixed = _statement().replace(b"xmlns=", b"xmlns:n=").replace(b"<Bk", b"<n:Bk")
    assert camt053.sniff(prefixed)


def test_the_schemas_of_the_formats_are_no_statements(shared: Path) -> None:
    schemas = sorted((shared / "formats/iso20022").glob("*.xsd"))
    assert schemas
    assert not any(camt053.sniff(one.read_bytes()) for one in schemas)
