"""Statements of every format in one folder: each row is told, and each told row has one fate."""

import json
from pathlib import Path
from typing import Any

import pytest

from zhanlian.cli.program import call

_FORMATS = {
    *("abc", "alipay", "boc", "bocom", "camt053", "ccb", "cmb-credit", "cn-bank", "hsbc-hk"),
    *("icbc", "mt940", "oklink", "pacs008", "tenpay-police", "wechat"),
}


@pytest.fixture
def records(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").symlink_to(shared / "formats", target_is_directory=True)
    environment = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某"}
    # 1: some files say sums that their own rows do not bear out.
    assert call(["run", "in/.", "--workspace", "ws"], environment) in (0, 1)
    lines = (tmp_path / "ws/out/default/flow.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_row_of_every_format_is_accounted_for(records: list[dict[str, Any]]) -> None:
    inputs = [one for one in records if one["record"] == "input"]
    assert {one["format"] for one in inputs} >= _FORMATS
    told = sum(one["rows"] for one in inputs if one["told"] == "rows")
    (cleaning,) = [one for one in records if one["record"] == "cleaning"]
    assert cleaning["rows"] == told > 2_000
    assert sum(cleaning["fates"].values()) == told
    assert sum(cleaning["orderings"].values()) == cleaning["transfers"]
    assert sum(one["rejects"] for one in inputs) == 0
