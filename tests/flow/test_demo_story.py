"""The demo shows what Zhanlian is for: each part of its story comes out of the invented files."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    folder = tmp_path_factory.mktemp("demo")
    binary = str(Path(sys.executable).with_name("zhanlian"))
    command = [binary, "demo", "--no-open", "--lang", "en", "--out", str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stderr
    lines = (folder / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _checks(rows: list[Row], rule: str, outcome: str) -> list[Row]:
    return [row for row in rows if row.get("rule") == rule and row["outcome"] == outcome]


def _values(row: Row) -> set[int]:
    return {claim["value"] for claim in row["claims"]}


def test_the_hand_over_series_grows_apart_from_the_captures(rows: list[Row]) -> None:
    series = [
        (row["key"]["metric"], [point[0]["value"] for point in row["points"]])
        for row in rows
        if row["kind"] == "series" and row["key"]["period"] == "cumulative"
    ]
    assert ("suspects_transferred", [3200, 3900, 4600]) in series
    assert ("suspects_captured", [4600]) in series
    assert {4600} in [_values(row) for row in _checks(rows, "same-digits", "conflict")]


def test_the_nationalities_of_the_catch_add_up(rows: list[Row]) -> None:
    sums = _checks(rows, "nationality-sum", "passed")
    assert {624, 388, 171, 65} in [_values(row) for row in sums]


def test_the_story_of_two_outlets_counts_once(rows: list[Row]) -> None:
    told = [
        {claim["document"] for claim in row["claims"]}
        for row in _checks(rows, "same-story", "passed")
    ]
    assert {"01-operation.txt", "02-same-story.html"} in told


def test_the_misprinted_amount_is_flagged_and_kept(rows: list[Row]) -> None:
    assert any(36_000 in _values(row) for row in _checks(rows, "magnitude", "flagged"))
    assert any(row["kind"] == "claim" and row["value"] == 36_000 for row in rows)


def test_three_supervised_cases_and_the_joint_operation_come_out(rows: list[Row]) -> None:
    (listing,) = [row for row in rows if row["kind"] == "listing"]
    assert (listing["batch"], len(listing["cases"])) == ("第二批", 3)
    operations = [row for row in rows if row["kind"] == "operation"]
    handed = [row["handover"] for row in operations if row["document"] == "01-operation.txt"]
    assert [(one["place"], one["date"]) for one in handed] == [("南岭口岸", "2025-03-04")]


def test_mechanisms_are_named(rows: list[Row]) -> None:
    tags = {row["tag"] for row in rows if row["kind"] == "mention"}
    assert {"coordination_centre", "hotline", "campaign", "joint_action_point"} <= tags


def test_numbers_of_furniture_are_not_figures(rows: list[Row]) -> None:
    values = {row["value"] for row in rows if row["kind"] == "claim"}
    assert not values & {18_000, 46, 9_300_000_000, 5600, 20_513, 120_000, 3400}


def test_the_damaged_file_is_listed(rows: list[Row]) -> None:
    rejects = [row["source"] for row in rows if row["kind"] == "reject"]
    (notice,) = [one for one in rejects if "/evidence/" in one]
    assert notice.endswith("10-damaged.pdf")
