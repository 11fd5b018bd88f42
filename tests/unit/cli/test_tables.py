"""Records of listings and operations as a person and as a machine read them."""

import json
from pathlib import Path

import pytest

from zhanlian.cli.program import call


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_supervised_cases_of_the_founding_notice_are_shown(
    shared: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (notice,) = (shared / "seeds").glob("004_*.txt")
    assert call(["cases", str(notice)], {"ZHANLIAN_LANG": language}) == 0
    told = capsys.readouterr().out
    assert "唐某某" in told and "30,000,000 CNY" in told
    assert call(["cases", str(notice), "--json"], {"ZHANLIAN_LANG": language}) == 0
    (row,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert row["document"] == str(notice) and len(row["cases"]) == 5


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_operation_of_the_founding_notice_is_shown(
    shared: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (notice,) = (shared / "seeds").glob("000_*.txt")
    assert call(["operations", str(notice)], {"ZHANLIAN_LANG": language}) == 0
    told = capsys.readouterr().out
    assert "807" in told and "2024-03-31" in told
    assert call(["operations", str(notice), "--json"], {"ZHANLIAN_LANG": language}) == 0
    (row,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert next(iter(row)) == "document" and row["handover"]["date"] == "2024-03-31"


def test_a_document_without_records_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("今天天气很好。", encoding="utf-8")
    for command in ("figures", "cases", "operations"):
        assert call([command, str(tmp_path / "a.txt")], {"ZHANLIAN_LANG": "en"}) == 0
        assert ": 0" in capsys.readouterr().out
        assert call([command, str(tmp_path / "a.txt"), "--json"], {"ZHANLIAN_LANG": "en"}) == 0
        assert capsys.readouterr().out == ""
