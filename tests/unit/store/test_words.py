"""Every error and finding of the store has its text in both languages."""

import re
import string
from pathlib import Path

import pytest

import zhanlian.app.reread
import zhanlian.store
from zhanlian.words import load_keys, say

SOURCES = [path.read_text("utf-8") for path in Path(zhanlian.store.__path__[0]).glob("*.py")]
ERRORS = {key for text in SOURCES for key in re.findall(r'"(error\.[a-z-]+)"', text)}
# `verify --deep` is a use case of app that tells findings too.
TELLING = [*SOURCES, Path(zhanlian.app.reread.__file__).read_text("utf-8")]
FINDINGS = {
    f"finding.{kind}"
    for text in TELLING
    for kind in re.findall(r'(?:damage|note)\(\s*[^,()]+(?:\([^()]*\))?,\s*"([a-z0-9-]+)"', text)
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_error_and_finding_has_a_text(language: str) -> None:
    assert len(ERRORS) >= 18
    assert load_keys(language) >= ERRORS
    # Both ways: a finding that the search above overlooks would be missed without this.
    told = {key for key in load_keys(language) if key.startswith("finding.")}
    assert told == FINDINGS


@pytest.mark.parametrize("key", sorted(ERRORS | FINDINGS))
def test_both_languages_fill_the_same_places(key: str) -> None:
    zh, en = (
        {name for _, name, _, _ in string.Formatter().parse(say(key, language)) if name}
        for language in ("zh", "en")
    )
    assert zh == en
