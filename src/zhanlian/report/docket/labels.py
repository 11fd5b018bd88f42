"""Names and values of records in the words of a reader."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from zhanlian.model.docket.amount import Amount
from zhanlian.model.zone import SHANGHAI
from zhanlian.words import has_key, say

_CLAUSE_ENDS: Final = re.compile(r"[；。]|; |\.(?= |$)")
_AMOUNT: Final = re.compile(r"\d+(\.\d+)? [A-Z][A-Z0-9]{2,}")  # as plain values hold sums
_BRACKETS: Final = re.compile(r"[（(].*[）)]")
_NUMBER: Final = "entry"
_TIME_FORM: Final = len("2026-11-22T03:00:00.000000+00:00")


def label_words(field: str, language: str, group: str = "") -> str:
    """Return what a field is called; its own name where the catalogue has none.

    Args:
        field: its name.
        language: of the reader.
        group: of commands that the field belongs to, where it means something of its own there.
    """
    key = label_key(field, group)
    return say(key, language) if has_key(key) else field


def short_label(field: str, language: str, group: str = "") -> str:
    """Return what a field is called, without what brackets explain about how to write it."""
    return _BRACKETS.sub("", label_words(field, language, group)).strip()


def label_key(field: str, group: str = "") -> str:
    """Return the key under which the catalogue says what a field is called."""
    own = f"field-of.{group}.{field}"
    return own if has_key(own) else f"field.{field}"


def kind_words(kind: str, language: str) -> str:
    """Return what a kind of record is called."""
    return say(f"kind.{kind}", language)


def state_words(kind: str, state: str, language: str) -> str:
    """Return what a state of a kind of record is called."""
    return say(f"state.{kind}.{state}", language)


def act_words(act: str, language: str) -> str:
    """Return what an act is called: the first clause of what its help says."""
    key = f"act.{act}"
    return _CLAUSE_ENDS.split(say(key, language))[0] if has_key(key) else act


def clock_words(rule: str, language: str) -> str:
    """Return what a clock is called, by the id of its rule; a rule of one's own goes by its id."""
    key = f"rule-title.{rule}"
    return say(key, language) if has_key(key) else rule


def value_words(value: object, language: str) -> str:
    """Return a plain value as a reader sees it: codes in words, times as China's clocks show."""
    if isinstance(value, list):
        return say("cli.list-comma", language).join(value_words(one, language) for one in value)
    if isinstance(value, bool):
        return say("docket.yes" if value else "docket.no", language)
    text = str(value)
    # A clock before an act: what both call the same is named in a record as the rule it obeys.
    for key in (f"choice.{text}", f"rule-title.{text}", f"rule-delisting.{text}"):
        if has_key(key):
            return say(key, language)
    if has_key(f"act.{text}"):
        return act_words(text, language)
    at = _find_time(text)
    if at is not None:
        return local_time(at)
    amount = Amount.parse(text) if _AMOUNT.fullmatch(text) else None
    return text if amount is None else amount.show()


def local_time(at: datetime | None) -> str:
    """Return a time as clocks in China show it, to the minute; empty for none."""
    return "" if at is None else f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def due_words(due: datetime) -> str:
    """Return an end as it is written: midnight is 24:00 of the day that it closes."""
    at = due.astimezone(SHANGHAI)
    if (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0):
        return f"{at.date() - timedelta(days=1)} 24:00"
    return local_time(due)


def list_facts(
    told: Mapping[str, Any], language: str, group: str = "", within: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield label and text of every field that holds something; a row of a list is one text."""
    for field, value in told.items():
        if value in (None, "", [], {}):
            continue
        label = f"{within} {short_label(field, language, group)}".strip()
        if isinstance(value, Mapping):
            yield from list_facts(value, language, group, label)
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            for number, one in enumerate(value, start=1):
                yield f"{label} {number}", _row_words(one, language, group)
        else:
            yield label, value_words(value, language)


def _row_words(row: Mapping[str, Any], language: str, group: str) -> str:
    """Return a row of a list on one line; its number stands in the label, what is not is left."""
    told = ((name, value) for name, value in row.items() if name != _NUMBER and value is not False)
    facts = list_facts(dict(told), language, group)
    texts = (say("docket.fact", language, {"label": label, "text": text}) for label, text in facts)
    return say("docket.between-facts", language).join(texts)


def _find_time(text: str) -> datetime | None:
    """Return the time of a text in the one form in which plain values hold times."""
    if len(text) != _TIME_FORM or not text.endswith("+00:00"):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None
