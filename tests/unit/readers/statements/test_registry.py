"""What a file is told to be, and what is never told to be a statement."""

from pathlib import Path

import pytest
from police_files import bank_file, bank_row

from zhanlian.model.statement import StatementFormat
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.face import load_head
from zhanlian.readers.statements.registry import FORMATS, find_statement
from zhanlian.readers.statements.unknown import find_unknown_table
from zhanlian.words import has_key

_ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.KEY)
def test_every_format_has_a_name_in_words(form: StatementFormat) -> None:
    assert has_key(f"statement.{form.KEY}")


def test_no_two_formats_have_one_key() -> None:
    assert len({form.KEY for form in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("folder", ["tests/corpus", "src/zhanlian/app/demo_case"])
def test_notices_are_no_statements(folder: str) -> None:
    _refuse_all(_ROOT / folder)


@pytest.mark.parametrize("folder", ["seeds", "notices"])
def test_real_notices_are_no_statements(shared: Path, folder: str) -> None:
    _refuse_all(shared / folder)


def _refuse_all(folder: Path) -> None:
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    assert files
    for file in files:
        if file.name.startswith("money"):  # the demo's own returns, if it has some
            continue
        head = load_head(MemorySource(file.read_bytes()))
        assert find_statement(head) is None, file.name
        assert not find_unknown_table(head), file.name


def test_samples_of_formats_are_told_from_their_content(shared: Path) -> None:
    keys = {
        "交易明细信息_GB18030.csv": "cn-bank",
        "财付通_交易明细信息.csv": "tenpay-police",
        "abc_debit__example-abc_debit-records.csv": "abc",
        "alipay__example-alipay-records.csv": "alipay",
        "wechat__example-wechat-records.csv": "wechat",
        "wechat__example-wechat-records.xlsx": "wechat",
        "icbc__debit-v1__example-icbc-debit-v1-records.csv": "icbc",
        "ccb__交易明细_xxxx_2025xxxx_2025xxxx.xls": "ccb",
        "test-camt053.xml": "camt053",
        "pacs.008.001.08.xml": "pacs008",
        "jejik__abnamro.sta": "mt940",
        "oklink__example-oklink-token-transfer.csv": "oklink",
    }
    found = {file.name: file for file in (shared / "formats").rglob("*") if file.name in keys}
    assert found.keys() == keys.keys()
    for name, file in found.items():
        form = find_statement(load_head(MemorySource(file.read_bytes())))
        assert form is not None and keys[name] == form.KEY


def test_a_head_that_ends_inside_a_character_is_enough() -> None:
    data = bank_file(*[bank_row(交易方户名="合成甲" * 3)] * 3)
    for cut in range(len(data) - 60, len(data)):
        form = find_statement(data[:cut])
        assert form is not None and form.KEY == "cn-bank"
