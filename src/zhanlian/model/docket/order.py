"""Orders on money: stops, freezes and queries, and the lines of lists that they were drawn from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, identifier


class PropertyClass(StrEnum):
    """What is frozen; it decides the term and who must approve."""

    DEPOSIT = "deposit"  # deposits, remittances, settlement money, margins
    DEPOSIT_MAJOR = "deposit-major"  # the same in a major and complex case
    SECURITIES = "securities"  # bonds, shares, fund units
    EQUITY = "equity"
    INSURANCE = "insurance"
    LISTED_EQUITY = "listed-equity"


class StopField(StrEnum):
    """What a bank compares before it stops a payment."""

    HOLDER = "holder"
    ACCOUNT = "account"
    AMOUNT = "amount"
    TRANSFERRED_AT = "transferred_at"


@dataclass(frozen=True, slots=True)
class CitedRow:
    """One row of evidence that a line of a list rests on.

    Attributes:
        transfer: id of the transfer that it tells of.
        sha256: of the evidence item.
        line: of the item, as the money room counts.
    """

    transfer: str
    sha256: str
    line: int
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One line of a freeze list or query list, as a trace wrote it.

    Attributes:
        sha256: of the file of the trace.
        listed_in: ``freeze`` or ``query``.
        rank: in that list, 1 first.
        amount: that the list says could be saved there, or vanishes there.
        tracing_rule: by which it was traced.
        trace_command: that the trace can be repeated with.
        transfers: ids, as the list names them.
        rows: of evidence behind those transfers.
    """

    sha256: str
    listed_in: str
    rank: int
    account: str = identifier(Identifier.ACCOUNT)
    amount: Amount | None = None
    tracing_rule: str = ""
    trace_command: str = ""
    transfers: tuple[str, ...] = ()
    rows: tuple[CitedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderCorrection:
    """What was put right of an order's execution; what stood there before is kept.

    Attributes:
        corrected_at: when the correction took effect.
        reason, source: why, and the paper of the bank that shows it.
        was_executed_at, was_frozen: what stood before; None where it was right.
    """

    corrected_at: datetime
    reason: str
    source: str
    was_executed_at: datetime | None = None
    was_frozen: Amount | None = None


@dataclass(frozen=True, slots=True)
class StopRequest:
    """What a bank is told to stop, with all that it compares.

    Attributes:
        request_no: number of the request at the applicant unit.
        officer: names of two different officers.
        alarm: number of the alarm or case.
        alarm_at: when the alarm was taken.
        amount: that the victim paid into the account.
        transferred_at: when that was.
        follows: id of the stop on the account from which the money came here, or empty.
        source: lines of lists that it was drawn from.
    """

    request_no: str
    unit: str
    officer: tuple[str, ...]
    alarm: str
    alarm_at: datetime
    bank: str
    amount: Amount
    transferred_at: datetime
    victim: str = identifier(Identifier.NAME)
    holder: str = identifier(Identifier.NAME)
    account: str = identifier(Identifier.ACCOUNT)
    victim_account: str = identifier(Identifier.ACCOUNT, "")
    facts: str = identifier(Identifier.FREE_TEXT, "")
    follows: str = ""
    source: tuple[ListedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop(StopRequest):
    """A stop and its course.

    Attributes:
        repeat_no: 1, or 2 for the second stop of the same account and loss.
        former: id of the first stop, of a second one.
        executed_at: from then on the account receives and does not pay.
        mismatched: what did not agree at the bank, of the last sending.
    """

    repeat_no: int = 1
    former: str = ""
    sent_at: datetime | None = None
    executed_at: datetime | None = None
    ended_at: datetime | None = None
    mismatched: tuple[StopField, ...] = ()
    mismatch_reason: str = ""
    corrections: tuple[OrderCorrection, ...] = ()


@dataclass(frozen=True, slots=True)
class FreezeRequest:
    """What a freeze notice states.

    Attributes:
        amount: that is to be frozen, or None for the whole account.
        term: so many units of the term by law, where a shorter one is decided.
        covers_yield: interest and dividends are frozen, too.
        stop: id of the stop that it follows, or empty.
        source: lines of lists that it was drawn from.
    """

    unit: str
    officer: tuple[str, ...]
    property_class: PropertyClass
    bank: str
    holder: str = identifier(Identifier.NAME)
    account: str = identifier(Identifier.ACCOUNT)
    amount: Amount | None = None
    term: int | None = None
    freeze_scope: str = ""
    covers_yield: bool = False
    facts: str = identifier(Identifier.FREE_TEXT, "")
    stop: str = ""
    source: tuple[ListedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Renewal:
    """One lengthening of a freeze; without `effective_at` the bank has not confirmed it yet."""

    decided_at: datetime
    effective_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sale:
    """Frozen securities sold on their owner's application; the proceeds stay frozen."""

    sold_at: datetime
    proceeds: Amount
    application: str
    proceeds_account: str = identifier(Identifier.ACCOUNT)


@dataclass(frozen=True, slots=True)
class Freeze(FreezeRequest):
    """A freeze and its course.

    Attributes:
        case_filed_at: of its case; no freeze is executed before.
        decided_at: when the order was approved.
        executed_at: when the bank entered it, effective or waiting in the queue.
        effective_at: from when it holds; None while it waits.
        turn: how many freezes of this account, this one counted, have become effective.
        outside: it waits behind one that this docket does not know.
        frozen: sum that the bank says it holds, less what was released of it.
        unrelated_at: when it was found to have nothing to do with the case.
    """

    case_filed_at: datetime | None = None
    decided_at: datetime | None = None
    executed_at: datetime | None = None
    effective_at: datetime | None = None
    turn: int = 0
    outside: bool = False
    frozen: Amount | None = None
    renewals: tuple[Renewal, ...] = ()
    sales: tuple[Sale, ...] = ()
    unrelated_at: datetime | None = None
    owner_told_at: datetime | None = None
    ended_at: datetime | None = None
    corrections: tuple[OrderCorrection, ...] = ()


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """Records of an account that are asked for.

    Attributes:
        since, until: the time that is asked for.
        asked_for: statements, opening documents, log-ins …
        source: lines of lists that it was drawn from.
    """

    unit: str
    officer: tuple[str, ...]
    bank: str
    since: datetime
    until: datetime
    asked_for: str
    account: str = identifier(Identifier.ACCOUNT)
    holder: str = identifier(Identifier.NAME, "")
    facts: str = identifier(Identifier.FREE_TEXT, "")
    source: tuple[ListedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Query(QueryRequest):
    """A query and its course.

    Attributes:
        evidence: SHA-256 of what came back, as it was received.
        refusal: reason why nothing came.
    """

    sent_at: datetime | None = None
    answered_at: datetime | None = None
    evidence: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class ProtectedAccount:
    """An account that may not be frozen as a whole: settlement reserves, customers' money."""

    bank: str
    ground: str
    source: str
    account: str = identifier(Identifier.ACCOUNT)
