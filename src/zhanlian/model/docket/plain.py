"""Bodies and requests as plain JSON values by field name, and back, strictly.

Stored versions, the audit chain, ``--json`` and what commands and pages are given all have this
one form. A field that is missing takes its default, so that older versions stay readable.
"""

import functools
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from math import isfinite
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from zhanlian.errors import SchemaError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.amount import Amount
from zhanlian.model.message import Message
from zhanlian.model.zone import SHANGHAI

T = TypeVar("T")
Plain = Any
_Decode = Callable[[Any, str], Any]

_YES: Final = frozenset(("1", "true", "yes", "是"))
_NO: Final = frozenset(("", "0", "false", "no", "否"))
# Clocks and zones are reckoned from what is told; near the ends of the calendar they overflow.
_YEARS: Final = range(1900, 2200)
_MOST: Final = 10**30  # beyond it nothing is counted, and Python refuses to write long numbers
_SHOWN: Final = 80  # signs of a wrong value that an error repeats


def to_plain(value: object) -> Plain:
    """Return a noun as JSON values: a dataclass as an object by field name, a time in UTC."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str | int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | PartialDate | Amount):
        return str(value)
    if isinstance(value, Message):
        return {"key": value.key, "fields": dict(value.fields)}
    if isinstance(value, tuple | frozenset):
        parts = sorted(value) if isinstance(value, frozenset) else value
        return [to_plain(part) for part in parts]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: to_plain(getattr(value, one.name)) for one in fields(value)}
    raise TypeError(f"no plain form for {type(value).__name__}")


def from_plain(kind: type[T], plain: Plain, place: str = "") -> T:
    """Return the noun of a type from JSON values, or from texts as a command is given them.

    Raises:
        SchemaError: a field is missing, unknown, or has a value that does not fit; it names the
            field, as ``place.field``.
    """
    found: T = _decoder(cast(Hashable, kind))(plain, place)
    return found


@functools.cache
def _decoder(kind: Any) -> _Decode:
    if get_origin(kind) in (Union, types.UnionType):
        return _optional(kind)
    if get_origin(kind) in (tuple, frozenset):
        return _sequence(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _SIMPLE[kind] if kind in _SIMPLE else _dataclass(kind)
    simple = _SIMPLE.get(kind)
    if simple is None:
        raise TypeError(f"no decoder for {kind!r}")
    return simple


def _optional(kind: Any) -> _Decode:
    inner = [part for part in get_args(kind) if part is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"no decoder for {kind!r}")
    decode = _decoder(inner[0])
    return lambda plain, place: None if plain is None else decode(plain, place)


def _sequence(kind: Any) -> _Decode:
    made, (part, *more) = get_origin(kind), get_args(kind)
    if made is tuple and more != [...]:
        raise TypeError(f"no decoder for {kind!r}")
    decode = _decoder(part)

    def read(plain: Any, place: str) -> Any:
        if not isinstance(plain, list | tuple):
            raise _misfit(place, plain)
        return made(decode(part, f"{place}[{nr}]") for nr, part in enumerate(plain, start=1))

    return read


def _enum(kind: type[Enum]) -> _Decode:
    def read(plain: Any, place: str) -> Any:
        try:
            return kind(plain)
        except ValueError:
            known = ", ".join(str(one.value) for one in kind)
            shown = _show(plain)
            raise SchemaError("error.field-choice", field=place, value=shown, known=known) from None

    return read


def _dataclass(kind: type[Any]) -> _Decode:
    hints = get_type_hints(kind)
    known = {one.name: _decoder(hints[one.name]) for one in fields(kind)}
    needed = [
        one.name
        for one in fields(kind)
        if one.default is MISSING and one.default_factory is MISSING
    ]

    def read(plain: Any, place: str) -> Any:
        if not isinstance(plain, Mapping):
            raise _misfit(place, plain)
        at = f"{place}." if place else ""
        for name in plain:
            if name not in known:
                raise SchemaError(
                    "error.field-unknown", field=f"{at}{_show(name)}", known=", ".join(known)
                )
        for name in needed:
            if name not in plain:
                raise SchemaError("error.field-missing", field=f"{at}{name}")
        told = {name: known[name](value, f"{at}{name}") for name, value in plain.items()}
        try:
            return kind(**told)
        except (ValueError, TypeError, OverflowError) as error:
            raise SchemaError("error.field-misfit", field=place or "-", value=str(error)) from error

    return read


def is_storable(text: str) -> bool:
    """Return whether every database takes a text: no NUL, no broken characters."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _text(plain: Any, place: str) -> str:
    if not isinstance(plain, str) or not is_storable(plain):
        raise _misfit(place, plain)
    return plain


def _int(plain: Any, place: str) -> int:
    if isinstance(plain, int) and not isinstance(plain, bool):
        found = plain
    else:
        text = plain.strip().replace(",", "") if isinstance(plain, str) else ""
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 30:
            raise _misfit(place, plain)
        found = int(text)
    if abs(found) >= _MOST:
        raise _misfit(place, plain)
    return found


def _bool(plain: Any, place: str) -> bool:
    if isinstance(plain, bool):
        return plain
    text = plain.strip().lower() if isinstance(plain, str) else None
    if text not in _YES | _NO:
        raise _misfit(place, plain)
    return text in _YES


def _date(plain: Any, place: str) -> date:
    try:
        found = date.fromisoformat(plain.strip())
    except (ValueError, TypeError, AttributeError):
        raise _misfit(place, plain) from None
    if found.year not in _YEARS:
        raise _misfit(place, plain)
    return found


def _time(plain: Any, place: str) -> datetime:
    """Return an aware time; one without a zone is Beijing's."""
    try:
        found = datetime.fromisoformat(plain.strip())
    except (ValueError, TypeError, AttributeError):
        raise _misfit(place, plain) from None
    if found.year not in _YEARS:
        raise _misfit(place, plain)
    aware = found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
    # It is kept in UTC, and must be readable in it.
    if aware.astimezone(UTC).year not in _YEARS:
        raise _misfit(place, plain)
    return aware


def _amount(plain: Any, place: str) -> Amount:
    found = Amount.parse(plain) if isinstance(plain, str) and is_storable(plain) else None
    if found is None:
        raise SchemaError("error.field-amount", field=place, value=_show(plain))
    return found


def _partial(plain: Any, place: str) -> PartialDate:
    try:
        return PartialDate.parse(plain.strip())
    except (ValueError, TypeError, AttributeError):
        raise _misfit(place, plain) from None


def _message(plain: Any, place: str) -> Message:
    if not isinstance(plain, Mapping) or set(plain) != {"key", "fields"}:
        raise _misfit(place, plain)
    told = plain["fields"]
    if not isinstance(told, Mapping) or not all(map(_is_message_field, told.items())):
        raise _misfit(place, told)
    return Message(_text(plain["key"], place), dict(told))


def _is_message_field(told: tuple[Any, Any]) -> bool:
    name, value = told
    if isinstance(value, str):
        return isinstance(name, str) and is_storable(value)
    return isinstance(name, str) and isinstance(value, int | float) and isfinite(value)


def _misfit(place: str, plain: object) -> SchemaError:
    return SchemaError("error.field-misfit", field=place or "-", value=_show(plain))


def _show(plain: object) -> str:
    """Return the beginning of a wrong value as a text that can be written anywhere."""
    if isinstance(plain, int) and abs(plain) >= _MOST:
        return "…"
    text = str(plain) if isinstance(plain, str | int | float | None) else type(plain).__name__
    text = text[:_SHOWN] + "…" if len(text) > _SHOWN else text
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


_SIMPLE: Final[Mapping[Any, _Decode]] = {
    str: _text,
    int: _int,
    bool: _bool,
    Amount: _amount,
    Message: _message,
    date: _date,
    datetime: _time,
    PartialDate: _partial,
}
