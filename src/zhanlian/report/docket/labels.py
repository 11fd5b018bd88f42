"""Names and values of records in the words of a reader."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from zhanlian.model.zone import SHANGHAI
from zhanlian.words import has_key, say

_TIME_FORM: Final = len("2026-11-22T03:00:00.000000+00:00")


def label_words(field: str, language: str) -> str:
    """Return what a field is called; its own name where the catalogue has none."""
    key = f"field.{field}"
    return say(key, language) if has_key(key) else field


def kind_words(kind: str, language: str) -> str:
    """Return what a kind of record is called."""
    return say(f"kind.{kind}", language)


def state_words(kind: str, state: str, language: str) -> str:
    """Return what a state of a kind of record is called."""
    return say(f"state.{kind}.{state}", language)


def clock_words(rule: str, language: str) -> str:
    """Return what a clock is called, by the id of its rule."""
    key = f"clock.{rule}"
    return say(key, language) if has_key(key) else rule


def value_words(value: object, language: str) -> str:
    """Return a plain value as a reader sees it: codes in words, times as China's clocks show."""
    if isinstance(value, list):
        return say("cli.list-comma", language).join(value_words(one, language) for one in value)
    if isinstance(value, bool):
        return say("docket.yes" if value else "docket.no", language)
    text = str(value)
    if has_key(f"choice.{text}"):
        return say(f"choice.{text}", language)
    at = _find_time(text)
    return text if at is None else local_time(at)


def local_time(at: datetime | None) -> str:
    """Return a time as clocks in China show it, to the minute; empty for none."""
    return "" if at is None else f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def list_facts(
    told: Mapping[str, Any], language: str, within: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield label and text of every field that holds something, nested ones under their owner."""
    for field, value in told.items():
        if value in (None, "", [], {}):
            continue
        label = f"{within} {label_words(field, language)}".strip()
        if isinstance(value, Mapping):
            yield from list_facts(value, language, label)
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            for number, one in enumerate(value, start=1):
                yield from list_facts(one, language, f"{label} {number}")
        else:
            yield label, value_words(value, language)


def _find_time(text: str) -> datetime | None:
    """Return the time of a text in the one form in which plain values hold times."""
    if len(text) != _TIME_FORM or not text.endswith("+00:00"):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None
