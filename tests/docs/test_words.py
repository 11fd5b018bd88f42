"""The word catalogue says the same things in both languages, and says everything."""

import re
import string
from pathlib import Path

import pytest

from zhanlian import words

_SOURCE = Path(words.__file__).parents[1]
_ERROR_KEY = re.compile(r"""["'](error\.[a-z0-9.-]+)["']""")


def _placeholders(key: str, language: str) -> set[str]:
    text = words.say(key, language)
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert words.load_keys("zh") == words.load_keys("en")
    assert words.load_keys("zh")


@pytest.mark.parametrize("key", sorted(words.load_keys("zh") & words.load_keys("en")))
def test_both_languages_fill_the_same_placeholders(key: str) -> None:
    assert _placeholders(key, "zh") == _placeholders(key, "en")


def test_no_text_is_empty_and_chinese_texts_are_chinese() -> None:
    for key in words.load_keys("zh"):
        assert words.say(key, "zh").strip() and words.say(key, "en").strip(), key
    english = " ".join(words.say(key, "en") for key in words.load_keys("en"))
    chinese = " ".join(words.say(key, "zh") for key in words.load_keys("zh"))
    assert len(re.findall("[一-鿿]", chinese)) > 10 * len(re.findall("[一-鿿]", english))


def test_every_error_that_the_code_names_has_its_text() -> None:
    named: dict[str, str] = {}
    for file in sorted(_SOURCE.rglob("*.py")):
        for key in _ERROR_KEY.findall(file.read_text(encoding="utf-8")):
            named.setdefault(key, file.name)
    missing = {key: file for key, file in named.items() if not words.has_key(key)}
    assert not missing
