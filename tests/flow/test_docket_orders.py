"""Orders and returns by the commands, as an office gives them one after the other."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from orders import ACCOUNT, TWO
from synthetic_flow import build_answer

from zhanlian.cli.program import call
from zhanlian.report.flow.jsonl import render_flow_jsonl


class _Office:
    """A workspace with an officer and an approver, worked by commands alone."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder / "ws", capsys
        for name, more in (
            ("root1", ["--role", "administrator"]),
            ("li", ["--role", "case-officer"]),
            ("zhao", ["--role", "approver", "--level", "county"]),
        ):
            self.run("root1", "user", "add", "--name", name, "--party", "wz", *more)
        self.run("li", "case", "open", "--name", "合成案", "--member", "zhao")

    def run(self, who: str, *words: str, code: int = 0) -> list[Any]:
        """Return the JSON lines that a command wrote."""
        shared = ["--as", who, "--workspace", str(self.folder), "--json", "--lang", "en"]
        assert call([*words, *shared], {}) == code, self._capsys.readouterr().err
        self.said, self.error = self._capsys.readouterr()
        return [json.loads(line) for line in self.said.splitlines()]

    def approved(self, *words: str) -> str:
        """Return the id of what a draft became."""
        draft = self.run("li", *words)[0]["draft"]
        assert draft
        return str(self.run("zhao", "draft", "approve", draft)[0]["records"][1]["id"])

    def file(self) -> None:
        at = ("合成案", "--at", _ago(hours=2), "--source", "合成文书")
        self.run("li", "case", "report", *at)
        self.run("li", "case", "accept", *at)
        self.approved("case", "file", *at)


def _ago(**span: float) -> str:
    return (datetime.now(UTC) - timedelta(**span)).isoformat()


_OFFICERS = ("--unit", "合成支队", "--officer", TWO[0], "--officer", TWO[1])
_HOLDER = ("--holder", "甲某某", "--account", ACCOUNT, "--bank", "合成银行")


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> _Office:
    return _Office(tmp_path, capsys)


def test_from_the_alarm_to_the_return(office: _Office, tmp_path: Path) -> None:
    alarm = ("--alarm", "合成-警-1", "--alarm-at", _ago(minutes=20), "--victim", "合成某")
    moved = ("--amount", "39000.00", "--transferred-at", _ago(minutes=60))
    told = ("--request-no", "合成-1", *_OFFICERS, *alarm, *_HOLDER, *moved)
    stop = office.approved("order", "stop", "合成案", *told)
    office.run("li", "order", "stop-sent", stop, "--at", _ago(minutes=0))
    office.run("li", "order", "stop-executed", stop, "--at", _ago(minutes=0))
    frozen = ("--property-class", "deposit", "--amount", "39000.00", "--stop", stop)
    words = ("order", "freeze", "合成案", *_OFFICERS, *_HOLDER, *frozen)
    office.run("li", *words, code=4)
    assert "art. 174" in office.error
    office.file()
    freeze = office.approved(*words)
    office.run("li", "order", "freeze-executed", freeze, "--at", _ago(), "--frozen", "39000.00")
    claim = ("--victim", "合成某", "--victim-account", "62000001", "--amount", "39000.00")
    made = office.run("li", "order", "loss", "合成案", *claim, "--source", "合成申请")
    loss = made[0]["records"][0]["id"]
    inflows = tmp_path / "inflows.csv"
    inflows.write_text(f"transfer,amount,loss\nT1,39000.00,{loss}\n", encoding="utf-8")
    made = office.run("li", "order", "round", freeze, "--inflows", str(inflows))
    round_ = made[0]["records"][0]["id"]
    assert office.approved("order", "decide", round_, "--decision-no", "合成返决") == round_
    office.run("li", "order", "decision-delivered", round_, "--at", _ago())
    pay = ("--loss", loss, "--amount", "39000.00", "--at", _ago(), "--receipt", "合成回执")
    office.run("li", "order", "pay", round_, *pay, "--payee-account", "62000002", code=4)
    office.run("li", "order", "pay", round_, *pay, "--payee-account", "6200 0001")
    (track,) = office.run("zhao", "order", "track", "合成案")
    events = [step["event"] for step in track["accounts"][0]["steps"]]
    assert events == ["payment", "stop", "freeze", "return"]
    assert (track["saved"], track["returned"]) == (["0.00 CNY"], ["39000.00 CNY"])
    shown = json.dumps([track, office.run("zhao", "order", "list")], ensure_ascii=False)
    assert "合成某" not in shown
    assert ACCOUNT.replace(" ", "") not in shown.replace(" ", "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_track_and_the_drafting_are_told_in_both_languages(
    office: _Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    office.file()
    flow = tmp_path / "flow.jsonl"
    flow.write_text("".join(render_flow_jsonl(build_answer())), encoding="utf-8")
    shared = ["--as", "li", "--workspace", str(office.folder), "--lang", language]
    words = ["order", "draft-freezes", "合成案", "--from", str(flow), *_OFFICERS, "--top", "4"]
    assert call([*words, *shared], {}) == 0
    told = capsys.readouterr().out
    assert {"zh": "清单称该账户已冻结", "en": "The list says that the account is frozen"}[
        language
    ] in told
    assert "6230****0005" in told
    assert call(["order", "track", "合成案", *shared], {}) == 0
    assert {"zh": "尚无", "en": "no stop"}[language] in capsys.readouterr().out
    for draft in office.run("zhao", "draft", "list", "--state", "open"):
        office.run("zhao", "draft", "approve", draft["id"])
    assert call(["order", "track", "合成案", *shared], {}) == 0
    assert {"zh": "现在：冻结，已批准", "en": "now: freeze, approved"}[
        language
    ] in capsys.readouterr().out
    assert call(["order", "show", _first_freeze(office), *shared], {}) == 0
    told = capsys.readouterr().out
    assert {"zh": "来源", "en": "source"}[language] in told
    assert "623000000000" not in told


def _first_freeze(office: _Office) -> str:
    found = office.run("li", "order", "list", "--state", "ordered")
    return str(found[0]["id"])
