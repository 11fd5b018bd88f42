"""Every code that the rule files give to a figure has words in both languages."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from zhanlian.model.claim import Role
from zhanlian.words import LANGUAGES, load_keys

_DATA = Path(__file__).parents[2] / "src/zhanlian/reading/data"
_CODE = re.compile(r"[a-z]+(_[a-z]+)*")


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


def _item_codes() -> set[str]:
    heads = [head for name in ("heads.toml", "english.toml") for head in _load(name)["head"]]
    return {head["item"] for head in heads if "item" in head}


def _nation_codes() -> set[str]:
    return {*_load("places.toml")["nation"], *_load("english.toml")["nation"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_nationality_and_role_of_the_rules_has_words(language: str) -> None:
    assert {"officers_deployed", "illegal_gains"} <= _item_codes()
    wanted = {
        *(f"item.{code}" for code in _item_codes()),
        *(f"nationality.{code}" for code in _nation_codes()),
        *(f"role.{role}" for role in Role),
    }
    missing = sorted(wanted - load_keys(language))
    assert not missing


def test_an_item_of_the_rules_is_a_code_and_cannot_be_a_word_of_a_chinese_text() -> None:
    assert not [code for code in _item_codes() if not _CODE.fullmatch(code)]
