"""A sentence that is still without a language: a key of the word catalogue and its values."""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

Value: TypeAlias = str | int | float

_NOTHING: MappingProxyType[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Message:
    """A key of the word catalogue with the values for its placeholders.

    Attributes:
        key: dotted key of the catalogue (`zhanlian.words.say`).
        fields: values by placeholder name; plain strings and numbers only.
    """

    key: str
    fields: MappingProxyType[str, Value] | dict[str, Value] = field(
        default_factory=lambda: _NOTHING
    )
