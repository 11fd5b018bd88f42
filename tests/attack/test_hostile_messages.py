"""No bytes make a reader of messages, chain exports or mapped tables raise, hang or grow."""

import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from told_rows import take_all

from zhanlian.errors import FormatError, SchemaError
from zhanlian.model.statement import StatementFormat
from zhanlian.readers.statements import chain, transfer_messages
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.mapped.mapped_format import MappedFormat
from zhanlian.readers.statements.mapped.mapping import Mapping
from zhanlian.readers.statements.mapped.mapping_text import read_mapping, write_mapping
from zhanlian.readers.statements.mapped.proposal import propose_mapping
from zhanlian.readers.statements.transfer_messages import camt053, mt940, ofx, pacs008

_MAPPED = MappedFormat(
    Mapping(
        columns=(("date", "time"), ("amount", "amount"), ("text", "summary"), ("acct", "own_card")),
        direction="minus-is-out",
        asset="CNY",
    )
)
_FORMATS: tuple[StatementFormat, ...] = (*transfer_messages.FORMATS, *chain.FORMATS, _MAPPED)
_CAMT = (
    b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
    b"<Acct><Id><IBAN>XX1</IBAN></Id></Acct><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp>"
    b'<Amt Ccy="EUR">1</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal><Ntry><Amt Ccy="EUR">1.00</Amt>'
    b"<CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts><BookgDt>"
    b'<Dt>2026-03-01</Dt></BookgDt><NtryDtls><TxDtls><Amt Ccy="EUR">1</Amt></TxDtls></NtryDtls>'
    b"</Ntry></Stmt></BkToCstmrStmt></Document>"
)
_PACS = (
    b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><FIToFICstmrCdtTrf><GrpHdr>'
    b'<NbOfTxs>1</NbOfTxs></GrpHdr><CdtTrfTxInf><IntrBkSttlmAmt Ccy="EUR">1</IntrBkSttlmAmt>'
    b"<IntrBkSttlmDt>2026-03-01</IntrBkSttlmDt><Dbtr><Nm>A</Nm></Dbtr></CdtTrfTxInf>"
    b"</FIToFICstmrCdtTrf></Document>"
)
_MT = (
    b":20:A\r\n:25:1/2\r\n:28C:1/1\r\n:60F:C260228EUR100,\r\n:61:2603010301C1,NTRFREF//B\r\nx\r\n"
    b":86:166?00G?20EREF+E?31DE1?32A\r\n:62F:C260301EUR101,\r\n-\r\n"
)
_OFX = (
    b"OFXHEADER:100\r\n\r\n<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>1</BANKACCTFROM><STMTTRN>"
    b"<TRNTYPE>DEBIT<DTPOSTED>20260301[-5:EST]<TRNAMT>-1.00<FITID>1</STMTTRN></STMTRS></OFX>"
)
_ETHER = (
    b"Txhash,Blockno,UnixTimestamp,DateTime (UTC),From,To,TokenValue,USDValueDayOfTx,"
    b"ContractAddress,TokenName,TokenSymbol\n0x1,1,1772330710,2026-03-01,0xa,0xb,1.5,$1,"
    b"0xdac17f958d2ee523a2206206994597c13d831ec7,T,T\n"
)
_TABLE = b"date,amount,text,acct\n2026-03-01,-1.00,x,6222\n"
_GOOD: tuple[tuple[StatementFormat, bytes], ...] = (
    *((camt053, _CAMT), (pacs008, _PACS), (mt940, _MT), (ofx, _OFX)),
    *((chain.FORMATS[2], _ETHER), (_MAPPED, _TABLE)),
)
_MODERATE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _parts(data: bytes) -> Iterator[int]:
    for form in _FORMATS:
        form.sniff(data[:65536])
        yield from (part.table.num_rows for part in form.parse(MemorySource(data)))


@_MODERATE
@given(st.binary(max_size=400))
def test_any_bytes_end_in_parts(data: bytes) -> None:
    assert sum(_parts(data)) >= 0


@pytest.mark.parametrize(("form", "good"), _GOOD, ids=lambda one: getattr(one, "KEY", ""))
def test_the_good_file_of_the_mutations_is_read(form: StatementFormat, good: bytes) -> None:
    assert form.sniff(good)
    taken = take_all(form, good)
    assert len(taken.rows) == 1 and not taken.row_rejects


@_MODERATE
@given(
    st.sampled_from(_GOOD),
    st.lists(st.tuples(st.integers(0, 600), st.integers(0, 3), st.binary(max_size=6)), max_size=6),
)
def test_mutated_files_end_in_parts(
    good: tuple[StatementFormat, bytes], changes: list[tuple[int, int, bytes]]
) -> None:
    form, data = good
    for at, cut, put in changes:
        at %= len(data) + 1
        data = data[:at] + put + data[at + cut :]
    taken = take_all(form, data)
    for row in taken.rows:
        assert row["amount"] is not None
        assert row["own_account"] or row["own_card"]
        if row["offset"] is not None:
            assert 0 <= row["offset"] <= row["offset"] + row["length"] <= len(data)


@_MODERATE
@given(st.sampled_from([data for _, data in _GOOD]), st.integers(0, 600))
def test_files_that_are_cut_off_end_in_parts(data: bytes, at: int) -> None:
    assert sum(_parts(data[: at % (len(data) + 1)])) >= 0


@pytest.mark.parametrize("form", [camt053, pacs008], ids=lambda one: one.KEY)
@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>',
        b'<!DOCTYPE a SYSTEM "file:///etc/hostname">',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_a_document_type_ends_the_reading(form: StatementFormat, head: bytes) -> None:
    taken = take_all(form, b"<?xml version='1.0'?>\n" + head + _CAMT.replace(b"XX1", b"&c;&x;"))
    assert (taken.rows, taken.wrong) == ([], ["message-xml-doctype"])


def test_a_document_type_in_ofx_ends_the_reading() -> None:
    data = _OFX.replace(b"<OFX>", b'<!DOCTYPE OFX [<!ENTITY a "b">]><OFX>')
    assert take_all(ofx, data).wrong == ["message-xml-doctype"]


def test_entities_that_nobody_defined_are_no_xml() -> None:
    assert take_all(camt053, _CAMT.replace(b"XX1", b"&lol9;")).wrong == ["message-xml-broken"]


@pytest.mark.parametrize(
    ("piece", "reason"),
    [
        (b"<a>" * 100_000, "message-xml-deep"),
        (b'<a b="' + b"x" * 3_000_000, "message-xml-huge"),
        (b"<a " + b'b="1" ' * 300_000, "message-xml-huge"),
        (b"<Ntry><Amt>" + b"9" * 3_000_000, "message-xml-huge"),
        (b"<Ntry>" + b"<a/>" * 200_000, "message-xml-huge"),
    ],
    ids=["deep", "attribute", "attributes", "text", "wide"],
)
def test_what_no_message_has_is_refused_in_bounded_memory(piece: bytes, reason: str) -> None:
    data = _CAMT.replace(b"<Ntry>", piece, 1)
    tracemalloc.start()
    taken = take_all(camt053, data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken.wrong in ([reason], [reason, "message-balance"])
    assert peak < 60_000_000


@pytest.mark.parametrize("form", [mt940, ofx], ids=lambda one: one.KEY)
def test_one_endless_line_or_tag_is_refused(form: StatementFormat) -> None:
    data = {"mt940": _MT + b":86:", "ofx": _OFX + b"<"}[form.KEY] + b"x" * 3_000_000
    taken = take_all(form, data)
    assert len(taken.rows) == 1
    assert set(taken.wrong) & {"message-line-long", "message-xml-huge"}


def test_a_field_of_a_million_lines_is_one_row_in_bounded_memory() -> None:
    data = _MT.replace(b":62F", b"y\r\n" * 300_000 + b":62F")
    taken = take_all(mt940, data)
    assert len(taken.rows) == 1
    assert len(taken.rows[0]["summary"]) <= 1_000


def test_many_entries_stay_within_memory() -> None:
    start, entry, end = _CAMT.partition(b"<Ntry>")[0], b"<Ntry>", b"</Ntry>"
    one = entry + _CAMT.partition(b"<Ntry>")[2].partition(end)[0] + end
    data = start + one * 20_000 + _CAMT.rpartition(end)[2]
    tracemalloc.start()
    rows = 0
    for part in camt053.parse(MemorySource(data)):
        rows += part.table.num_rows if part.told == "rows" else 0
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == 20_000
    assert peak < 150_000_000


@_MODERATE
@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_as_a_mapping_are_a_clear_error(data: bytes) -> None:
    with pytest.raises(SchemaError):
        read_mapping(data)


@pytest.mark.parametrize(
    "change",
    [
        ('encoding = "utf-8"', 'encoding = "zlib"'),
        ('encoding = "utf-8"', 'encoding = "unicode_escape"'),
        ('zone = "Asia/Shanghai"', 'zone = "../../etc/passwd"'),
        ('zone = "Asia/Shanghai"', 'zone = "America"'),
        ('delimiter = "comma"', 'delimiter = "\\u0000"'),
        ("header_line = 1", "header_line = 999999999999"),
        ("header_line = 1", "header_line = true"),
        ("in_words = []", "in_words = [1]"),
        ("in_words = []", "in_words = " + "[" * 5_000),
        ('= "time"', '= "__class__"'),
        ("format = 1", "format = 2"),
        ("format = 1", "format = 1\nrun = 'rm'"),
        ('asset = "CNY"', 'asset = "=cmd|calc"'),
    ],
)
def test_a_hostile_mapping_is_a_clear_error(change: tuple[str, str]) -> None:
    text = write_mapping(_MAPPED.mapping, [()] * 4, (), "en")
    assert read_mapping(text.encode()) == _MAPPED.mapping
    assert change[0] in text
    with pytest.raises(SchemaError):
        read_mapping(text.replace(*change).encode())


@_MODERATE
@given(
    st.lists(
        st.lists(
            st.text(max_size=8) | st.sampled_from(["时间", "金额", "2026-03-01", "1.5"]), max_size=5
        ),
        max_size=6,
    )
)
def test_any_table_is_proposed_or_refused_and_its_mapping_can_be_written(
    table: list[list[str]],
) -> None:
    data = "\n".join(",".join(row) for row in table).encode("utf-8", "surrogatepass")
    try:
        proposal = propose_mapping(MemorySource(data))
    except FormatError:
        return
    examples = [column.examples for column in proposal.columns]
    text = write_mapping(proposal.mapping, examples, proposal.missing, "zh")
    assert read_mapping(text.encode()).labels == proposal.mapping.labels
