"""TOML texts to rules: every entry read strictly, and what is wrong with it said in words."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeVar

from zhanlian.errors import FormatError, SchemaError
from zhanlian.model.docket.plain import from_plain
from zhanlian.model.docket.rule import ApprovalRule, ClockRule, ListingPolicy, Threshold
from zhanlian.words import LANGUAGES
from zhanlian.words.rules import open_words

AnyRule = ClockRule | ApprovalRule | Threshold | ListingPolicy
Identity = tuple[str, str, str, str, date]
"""Table, id, condition, place and first day: what one entry replaces another by."""

TABLES: Final[Mapping[str, type[AnyRule]]] = MappingProxyType(
    {
        "clock": ClockRule,
        "approval": ApprovalRule,
        "threshold": Threshold,
        "listing": ListingPolicy,
    }
)

R = TypeVar("R", bound=AnyRule)


def parse_tables(texts: Iterable[tuple[str, str]]) -> dict[Identity, AnyRule]:
    """Return the entries of several files; a later one replaces an earlier one of its identity.

    Args:
        texts: (name of the file, its text), in the order in which they count.

    Raises:
        FormatError: a file is no TOML, or an entry of it cannot be used; it names file, entry,
            field, and what to write instead.
    """
    found: dict[Identity, AnyRule] = {}
    for name, text in texts:
        own: dict[Identity, AnyRule] = {}
        for identity, rule in _parse_file(name, text):
            if identity in own:
                raise FormatError("error.rule-twice", file=name, entry=_tell(identity[0], rule.id))
            own[identity] = rule
        found.update(own)
    return found


def identify(table: str, rule: AnyRule) -> Identity:
    """Return what an entry is replaced by."""
    condition = rule.condition if isinstance(rule, ApprovalRule) else ""
    return table, rule.id, condition, rule.place, rule.valid_from


def _parse_file(name: str, text: str) -> Iterator[tuple[Identity, AnyRule]]:
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError("error.rule-toml", file=name, why=str(error)) from error
    for table, entries in told.items():
        kind = TABLES.get(table)
        if kind is None or not isinstance(entries, list):
            raise FormatError("error.rule-table", file=name, table=table, known=", ".join(TABLES))
        for number, entry in enumerate(entries, start=1):
            rule = _read_entry(kind, entry, name, table, number)
            yield identify(table, rule), rule


def _read_entry(kind: type[R], entry: object, file: str, table: str, number: int) -> R:
    """Return one entry as a rule; the words of its title follow from its id where it has none."""
    if not isinstance(entry, Mapping):
        raise FormatError("error.rule-table", file=file, table=table, known=", ".join(TABLES))
    place = _tell(table, str(entry.get("id", f"#{number}")))
    if "policy" in entry:
        raise FormatError("error.rule-policy", file=file, entry=place)
    plain: dict[str, Any] = {name: _plain(value) for name, value in entry.items()}
    if kind is not ApprovalRule:  # an approval is named by its act
        plain.setdefault("title", f"rule-title.{plain.get('id', '')}")
    try:
        return from_plain(kind, plain)
    except SchemaError as error:
        raise _tell_fault(error, file, place) from error


def _tell_fault(error: SchemaError, file: str, entry: str) -> FormatError:
    """Return what is wrong with a field, or with how the fields of an entry fit together."""
    fault = str(error.fields.get("value", ""))
    if fault.startswith("rule-fault."):
        why = {f"why_{one}": open_words(fault, one) for one in LANGUAGES}
        return FormatError("error.rule-fault", file=file, entry=entry, **why)
    reason = error.key.removeprefix("error.")
    return FormatError(f"error.rule-{reason}", file=file, entry=entry, **error.fields)


def _plain(value: object) -> object:
    """Return a value of TOML as one of JSON: a day is written as a text."""
    return value.isoformat() if isinstance(value, date) else value


def _tell(table: str, name: str) -> str:
    return f"{table} {name}"
