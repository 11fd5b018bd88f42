"""Every rule file is explained to the people who edit it, in both languages."""

from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_FILES = sorted(
    file.name
    for folder in ("reading/data", "figures")
    for file in (_ROOT / "src/zhanlian" / folder).glob("*.toml")
)


@pytest.mark.parametrize("page", ["docs/rules.md", "docs/rules.zh-CN.md"])
def test_the_page_lists_the_rule_files_that_exist(page: str) -> None:
    text = (_ROOT / page).read_text(encoding="utf-8")
    told = sorted(line.split("`")[1] for line in text.splitlines() if line.startswith("| `"))
    assert told == sorted(_FILES)


@pytest.mark.parametrize("name", _FILES)
def test_every_rule_file_begins_by_saying_what_it_is(name: str) -> None:
    (file,) = (_ROOT / "src/zhanlian").rglob(name)
    assert file.read_text(encoding="utf-8").startswith("# ")
