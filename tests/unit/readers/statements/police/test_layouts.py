"""Tables are told from header cells alone."""

import json
from pathlib import Path

import pytest
from police_files import BANK_HEADER

from zhanlian.model.statement import SCHEMAS
from zhanlian.readers.statements.police.head import find_head
from zhanlian.readers.statements.police.layouts import compare_form, find_layout, load_tables

_SAMPLES = {
    "子账户信息": "bank-sub-accounts",
    "账户信息": "bank-accounts",
    "银行人员信息": "bank-persons",
    "银行人员联系方式": "bank-persons",
    "银行人员住址": "bank-persons",
    "银行任务信息": "bank-tasks",
    "银行强制措施": "bank-freezes",
    "交易明细信息": "bank-transactions",
    "查询账号流水": "bank-transactions",
    "招商交易流水": "bank-transactions",
    "信用卡账单": "bank-card-bill",
    "招商客户资料": "bank-accounts",
    "任务信息": "bank-tasks",
    "注册信息": "alipay-registration",
    "登陆日志": "alipay-logins",
    "账户明细": "alipay-payments",
    "余额明细": "alipay-balance",
    "微信账单": "tenpay-bill",
    "微信账单明细": "tenpay-bill-details",
    "支付流水汇总": "payment-summary",
}


def test_a_header_is_compared_without_blanks_tabs_and_wide_brackets() -> None:
    assert compare_form(" 金额（元）\t") == "金额(元)"
    assert compare_form("网联/银联.1") == "网联/银联"


def test_every_table_of_the_format_is_told(shared: Path) -> None:
    told = json.loads((shared / "formats/cn_police/schemas.json").read_text(encoding="utf-8"))
    for group in ("bank_final_tables", "alipay_police_tables", "bank_other_tables"):
        for name, columns in told[group].items():
            layout = find_layout(columns)
            assert layout is not None and layout.table.key == _SAMPLES[name], name
            assert layout.known == len(columns), name
    for name, columns in told["wechat_police_tables"].items():
        layout = find_layout(columns)
        assert layout is not None and layout.table.family == "tenpay-police", name
    layout = find_layout(told["unified_34"])
    assert layout is not None and layout.table.key == "bank-transactions"
    assert layout.known == 34


def test_every_alias_of_the_format_is_a_name_that_some_table_knows(shared: Path) -> None:
    told = json.loads((shared / "formats/cn_police/schemas.json").read_text(encoding="utf-8"))
    names = {name for table in load_tables() for name in table.names}
    for group in ("bank_tx_aliases", "bank_account_aliases"):
        aliases = {compare_form(name) for found in told[group].values() for name in found}
        assert aliases <= names


def test_fields_of_the_data_are_fields_of_the_model() -> None:
    for table in load_tables():
        if table.told in ("rows", "others"):
            continue
        assert set(table.fields) <= set(SCHEMAS[table.told].names), table.key


@pytest.mark.parametrize(
    "line",
    [
        "姓名,年龄,住址,电话",
        "交易时间,交易金额,交易余额,摘要",
        "日期,金额,余额",
        "2026-03-01,10.00,20.00,转账",
    ],
)
def test_other_lines_are_no_header(line: str) -> None:
    assert find_layout(line.split(",")) is None


def test_tabs_may_be_between_the_cells() -> None:
    header = "\t".join(name.strip() for name in BANK_HEADER.split(","))
    head = find_head((header + "\r\n").encode("gb18030"))
    assert head is not None and head.delimiter == ord("\t")


def test_a_column_for_in_without_one_for_out_is_no_table_of_transactions() -> None:
    told = "交易卡号,户名,交易时间,收入金额,{},余额,对方账号,对方户名,摘要"
    assert find_layout(told.format("支出金额").split(",")) is not None
    # Half of the money would stand in a column that nobody reads: `zhanlian map` asks for it.
    assert find_layout(told.format("支出额度").split(",")) is None
