"""The word catalogue: every text that a user reads, in Chinese and English.

One folder a language (`zh/`, `en/`), one file a room, the same keys in both. Code passes keys
and values around; only the outermost floor and the report turn them into sentences, in the
language that the reader chose.
"""

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Final

LANGUAGES: Final = ("zh", "en")


def say(key: str, language: str, fields: Mapping[str, object] | None = None) -> str:
    """Return the catalogue's text for a key, with its placeholders filled.

    Args:
        key: dotted key, e.g. ``check.sum.passed``.
        language: ``zh`` or ``en``.
        fields: values for ``{name}`` placeholders.

    Raises:
        KeyError: the catalogue has no such key or language, or a placeholder has no value.
    """
    text = _catalogue(language)[key]
    return text.format_map(fields) if fields else text


def has_key(key: str) -> bool:
    """Return whether the catalogue holds a text for this key."""
    return key in _catalogue(LANGUAGES[0])


def load_keys(language: str) -> frozenset[str]:
    """Return all keys of one language."""
    return frozenset(_catalogue(language))


@functools.cache
def _catalogue(language: str) -> dict[str, str]:
    if language not in LANGUAGES:
        raise KeyError(language)
    folder = resources.files(__name__).joinpath(language)
    found: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            _flatten(tomllib.loads(file.read_text(encoding="utf-8")), "", found)
    return found


def _flatten(table: Mapping[str, object], prefix: str, found: dict[str, str]) -> None:
    for name, value in table.items():
        if isinstance(value, Mapping):
            _flatten(value, f"{prefix}{name}.", found)
        else:
            found[prefix + name] = str(value)
