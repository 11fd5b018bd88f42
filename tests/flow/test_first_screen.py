"""The answers on the money stand on the screen before their files are made."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from police_files import bank_file, bank_row

from zhanlian.app.money.case import MONEY_OUTPUTS
from zhanlian.app.money.first_screen import TOP, MoneySummary
from zhanlian.app.ports import Rooms
from zhanlian.app.receive import ReceiveLimits
from zhanlian.app.run import RunOutcome, RunRequest, run_case
from zhanlian.app.wire import wire_rooms
from zhanlian.errors import StoreError
from zhanlian.model.answers import FlowAnswer

_ROW = {"收付标志": "进", "交易时间": "20260301100500", "交易余额": "", "交易金额": "100.00"}
_LISTED = "victim,time,payee,amount\nSYN-1,2026-03-01 10:05,6222020000000000017,100\n"


class _Told:
    """A screen and a progress in one, which notes what happened in which order."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.said: list[str] = []
        self.files: list[list[str]] = []
        self.money: list[MoneySummary] = []

    def begin(self, stage: str, total: int) -> None:
        self.said.append(stage)

    def advance(self, count: int = 1, *, total: int | None = None) -> None:
        pass

    def end(self) -> None:
        self.said.append("end")

    def show(self, money: MoneySummary) -> None:
        self.said.append("shown")
        self.money.append(money)
        self.files.append([name for name in MONEY_OUTPUTS if (self.out / name).exists()])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.csv").write_bytes(bank_file(bank_row(**_ROW), encoding="utf-8"))
    (folder / "victims.csv").write_text(_LISTED, encoding="utf-8")
    return folder


def _run(source: Path, told: _Told, rooms: Rooms) -> RunOutcome:
    request = RunRequest(
        paths=[str(source)],
        workspace=source.parent / "ws",
        case="c",
        received_by="王某某",
        legal_basis="",
        language="zh",
        limits=ReceiveLimits(10, 1_000_000),
        out=told.out,
    )
    return run_case(request, rooms, told, told.show)


def test_sums_and_lists_are_shown_before_any_file_of_theirs_exists(
    source: Path, tmp_path: Path
) -> None:
    told = _Told(tmp_path / "out")
    outcome = _run(source, told, wire_rooms())
    assert told.files == [[]]
    assert [outcome.money] == told.money
    assert (told.money[0].payments, told.money[0].transfers) == (1, 1)
    lines = (told.out / "flow.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    for kind, count, first in (
        ("query", told.money[0].queries, told.money[0].first_queries),
        ("freeze", told.money[0].freezes, told.money[0].first_freezes),
    ):
        listed = [one["account"] for one in records if one["record"] == kind]
        assert len(listed) == count
        assert listed[:TOP] == [one.account for one in first]
    assert told.money[0].freezes == 1
    assert told.said[-5:] == ["money", "end", "shown", "money-files", "end"]
    assert all((told.out / name).is_file() for name in MONEY_OUTPUTS)


def test_a_case_that_is_known_is_shown_again(source: Path, tmp_path: Path) -> None:
    first, again = _Told(tmp_path / "out"), _Told(tmp_path / "out")
    _run(source, first, wire_rooms())
    _run(source, again, wire_rooms())
    assert again.money == first.money
    assert "money" not in again.said


def test_a_report_that_fails_takes_no_answer_from_the_screen(source: Path, tmp_path: Path) -> None:
    def fail(answer: FlowAnswer, language: str) -> Iterator[str]:
        raise StoreError("error.lake-unusable", path="x", detail="full")

    rooms = wire_rooms()
    told = _Told(tmp_path / "out")
    with pytest.raises(StoreError):
        _run(source, told, replace(rooms, money=replace(rooms.money, render_html=fail)))
    assert len(told.money) == 1
    whole = _Told(tmp_path / "out")
    _run(source, whole, rooms)
    assert whole.money == told.money


def test_who_stops_listening_still_gets_the_files(source: Path, tmp_path: Path) -> None:
    code = "from zhanlian.cli import main; main()"
    words = ["run", str(source), "--workspace", str(tmp_path / "ws"), "--out", str(tmp_path / "o")]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        subprocess.run(
            [sys.executable, "-c", code, *words],
            stdout=closed,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "ZHANLIAN_RECEIVED_BY": "王某某"},
            check=False,
        )
    assert all((tmp_path / "o" / name).is_file() for name in MONEY_OUTPUTS)
