"""The rows of the console contract."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from synthetic_ledger import build_ledger, cite, day

from zhanlian.model.claim import Metric, Qualifier, Unit
from zhanlian.report.rows import claim_row, listing_row, operation_row, plain_number

_KEYS = [
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


def test_a_plain_claim_has_exactly_the_keys_of_the_contract_in_order() -> None:
    claim = build_ledger().readings[0].claims[0]
    row = claim_row(claim, "a.txt")
    assert list(row) == _KEYS
    assert row["role"] is None and row["since"] is None and row["value"] == 120


def test_extra_keys_come_last_and_only_where_they_apply() -> None:
    text = "损失港元1,250.5万"
    claim = cite(
        text,
        text,
        Metric.AMOUNT_LOSS,
        "12505000",
        Unit.OTHER,
        currency="HKD",
        qualifier=Qualifier.ABOUT,
        as_of=day("2030-07"),
        planned=True,
        scope="general",
    )
    row = claim_row(claim, "a.txt")
    assert list(row) == [*_KEYS, "currency", "scope", "planned"]
    assert row["as_of"] == "2030-07" and row["planned"] is True
    change = claim_row(build_ledger().readings[2].claims[1], "a.txt")
    assert change["of"] == "suspects_captured" and change["value"] == 12.5


@pytest.mark.parametrize(
    ("written", "told"),
    [("2170.7", "2170.7"), ("-25.7", "-25.7"), ("80", "80"), ("8E+4", "80000"), ("0.10", "0.1")],
)
def test_a_number_is_told_as_it_was_written(written: str, told: str) -> None:
    assert json.dumps(plain_number(Decimal(written))) == told


def test_a_listing_tells_earlier_batches_and_each_figure_with_its_comparator() -> None:
    listing = build_ledger().readings[3].listing
    assert listing is not None
    row = listing_row(listing, "d.txt")
    assert list(row) == ["document", "batch", "published", "earlier", "cases"]
    assert row["earlier"] == {"batches": 1, "cases": 3}
    cases = row["cases"]
    assert isinstance(cases, list)
    assert cases[0]["members"] == {"value": 90, "qualifier": "over"}
    assert cases[0]["gangs"] == {
        "value": 4, "qualifier": "exact", "captured_from": 2, "counted": "窝点",
    }  # fmt: skip
    assert cases[0]["amount"]["quote"] == "涉案金额人民币2500余万元"
    assert cases[1]["amount"] is None and cases[1]["discovered"] is None


def test_an_operation_keeps_captured_and_transferred_apart() -> None:
    row = operation_row(build_ledger().readings[0].operations[0], "o.txt")
    counts = row["counts"]
    assert isinstance(counts, list)
    assert [(count["what"], count["value"]) for count in counts] == [
        ("captured", 120), ("captured", 6), ("transferred", 80),
    ]  # fmt: skip
    assert row["dates"] == {
        "operation": "近日", "handover": "2032-05-02", "published": "2032-05-03",
    }  # fmt: skip
    assert row["background"] == {
        "cumulative_transferred": {
            "value": 12000, "qualifier": "exact", "nationality": None, "since": "2031",
        }
    }  # fmt: skip


def test_records_have_the_shape_of_the_two_labelled_files(shared: Path) -> None:
    seeds = shared / "notices" / "seeds"
    cases = json.loads((seeds / "004_cases.json").read_text(encoding="utf-8"))
    operation = json.loads((seeds / "000_operation.json").read_text(encoding="utf-8"))
    ledger = build_ledger()
    listing = ledger.readings[3].listing
    assert listing is not None
    ours = listing_row(listing, "x")
    assert list(ours) == ["document", *cases]
    told = ours["cases"]
    assert isinstance(told, list)
    assert list(told[0]) == list(cases["cases"][0])
    assert list(told[0]["amount"]) == list(cases["cases"][0]["amount"])
    mine = operation_row(ledger.readings[0].operations[0], "x")
    assert list(mine) == ["document", *operation]
    for key in ("dates", "handover", "background"):
        part = mine[key]
        assert isinstance(part, dict)
        assert list(part) == list(operation[key])
