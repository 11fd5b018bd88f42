"""Numbers of devices: as they are compared, and whether one can be right."""

import re
from typing import Final

from zhanlian.model.docket.spelling import fold_number

_IMEI_DIGITS: Final = 15  # the last one is the check digit (3GPP TS 23.003, Luhn)
_OTHER_LENGTHS: Final = (14, 16)  # without check digit; with software version


def clean_device(text: str) -> str:
    """Return the number of a device as it is compared: half-width capitals, no signs between."""
    return fold_number(text).replace(".", "").upper()


def list_imeis(text: str) -> tuple[str, ...]:
    """Return the IMEIs of a cell, cleaned, in order of their digits: some phones have two."""
    parts = (clean_device(part) for part in re.split(r"[/,，;；、|]", text))
    return tuple(sorted(part for part in parts if part))


def is_imei(number: str) -> bool:
    """Return whether a cleaned number can be an IMEI: its length, and its check digit if any."""
    if not (number.isascii() and number.isdigit()):
        return False
    if len(number) != _IMEI_DIGITS:
        return len(number) in _OTHER_LENGTHS
    total = 0
    for place, sign in enumerate(number):
        digit = int(sign) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0
