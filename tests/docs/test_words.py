"""The word catalogue says the same things in both languages, and says everything."""

import re
import string
from pathlib import Path

import pytest

from zhanlian import words

_SOURCE = Path(words.__file__).parents[1]
_HAN = re.compile("[一-鿿]")
_ERROR_KEY = re.compile(r"""["'](error\.[a-z0-9.-]+)["']""")


def _placeholders(key: str, language: str) -> set[str]:
    """Return the names of the placeholders; a part told once a language loses its ending."""
    text = words.say(key, language)
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return {name.removesuffix(f"_{language}") for name in names}


def test_both_languages_have_the_same_keys() -> None:
    assert words.load_keys("zh") == words.load_keys("en")
    assert words.load_keys("zh")


@pytest.mark.parametrize("key", sorted(words.load_keys("zh") & words.load_keys("en")))
def test_both_languages_fill_the_same_placeholders(key: str) -> None:
    assert _placeholders(key, "zh") == _placeholders(key, "en")


def test_what_has_words_in_one_language_has_words_in_the_other() -> None:
    for key in words.load_keys("zh"):
        spoken = {any(map(str.isalnum, words.say(key, language))) for language in ("zh", "en")}
        assert len(spoken) == 1, key


def test_chinese_texts_are_chinese_and_english_ones_english() -> None:
    english = " ".join(words.say(key, "en") for key in words.load_keys("en"))
    chinese = " ".join(words.say(key, "zh") for key in words.load_keys("zh"))
    # A few Chinese terms may be quoted in English texts.
    assert len(_HAN.findall(chinese)) / len(chinese) > 0.4
    assert len(_HAN.findall(english)) / len(english) < 0.01


def test_every_error_that_the_code_names_has_its_text() -> None:
    named: dict[str, str] = {}
    for file in sorted(_SOURCE.rglob("*.py")):
        for key in _ERROR_KEY.findall(file.read_text(encoding="utf-8")):
            named.setdefault(key, file.name)
    missing = {key: file for key, file in named.items() if not words.has_key(key)}
    assert not missing
