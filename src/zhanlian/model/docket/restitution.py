"""The return of frozen money: losses claimed, objections, and rounds of payments."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.flow import ReturnReading
from zhanlian.model.message import Message


class ReturnWay(StrEnum):
    """How a victim's part of frozen money was found."""

    DIRECT = "direct"
    TIME_STAMP = "time-stamp"
    PROPORTIONAL = "proportional"


class LineState(StrEnum):
    """What became of one victim's part of a round."""

    PROPOSED = "proposed"
    PAUSED = "paused"  # somebody objects
    DECIDED = "decided"
    PAID = "paid"
    BARRED = "barred"  # an objection was upheld: the part stays frozen


COMMITTED: Final = frozenset((LineState.DECIDED, LineState.PAID))


@dataclass(frozen=True, slots=True)
class LossPayment:
    """One payment of a victim, as told."""

    amount: Amount
    at: datetime
    payee: str = identifier(Identifier.ACCOUNT)


@dataclass(frozen=True, slots=True)
class LossRequest:
    """What a victim claims.

    Attributes:
        victim_account: own account of the victim, the only one that money is returned to.
        amount: lost, as claimed.
        proved: of it, what no record speaks against; None where nothing was compared.
        recovered: already back by other ways than rounds of this docket.
        accused: the victim stands on the side of the accused in the same case: nothing is paid.
        person: id of the person's record, or empty.
        source: SHA-256 of the statement or application, or a reference to the document.
    """

    amount: Amount
    source: str
    victim: str = identifier(Identifier.NAME)
    victim_account: str = identifier(Identifier.ACCOUNT)
    proved: Amount | None = None
    recovered: Amount | None = None
    accused: bool = False
    person: str = ""
    payments: tuple[LossPayment, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss(LossRequest):
    """A claim on record.

    Attributes:
        filed_at: when it was claimed; the order of filing settles ties.
    """

    filed_at: datetime | None = None

    @property
    def unrecovered(self) -> int:
        """Whole units that may still come back, before any round of this docket."""
        most = self.amount.units
        if self.proved is not None:
            most = min(most, self.proved.units)
        return max(0, most - (self.recovered.units if self.recovered else 0))


@dataclass(frozen=True, slots=True)
class Objection:
    """Somebody else's claim on frozen money.

    Attributes:
        concerns: ids of the losses whose return it is against; empty for all of the account.
        outcome: reasons of the decision.
    """

    source: str
    claimed_at: datetime
    objector: str = identifier(Identifier.NAME)
    facts: str = identifier(Identifier.FREE_TEXT)
    amount: Amount | None = None
    concerns: tuple[str, ...] = ()
    outcome: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One victim's part of a round.

    Attributes:
        loss: id of the claim.
        payment: proposed, decided, paid.
        unrecovered: what was still owed when the round was worked out: the cap.
        transfers: payments that it was matched by.
        person: id of the victim's record, where the claim tells it.
        paid_at, receipt: of the payment.
    """

    loss: str
    way: ReturnWay
    payment: Amount
    unrecovered: Amount
    transfers: tuple[str, ...] = ()
    line_state: LineState = LineState.PROPOSED
    paid_at: datetime | None = None
    receipt: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of return from one frozen account.

    Attributes:
        freeze: id of the freeze.
        round_no: 1 is the first; later victims open a further one.
        frozen: what the round could share out; Σ payments + residue.
        residue: stays frozen.
        disclosed: choices and assumptions behind the schedule.
        published: where the public notice stands.
        decision_no: numbers of the decisions on it.
    """

    freeze: str
    round_no: int
    frozen: Amount
    residue: Amount
    reading: ReturnReading
    lines: tuple[RoundLine, ...]
    account: str = identifier(Identifier.ACCOUNT)
    disclosed: tuple[Message, ...] = ()
    published: str = ""
    noticed_at: datetime | None = None
    decided_at: datetime | None = None
    decision_no: tuple[str, ...] = ()

    @property
    def needs_notice(self) -> bool:
        """Whether a part is by proportion, so that the public is to be told first."""
        return any(line.way is ReturnWay.PROPORTIONAL for line in self.lines)

    @property
    def committed(self) -> int:
        """Whole units that were decided on, paid or not."""
        return sum(line.payment.units for line in self.lines if line.line_state in COMMITTED)

    @property
    def reserved(self) -> int:
        """Whole units of a decided round that wait for an objection to be settled."""
        paused = (line for line in self.lines if line.line_state is LineState.PAUSED)
        return sum(line.payment.units for line in paused) if self.decided_at else 0

    @property
    def unpaid(self) -> int:
        """Whole units that were decided on and not paid yet."""
        decided = (line for line in self.lines if line.line_state is LineState.DECIDED)
        return sum(line.payment.units for line in decided)

    def committed_to(self, loss: str) -> int:
        """Return the whole units that were decided on for one loss."""
        own = (line for line in self.lines if line.loss == loss)
        return sum(line.payment.units for line in own if line.line_state in COMMITTED)
