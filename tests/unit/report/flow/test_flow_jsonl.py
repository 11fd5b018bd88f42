"""The flow answer as lines of JSON: whole and exact."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any

from synthetic_flow import HOSTILE, build_answer

from zhanlian.report.flow.jsonl import render_flow_jsonl


def lines() -> list[dict[str, Any]]:
    """Return the parsed lines of the synthetic answer."""
    return [json.loads(line) for line in render_flow_jsonl(build_answer())]


def of(record: str) -> list[dict[str, Any]]:
    """Return the lines of one record."""
    return [line for line in lines() if line["record"] == record]


def test_the_same_answer_gives_the_same_lines_and_every_line_ends() -> None:
    told = list(render_flow_jsonl(build_answer()))
    assert told == list(render_flow_jsonl(build_answer()))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in told)


def test_every_list_of_the_answer_has_its_lines() -> None:
    answer = build_answer()
    count = Counter(line["record"] for line in lines())
    assert lines()[0]["record"] == "flow" and "zh" in lines()[0]["statement"]
    assert count == {
        "flow": 1, "cleaning": 1, "input": len(answer.inputs), "gap": len(answer.gaps),
        "unmatched": len(answer.unmatched), "total": len(answer.totals),
        "account": len(answer.accounts), "cash_out": len(answer.cash_outs),
        "edge": len(answer.edges), "query": len(answer.queries), "freeze": len(answer.freezes),
        "restitution": len(answer.restitution), "comparison": len(answer.comparison),
        "assumption": len(answer.assumptions), "transfer": len(answer.cited),
    }  # fmt: skip


def test_sums_are_decimal_texts_and_times_are_utc() -> None:
    (total, token) = of("total")
    left = Decimal(total["paid_in"]) + Decimal(total["widened"])
    right = sum(Decimal(total[name]) for name in ("held", "cashed_out", "beyond_data"))
    assert left - right == Decimal(total["difference"]) == 0
    assert token["paid_in"] == "14345.678902"
    assert of("flow")[0]["as_of"] == "2026-03-03T01:00:00Z"
    assert isinstance(of("freeze")[0]["savable"], str)


def test_a_transfer_carries_its_number_and_all_its_rows() -> None:
    answer = build_answer()
    line, told = of("transfer")[3], answer.cited[3]
    assert (line["number"], line["transfer_id"]) == (4, told.transfer_id)
    assert [row["line"] for row in line["rows"]] == [row.line for row in told.rows]
    assert line["rows"][1]["sheet"] == "账户明细" and line["rows"][1]["offset"] is None
    assert of("transfer")[16]["precision"] == "day"


def test_texts_are_kept_sign_for_sign() -> None:
    assert HOSTILE in {line["victim"] for line in of("unmatched")}


def test_codes_are_words() -> None:
    kinds = {line["kind"] for line in of("account")}
    assert {"account", "exchange", "atm", "wallet", "address", "goods"} <= kinds
    assert of("cleaning")[0]["fates"]["no-money"] == 11
    assert {line["state"] for line in of("freeze")} == {"free", "stopped", "frozen", "lapsed"}
    assert set(of("comparison")[0]["held"]) == {
        "fifo", "lifo", "rolling", "pari-passu", "libr", "poison",
    }  # fmt: skip
