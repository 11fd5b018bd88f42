"""`zhanlian map`: propose, edit, try, put to use; nothing is overwritten unasked."""

import hashlib
from pathlib import Path

import pytest

from zhanlian.app.mappings import load_mappings
from zhanlian.cli.program import call
from zhanlian.errors import SchemaError
from zhanlian.store.workspace import open_workspace

_EN = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某"}
_TABLE = "交易时间,金额(元),备注\n2026-03-01 10:00:00,-5.00,合成\n2026-03-02,7.00,合成\n坏,1,\n"


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text(_TABLE, encoding="utf-8")


def _fill(path: Path = Path("t.mapping.toml")) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('direction = "?"', 'direction = "minus-is-out"'), encoding="utf-8")


def test_a_mapping_goes_from_proposal_to_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["map", "t.csv", "--own-account", "0099"], _EN) == 0
    told = capsys.readouterr().out
    assert "交易时间" in told and "2026-03-01 10:00:00" in told
    assert "To fill in: direction" in told
    assert call(["map", "t.csv", "--check", "t.mapping.toml"], _EN) == 2
    assert "direction" in capsys.readouterr().err
    _fill()
    assert call(["map", "t.csv", "--check", "t.mapping.toml"], _EN) == 0
    told = capsys.readouterr().out
    assert "Rows: 2; lines that are no data: 1" in told
    assert "in: 7.00 CNY" in told and "out: 5.00 CNY" in told
    assert "Left out: 1. The time cannot be read" in told
    Path("n.txt").write_text("抓获嫌疑人3名", encoding="utf-8")
    assert call(["run", "n.txt"], _EN) == 0
    assert call(["map", "--add", "t.mapping.toml"], _EN) == 0
    formats = load_mappings(Path("zhanlian-workspace/mappings"))
    assert [one.mapping.own_account for one in formats] == ["0099"]
    assert formats[0].sniff(_TABLE.encode())
    assert call(["verify"], _EN) == 0


def test_a_mapping_is_not_overwritten_unasked(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["map", "t.csv"], _EN) == 0
    _fill()
    before = Path("t.mapping.toml").read_bytes()
    assert call(["map", "t.csv"], _EN) == 2
    assert "t.mapping.toml is there already" in capsys.readouterr().err
    assert Path("t.mapping.toml").read_bytes() == before
    assert call(["map", "t.csv", "--force"], _EN) == 0
    assert Path("t.mapping.toml").read_bytes() != before
    assert call(["map", "t.csv", "--out", "other.mapping.toml"], _EN) == 0


def test_a_mapping_of_another_table_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["map", "t.csv", "--own-account", "1"], _EN) == 0
    _fill()
    Path("u.csv").write_text("时间,数额\n2026-03-01,1\n", encoding="utf-8")
    assert call(["map", "u.csv", "--check", "t.mapping.toml"], _EN) == 2
    assert "u.csv: the file does not have the header" in capsys.readouterr().err


def test_what_is_missing_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["map"], _EN) == 2
    assert call(["map", "gone.csv"], _EN) == 2
    assert call(["map", "."], _EN) == 2
    assert call(["map", "t.csv", "--check", "gone.toml"], _EN) == 2
    Path("n.txt").write_text("no table at all", encoding="utf-8")
    assert call(["map", "n.txt"], _EN) == 2
    assert "No table was found" in capsys.readouterr().err
    assert call(["map", "t.csv", "--asset", "dollars"], _EN) == 2
    assert "asset = dollars" in capsys.readouterr().err
    assert not Path("t.mapping.toml").exists()
    assert call(["map", "t.csv", "--own-account", "1"], _EN) == 0
    _fill()
    assert call(["map", "--add", "t.mapping.toml", "--workspace", "gone"], _EN) == 3


def test_a_broken_mapping_of_a_workspace_is_named() -> None:
    folder = Path("mappings")
    assert load_mappings(folder) == ()
    folder.mkdir()
    (folder / "a.mapping.toml").write_text("format = 1\n", encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        load_mappings(folder)
    assert "a.mapping.toml" in str(caught.value.fields["path"])


def test_who_added_a_mapping_stands_in_the_audit_chain() -> None:
    Path("n.txt").write_text("抓获嫌疑人3名", encoding="utf-8")
    assert call(["run", "n.txt"], _EN) == 0
    assert call(["map", "t.csv", "--own-account", "0099"], _EN) == 0
    _fill()
    add = ["map", "--add", "t.mapping.toml", "--force"]
    assert call([*add, "--received-by", "李某某"], _EN) == 0
    assert call(add, _EN) == 0  # the same again changes nothing, and leaves no line
    first = Path("t.mapping.toml").read_bytes()
    Path("t.mapping.toml").write_bytes(first + b"# checked\n")
    assert call(add, _EN) == 0
    with open_workspace(Path("zhanlian-workspace"), create=False) as workspace:
        lines = [one for one in workspace.docket.list_audit_lines() if "mapping" in one.action]
    assert [(one.action, one.object, one.actor) for one in lines] == [
        ("mapping.add", "t.mapping.toml", "李某某"),
        ("mapping.add", "t.mapping.toml", "王某某"),
    ]
    old, new = (hashlib.sha256(one).hexdigest() for one in (first, first + b"# checked\n"))
    assert lines[0].before is None and old in str(lines[0].after)
    assert old in str(lines[1].before) and new in str(lines[1].after)
    assert call(["verify"], _EN) == 0
