"""What victims tell: their payments, their losses, and what stands against a return."""

from dataclasses import dataclass
from datetime import datetime

from zhanlian.model.answers import RowRef
from zhanlian.model.statement import Precision


@dataclass(frozen=True, slots=True)
class VictimPayment:
    """One payment as a victim, or whoever listed it, states it.

    Attributes:
        victim: name or number in the list; the one key by which a victim is named everywhere.
        time: aware, UTC; as precise as `precision` says.
        payer: account text as told, or empty.
        payee: account text as told.
        amount: whole units, above 0.
        row: where it stands.
    """

    victim: str
    time: datetime
    precision: Precision
    payer: str
    payee: str
    amount: int
    asset: str
    row: RowRef

    def __post_init__(self) -> None:
        if not (self.victim and self.payee) or self.amount <= 0:
            raise ValueError("a payment names its victim and payee and moves money")
        if self.time.tzinfo is None:
            raise ValueError("time carries its zone")


@dataclass(frozen=True, slots=True)
class LossClaim:
    """What one victim claims in a return, in the order of filing.

    Attributes:
        victim: as in the list of payments.
        loss: whole units as claimed.
        recovered: of it, already returned by whatever way.
        proved: payments told that no record at hand speaks against, or None where nothing was
            compared.
        objection: somebody objects to this victim's part; it is worked out and paused.
        accused: stands on the side of the accused in the case: nothing is ever paid.
    """

    victim: str
    loss: int
    recovered: int = 0
    proved: int | None = None
    objection: bool = False
    accused: bool = False

    def __post_init__(self) -> None:
        if not self.victim or min(self.loss, self.recovered, self.proved or 0) < 0:
            raise ValueError("a claim names its victim and has no negative sums")

    @property
    def unrecovered(self) -> int:
        """What may still be returned: the loss, as far as proved, less what came back."""
        loss = self.loss if self.proved is None else min(self.loss, self.proved)
        return max(0, loss - self.recovered)
