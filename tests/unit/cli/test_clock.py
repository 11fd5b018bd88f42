"""`zhanlian clock`: the deadline, its rule and its computation through the command."""

import json

import pytest

from zhanlian.cli.program import call


def _ask(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert call(["clock", *words], {}) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("start", ["2024-11-02 14:20", "2024-11-02T14:20", "2024-11-02T06:20Z"])
def test_a_stop_ends_48_hours_later(capsys: pytest.CaptureFixture[str], start: str) -> None:
    out = _ask(capsys, "stop.payment", "--from", start, "--lang", "zh")
    assert out.splitlines()[0] == "届满：2024-11-04 14:20"
    assert "紧急止付" in out and "银发〔2016〕86号" in out and "未见全文" in out
    assert "2024-11-04 02:20" in out  # the first warning


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ["2024-10-08 24:00", "《刑事诉讼法》第230条", "已核对条文全文", "国庆节", "不计入"]),
        ("en", ["2024-10-08 24:00", "art. 230", "read in full", "National Day", "not counted"]),
    ],
)
def test_rule_source_status_and_every_step_are_told(
    capsys: pytest.CaptureFixture[str], language: str, told: list[str]
) -> None:
    out = _ask(capsys, "appeal.judgment", "--from", "2024-09-21", "--lang", language)
    assert not [text for text in told if text not in out]
    assert [line[:5] for line in out.splitlines() if line.startswith("  ")] == [
        "  1. ", "  2. ", "  3. ", "  4. ",
    ]  # fmt: skip


def test_extensions_are_told_with_their_conditions(capsys: pytest.CaptureFixture[str]) -> None:
    longer = ["--extend", "detention.request-special", "--extend", "detention.request-roaming"]
    out = _ask(capsys, "detention.request", "--from", "2024-03-31T10:00", *longer, "--lang", "en")
    assert out.splitlines()[0] == "Ends: 2024-04-30 24:00"
    assert "three or more times" in out


def test_less_may_be_granted_than_the_rule_allows(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["detention.request", "--from", "2024-03-31", "--lang", "en", "--extend"]
    assert "Ends: 2024-04-05 24:00" in _ask(capsys, *words, "detention.request-special=2")
    for wrong in ("=0", "=5", "=x", "="):
        assert call(["clock", *words, f"detention.request-special{wrong}"], {}) == 2
    assert call(["clock", *words, "freeze.deposit=3"], {}) == 2
    assert "--term" in capsys.readouterr().err


def test_a_term_that_was_decided_counts(capsys: pytest.CaptureFixture[str]) -> None:
    out = _ask(capsys, "sentence.months", "--from", "2024-01-05", "--term", "1", "--lang", "en")
    assert out.splitlines()[0] == "Ends: 2024-02-04 24:00"


def test_the_json_line_holds_everything(capsys: pytest.CaptureFixture[str]) -> None:
    out = _ask(capsys, "freeze.deposit", "--from", "2023-08-31T15:00", "--json", "--lang", "zh")
    told = json.loads(out)
    assert out.count("\n") == 1
    assert (told["due"], told["local"]) == ("2024-02-29T16:00:00+00:00", "2024-02-29 24:00")
    assert told["rule"]["rule"] == "freeze.deposit"
    assert (told["rule"]["status"], told["rule"]["article"]) == ("verified", "243")
    assert told["policy"] == told["rule"]["policy"] and len(told["policy"]) == 12
    assert {"key", "fields", "zh", "en"} == set(told["steps"][0])
    assert told["calendar_known"] is True


def test_the_table_of_another_day_decides_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["stop.anti-laundering", "--from", "2024-12-31 10:00", "--lang", "en"]
    assert call(["clock", *words], {}) == 3
    assert "2025-01-01" in capsys.readouterr().err
    assert "2025-01-02 10:00" in _ask(capsys, *words, "--on", "2025-01-01")


def test_a_place_has_its_own_clocks(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["stop.county-analysis", "--from", "2024-09-30", "--lang", "en"]
    assert call(["clock", *words], {}) == 3
    capsys.readouterr()
    assert "2024-10-15 24:00" in _ask(capsys, *words, "--place", "CN-610921")


def test_without_a_rule_all_clocks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    out = _ask(capsys, "--on", "2024-11-02", "--lang", "zh")
    for told in ("stop.payment", "紧急止付", "48小时", "据报道", "延长至30日", "由决定确定"):
        assert told in out
    assert "stop.anti-laundering" not in out
    rows = _ask(capsys, "--on", "2024-11-02", "--json", "--lang", "zh").splitlines()
    listed = {row["rule"]: row for row in map(json.loads, rows)}
    assert len(listed) == len(rows) > 60
    assert listed["listing.report"]["status"] == "design"
    assert listed["stop.payment"]["most"] == 2


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["stop.paymnt", "--from", "2024-01-01"], 3, "stop.payment"),
        (["stop.payment"], 2, "--from"),
        (["--from", "2024-01-01"], 2, "RULE"),
        (["stop.payment", "--from", "yesterday"], 2, "yesterday"),
        (["stop.payment", "--from", "0001-01-01"], 2, "0001-01-01"),
        (["stop.payment", "--from", "9999-12-31"], 2, "9999-12-31"),
        (["stop.payment", "--from", "2024-01-01", "--on", "soon"], 2, "soon"),
        (["stop.payment", "--from", "2014-01-01"], 3, "2016-06-01"),
        (["stop.payment", "--from", "2024-01-01", "--extend", "custody.complex"], 2, "custody"),
        (["custody.complex", "--from", "2024-01-01"], 2, "custody.investigation"),
        (["sentence.months", "--from", "2024-01-01"], 2, "--term"),
        (["sentence.months", "--from", "2024-01-01", "--term", "99999999"], 2, "600"),
        (["freeze.deposit", "--from", "2024-01-01", "--term", "7"], 2, "6"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_cannot_be_answered_is_said_in_words(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, told: str, language: str
) -> None:
    assert call(["clock", *words, "--lang", language], {}) == code
    captured = capsys.readouterr()
    assert told in captured.err and not captured.out
