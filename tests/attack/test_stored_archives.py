"""An archive that is not packed is opened, and not taken for the statement whose text it holds."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from police_files import bank_file, bank_row

from zhanlian.cli.program import call

_ENVIRONMENT = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某"}
_RETURN = bank_file(bank_row(), bank_row(交易时间="20260301120000", 交易余额="400.00"))


def _store(name: str, data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, data)
    return held.getvalue()


@pytest.mark.parametrize("depth", [1, 2])
def test_a_stored_zip_gives_the_statement_inside_it(tmp_path: Path, depth: int) -> None:
    data = _RETURN
    for _ in range(depth):
        data = _store("a.csv" if data is _RETURN else "a.zip", data)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "outer.zip").write_bytes(data)
    (tmp_path / "in" / "same.csv").write_bytes(_RETURN)
    words = ["run", str(tmp_path / "in"), "--workspace", str(tmp_path / "ws")]
    assert call([*words, "--out", str(tmp_path / "out")], _ENVIRONMENT) == 0
    lines = (tmp_path / "out" / "flow.jsonl").read_text(encoding="utf-8").splitlines()
    inputs = [one for one in map(json.loads, lines) if one["record"] == "input"]
    assert [(one["rows"], one["rejects"]) for one in inputs] == [(2, 0)]


def test_a_mapping_is_not_proposed_for_an_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.zip").write_bytes(_store("a.csv", _RETURN))
    words = ["map", str(tmp_path / "a.zip"), "--out", str(tmp_path / "m.toml")]
    assert call(words, _ENVIRONMENT) == 2
    assert "Unpack it" in capsys.readouterr().err
    assert not (tmp_path / "m.toml").exists()
