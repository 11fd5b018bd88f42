"""The program says every failure in words, with the exit code of its kind."""

import json
import subprocess
import sys
from errno import EACCES
from pathlib import Path
from typing import IO, Any

import pytest

from zhanlian.cli import program
from zhanlian.cli.program import COMMANDS, call
from zhanlian.cli.session import asked_language, has_desktop, locale_language, open_session
from zhanlian.words import say

_EN = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某"}


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _says(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def test_a_missing_path_is_named_and_nothing_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["run", "gone.txt"], _EN) == 2
    assert "gone.txt is not there" in _says(capsys)
    assert list(Path().iterdir()) == []


def test_an_empty_folder_is_an_error_and_nothing_is_made(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("empty/.hidden").mkdir(parents=True)
    assert call(["run", "empty"], _EN) == 2
    assert "no file to receive in empty" in _says(capsys)
    assert not Path("zhanlian-workspace").exists()


def test_a_folder_of_somebody_else_is_not_made_a_workspace(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("mine").mkdir()
    Path("mine/diary.txt").write_text("1")
    Path("a.txt").write_text("抓获嫌疑人3名")
    assert call(["run", "a.txt", "--workspace", "mine"], _EN) == 2
    assert "mine" in _says(capsys)
    assert [entry.name for entry in Path("mine").iterdir()] == ["diary.txt"]


def test_an_output_folder_that_cannot_be_written_is_told_before_reading(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("a.txt").write_text("抓获嫌疑人3名")
    Path("file").write_text("")
    assert call(["run", "a.txt", "--out", "file/out"], _EN) == 7
    assert "file/out cannot be written" in _says(capsys)


def test_a_file_that_may_not_be_opened_is_listed_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # No mode bits: they do not stop root, who runs the tests in a container.
    free_open = Path.open

    def guarded_open(path: Path, *args: str, **rest: str) -> IO[Any]:
        if path.name == "locked.txt":
            raise PermissionError(EACCES, "Permission denied")
        opened: IO[Any] = free_open(path, *args, **rest)  # type: ignore[call-overload]
        return opened

    Path("in").mkdir()
    Path("in/a.txt").write_text("抓获嫌疑人3名")
    Path("in/locked.txt").write_text("x")
    monkeypatch.setattr(Path, "open", guarded_open)
    assert call(["run", "in"], _EN) == 0
    told = capsys.readouterr()
    assert "in/locked.txt" in told.err and "Permission denied" in told.err
    assert "Evidence in: 1" in told.out


@pytest.mark.parametrize("command", ["verify", "evidence"])
def test_a_missing_workspace_is_not_found(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call([command, "--workspace", "gone"], _EN) == 3
    assert "gone" in _says(capsys)
    assert not Path("gone").exists()


def test_a_missing_case_is_not_found(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("抓获嫌疑人3名", encoding="utf-8")
    assert call(["run", "a.txt", "--case", "甲案"], _EN) == 0
    assert call(["evidence", "--case", "乙案"], _EN) == 3
    told = _says(capsys)
    assert "乙案" in told and "甲案" in told


def test_an_unreadable_file_is_told_by_every_name_it_came_under(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text("抓获嫌疑人3名", encoding="utf-8")
    Path("in/empty.txt").write_bytes(b"")
    Path("in/sent-later.pdf").write_bytes(b"")
    for _ in range(2):
        assert call(["run", "in"], _EN) == 0
        told = capsys.readouterr()
        for name in ("in/empty.txt", "in/sent-later.pdf"):
            assert told.err.count(f"Could not read {name}") == 1
        assert "Not readable: 2" in told.out
    assert call(["evidence"], _EN) == 0
    assert capsys.readouterr().out.count("sent-later.pdf") == 2  # its receipt and its reject


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZHANLIAN_BATCH", "many"),
        ("ZHANLIAN_BATCH", "0"),
        ("ZHANLIAN_LANG", "fr"),
        ("ZHANLIAN_DEBUG", "yes"),
        ("ZHANLIAN_WORKSPACE", " "),
        ("ZHANLIAN_WORSPACE", "x"),
    ],
)
def test_a_bad_setting_is_named(name: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["settings"], {**_EN, name: value}) == 8
    assert name in _says(capsys)


def test_a_foreign_variable_is_let_alone() -> None:
    assert call(["settings"], {**_EN, "ZHANLIAN_TEST_DATABASE": "x"}) == 0


def test_settings_show_each_value_and_what_it_means(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["settings"], {**_EN, "ZHANLIAN_BATCH": "7"}) == 0
    told = capsys.readouterr().out
    assert "ZHANLIAN_BATCH=7" in told and "Receipts written in one transaction" in told


@pytest.mark.parametrize("case", ["", " ", "a\x00b", "x" * 101])
def test_a_case_name_that_cannot_be_shown_is_refused(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.txt").write_text("1")
    assert call(["run", "a.txt", "--case", case], _EN) == 2
    assert "case name" in _says(capsys)


def test_wrong_usage_is_told_with_the_way_to_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["figures"], _EN) == 2
    assert "zhanlian figures --help" in _says(capsys)
    assert call(["sing"], _EN) == 2
    assert "sing" in _says(capsys)
    assert call(["--lang", "fr", "settings"], _EN) == 2
    assert "fr" in _says(capsys)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["figures"], "缺少参数 DOC…"),
        (["sing"], "没有命令“sing”"),
        (["run", "--workspce", "x"], "没有选项 --workspce"),
        (["run", "a.txt", "--out"], "选项 --out 后面缺少值"),
        (["checkpoint"], "缺少参数 --out。运行 zhanlian checkpoint --help"),
        (["restitution"], "缺少参数 CLAIMS。"),
        (["run", "a.txt", "--rule", "best"], "--rule 没有“best”这个值。可用：fifo, lifo, rolling,"),
        (["run", "a.txt", "--as-of", "昨天"], "--as-of 的“昨天”不能读作时间。请写 2026-03-01、"),
        (["simulate", "--seed", "a"], "--seed 的值须为整数。"),
        (["row", "ab", "0"], "LINE 的值不能使用（"),
    ],
)
def test_wrong_usage_is_told_in_chinese(
    line: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(line, {"ZHANLIAN_LANG": "zh"}) == 2
    assert told in _says(capsys)


def test_an_unforeseen_failure_says_no_path_and_no_trace_unless_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("/secret/place")

    monkeypatch.setattr(program, "build_app", fail)
    assert call(["settings"], _EN) == 70
    told = _says(capsys)
    assert "抱歉" in told and "Sorry" in told and "RuntimeError" in told
    assert "/secret" not in told and "Traceback" not in told
    assert call(["settings"], {**_EN, "ZHANLIAN_DEBUG": "1"}) == 70
    assert "/secret/place" in _says(capsys)


def test_an_interruption_says_that_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("zhanlian.app.run.run_case", stop)
    Path("a.txt").write_text("1")
    assert call(["run", "a.txt"], _EN) == 130
    assert "Nothing received is lost" in _says(capsys)


def test_a_closed_pipe_is_quiet() -> None:
    for number in range(300):
        Path(f"{number:03}.txt").write_text("警方抓获犯罪嫌疑人35名。" * 40)
    code = "import sys; from zhanlian.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "figures", "--json", "."],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 141


def test_every_command_has_its_help_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for language in ("zh", "en"):
        for command in COMMANDS:
            assert call([command, "--help"], {"ZHANLIAN_LANG": language}) == 0
            assert say(f"cli.{command}.about", language)[:8] in capsys.readouterr().out
    assert call([], _EN) == 0
    assert "figures" in capsys.readouterr().out
    assert call(["--version"], _EN) == 0
    assert capsys.readouterr().out.startswith("zhanlian ")


def test_the_language_comes_from_the_call_then_the_setting_then_the_locale() -> None:
    assert asked_language(["run", "--lang", "en"]) == "en"
    assert asked_language(["--lang=zh", "run"]) == "zh"
    assert asked_language(["run", "--", "--lang", "en"]) is None
    assert locale_language({"LANG": "en_GB.UTF-8"}) == "en"
    assert locale_language({"LC_ALL": "C", "LANG": "en_GB.UTF-8"}) == "zh"


def test_what_is_said_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    session = open_session([], {})
    session.print("a\x1b[2Jb")
    session.note("甲\n乙")
    assert capsys.readouterr() == ("a‹U+001B›[2Jb\n", "甲‹U+000A›乙\n")


def test_nobody_sees_a_page_without_a_desktop() -> None:
    if sys.platform not in ("win32", "darwin"):
        assert not has_desktop({})
        assert has_desktop({"DISPLAY": ":0"})
    assert not has_desktop({"DISPLAY": ":0", "CI": "true"})


def test_json_lines_hold_records_only_and_problems_go_beside(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("a.txt").write_text("2024年3月1日，警方抓获犯罪嫌疑人35名。", encoding="utf-8")
    Path("b.pdf").write_bytes(b"%PDF-1.7 broken")
    assert call(["figures", "--json", "b.pdf", "./a.txt", "gone"], _EN) == 2
    told = capsys.readouterr()
    (row,) = (json.loads(line) for line in told.out.splitlines())
    assert row["document"] == "./a.txt" and row["value"] == 35
    assert list(row)[:13] == [
        "document",
        "metric",
        "value",
        "unit",
        "qualifier",
        "cumulative",
        "nationality",
        "role",
        "since",
        "as_of",
        "place",
        "quote",
        "start",
    ]
    assert "b.pdf" in told.err and "gone" in told.err


def test_a_table_shows_number_comparator_and_quote(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("2024年3月1日，警方抓获犯罪嫌疑人3500余名。", encoding="utf-8")
    assert call(["figures", "a.txt"], _EN) == 0
    told = capsys.readouterr().out
    assert "3,500" in told and "over" in told.lower() and "3500余名" in told
