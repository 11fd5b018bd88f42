"""`zhanlian restitution`: the worked examples through the command; everything is synthetic."""

import json
from pathlib import Path

import pytest

from zhanlian.cli.program import call

_CLAIMS = "victim,loss,recovered\n甲,60000.00,40000.00\n乙,90000.00,\n丙,50000.00,\n"


def _ask(
    folder: Path, capsys: pytest.CaptureFixture[str], claims: str, *more: str
) -> dict[str, object]:
    (folder / "claims.csv").write_text(claims, encoding="utf-8")
    arguments = ["restitution", str(folder / "claims.csv"), "--json", *more]
    assert call(arguments, {}) == 0
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    return told


def _payments(told: dict[str, object]) -> dict[str, str]:
    lines = told["lines"]
    assert isinstance(lines, list)
    return {line["victim"]: line["payment"] for line in lines}


def test_the_worked_example_comes_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _ask(tmp_path, capsys, _CLAIMS, "--frozen", "100000.00")
    assert _payments(told) == {"甲": "12500.00", "乙": "56250.00", "丙": "31250.00"}
    assert (told["residue"], told["notice_days"]) == ("0.00", 30)


def test_a_late_victim_shares_the_residue_in_a_second_round(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = str(tmp_path / "first.json")
    _ask(tmp_path, capsys, "victim,loss\n甲,60.00\n", "--frozen", "100", "--out", first)
    late = "victim,loss\n甲,60.00\n丁,90.00\n"
    told = _ask(tmp_path, capsys, late, "--former", first)
    assert (told["round"], told["frozen"]) == (2, "40.00")
    assert _payments(told) == {"甲": "0.00", "丁": "40.00"}


def test_matched_inflows_go_back_one_by_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inflows = tmp_path / "in.csv"
    inflows.write_text("transfer_id,amount,victim\nT1,60.00,甲\nT2,20.00,乙\n", encoding="utf-8")
    told = _ask(tmp_path, capsys, _CLAIMS, "--frozen", "80.00", "--inflows", str(inflows))
    assert _payments(told) == {"甲": "60.00", "乙": "20.00"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_tells_what_was_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    (tmp_path / "claims.csv").write_text(_CLAIMS, encoding="utf-8")
    arguments = [str(tmp_path / "claims.csv"), "--frozen", "300000", "--lang", language]
    assert call(["restitution", *arguments], {}) == 0
    out = capsys.readouterr().out
    assert "20,000.00" in out and "140,000.00" in out
    assert ("2016" in out) and ("30" in out)


def test_what_an_objection_pauses_is_told_beside_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = tmp_path / "claims.csv"
    claims.write_text("victim,loss,objection\n甲,60.00,是\n乙,40.00,\n", encoding="utf-8")
    assert call(["restitution", str(claims), "--frozen", "100", "--lang", "en"], {}) == 0
    assert "paused by objections: 60.00 CNY" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("claims", "options", "told"),
    [
        ("victim,loss\n甲,-5\n", ["--frozen", "1"], "claims.csv"),
        ("victim,loss\n甲,5\n甲,5\n", ["--frozen", "1"], "甲"),
        ("victim,loss\n甲,\n", ["--frozen", "1"], "loss"),
        ("victim,loss,accused\n甲,5,maybe\n", ["--frozen", "1"], "maybe"),
        ("victim\n甲\n", ["--frozen", "1"], "loss"),
        ("victim,loss\n甲,5\n", [], "--frozen"),
        ("victim,loss\n甲,5\n", ["--frozen", "ten"], "ten"),
        ("victim,loss\n甲,5\n", ["--frozen", "1", "--asset", "贝壳"], "贝壳"),
        ("victim,loss\n甲,5\n", ["--former", "claims.csv"], "claims.csv"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_place(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    claims: str,
    options: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("claims.csv").write_text(claims, encoding="utf-8")
    assert call(["restitution", "claims.csv", *options], {}) == 2
    error = capsys.readouterr().err
    assert told in error and "Traceback" not in error
