"""Every rule file is explained to the people who edit it, in both languages."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from zhanlian.reading.script import fold_script

_ROOT = Path(__file__).parents[2]
_PATHS = {
    file.name: file
    for folder in ("reading/data", "figures")
    for file in (_ROOT / "src/zhanlian" / folder).glob("*.toml")
}
_FILES = sorted(_PATHS)

# These see the page as it came, in either script.
_UNFOLDED = {"furniture.toml", "byline.toml", "topics.toml"}
_FOLDING = "們"  # makes any text one in traditional script


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(_PATHS[name].read_text(encoding="utf-8"))


def _word_lists(table: object) -> Iterator[list[str]]:
    if isinstance(table, dict):
        for part in table.values():
            yield from _word_lists(part)
    elif isinstance(table, list) and table and all(isinstance(part, str) for part in table):
        yield table
    elif isinstance(table, list):
        for part in table:
            yield from _word_lists(part)


@pytest.mark.parametrize("page", ["docs/rules.md", "docs/rules.zh-CN.md"])
def test_the_page_lists_the_rule_files_that_exist(page: str) -> None:
    text = (_ROOT / page).read_text(encoding="utf-8")
    told = sorted(line.split("`")[1] for line in text.splitlines() if line.startswith("| `"))
    assert told == sorted(_FILES)


@pytest.mark.parametrize("name", _FILES)
def test_every_rule_file_begins_by_saying_what_it_is(name: str) -> None:
    file = _PATHS[name]
    assert file.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("name", _FILES)
def test_no_list_says_a_word_twice(name: str) -> None:
    twice = [
        word for words in _word_lists(_load(name)) for word in set(words) if words.count(word) > 1
    ]
    assert not twice


@pytest.mark.parametrize("name", sorted({*_FILES} - _UNFOLDED))
def test_words_are_written_in_the_script_that_the_rules_see(name: str) -> None:
    lists = list(_word_lists(_load(name)))
    unseen = {word for words in lists for word in words if fold_script(_FOLDING + word)[1:] != word}
    assert not unseen


def test_the_grammar_asks_for_every_mark_or_the_mark_only_hides_words() -> None:
    asked = {
        node.value
        for file in sorted((_ROOT / "src/zhanlian/reading/claims").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
    }
    assert set(_load("marks.toml")) - asked == {"noise"}
