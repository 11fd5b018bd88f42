"""How fields of bodies and requests are declared: what is masked, and how a field is filled.

The declaration stands in the field's metadata, so that masks, commands, forms and pages follow
from the noun and are written nowhere else.
"""

from dataclasses import MISSING, Field, field
from enum import StrEnum
from typing import Any, Final

_MASK: Final = "mask"


class Identifier(StrEnum):
    """What kind of identifier a text is; each kind has its mask."""

    ACCOUNT = "account"
    DOCUMENT = "document"  # number of an identity document
    PHONE = "phone"
    NAME = "name"
    FREE_TEXT = "free-text"  # tells of a person in words
    HIDDEN = "hidden"  # not even hinted at: screening answers, contact of kin


def identifier(kind: Identifier, default: Any = MISSING) -> Any:
    """Return a dataclass field whose text is masked unless somebody unmasks it with a reason."""
    if default is MISSING:
        return field(metadata={_MASK: kind})
    return field(default=default, metadata={_MASK: kind})


def find_mask(declared: Field[Any]) -> Identifier | None:
    """Return how a field is masked, or None."""
    found = declared.metadata.get(_MASK)
    return found if isinstance(found, Identifier) else None
