"""A sum of one asset, as people write it and as it is counted."""

import re
from dataclasses import dataclass
from typing import Final

from zhanlian.model.asset import find_exponent, show_amount, show_grouped

_FORM: Final = re.compile(r"([0-9][0-9,]{0,29})(?:\.([0-9]{1,18}))?(?:\s+(\S{3,80}))?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum.

    Attributes:
        units: whole units of the asset, not negative.
        asset: ISO 4217 code, or ``chain:contract``.
    """

    units: int
    asset: str = "CNY"

    def __post_init__(self) -> None:
        if self.units < 0:
            raise ValueError("a sum is not negative")

    def __str__(self) -> str:
        """Return the form in which it is stored and given: ``39000.00 CNY``."""
        return f"{show_amount(self.units, self.asset)} {self.asset}"

    def show(self) -> str:
        """Return the form for readers: ``39,000.00 CNY``."""
        return f"{show_grouped(self.units, self.asset)} {self.asset}"

    @classmethod
    def parse(cls, text: str) -> "Amount | None":
        """Return the sum of a text such as ``39,000``, ``39000.5`` or ``120 USD``, else None.

        More decimal places than the asset has are no amount of it.
        """
        found = _FORM.fullmatch(text.strip())
        if found is None:
            return None
        whole, part, asset = found[1].replace(",", ""), found[2] or "", found[3] or "CNY"
        digits = find_exponent(asset)
        if len(part.rstrip("0")) > digits:
            return None
        return cls(int(whole) * 10**digits + int((part[:digits] or "0").ljust(digits, "0")), asset)
