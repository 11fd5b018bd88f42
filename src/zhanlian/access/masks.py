"""How identifiers are shown to whoever has not asked for them with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, find_mask
from zhanlian.model.docket.plain import Plain, to_plain
from zhanlian.model.message import Message

_HIDDEN: Final = "*"
_DOTS: Final = "****"
_WHOLE: Final = (Amount, PartialDate, Message, type)  # have a plain form of their own


def mask_plain(noun: object) -> Plain:
    """Return a body or request as JSON values with every identifier in it masked, at any depth.

    No noun is built of masked texts: it would have to take them for accounts and numbers.
    """
    if isinstance(noun, tuple):
        return [mask_plain(part) for part in noun]
    if not is_dataclass(noun) or isinstance(noun, _WHOLE):
        return to_plain(noun)
    masked: dict[str, Plain] = {}
    for declared in fields(noun):
        value, kind = getattr(noun, declared.name), find_mask(declared)
        masked[declared.name] = mask_plain(value) if kind is None else _mask_value(value, kind)
    return masked


def mask_text(text: str, kind: Identifier) -> str:
    """Return an identifier as it is shown: enough to tell two apart, too little to use it."""
    return _MASKS[kind](text) if text else text


def _mask_value(value: Any, kind: Identifier) -> Plain:
    if value is None:
        return None
    if isinstance(value, str):
        return mask_text(value, kind)
    if isinstance(value, tuple):
        return [_mask_value(part, kind) for part in value]
    # A day of birth, a sum, a row: what has no mask of its own is not shown at all.
    return _DOTS


def _ends(head: int, tail: int) -> Callable[[str], str]:
    def mask(text: str) -> str:
        # A short text would be told nearly whole by both its ends.
        if len(text) < 2 * (head + tail):
            return _DOTS + text[-2:] if len(text) >= 8 else _DOTS
        return text[:head] + _DOTS + text[len(text) - tail :]

    return mask


def _first_signs(text: str) -> str:
    """Return the family name of 张三四 as 张**, and every word of a Latin name by its initial.

    A word of one sign would be told whole, and so would a Chinese name written with a space.
    """
    return " ".join((word[0] if len(word) > 1 else "") + _HIDDEN * 2 for word in text.split())


_MASKS: Final[Mapping[Identifier, Callable[[str], str]]] = {
    Identifier.ACCOUNT: _ends(4, 4),
    Identifier.DOCUMENT: _ends(3, 2),
    Identifier.PHONE: _ends(3, 2),
    Identifier.NAME: _first_signs,
    Identifier.FREE_TEXT: lambda text: _DOTS,
    Identifier.HIDDEN: lambda text: _DOTS,
}
