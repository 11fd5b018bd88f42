"""Opening balance plus entries equals closing balance: the check of every statement message."""

from zhanlian.model.asset import show_amount
from zhanlian.model.message import Message


class Balances:
    """The balances of one statement, signed, and what its booked entries add to them.

    Attributes:
        opening: whole units and currency, None where not told.
        closing: as above.
        available: whole units that may be drawn at the end, None where not told.
    """

    def __init__(self) -> None:
        self.opening: tuple[int, str] | None = None
        self.closing: tuple[int, str] | None = None
        self.available: int | None = None
        self._moved = 0
        self._currencies: set[str] = set()
        self._spoilt = False

    def open_with(self, units: int, currency: str) -> None:
        """Take the opening balance; the first one told counts."""
        if self.opening is None:
            self.opening = (units, currency)

    def close_with(self, units: int, currency: str) -> None:
        """Take the closing balance; the last one told counts."""
        self.closing = (units, currency)

    def add(self, units: int, currency: str) -> None:
        """Take one booked entry, signed."""
        self._moved += units
        self._currencies.add(currency)

    def spoil(self) -> None:
        """Remember that something could not be read, so that the check would prove nothing."""
        self._spoilt = True

    def find_difference(self) -> Message | None:
        """Return what is wrong with the sum, None where it holds or cannot be made."""
        if self._spoilt or self.opening is None or self.closing is None:
            return None
        (opening, currency), (closing, other) = self.opening, self.closing
        if other != currency or not self._currencies <= {currency}:
            return None
        difference = closing - opening - self._moved
        if not difference:
            return None
        return Message(
            "remark.message-balance",
            {
                "opening": show_amount(opening, currency),
                "moved": show_amount(self._moved, currency),
                "closing": show_amount(closing, currency),
                "difference": show_amount(difference, currency),
                "currency": currency,
            },
        )
