"""What every order on money must satisfy, and under which marks it is found."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from zhanlian.docket.act import Ask, Situation
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.order import ListedLine
from zhanlian.model.docket.record import AnyRecord, Mark
from zhanlian.model.docket.spelling import fold_number

ACCOUNT: Final = "account"  # mark: canonical text of an account
ORDER: Final = "order"  # mark: id of an order, on itself and on what refers to it
LINE: Final = "source-line"  # mark: line of a list that an order was drawn from

_EARLY: Final = timedelta(minutes=1)  # clocks of two machines differ
_POINTS: Final = str.maketrans("", "", ".·/")  # between groups of digits

T = TypeVar("T")


def canonical_account(text: str) -> str:
    """Return an account as it is compared: no spaces or dashes, in whatever signs it is written.

    Points part the digits of a number, but belong to an address such as ``a.b@example``.

    Raises:
        InputError: nothing is left.
    """
    found = fold_number(text).casefold()
    if not found:
        raise InputError("error.order-account")
    digits = found.translate(_POINTS)
    return digits if digits.isdigit() else found


def demand_past(situation: Situation, at: datetime) -> None:
    """Return when an event lies no later than now.

    Raises:
        InputError: it lies in the future.
    """
    if at > situation.now + _EARLY:
        raise InputError("error.order-future", at=at)


def demand_order(situation: Situation, earlier: datetime | None, at: datetime) -> None:
    """Return when an event lies neither in the future nor before the one that it follows.

    Raises:
        InputError: it does.
    """
    demand_past(situation, at)
    if earlier is not None and at < earlier:
        raise InputError("error.order-sequence", at=at, earlier=earlier)


def demand_approved(situation: Situation, at: datetime) -> None:
    """Return when an approved order goes out no earlier than it was approved.

    Raises:
        InputError: it is told to have gone out before, or in the future.
    """
    given = situation.on.approvals
    demand_since(situation, given[-1].at if given else None, at)


def demand_since(situation: Situation, recorded: datetime | None, at: datetime) -> None:
    """Return when an event follows what the docket itself recorded at a time.

    Raises:
        InputError: it lies before that, or in the future.
    """
    demand_order(situation, None if recorded is None else recorded - _EARLY, at)


def demand_filed(situation: Situation, at: datetime) -> None:
    """Return when the case of the freeze is filed at a time, by the events that stand now.

    Raises:
        StateError: its filing was taken back, or put on a later day, since the freeze was ordered.
    """
    if situation.on.case is None:
        return
    filed = [one.body.filed_at for one in situation.answers("case")]
    if not any(one is not None and one <= at for one in filed):
        raise StateError("error.freeze-unfiled")


def demand_officers(names: tuple[str, ...]) -> None:
    """Return when an order names two different officers.

    Raises:
        InputError: it does not.
    """
    if len(names) != 2 or len({name.strip() for name in names} - {""}) != 2:
        raise InputError("error.order-officers")


def demand_sum(amount: Amount) -> None:
    """Return when a sum is more than nothing.

    Raises:
        InputError: it is nothing.
    """
    if not amount.units:
        raise InputError("error.order-sum")


def extend(kind: type[T], asked: object, **more: Any) -> T:
    """Return a body made of a request's fields and what the act adds."""
    told = {one.name: getattr(asked, one.name) for one in fields(asked)}  # type: ignore[arg-type]
    return kind(**told | more)


def mark_order(record: AnyRecord, *more: Mark) -> tuple[Mark, ...]:
    """Return the marks of a new order: its own id, its account, and the lines it was drawn from."""
    lines = (
        Mark(LINE, line_key(record.kind, line), unique=True)
        for line in record.body.source
        if canonical_account(line.account) == canonical_account(record.body.account)
    )
    account = Mark(ACCOUNT, canonical_account(record.body.account))
    return (Mark(ORDER, record.id), account, *lines, *more)


def line_key(kind: str, line: ListedLine) -> str:
    """Return what a line of a list is known by: one order of a kind is drawn from it, no more."""
    return f"{kind}|{line.sha256}|{line.listed_in}|{line.rank}"


def ask_account(kind: str, account: str) -> Ask:
    """Return the question for all orders of a kind on an account, seen or not.

    The law makes an order depend on those of others: the number of stops, the queue of freezes.
    """
    return Ask(f"{kind}s", kind, (ACCOUNT, canonical_account(account)), everywhere=True)


def ask_order(name: str, kind: str, order_id: str) -> tuple[Ask, ...]:
    """Return the question for one order that a request refers to, with the actor's eyes."""
    return (Ask(name, kind, (ORDER, order_id)),) if order_id else ()
