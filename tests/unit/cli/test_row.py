"""`zhanlian row`: codes in words, times in Beijing time, and a remedy where nothing is found."""

import hashlib
import re
from pathlib import Path

import pytest

from zhanlian.cli.program import call
from zhanlian.model.statement import SCHEMAS
from zhanlian.words import has_key

_ZH = {"ZHANLIAN_LANG": "zh", "ZHANLIAN_RECEIVED_BY": "王某某"}
_LIST = "被害人,转账时间,收款账号,转账金额\n合成甲,2026-03-01 10:05,6222020000000000017,50000.00\n"


@pytest.fixture(autouse=True)
def _inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("victims.csv").write_text(_LIST, encoding="utf-8")
    assert call(["run", "victims.csv"], _ZH) == 0
    capsys.readouterr()


def test_a_row_is_shown_in_words_and_beijing_time(capsys: pytest.CaptureFixture[str]) -> None:
    digest = hashlib.sha256(_LIST.encode()).hexdigest()
    assert call(["row", digest[:6], "2"], _ZH) == 0
    told = capsys.readouterr().out
    assert "原文：合成甲,2026-03-01 10:05,6222020000000000017,50000.00" in told
    cells = dict(re.findall(r"(?m)^  (.+?)：(.+)$", told))
    assert cells["被害人"] == "合成甲" and cells["金额"] == "50,000.00"
    assert cells["时间"] == "2026-03-01 10:05:00（北京时间）"
    assert cells["时间精度"] == "精确到分"


def test_an_unknown_hash_is_not_asked_for_more_digits(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["row", "000000", "2"], _ZH) == 3
    told = capsys.readouterr().err
    assert "--workspace" in told and "请多写几位" not in told


def test_every_column_has_a_name_for_readers() -> None:
    names = {name for schema in SCHEMAS.values() for name in schema.names}
    place = {"line", "offset", "length", "sheet"}
    missing = [name for name in sorted(names - place) if not has_key(f"cli.row.cell.{name}")]
    assert missing == []
