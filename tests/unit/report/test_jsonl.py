"""The ledger as lines of JSON."""

import json
from collections import Counter
from dataclasses import replace

from synthetic_ledger import HOSTILE, build_ledger, load_text

from zhanlian.report.jsonl import render_jsonl


def test_each_line_is_one_object_and_every_record_is_there() -> None:
    lines = list(render_jsonl(build_ledger()))
    assert all(line.endswith("\n") and len(line.splitlines()) == 1 for line in lines)
    kinds = Counter(json.loads(line)["kind"] for line in lines)
    assert kinds == {
        "ledger": 1, "item": 8, "reject": 2, "claim": 18, "listing": 1, "operation": 1,
        "mention": 3, "series": 3, "check": 3,
    }  # fmt: skip


def test_every_claim_line_cites_the_text_it_stands_in() -> None:
    rows = [json.loads(line) for line in render_jsonl(build_ledger())]
    claims = [row for row in rows if row["kind"] == "claim"]
    for row in claims:
        assert load_text(row["sha256"])[row["start"] : row["end"]] == row["quote"]
    assert [row["number"] for row in claims] == list(range(1, len(claims) + 1))
    conflict = next(row for row in rows if row.get("outcome") == "conflict")
    assert [cited["number"] for cited in conflict["claims"]] == [2, 5]
    assert conflict["reason"]["zh"] != conflict["reason"]["en"]


def test_figures_of_records_carry_their_places() -> None:
    rows = [json.loads(line) for line in render_jsonl(build_ledger())]
    listing = next(row for row in rows if row["kind"] == "listing")
    place = listing["places_in_text"][0]["figures"]["captured"]
    assert load_text(listing["sha256"])[place["start"] : place["end"]] == "抓获35名"
    operation = next(row for row in rows if row["kind"] == "operation")
    assert len(operation["places_in_text"]) == 4


def test_texts_survive_character_for_character() -> None:
    odd = "a\u2028b\ud800c\u202e"
    ledger = replace(build_ledger(), case=odd)
    lines = list(render_jsonl(ledger))
    assert json.loads(lines[0])["case"] == odd
    assert len(lines[0].splitlines()) == 1
    "".join(lines).encode("utf-8")
    assert any(json.loads(line).get("item") == HOSTILE for line in lines)
