"""Records as they are stored come back as they were, and damage is told as damage."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from any_noun import make_noun
from docket import OWN

from zhanlian.app.docket.stored import to_record, to_stored
from zhanlian.docket.registry import KINDS
from zhanlian.errors import StoreError
from zhanlian.model.docket.case import Case
from zhanlian.model.docket.record import AnyRecord, Approval, Mark, Record, RunningClock
from zhanlian.model.docket.rule import Level

NOW = datetime(2024, 9, 23, 2, 0, 0, 123, tzinfo=UTC)


def record(kind: str = "case", body: object = Case("合成案")) -> AnyRecord:
    return Record(
        "r1", kind, "r1", OWN, KINDS[kind].states[0], "li", body, 3,
        (Mark("case-name", "合成案", unique=True), Mark("member", "li")),
        (RunningClock("term", "freeze.deposit", "p", NOW, NOW, NOW),),
        (Approval("zhao", Level.COUNTY, NOW, "合成"),),
    )  # fmt: skip


def test_a_record_comes_back_as_it_was() -> None:
    assert to_record(to_stored(record())) == record()


def test_the_same_record_gives_the_same_bytes_whatever_the_order_of_its_marks() -> None:
    turned = replace(record(), marks=(*reversed(record().marks), record().marks[0]))
    assert to_stored(turned).content == to_stored(record()).content


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_body_comes_back(kind: str) -> None:
    body = make_noun(KINDS[kind].body)
    assert to_record(to_stored(record(kind, body))).body == body


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "{}", "null", "1",
        json.dumps({"body": {}, "marks": [], "clocks": [], "approvals": []}),
        json.dumps({"body": {"name": "x"}, "marks": [["a"]], "clocks": [], "approvals": []}),
        json.dumps({"body": {"name": "x"}, "marks": [["a", "", 0]], "clocks": [], "approvals": []}),
        "[" * 100_000,
    ],
)  # fmt: skip
def test_damaged_content_is_told_with_record_and_version(content: str) -> None:
    with pytest.raises(StoreError) as error:
        to_record(replace(to_stored(record()), content=content))
    assert (error.value.fields["id"], error.value.fields["version"]) == ("r1", 3)


def test_a_kind_that_is_not_known_is_told_as_damage() -> None:
    with pytest.raises(StoreError):
        to_record(replace(to_stored(record()), kind="合成"))


def test_the_time_of_a_version_is_damage_when_it_is_no_time() -> None:
    with pytest.raises(StoreError):
        to_record(replace(to_stored(record()), at="gestern"))
