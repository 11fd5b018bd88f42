"""Hand-overs from the command line: lists from files, and what is looked at and told."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docket import OpenDocket, add_staff
from handed_over import HANDED_AT, make_rows

from zhanlian.cli.program import call
from zhanlian.store.workspace import open_workspace

Told = list[dict[str, Any]]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    with open_workspace(tmp_path / "ws", create=True) as opened:
        add_staff(OpenDocket(opened.docket))
    return tmp_path / "ws"


@pytest.fixture
def ask(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """Call a command with ``--json``, and return its lines."""

    def run(*told: str, who: str = "li", code: int = 0) -> Told:
        given = [*told, "--workspace", str(workspace), "--as", who, "--json", "--lang", "zh"]
        assert call(given, {}) == code
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def _write_csv(path: Path, rows: Told) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _write_xlsx(path: Path, rows: Told) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "姓名", *list(rows[0])[2:]])
    for row in rows:
        sheet.append(list(row.values()))
    book.save(path)
    return path


def _open(ask: Callable[..., Told], path: Path, people: int) -> str:
    told = ["--title", "合成移交", "--handed-at", HANDED_AT, "--place", "瑞丽",
            "--giver", "合成缅方", "--receiver", "合成中方", "--people", str(people),
            "--split", f"CN={people}", "--listed-person", str(path)]  # fmt: skip
    (done,) = ask("handover", "open", *told)
    return str(done["records"][0]["id"])


@pytest.mark.parametrize("write", [_write_csv, _write_xlsx])
def test_a_list_comes_from_a_csv_or_a_workbook(
    ask: Callable[..., Told], tmp_path: Path, write: Callable[[Path, Told], Path]
) -> None:
    name = "list.csv" if write is _write_csv else "list.xlsx"
    handover = _open(ask, write(tmp_path / name, make_rows(12, 2, 3)), 12)
    (seen,) = ask("handover", "show", handover)
    people = seen["body"]["listed_person"]
    assert [row["seq"] for row in people] == list(range(1, 13))
    assert [row["head"] for row in people[:3]] == [True, True, False]
    assert people[11]["name"] == "合**"


def test_a_workbook_that_is_none_is_refused_in_words(
    ask: Callable[..., Told], tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    told = ["handover", "open", "--listed-person", str(path), "--title", "合成", "--place", "合成",
            "--handed-at", HANDED_AT, "--giver", "甲", "--receiver", "乙", "--people", "1",
            "--split", "CN=1", "--workspace", str(workspace), "--as", "li"]  # fmt: skip
    assert call(told, {"ZHANLIAN_LANG": "zh"}) == 2
    assert "list.xlsx" in capsys.readouterr().err


def test_a_hand_over_is_told_from_its_list_to_its_statement(
    ask: Callable[..., Told], tmp_path: Path
) -> None:
    rows = make_rows(3, 1, 1)
    handover = _open(ask, _write_csv(tmp_path / "list.csv", rows), 3)
    ask("handover", "check", handover)
    (drafted,) = ask("handover", "confirm", handover)
    ask("draft", "approve", drafted["draft"], who="qian")
    signed = ["--signer", "合成", "--post", "合成", "--signed-at", HANDED_AT, "--paper", "合成1号"]
    for side in ("giving-side", "receiving-side"):
        ask("handover", "sign", handover, "--side", side, *signed, who="zhou")
    (told,) = ask("handover", "statement", handover)
    assert told["text"] == "2024-03-31，在瑞丽移交中国籍犯罪嫌疑人3名。其中，组织头目和骨干1名。"
    assert [row["verb"] for row in told["claims"]] == ["移交", ""]
    published = {"kind": "claim", **told["claims"][0], "value": 4, "end": 9}
    source = {"title": None, "outlet": "合成媒体", "agency": None, "published": "2024-03-31"}
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_text(
        json.dumps({**published, "sha256": "e" * 64, "source": source}), encoding="utf-8"
    )
    counted = ask("handover", "statistics", "--against", str(ledger))
    totals = [row for row in counted if "records" in row]
    assert (totals[0]["value"], totals[0]["records"]) == (3, [handover])
    verdicts = {row["own"]["quote"]: row["verdict"] for row in counted if "verdict" in row}
    assert verdicts["移交中国籍犯罪嫌疑人3名"] in ("alone", "contradicts")
    assert ask("handover", "match", handover) == []
    assert ask("handover", "custody", handover) == []


def test_a_statement_of_an_unconfirmed_list_is_refused(
    ask: Callable[..., Told], tmp_path: Path
) -> None:
    handover = _open(ask, _write_csv(tmp_path / "list.csv", make_rows(1)), 1)
    assert ask("handover", "statement", handover, code=4) == []
    assert ask("handover", "statement", handover, who="mm-zhou", code=3) == []


def test_published_figures_of_a_case_are_for_those_who_read_its_evidence(
    ask: Callable[..., Told], workspace: Path
) -> None:
    ask("case", "open", "--name", "合成案", "--member", "zhao")
    told = ["handover", "statistics", "--case", "合成案", "--published"]
    assert ask(*told, code=3) == []  # nothing was read for it yet
    ledger = workspace / "out" / "合成案" / "ledger.jsonl"
    ledger.parent.mkdir(parents=True)
    ledger.write_text('{"kind": "ledger"}\n', encoding="utf-8")
    assert ask(*told) == []
    assert ask(*told, who="zhao", code=5) == []  # an approver reads no evidence
    assert ask(*told, who="sun", code=3) == []  # works on no such case


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", ["match", "custody", "statistics"])
def test_commands_write_words_in_both_languages(
    ask: Callable[..., Told],
    tmp_path: Path,
    workspace: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
    language: str,
) -> None:
    handover = _open(ask, _write_csv(tmp_path / "list.csv", make_rows(2)), 2)
    target = [] if command == "statistics" else [handover]
    told = ["handover", command, *target, "--as", "li", "--workspace", str(workspace)]
    assert call([*told, "--lang", language], {}) == 0
    out = capsys.readouterr().out
    assert out.strip() and "{" not in out
