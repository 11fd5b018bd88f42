"""The texts of the figures: both languages, every rule, every verb."""

import re
import string
from decimal import Decimal
from pathlib import Path

import pytest

import zhanlian.figures.rules as rules_package
from zhanlian.figures.phrases import say_number
from zhanlian.figures.rules import RULES
from zhanlian.model.claim import Metric, Qualifier, Role, Unit
from zhanlian.model.figure import Outcome
from zhanlian.words import load_keys, say

OURS = ("figures.", "check.", "area.")


def test_both_languages_hold_the_same_texts() -> None:
    zh, en = ({key for key in load_keys(one) if key.startswith(OURS)} for one in ("zh", "en"))
    assert zh == en


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_metric_unit_qualifier_role_rule_and_outcome_has_words(language: str) -> None:
    wanted = {
        *(f"figures.verb.{one}" for one in Metric),
        *(f"figures.unit.{one}" for one in Unit),
        *(f"figures.qualifier.{one}" for one in Qualifier),
        *(f"role.{one}" for one in Role),
        *(f"check.name.{name}" for name, _ in RULES),
        *(f"check.outcome.{one}" for one in Outcome),
    }
    assert wanted <= load_keys(language)


def test_every_text_of_a_check_uses_its_own_language_and_the_same_values() -> None:
    for key in sorted(load_keys("zh")):
        if key.startswith("check.") and key.count(".") == 2:
            fields = {one: _fields(key, one) for one in ("zh", "en")}
            for language, names in fields.items():
                assert all(n.endswith(f"_{language}") or n == "count" for n in names), key
            assert {n.removesuffix("_zh") for n in fields["zh"]} == {
                n.removesuffix("_en") for n in fields["en"]
            }, key


def test_every_case_of_a_rule_has_a_text() -> None:
    folder = Path(rules_package.__file__).parent
    for name, _ in RULES:
        source = (folder / f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
        texts = {key.rpartition(".")[2] for key in load_keys("zh") if f"check.{name}." in key}
        for case in texts:
            assert re.search(f'"{case}"', source), f"{name}.{case} is told by no rule"


@pytest.mark.parametrize(
    ("value", "money", "zh", "en"),
    [
        ("50000", False, "50,000", "50,000"),
        ("315100000000", True, "3,151亿", "315.1 billion"),
        ("21707000", True, "2,170.7万", "21.707 million"),
        ("123456789", True, "12,345.6789万", "123,456,789"),
        ("610000", True, "61万", "610,000"),
        ("6600000000", False, "66亿", "6.6 billion"),
        ("-25.7", False, "-25.7", "-25.7"),
        ("0", False, "0", "0"),
    ],
)
def test_numbers_are_separated_and_scaled_without_losing_a_digit(
    value: str, money: bool, zh: str, en: str
) -> None:
    assert say_number(Decimal(value), "zh", money=money) == zh
    assert say_number(Decimal(value), "en", money=money) == en


def _fields(key: str, language: str) -> set[str]:
    text = say(key, language)
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
