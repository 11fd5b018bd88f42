"""What following the money answers: for whom to ask next, what to stop, who is due what.

Every number here is for people to decide on; every line names the transfers it rests on, and every
transfer its rows (`CitedTransfer`). Amounts are whole units of the asset (`model.asset`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from zhanlian.model.flow import ReturnReading as ReturnReading
from zhanlian.model.flow import Rule
from zhanlian.model.message import Message
from zhanlian.model.statement import Precision
from zhanlian.model.transfer import Fate, Ordering, PurseKind, TransferKind


@dataclass(frozen=True, slots=True)
class RowRef:
    """One row of one statement.

    Attributes:
        sha256: the evidence item.
        name: file name, to be shown.
        line: 1-based line, row of the sheet, or line of the element.
        sheet: of a workbook, else None.
        offset, length: bytes of the row in the item, where it is a text.
    """

    sha256: str
    name: str
    line: int
    sheet: str | None = None
    offset: int | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True)
class CitedTransfer:
    """A transfer that an answer rests on, with all the rows that tell of it.

    Attributes:
        precision: how much of its time was told; a day is not shown as its first second.
    """

    transfer_id: str
    time: datetime
    payer: str
    payee: str
    amount: int
    asset: str
    tainted: int
    kind: TransferKind
    rows: tuple[RowRef, ...]
    round_trip: bool = False
    precision: Precision = Precision.SECOND


@dataclass(frozen=True, slots=True)
class AssetTotal:
    """The balance of one trace in one asset: paid_in + widened = held + cashed_out + beyond_data.

    Attributes:
        paid_in: victims' payments.
        held: in accounts whose records we have, `returned` included.
        returned: of it, money that came back to an account from which a victim then paid.
        cashed_out: arrived at cash-out points.
        beyond_data: arrived at accounts whose records we do not have.
        difference: paid_in + widened - held - cashed_out - beyond_data; 0, or the run is refused.
        widened: untainted money that poison took for tainted; 0 for the other rules.
    """

    asset: str
    paid_in: int
    held: int
    returned: int
    cashed_out: int
    beyond_data: int
    difference: int
    widened: int = 0


OTHERS: Final = "*"
"""In a `VictimShare` all victims with the smaller parts, in a `LevelEdge` all accounts (or victims)
of that level that are not drawn."""


@dataclass(frozen=True, slots=True)
class VictimShare:
    """How much of a sum is whose; the victim is named as in the list of victims, or `OTHERS`."""

    victim: str
    amount: int


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account that victims' money reached.

    Attributes:
        account: canonical number.
        level: 1 for an account that a victim paid (一级), 2 for the next …
        received: victims' money that came in.
        passed_on: of it, what went out again.
        held: what is there now; received - passed_on, and payments back to victims.
        last_balance: last balance told by its statement, or None.
        dwell_seconds: mean time between victims' money coming and going, or None.
        first_in, last_in: when victims' money came, first and last.
        shares: whose the held money is; adds up to `held` where the rule apportions.
        transfers: ids of the largest transfers of victims' money into it.
    """

    account: str
    asset: str
    holder: str
    bank: str
    kind: PurseKind
    known: bool
    level: int
    received: int
    passed_on: int
    held: int
    last_balance: int | None
    dwell_seconds: int | None
    first_in: datetime
    last_in: datetime
    shares: tuple[VictimShare, ...]
    transfers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CashOutLine:
    """Victims' money that left by one kind of cash-out point, or to one of them."""

    kind: PurseKind
    asset: str
    amount: int
    accounts: int
    transfers: int


@dataclass(frozen=True, slots=True)
class LevelEdge:
    """Victims' money between two accounts at their levels: a band of the Sankey.

    A cycle is unrolled by time: an account that is reached again further down the path stands there
    once more, at that depth.

    Attributes:
        from_level, to_level: depth of each end; 0 is the victim.
        payer, payee: account, or victim's name at depth 0; `OTHERS` for the rest of a level.
        amount: victims' part.
        count: transfers.
        transfers: ids of the largest of them.
        back: leads to an account that the money had passed before.
    """

    from_level: int
    payer: str
    to_level: int
    payee: str
    asset: str
    amount: int
    count: int
    transfers: tuple[str, ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class QueryLine:
    """An account whose records to ask for next (调取).

    Attributes:
        rank: 1 is first.
        amount: victims' money that vanishes from view there.
        share_of_lost: that amount in ten-thousandths of all that vanishes, this asset.
        since, until: time window to ask for.
        reason: why, as a message.
        transfers: ids of the transfers that lead there, largest first.
    """

    rank: int
    account: str
    asset: str
    holder: str
    bank: str
    level: int
    amount: int
    share_of_lost: int
    since: datetime
    until: datetime
    reason: Message
    transfers: tuple[str, ...]


class FreezeState(StrEnum):
    """Whether an account is already under a measure on the day of the report."""

    FREE = "free"
    STOPPED = "stopped"  # 止付
    FROZEN = "frozen"
    LAPSED = "lapsed"  # an earlier measure has run out


@dataclass(frozen=True, slots=True)
class ExistingFreeze:
    """A measure that a return told of, as it told it.

    Attributes:
        amount: whole units of `asset`, or None for the whole account.
        asset: that the amount is counted in; None where the return does not tell it.
    """

    measure: str
    authority: str
    amount: int | None
    since: datetime | None
    until: datetime | None
    row: RowRef
    asset: str | None = None


@dataclass(frozen=True, slots=True)
class FreezeLine:
    """An account that holds money which could be stopped now.

    Attributes:
        rank: 1 is first: the largest savable sum, then the fastest drain.
        held: victims' money there under the rule.
        savable: the smaller of `held` and the last balance told, less what is frozen already.
        expected: victims' money on its way there: what its known payers hold, by the part that
            they passed on to it before.
        drain_seconds: mean time until money is passed on, or None where none was.
        state: free, stopped, frozen, or an earlier measure lapsed.
        freezes: measures told of; a second freeze queues behind the first (轮候).
        victims: whose money it is.
        transfers: ids of the transfers that brought it, largest first.
    """

    rank: int
    account: str
    asset: str
    holder: str
    bank: str
    level: int
    held: int
    savable: int
    expected: int
    drain_seconds: int | None
    last_seen: datetime
    last_balance: int | None
    state: FreezeState
    freezes: tuple[ExistingFreeze, ...]
    victims: tuple[VictimShare, ...]
    transfers: tuple[str, ...]


class ReturnMethod(StrEnum):
    """How a victim's part of frozen money was found (article 8 of the rules on return)."""

    DIRECT = "direct"  # a single inflow
    TIME_STAMP = "time-stamp"  # matched by time of transfer
    PROPORTIONAL = "proportional"


@dataclass(frozen=True, slots=True)
class RestitutionLine:
    """What one victim would be due from one frozen account.

    Attributes:
        loss, recovered: as told.
        payment: proposed; a person decides.
        paused: an objection stands against it.
        capped: the unrecovered loss was less than the share.
        transfers: ids of the payments matched, for direct and time-stamp.
        proved: payments told that no record speaks against, or None where nothing was compared;
            a loss counts no further.
    """

    victim: str
    method: ReturnMethod
    loss: int
    recovered: int
    payment: int
    capped: bool
    paused: bool
    transfers: tuple[str, ...]
    proved: int | None = None

    @property
    def unrecovered(self) -> int:
        """What may still be returned: the cap of the payment, and its base in proportion."""
        loss = self.loss if self.proved is None else min(self.loss, self.proved)
        return max(0, loss - self.recovered)


@dataclass(frozen=True, slots=True)
class RestitutionSchedule:
    """The return of one frozen sum; Σ payments + residue = frozen.

    Attributes:
        round: 1, and one more each time later victims come.
        notice_days: of public notice, where proportional; else 0.
        residue: stays frozen.
        disclosed: choices and assumptions, to be printed with it.
    """

    account: str
    asset: str
    frozen: int
    round: int
    reading: ReturnReading
    notice_days: int
    lines: tuple[RestitutionLine, ...]
    residue: int
    disclosed: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class RuleHolding:
    """What each rule says of one account, side by side.

    Attributes:
        held: victims' money held, by rule.
        spread: largest less smallest, poison left out.
        matters: the spread is large enough to change what would be asked or paid.
    """

    account: str
    asset: str
    held: tuple[tuple[Rule, int], ...]
    spread: int
    matters: bool


@dataclass(frozen=True, slots=True)
class BalanceGap:
    """A place where an account's running balance does not hold: rows are missing or wrong.

    Attributes:
        before, after: the two rows between which it lies, in the ledger's order.
        missing: money that came (plus) or went (minus) without a row.
    """

    account: str
    asset: str
    before: RowRef
    after: RowRef
    since: datetime
    until: datetime
    missing: int


@dataclass(frozen=True, slots=True)
class Received:
    """By whom an input was received, and on what ground (调取通知书文号); empty where not told."""

    by: str
    legal_basis: str


@dataclass(frozen=True, slots=True)
class InputLine:
    """One file that the answers rest on: data rows = rows + rejects; others are no data.

    Attributes:
        received: every receipt that says something of its own, in their order.
    """

    sha256: str
    name: str
    format: str
    told: str
    rows: int
    rejects: int
    others: int
    received: tuple[Received, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What became of every row: rows = Σ fates.

    Attributes:
        rows: rows that came in, over all statements.
        fates: how many rows ended how; all fates that occur.
        transfers: that they gave.
        orderings: how many transfers were ordered how within their instant.
        open_accounts: accounts with an order that could not be proved, by number of transfers.
        joined: card and account numbers taken for one account: (number, canonical, reason key).
        dust: units cut off, by asset, in 10^-18 of it.
        contradictions: transfers whose place fits the balances of one of their accounts only.
    """

    rows: int
    fates: tuple[tuple[Fate, int], ...]
    transfers: int
    orderings: tuple[tuple[Ordering, int], ...]
    open_accounts: tuple[tuple[str, int], ...]
    joined: tuple[tuple[str, str, str], ...]
    dust: tuple[tuple[str, int], ...] = ()
    contradictions: int = 0


@dataclass(frozen=True, slots=True)
class UnmatchedPayment:
    """A payment on the list of victims that was not found in the ledger."""

    victim: str
    told: str
    reason: Message


@dataclass(frozen=True, slots=True)
class FlowAnswer:
    """All that one run over the money says: what the flow report shows.

    Attributes:
        case, version: of the case and the program.
        parameters: name and value of everything that was chosen.
        command: that gives the same answer again.
        as_of: the instant it is told for; the last one of the data unless given.
        cited: every transfer that a line names, by its id, in that order.
    """

    case: str
    version: str
    rule: Rule
    parameters: tuple[tuple[str, str], ...]
    command: str
    as_of: datetime
    inputs: tuple[InputLine, ...]
    cleaning: Cleaning
    gaps: tuple[BalanceGap, ...]
    unmatched: tuple[UnmatchedPayment, ...]
    totals: tuple[AssetTotal, ...]
    accounts: tuple[AccountLine, ...]
    cash_outs: tuple[CashOutLine, ...]
    edges: tuple[LevelEdge, ...]
    queries: tuple[QueryLine, ...]
    freezes: tuple[FreezeLine, ...]
    restitution: tuple[RestitutionSchedule, ...]
    comparison: tuple[RuleHolding, ...]
    assumptions: tuple[Message, ...]
    cited: tuple[CitedTransfer, ...]
