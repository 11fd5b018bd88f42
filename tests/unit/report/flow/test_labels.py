"""Labels of the flow report."""

from datetime import UTC, datetime
from enum import Enum

import pytest

from zhanlian.model.answers import OTHERS, FreezeState, ReturnMethod, ReturnReading
from zhanlian.model.asset import show_grouped
from zhanlian.model.flow import Rule
from zhanlian.model.statement import Direction, Precision, RowKind, RowStatus
from zhanlian.model.transfer import OF_ROWS, Fate, Ordering, PurseKind, TransferKind
from zhanlian.money.ledger.ledger import CleaningPolicy
from zhanlian.money.tracing.answer import Choices
from zhanlian.report.flow import labels
from zhanlian.words import LANGUAGES, load_keys

_CODES: tuple[type[Enum], ...] = (
    PurseKind, TransferKind, Fate, Ordering, Rule, FreezeState, ReturnMethod, ReturnReading,
    Direction, RowKind, RowStatus, Precision,
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_money_rooms_has_words(language: str) -> None:
    wanted = {labels.code_key(code) for table in _CODES for code in table}
    assert len(wanted) == sum(len(table) for table in _CODES)
    assert not wanted - load_keys(language)


@pytest.mark.parametrize(
    ("units", "asset", "told"),
    [
        (4_990_000, "CNY", "49,900.00"),
        (-5, "CNY", "-0.05"),
        (1_234_567, "JPY", "1,234,567"),
        (12_345_678_901, "tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "12,345.678901"),
        (9_223_372_036_854_775_807, "CNY", "92,233,720,368,547,758.07"),
    ],
)
def test_a_sum_keeps_all_digits_in_groups_of_three(units: int, asset: str, told: str) -> None:
    assert show_grouped(units, asset) == told
    assert f"{labels.amount_number(units, asset):f}" == told.replace(",", "")


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0, "0 秒", "0 s"),
        (59, "59 秒", "59 s"),
        (240, "4 分钟", "4 min"),
        (3_600, "1 小时", "1 h"),
        (12_000, "3 小时 20 分钟", "3 h 20 min"),
        (190_800, "2 天 5 小时", "2 d 5 h"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(seconds: int, zh: str, en: str) -> None:
    assert (labels.duration_text(seconds, "zh"), labels.duration_text(seconds, "en")) == (zh, en)


def test_a_time_stands_in_shanghai_and_no_finer_than_told() -> None:
    moment = datetime(2026, 2, 28, 17, 4, 5, 600, tzinfo=UTC)
    assert labels.time_text(moment) == "2026-03-01 01:04:05"
    assert labels.time_text(moment, Precision.MINUTE) == "2026-03-01 01:04"
    assert labels.time_text(moment, Precision.DAY) == "2026-03-01"


def test_levels_are_named_as_the_field_names_them() -> None:
    assert [labels.level_words(level, "zh") for level in (0, 1, 4, 12)] == [
        "被害人", "一级账户", "四级账户", "12级账户",
    ]  # fmt: skip
    assert labels.level_words(2, "en") == "Level 2"


def test_an_asset_is_its_contract_and_a_symbol_only_where_the_contract_is_known() -> None:
    known, copied = (
        "tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        "tron:TFake7Contract8of9USDT0000000000000",
    )
    assert labels.unit_words(known, "en") == "USDT"
    assert labels.unit_words(copied, "en") == "tron:TFake7C…000000"
    assert copied in labels.asset_words(copied, "zh") and known in labels.asset_words(known, "zh")


def test_what_was_cut_off_is_told_to_the_last_digit() -> None:
    assert labels.dust_text(1, "USD", "en") == "0.000000000000000001 USD"
    assert labels.share_text(1) == "0.01 %" and labels.share_text(10_000) == "100.00 %"


def test_a_reason_is_told_in_words_by_its_short_or_its_whole_key() -> None:
    short, whole = (labels.join_words(f"{head}suffix", "en") for head in ("", "money.join."))
    assert short == whole != "suffix"
    assert labels.join_words("never-heard-of", "zh") == "never-heard-of"
    assert labels.format_words("never-heard-of", "zh") == "never-heard-of"


@pytest.mark.parametrize(
    ("account", "zh", "en"),
    [
        ("6222020000000000017", "6222020000000000017", "6222020000000000017"),
        ("account:atm:合成机7", "account:atm:合成机7", "account:atm:合成机7"),
        ("tron:Tsynthetic", "tron:Tsynthetic", "tron:Tsynthetic"),
        ("name:合成（中国）公司", "合成（中国）公司（仅有户名）", "合成（中国）公司 (name only)"),
        (
            "name:6222020000000000017:合成甲",
            "合成甲（仅有户名，6222020000000000017 的对方）",
            "合成甲 (name only, facing 6222020000000000017)",
        ),
        ("atm:合成机7", "现金支取：合成机7", "cash: 合成机7"),
        ("untold:6222:in", "6222 的付方（未载明）", "whoever paid 6222 (not told)"),
        ("untold:6222:out", "6222 的收方（未载明）", "whom 6222 paid (not told)"),
        (
            "untold::合成甲",
            "合成甲 的付款账户（未载明）",
            "account that 合成甲 paid from (not told)",
        ),
        (OTHERS, "其余账户", "all other accounts"),
    ],
)
def test_what_stands_for_an_account_is_told_in_words(account: str, zh: str, en: str) -> None:
    assert labels.account_words(account, "zh") == zh
    assert labels.account_words(account, "en") == en


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", OF_ROWS)
def test_every_purse_that_rows_make_has_words(kind: str, language: str) -> None:
    told = labels.account_words(f"{kind}:合成某处", language)
    assert "合成某处" in told and not told.startswith(f"{kind}:合")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_of_an_answer_has_words(language: str) -> None:
    chosen = [name for name, _ in Choices().tell(Rule.FIFO)]
    names = [*chosen, *CleaningPolicy.__slots__, "reading"]
    assert [name for name in names if labels.parameter_words(name, language) == name] == []
    assert labels.parameter_words("of_tomorrow", language) == "of_tomorrow"
