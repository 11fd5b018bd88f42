"""Cases and people through the commands, in both languages, as tables and as JSON."""

import json
from pathlib import Path

import pytest
from docket import OpenDocket, add_staff

from zhanlian.cli.program import call
from zhanlian.store.workspace import open_workspace

_SOURCE = "合成文书1号"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace in which both parties have their accounts."""
    path = tmp_path / "workspace"
    with open_workspace(path, create=True) as workspace:
        add_staff(OpenDocket(workspace.docket))
    return path


def _call(place: Path, who: str, *words: str, language: str = "en") -> int:
    told = ("--as", who, "--workspace", str(place), "--lang", language)
    return call([*words, *told], {"NO_COLOR": "1", "COLUMNS": "200", "LANG": "en_US.UTF-8"})


def _ids(out: str) -> list[str]:
    return [row["id"] for row in json.loads(out)["records"]]


def _tell(place: Path, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """Return the ids of what an act wrote, approved by zhao where it is a draft."""
    capsys.readouterr()
    assert _call(place, "li", *words, "--json") == 0
    out = capsys.readouterr().out
    draft = json.loads(out)["draft"]
    if draft is None:
        return _ids(out)
    assert _call(place, "zhao", "draft", "approve", draft, "--json") == 0
    return _ids(capsys.readouterr().out)[1:]


@pytest.fixture
def standing(place: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A suspect in a filed case, detained."""
    at = ("--source", _SOURCE)
    _tell(place, capsys, "case", "open", "--name", "合成案", "--member", "zhao")
    _tell(place, capsys, "case", "accept", "合成案", "--at", "2024-09-02 10:00", *at)
    _tell(place, capsys, "case", "file", "合成案", "--at", "2024-09-03 10:00", *at)
    added = _tell(place, capsys, "person", "add", "合成案", "--name", "甲某某",
                  "--role", "suspect", "--role", "victim", "--source", _SOURCE)  # fmt: skip
    _tell(place, capsys, "person", "detain", added[1], "--at", "2024-09-04 10:00", *at,
          "--authority", "合成公安局", "--paper", "合成拘字1号")  # fmt: skip
    return added[1]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("立案", "刑事拘留", "案件", "人员", "甲**", "已逾期", "2024-09-07 24:00")),
        ("en", ("filed", "detained", "case", "person", "甲**", "run out", "2024-09-07 24:00")),
    ],
)
def test_the_timeline_is_readable_in_both_languages(
    place: Path,
    standing: str,
    capsys: pytest.CaptureFixture[str],
    language: str,
    said: tuple[str, ...],
) -> None:
    assert standing
    assert _call(place, "li", "case", "timeline", "合成案", language=language) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in said), out
    assert "甲某某" not in out


def test_the_timeline_in_json_tells_track_sort_and_code(
    place: Path, standing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _call(place, "li", "case", "timeline", "合成案", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    events = [(row["track"], row["code"]) for row in rows if row["sort"] == "event"]
    assert events == [
        ("case", "case.accept"),
        ("case", "case.file"),
        ("person", "person.detain"),
    ]
    assert {row["record"] for row in rows if row["track"] == "person"} == {standing}
    assert all(row["overdue"] for row in rows if row["code"] == "detention.request")


def test_a_timeline_of_another_party_is_not_there(
    place: Path, standing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert standing
    assert _call(place, "mm-li", "case", "timeline", "合成案") == 3
    missing = capsys.readouterr().err.replace("合成案", "X")
    assert _call(place, "mm-li", "case", "timeline", "没有的案") == 3
    assert capsys.readouterr().err.replace("没有的案", "X") == missing


def test_facts_and_days_are_told_with_their_sources(
    place: Path, standing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    fact = ("person", "tell", standing, "--fact", "calls")
    _tell(place, capsys, *fact, "--count", "512", "--source", "合成清单")
    _tell(place, capsys, *fact, "--count", "300", "--source", "合成笔录")
    _tell(place, capsys, "person", "stay", standing, "--first-day", "2024-01-01",
          "--last-day", "2024-01-31", "--place", "合成园区", "--source", "合成名册")  # fmt: skip
    assert _call(place, "li", "person", "facts", standing) == 0
    out = capsys.readouterr().out
    assert "facts relevant to scale and sums" in out
    assert "sources differ: 512 | 300" in out
    assert _call(place, "li", "person", "facts", standing, "--json") == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (row["relevant_to"], row["differ"], row["sources"]) == ("scale", True, 2)
    assert _call(place, "li", "person", "days", standing, language="zh") == 0
    out = capsys.readouterr().out
    assert (
        "31 天" in out and "仅供参考" in out and "2024-01-15: 合成名册" in out.replace("：", ": ")
    )
    assert _call(place, "li", "person", "days", standing, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["most"], told["reached"], told["informational"]) == (31, True, True)


def test_an_event_out_of_order_is_said_in_words_with_what_is_possible(
    place: Path, standing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("person", "indict", standing, "--at", "2024-09-05 10:00", "--source", _SOURCE)
    assert _call(place, "li", *words, language="zh") == 4
    told = capsys.readouterr().err
    assert "不能记“提起公诉”" in told and "提请批准逮捕" in told
    assert "person." not in told and "2024-09-05 10:00" in told
