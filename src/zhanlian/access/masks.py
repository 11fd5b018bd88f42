"""How identifiers are shown to whoever has not asked for them with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from zhanlian.model.docket.fields import Identifier, find_mask

T = TypeVar("T")
_HIDDEN: Final = "*"
_DOTS: Final = "****"


def mask_noun(noun: T) -> T:
    """Return a body or request with every identifier in it masked, at any depth."""
    if isinstance(noun, tuple):
        return tuple(mask_noun(part) for part in noun)  # type: ignore[return-value]
    if not is_dataclass(noun) or isinstance(noun, type):
        return noun
    changed: dict[str, Any] = {}
    for declared in fields(noun):
        value, kind = getattr(noun, declared.name), find_mask(declared)
        shown = mask_noun(value) if kind is None else _mask_value(value, kind)
        if shown is not value:
            changed[declared.name] = shown
    return replace(noun, **changed) if changed else noun


def mask_text(text: str, kind: Identifier) -> str:
    """Return an identifier as it is shown: enough to tell two apart, too little to use it."""
    return _MASKS[kind](text) if text else text


def _mask_value(value: Any, kind: Identifier) -> Any:
    if isinstance(value, str):
        return mask_text(value, kind)
    if isinstance(value, tuple):
        return tuple(_mask_value(part, kind) for part in value)
    return value


def _ends(head: int, tail: int) -> Callable[[str], str]:
    def mask(text: str) -> str:
        # A short text would be told nearly whole by both its ends.
        if len(text) < 2 * (head + tail):
            return _DOTS + text[-2:] if len(text) > 4 else _DOTS
        return text[:head] + _DOTS + text[len(text) - tail :]

    return mask


def _first_sign(text: str) -> str:
    """Return the family name of 张三四 as 张**, and every word of a Latin name by its initial."""
    words = text.split()
    return " ".join(word[:1] + _HIDDEN * 2 for word in words)


_MASKS: Final[Mapping[Identifier, Callable[[str], str]]] = {
    Identifier.ACCOUNT: _ends(4, 4),
    Identifier.DOCUMENT: _ends(3, 2),
    Identifier.PHONE: _ends(3, 4),
    Identifier.NAME: _first_sign,
    Identifier.FREE_TEXT: lambda text: _DOTS,
    Identifier.HIDDEN: lambda text: _DOTS,
}
