"""Evidence in, ledger out: a whole run over synthetic files of every kind."""

import json
from pathlib import Path

import pytest
from synthetic_files import write_case

from zhanlian.cli.program import call

_OUTPUTS = ("ledger.jsonl", "ledger.xlsx", "report.html")
_READABLE = {
    "a.txt",
    "gb.txt",
    "page.html",
    "letter.docx",
    "mail.eml",
    "mail.eml!附件.txt",
    "box.zip!in/b.txt",
}


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_case(tmp_path / "in")
    return tmp_path


def _run(*more: str) -> int:
    environment = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某", "ZHANLIAN_BATCH": "3"}
    return call(["run", "in", "--workspace", "ws", *more], environment)


def _rows(folder: Path) -> list[dict[str, object]]:
    lines = (folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_format_gives_claims_with_their_place(case: Path) -> None:
    assert _run() == 0
    claims = [row for row in _rows(case / "ws/out/default") if row["kind"] == "claim"]
    assert {row["document"] for row in claims} >= _READABLE
    captured = {
        row["document"]: row["value"] for row in claims if row["quote"] == "抓获犯罪嫌疑人120名"
    }
    assert captured.get("a.txt") == 120


def test_a_second_run_does_no_work_twice_and_writes_the_same_bytes(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run() == 0
    first = {name: (case / "ws/out/default" / name).read_bytes() for name in _OUTPUTS}
    assert "items read now: 11, already known: 0" in capsys.readouterr().out
    assert _run() == 0
    assert "items read now: 0, already known: 11" in capsys.readouterr().out
    for name, data in first.items():
        assert (case / "ws/out/default" / name).read_bytes() == data, name


def test_an_output_that_was_changed_or_removed_is_written_again(case: Path) -> None:
    _run()
    out = case / "ws/out/default"
    first = {name: (out / name).read_bytes() for name in _OUTPUTS}
    (out / "ledger.xlsx").unlink()
    (out / "report.html").write_bytes(b"other")
    assert _run() == 0
    for name, data in first.items():
        assert (out / name).read_bytes() == data, name


def test_where_nothing_changed_nothing_is_written(case: Path) -> None:
    _run()
    times = [(case / "ws/out/default" / name).stat().st_mtime_ns for name in _OUTPUTS]
    _run()
    assert [(case / "ws/out/default" / name).stat().st_mtime_ns for name in _OUTPUTS] == times
    _run("--lang", "zh")
    assert (case / "ws/out/default/report.html").stat().st_mtime_ns != times[-1]


def test_another_workspace_gives_the_same_bytes(case: Path) -> None:
    _run()
    _run("--workspace", "other", "--out", "elsewhere")
    for name in _OUTPUTS:
        first = (case / "ws/out/default" / name).read_bytes()
        assert (case / "elsewhere" / name).read_bytes() == first, name


def test_a_lake_thrown_away_is_filled_again_with_the_same_result(case: Path) -> None:
    _run()
    first = (case / "ws/out/default/ledger.jsonl").read_bytes()
    for file in (case / "ws/lake").iterdir():
        file.unlink()
    assert _run() == 0
    assert (case / "ws/out/default/ledger.jsonl").read_bytes() == first


def test_an_unreadable_file_is_kept_and_listed_with_its_reason(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run() == 0
    assert "in/broken.pdf" in capsys.readouterr().err
    rows = _rows(case / "ws/out/default")
    assert "in/broken.pdf" in [row["source"] for row in rows if row["kind"] == "reject"]
    assert "broken.pdf" in [row["name"] for row in rows if row["kind"] == "item"]


def test_what_only_holds_unreadable_files_ends_with_an_error(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某"}
    assert call(["run", "in/broken.pdf", "--workspace", "ws"], environment) == 2
    assert "No file gave a text" in capsys.readouterr().err
    assert (case / "ws/out/default/report.html").is_file()


def test_the_workspace_inside_the_folder_is_left_out_and_named(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("--workspace", "in/ws", "--out", "in") == 0
    first = (case / "in/ledger.jsonl").read_bytes()
    capsys.readouterr()
    assert _run("--workspace", "in/ws", "--out", "in") == 0
    told = capsys.readouterr().err
    assert "Left out in/ws" in told and "Left out in/report.html" in told
    assert (case / "in/ledger.jsonl").read_bytes() == first


def test_two_cases_of_one_workspace_keep_apart(case: Path) -> None:
    assert _run() == 0
    environment = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某"}
    words = ["run", "in/a.txt", "--workspace", "ws", "--case", "乙/案"]
    assert call(words, environment) == 0
    (folder,) = (one for one in (case / "ws/out").iterdir() if one.name != "default")
    assert folder.name.startswith("乙_案-")
    assert [row["name"] for row in _rows(folder) if row["kind"] == "item"] == ["a.txt"]


def test_verify_checkpoint_and_evidence_tell_what_the_workspace_holds(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _run("--legal-basis", "示例文书1号")
    environment = {"ZHANLIAN_LANG": "en", "ZHANLIAN_WORKSPACE": "ws"}
    assert call(["checkpoint", "--out", "point.json"], environment) == 0
    assert call(["verify", "--checkpoint", "point.json"], environment) == 0
    capsys.readouterr()
    assert call(["evidence"], environment) == 0
    told = capsys.readouterr().out
    assert "in/broken.pdf" in told and "示例文书1号" in told and "王某某" in told
    damaged = next(path for path in (case / "ws/vault/objects").rglob("*") if path.is_file())
    data = bytearray(damaged.read_bytes())
    data[0] ^= 1
    damaged.chmod(0o600)
    damaged.write_bytes(bytes(data))
    assert call(["verify"], environment) == 7
    assert "Damage" in capsys.readouterr().out


def test_the_demo_writes_a_report_and_says_where(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["demo", "--no-open", "--out", "show"], {"ZHANLIAN_LANG": "zh"}) == 0
    assert "show/report.html" in capsys.readouterr().out
    assert call(["demo", "--no-open", "--out", "show"], {"ZHANLIAN_LANG": "zh"}) == 0
