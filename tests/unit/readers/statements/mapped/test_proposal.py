"""A proposal names what the header and the cells tell, and leaves open what they do not."""

from pathlib import Path

import pytest

from zhanlian.errors import FormatError
from zhanlian.model.asset import USDT_ON_ETHEREUM
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.mapped.header_words import Confidence, find_field
from zhanlian.readers.statements.mapped.mapping_text import read_mapping, write_mapping
from zhanlian.readers.statements.mapped.proposal import Proposal, propose_mapping


def _propose(text: str, encoding: str = "utf-8", **told: str) -> Proposal:
    return propose_mapping(MemorySource(text.encode(encoding), "synthetic.csv"), **told)


def _fields(proposal: Proposal) -> dict[str, str]:
    return {label: field for label, field in proposal.mapping.columns if field != "-"}


def test_a_chinese_table_below_a_preamble_is_proposed_whole() -> None:
    text = (
        "账户：6222000011112222333 合成甲\n\n"
        "交易日期,交易时间,收入(元),支出(元),余额,对方户名,对方账号\n"
        "2026-03-01,10:00:01,1000.00,,1500.00,合成乙,0012\n"
        "2026-03-02,11:00:00,,200.50,1299.50,合成丙,0013\n"
    )
    proposal = _propose(text, "gb18030")
    assert proposal.missing == ()
    mapping = proposal.mapping
    assert (mapping.encoding, mapping.header_line, mapping.delimiter) == ("gb18030", 3, "comma")
    assert (mapping.direction, mapping.asset) == ("split", "CNY")
    assert mapping.own_account == "6222000011112222333"
    assert _fields(proposal) == {
        "交易日期": "date", "交易时间": "clock", "收入(元)": "in_amount", "支出(元)": "out_amount",
        "余额": "balance", "对方户名": "other_name", "对方账号": "other_account",
    }  # fmt: skip
    assert proposal.columns[2].examples == ("1000.00",)


def test_the_meaning_of_a_sign_is_never_guessed() -> None:
    text = "Date;Amount;Currency;Account\n2026-03-01;-5.00;EUR;0012\n2026-03-02;7.00;EUR;0012\n"
    proposal = _propose(text)
    assert proposal.mapping.direction == "?"
    assert proposal.missing == ("direction",)
    assert proposal.mapping.delimiter == "semicolon"


def test_a_column_of_known_words_is_the_direction_and_of_others_is_not() -> None:
    text = "时间,金额,币种,账号,收付标志\n2026-03-01,5,CNY,0012,{}\n"
    assert _propose(text.format("出")).mapping.direction == "column"
    assert _propose(text.format("上账")).mapping.direction == "?"


@pytest.mark.parametrize(
    ("days", "form"),
    [
        (("01/02/2026", "13/02/2026"), "day-first"),
        (("01/02/2026", "01/13/2026"), "month-first"),
        (("01/02/2026", "03/04/2026"), "?"),
        (("2026-02-01",), "year-first"),
        (("1772330710",), "unix"),
    ],
)
def test_the_form_of_dates_follows_from_the_days_or_is_left_open(
    days: tuple[str, ...], form: str
) -> None:
    text = "Date,Amount\n" + "".join(f"{day},1.00\n" for day in days)
    proposal = _propose(text)
    assert proposal.mapping.dates == form
    assert ("dates" in proposal.missing) == (form == "?")


def test_what_the_person_says_counts() -> None:
    proposal = _propose("时间,金额\n2026-03-01,1\n", own_account="0099", asset="USD")
    assert (proposal.mapping.own_account, proposal.mapping.asset) == ("0099", "USD")


def test_a_contract_is_one_asset_in_every_spelling() -> None:
    spelled = "ethereum:0xDAC17F958D2ee523a2206206994597C13D831ec7"
    told = _propose("时间,数量\n2026-03-01,1\n", asset=spelled)
    assert told.mapping.asset == USDT_ON_ETHEREUM


def test_units_and_zone_are_told_by_the_header() -> None:
    mapping = _propose("时间(UTC),金额(分)\n2026-03-01 10:00:00,100\n").mapping
    assert (mapping.units, mapping.zone, mapping.asset) == ("smallest", "UTC", "CNY")
    assert _propose("本地时间(UTC+8),金额\n2026-03-01,1\n").mapping.zone == "Asia/Shanghai"


def test_ten_thousands_are_told_by_all_columns_of_money_or_left_to_the_person() -> None:
    text = "时间,金额(万元),余额({})\n2026-03-01,5.2,6\n"
    told = _propose(text.format("万元"))
    assert told.mapping.units == "ten-thousand" and "units" not in told.missing
    mixed = _propose(text.format("元"))
    assert mixed.mapping.units == "decimal" and "units" in mixed.missing


def test_a_column_whose_cells_deny_its_header_is_not_taken() -> None:
    proposal = _propose("时间,金额,说明,交易时间\n甲,5,x,2026-03-01\n乙,6,y,2026-03-02\n")
    assert _fields(proposal) == {"金额": "amount", "说明": "summary", "交易时间": "time"}


def test_headers_of_other_banks_are_told_by_words_and_by_their_cells() -> None:
    text = (
        "记账日期,本方编号,对方编号,借或贷,发生额,结存,币种\n"
        "2026-03-01,A001-7,B0009,贷,100.00,100.00,CNY\n"
        "2026-03-02,A001-7,B0009,借,30.00,70.00,CNY\n"
    )
    proposal = _propose(text)
    assert proposal.missing == () and proposal.mapping.direction == "column"
    assert _fields(proposal) == {
        "记账日期": "date", "本方编号": "own_account", "对方编号": "other_account",
        "借或贷": "direction", "发生额": "amount", "结存": "balance", "币种": "asset",
    }  # fmt: skip


def test_words_for_in_and_out_are_a_direction_under_any_header_and_letters_are_not() -> None:
    text = "日期,金额,甲栏\n2026-03-01,5,{}\n2026-03-02,6,{}\n"
    told = _propose(text.format("借", "贷"))
    assert (told.columns[2].field, told.columns[2].confidence) == ("direction", Confidence.GUESS)
    assert told.mapping.direction == "column"
    for words in (("C", "D"), ("借", "货"), ("其他", "其他"), ("", "")):
        assert _propose(text.format(*words)).mapping.direction == "?"


_RUNNING = ((100, 100), (-30, 70), (50, 120), (-20, 100))


@pytest.mark.parametrize("rows", [_RUNNING, _RUNNING[::-1]])
@pytest.mark.parametrize(("turn", "rule"), [(1, "minus-is-out"), (-1, "minus-is-in")])
def test_a_sign_has_the_meaning_that_every_balance_bears_out(
    rows: tuple[tuple[int, int], ...], turn: int, rule: str
) -> None:
    lines = "".join(f"2026-03-01,{turn * amount}.00,{left}.00\n" for amount, left in rows)
    proposal = _propose("日期,金额,甲栏\n" + lines)
    assert proposal.mapping.direction == rule
    assert [column.confidence for column in proposal.columns[1:]] == [Confidence.PROVEN] * 2
    assert proposal.columns[2].field == "balance"


@pytest.mark.parametrize(
    "rows",
    [
        _RUNNING[:3],  # two steps
        ((100, 100), (100, 200), (100, 300), (100, 400)),  # one sign, and any order fits
        (*_RUNNING, (5, 1000)),  # one balance that does not hold
    ],
)
def test_a_sign_that_balances_do_not_prove_stays_open(rows: tuple[tuple[int, int], ...]) -> None:
    lines = "".join(f"2026-03-01,{amount}.00,{left}.00\n" for amount, left in rows)
    assert _propose("日期,金额,余额\n" + lines).mapping.direction == "?"


def test_a_payer_and_a_payee_tell_that_money_leaves_unless_amounts_are_signed() -> None:
    text = "Date,From,To,Amount,Currency\n2026-03-01,SYN-1,SYN-2,{},CNY\n"
    proposal = _propose(text.format("5.00"))
    assert (proposal.mapping.direction, proposal.missing) == ("all-out", ())
    assert _propose(text.format("-5.00")).mapping.direction == "?"
    other = "日期,账号,对方账号,金额\n2026-03-01,SYN-1,SYN-2,5.00\n"
    assert _propose(other).mapping.direction == "?"
    chinese = "日期,付款账号,收款账号,金额\n2026-03-01,SYN-1,SYN-2,5.00\n"
    assert _propose(chinese).mapping.direction == "all-out"


def test_a_column_without_a_name_is_told_by_its_cells() -> None:
    text = "日期,金额,abc\n2026-03-01,5,6222000011112222\n2026-03-02,6,6222000011112223\n"
    column = _propose(text).columns[2]
    assert (column.field, column.confidence) == ("other_account", Confidence.GUESS)


def test_columns_of_one_name_and_of_none_have_names_of_their_own() -> None:
    proposal = _propose("时间,金额,备注,备注,\n2026-03-01,5,a,b,c\n")
    assert proposal.mapping.labels == ("时间", "金额", "备注", "备注 #2", "(5)")


@pytest.mark.parametrize(
    "text", ["", "one line", "a,b\n1,2\n", "时间,金额\n", "2026-03-01,5\n" * 9]
)
def test_what_is_no_table_of_money_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        _propose(text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_mapping_survives_its_file(language: str) -> None:
    proposal = _propose('时间,金额,"a""b\\ # = [x]",备注\n2026-03-01,5,"c\nd",\x07\n')
    examples = [column.examples for column in proposal.columns]
    text = write_mapping(proposal.mapping, examples, proposal.missing, language)
    assert read_mapping(text.encode()) == proposal.mapping
    assert "# 2026-03-01" in text and "\x07" not in text


def test_headers_are_known_with_and_without_units() -> None:
    assert find_field("交易金额（元）") == ("amount", Confidence.SURE)
    assert find_field("Transaction Date") == ("date", Confidence.SURE)
    assert find_field("本期支出金额合计") == ("out_amount", Confidence.LIKELY)
    assert find_field("颜色") == ("", Confidence.NONE)


def test_real_tables_of_banks_are_proposed(shared: Path) -> None:
    folder = shared / "formats/wallets_and_banks"
    missing = {
        name: propose_mapping(MemorySource((folder / name).read_bytes(), name)).missing
        for name in (
            "icbc__debit-v1__example-icbc-debit-v1-records.csv",
            "wechat__example-wechat-records.xlsx",
            "ccb__交易明细_xxxx_2025xxxx_2025xxxx.xls",
            "hsbchk__debit__example-hsbchk-debit-records.csv",
        )
    }
    assert list(missing.values()) == [
        (), ("own-account",), ("own-account",), ("direction", "own-account"),
    ]  # fmt: skip
