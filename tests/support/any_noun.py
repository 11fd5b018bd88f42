"""A noun of any type of the docket: bodies and requests for tests that go through all of them.

What a type demands beyond its types stands in `_OWN`; everything else is the plainest value that
fits. The texts are invented.
"""

import itertools
import json
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from zhanlian.errors import SchemaError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.draft import Draft
from zhanlian.model.message import Message

AT: Final = datetime(2024, 9, 2, 1, 0, tzinfo=UTC)
# Tried in this order where a type refuses the texts before.
_TEXTS: Final = ("合成甲", "0123456789012345", "a" * 64, "CN", "2024", "9.06")


def make_noun(kind: type[Any], texts: tuple[str, ...] = _TEXTS) -> Any:
    """Return an instance of a dataclass, with every field filled.

    Raises:
        ValueError, SchemaError: it refuses all texts; give it a line in `_OWN`.
    """
    if kind in _OWN:
        return _OWN[kind]()
    last: Exception | None = None
    for told in _list_fillings(kind, texts):
        try:
            return kind(**told)
        except (ValueError, SchemaError) as error:
            last = error
    raise last or ValueError(kind.__name__)


def _list_fillings(kind: type[Any], texts: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield fields that may suit a type: all, all but a free one, only those that are needed."""
    hints = get_type_hints(kind)
    free = [
        one.name
        for one in fields(kind)
        if one.default is not MISSING or one.default_factory is not MISSING
    ]
    for text, count in itertools.product(texts, (1, 2)):
        whole = {name: _value(hint, text, count) for name, hint in hints.items()}
        for left_out in ([], free, *([name] for name in free)):
            yield {name: value for name, value in whole.items() if name not in left_out}


def _value(hint: Any, text: str, count: int) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return _value(next(p for p in get_args(hint) if p is not type(None)), text, count)
    if get_origin(hint) in (tuple, frozenset):
        (part, *_), texts = get_args(hint), (text, f"{text}2")[:count]
        return get_origin(hint)(_value(part, one, count) for one in texts)
    if hint in _SIMPLE:
        return text if hint is str else _SIMPLE[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if is_dataclass(hint):
        return make_noun(hint, (text, *_TEXTS))  # type: ignore[arg-type]
    raise TypeError(f"no value for {hint!r}")


def walk_types(kind: Any) -> Iterator[Any]:
    """Yield a type and all types inside of it."""
    if get_origin(kind) in (Union, types.UnionType, tuple, frozenset):
        for part in get_args(kind):
            if part not in (type(None), ...):
                yield from walk_types(part)
        return
    yield kind
    if isinstance(kind, type) and is_dataclass(kind) and kind not in _SIMPLE:
        for hint in get_type_hints(kind).values():
            yield from walk_types(hint)


def _draft() -> Draft:
    return Draft("case.join", None, 0, json.dumps({"member": "nobody"}), "合成理由")


_SIMPLE: Final[Mapping[Any, Any]] = {
    str: "",
    int: 1,
    bool: True,
    date: date(2024, 9, 2),
    datetime: AT,
    PartialDate: PartialDate(2024, 9),
    Amount: Amount(3_900_000),
    Message: Message("error.case-name", {"case": "合成案"}),
}
_OWN: Final[Mapping[type[Any], Callable[[], Any]]] = {Draft: _draft}
