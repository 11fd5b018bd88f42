"""Nouns of the model to plain JSON and back, strictly: what comes out equals what went in.

A dataclass becomes the list of its fields in order, an enum its value, a Decimal and a partial
date their text. Decoding asks the type hints of the model; anything of another shape is a
FormatError, so that a damaged or older record is read again and never half understood.
"""

import functools
import json
import sys
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from zhanlian.errors import FormatError
from zhanlian.model.dates import PartialDate
from zhanlian.model.message import Message

T = TypeVar("T")
_Decoder = Callable[[Any], Any]

_SHORT: Final = 64  # characters; longer texts are quotes, of which no two are alike


def dump_record(record: object) -> bytes:
    """Return a frozen noun as compact UTF-8 JSON; equal nouns give equal bytes."""
    text = json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate can stand in a text that was decoded leniently.
    return text.encode("utf-8", "surrogatepass")


def load_record(kind: type[T], data: bytes) -> T:
    """Return the noun of a type from `dump_record`'s bytes.

    Raises:
        FormatError: the bytes are not a record of this type.
    """
    try:
        found: T = _decoder(cast(Hashable, kind))(json.loads(data.decode("utf-8", "surrogatepass")))
    except (ValueError, TypeError, InvalidOperation, KeyError, RecursionError) as error:
        raise FormatError("error.record-damaged", kind=kind.__name__) from error
    return found


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, Decimal | PartialDate):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Message):
        return [value.key, {name: value.fields[name] for name in sorted(value.fields)}]
    if is_dataclass(value):
        return [_plain(getattr(value, name)) for name in _field_names(cast(Hashable, type(value)))]
    raise TypeError(f"no plain form for {type(value).__name__}")


@functools.cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@functools.cache
def _decoder(kind: Any) -> _Decoder:
    if kind is Decimal:
        return _decimal
    if kind is PartialDate:
        return _date
    if kind is Message:
        return _message
    if get_origin(kind) in (Union, types.UnionType):
        return _optional(kind)
    if get_origin(kind) is tuple:
        return _sequence(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind)
    if kind is str:
        return _text
    if kind in (int, bool, float):
        return _atom(kind)
    raise TypeError(f"no decoder for {kind!r}")


def _optional(kind: Any) -> _Decoder:
    inner = [part for part in get_args(kind) if part is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"no decoder for {kind!r}")
    decode = _decoder(inner[0])
    return lambda plain: None if plain is None else decode(plain)


def _sequence(kind: Any) -> _Decoder:
    parts = get_args(kind)
    if parts[-1] is ...:
        decode = _decoder(parts[0])
        return lambda plain: tuple(decode(part) for part in _list(plain))
    decoders = tuple(_decoder(part) for part in parts)
    return lambda plain: tuple(one(part) for one, part in zip(decoders, _list(plain), strict=True))


def _dataclass(kind: type) -> _Decoder:
    hints = get_type_hints(kind)
    decoders = tuple(_decoder(hints[name]) for name in _field_names(kind))

    def decode(plain: Any) -> Any:
        return kind(*(one(part) for one, part in zip(decoders, _list(plain), strict=True)))

    return decode


def _text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise ValueError("not a text")
    # Places, verbs and outlets repeat over thousands of notices: one string each.
    return sys.intern(plain) if len(plain) < _SHORT else plain


def _atom(kind: type) -> _Decoder:
    def decode(plain: Any) -> Any:
        # bool is an int to isinstance, and a record that mixes them up is damaged.
        if type(plain) is not kind:
            raise ValueError(f"not a {kind.__name__}")
        return plain

    return decode


def _list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise ValueError("not a list")
    return plain


@functools.lru_cache(maxsize=65_536)
def _decimal(plain: str) -> Decimal:
    if not isinstance(plain, str):
        raise ValueError("a decimal is written as text")
    return Decimal(plain)


@functools.lru_cache(maxsize=65_536)
def _date(plain: str) -> PartialDate:
    if not isinstance(plain, str):
        raise ValueError("a date is written as text")
    return PartialDate.parse(plain)


def _message(plain: Any) -> Message:
    key, values = _list(plain)
    if not isinstance(key, str) or not isinstance(values, Mapping):
        raise ValueError("not a message")
    if not all(isinstance(value, str | int | float) for value in values.values()):
        raise ValueError("not the fields of a message")
    return Message(key, dict(values))
