"""The pages on the tables of rules tell every file, every status and every field."""

from dataclasses import fields
from importlib import resources
from pathlib import Path

import pytest

import zhanlian.docket.rules
from zhanlian.model.docket.rule import (
    ApprovalRule,
    ClockGroup,
    ClockRule,
    Counting,
    Level,
    SourceStatus,
    Threshold,
    Unit,
)

_DOCS = Path(__file__).parents[2] / "docs"
_PAGES = ("docket-rules.md", "docket-rules.zh-CN.md")
# Set by the program, or explained by their name alone.
_PLAIN = {"policy", "value", "measure", "fields"}


@pytest.mark.parametrize("page", _PAGES)
def test_the_page_tells_every_file_of_the_tables(page: str) -> None:
    text = (_DOCS / page).read_text(encoding="utf-8")
    files = {
        file.name for file in resources.files(zhanlian.docket.rules).joinpath("data").iterdir()
    }
    cells = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]
    told = {cell for cell in cells if cell.endswith(".toml")}
    assert told == files


@pytest.mark.parametrize("page", _PAGES)
def test_the_page_tells_every_field_and_what_it_may_be(page: str) -> None:
    text = (_DOCS / page).read_text(encoding="utf-8")
    wanted = {one.name for kind in (ClockRule, ApprovalRule, Threshold) for one in fields(kind)}
    wanted -= _PLAIN
    for values in (SourceStatus, ClockGroup, Counting, Level, Unit):
        wanted |= {value.value for value in values}
    assert not sorted(name for name in wanted if name not in text)
