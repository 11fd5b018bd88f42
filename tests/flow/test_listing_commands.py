"""Joint listing, tasks, board, due list and calendar through the commands, in both languages."""

import json
from pathlib import Path
from typing import Any

import pytest
from docket import OWN, OpenDocket, add_staff, do
from icalendar import Calendar
from listed import MINISTRY

from zhanlian.cli.program import call
from zhanlian.store.workspace import open_workspace

NOTICE = """合成检察院、合成公安部门启动第三批2起特大跨境电信网络诈骗犯罪案件联合挂牌督办

来源:合成网站2023-09-12 10:59

近日,最高人民检察院、公安部联合挂牌督办第三批2起特大跨境电信网络诈骗犯罪案件。\
这2起案件分别是福建莆田“3.03”电信网络诈骗案、浙江温州“4.04”电信网络诈骗案。

1.福建莆田“3.03”电信网络诈骗案

2022年9月,福建省莆田市公安机关在侦办一起案件中发现,以甲某某为首的一诈骗集团在老挝设立公司。\
公安机关已抓获犯罪嫌疑人30余名。

2.浙江温州“4.04”电信网络诈骗案

2021年9月,浙江省温州市公安机关发现位于缅甸的犯罪集团。公安机关现已抓获犯罪嫌疑人70余名。
"""


class Terminal:
    """Calls of the program on one workspace."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._place = place
        self._capsys = capsys

    def say(self, who: str, *words: str, language: str = "en") -> str:
        """Return what a command that succeeds writes to standard output."""
        code, out, err = self.try_to(who, *words, language=language)
        assert code == 0, err
        return out

    def try_to(self, who: str, *words: str, language: str = "en") -> tuple[int, str, str]:
        """Return exit code, standard output and standard error of a command."""
        self._capsys.readouterr()
        told = ("--as", who, "--workspace", str(self._place), "--lang", language)
        environment = {"NO_COLOR": "1", "COLUMNS": "240", "LANG": "en_US.UTF-8"}
        code = call([*words, *told], environment)
        captured = self._capsys.readouterr()
        return code, captured.out, captured.err

    def rows(self, who: str, *words: str) -> list[dict[str, Any]]:
        """Return what a command writes as JSON lines."""
        return [json.loads(line) for line in self.say(who, *words, "--json").splitlines()]


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A workspace with its staff, a case that li works on, and a programme."""
    place = tmp_path / "workspace"
    with open_workspace(place, create=True) as workspace:
        opened = add_staff(OpenDocket(workspace.docket))
        told: dict[str, Any] = {"name": MINISTRY, "party": OWN, "level": "ministry"}
        do(opened, "root1", "user.add", role=["approver"], **told)
        do(opened, "li", "case.open", name="合成通报")
        do(opened, "li", "programme.add", name="合成督办", authorities=["合成检察院"])
    return Terminal(place, capsys)


@pytest.fixture
def notice(tmp_path: Path) -> str:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return str(path)


def bring_in(terminal: Terminal, notice: str) -> dict[str, Any]:
    (row,) = terminal.rows(
        "li", "listing", "import", notice, "--programme", "合成督办", "--case", "合成通报"
    )
    return row


def enter_batch(terminal: Terminal) -> None:
    batch = next(row for row in terminal.rows("li", "listing", "list") if row["kind"] == "batch")
    (drafted,) = terminal.rows("li", "listing", "enter-batch", batch["id"])
    terminal.say(MINISTRY, "draft", "approve", drafted["draft"])


@pytest.mark.parametrize(
    ("language", "again", "board", "total"),
    [
        ("zh", "没有新增", "已超期 2，临近 0，其余 0", "抓获：超过100（2 起案件；0 起未写明）"),
        (
            "en",
            "nothing was added",
            "2 overdue, 0 urgent, 0 later",
            "captured: more than 100 (2 cases; 0 do not state it)",
        ),
    ],
)
def test_a_batch_goes_from_its_notice_to_the_board(
    terminal: Terminal, notice: str, language: str, again: str, board: str, total: str
) -> None:
    assert len(bring_in(terminal, notice)["added"]) == 2
    known = terminal.say(
        "li", "listing", "import", notice, "--programme", "合成督办", "--case", "合成通报",
        language=language,
    )  # fmt: skip
    assert again in known
    enter_batch(terminal)
    shown = terminal.say("li", "listing", "board", language=language)
    assert board in shown and "福建莆田“3.03”电信网络诈骗案" in shown
    assert total in terminal.say("li", "listing", "totals", language=language)
    *rows, counts = terminal.rows("li", "listing", "board", "--limit", "1")
    assert counts["counts"] == {"overdue": 2, "urgent": 0, "later": 0}
    (row,) = rows
    assert (row["colour"], row["policy_status"], row["last_report"]) == ("overdue", "design", None)
    assert row["days_left"] < 0 and row["next_to_act"] == "unit"


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "请立即报送"), ("en", "Please report at once")]
)
def test_reminders_are_drafted_from_the_board_and_sent_by_a_person(
    terminal: Terminal, notice: str, language: str, said: str
) -> None:
    bring_in(terminal, notice)
    enter_batch(terminal)
    assert said in terminal.say("sun", "listing", "reminders", language=language)
    assert terminal.rows("sun", "listing", "reminders") == []
    listed = terminal.rows("li", "listing", "list", "--state", "drafted")
    assert len(listed) == 2
    terminal.say("li", "listing", "send-reminder", listed[0]["id"])


@pytest.mark.parametrize(
    ("language", "kind", "own"),
    [("zh", "任务", "由交办人确定"), ("en", "task", "set by whoever gave it")],
)
def test_a_task_is_due_and_stands_in_the_calendar(
    terminal: Terminal, tmp_path: Path, language: str, kind: str, own: str
) -> None:
    told = ("--title", "合成任务", "--assignee", "li", "--task-due", "2199-01-01T10:00:00")
    (given,) = terminal.rows("li", "task", "issue", "合成通报", *told)
    task = given["records"][0]["id"]
    due = terminal.say("li", "task", "due", "--case", "合成通报", language=language)
    assert task in due and kind in due and own in due and "2199-01-01 10:00" in due
    row, counts = terminal.rows("li", "task", "due")
    assert (row["id"], row["title"], row["colour"]) == (task, "合成任务", "later")
    assert counts["counts"] == {"overdue": 0, "urgent": 0, "later": 1}
    out = tmp_path / "out.ics"
    stamp = ("--stamp", "2031-01-01T00:00:00")
    terminal.say("li", "task", "calendar", "--out", str(out), *stamp, language=language)
    first = out.read_bytes()
    (event,) = Calendar.from_ical(first).walk("VEVENT")
    assert task in str(event["SUMMARY"]) and "合成任务" not in first.decode()
    terminal.say("li", "task", "calendar", "--out", str(out), *stamp, language=language)
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "没有名称或编号为“没有”的督办项目"), ("en", "There is no programme “没有”")],
)
def test_what_fails_is_said_in_words(terminal: Terminal, language: str, said: str) -> None:
    code, _, err = terminal.try_to(
        "li", "listing", "board", "--programme", "没有", language=language
    )
    assert code == 3 and said in err
    code, _, _ = terminal.try_to("li", "listing", "board", "--limit", "0", language=language)
    assert code == 6


def test_who_sees_nothing_is_told_so(terminal: Terminal, notice: str) -> None:
    bring_in(terminal, notice)
    enter_batch(terminal)
    assert terminal.rows("mm-li", "listing", "list") == []
    for words in (("listing", "board"), ("task", "due")):
        (counts,) = terminal.rows("mm-li", *words)
        assert counts["counts"] == {"overdue": 0, "urgent": 0, "later": 0}
