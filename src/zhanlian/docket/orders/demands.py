"""What every order on money must satisfy, and under which marks it is found."""

import unicodedata
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from zhanlian.docket.act import Ask, Situation
from zhanlian.errors import InputError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.order import ListedLine
from zhanlian.model.docket.record import AnyRecord, Mark

ACCOUNT: Final = "account"  # mark: canonical text of an account
ORDER: Final = "order"  # mark: id of an order, on itself and on what refers to it
LINE: Final = "source-line"  # mark: line of a list that an order was drawn from

_EARLY: Final = timedelta(minutes=1)  # clocks of two machines differ
_DASHES: Final = frozenset("-\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}")

T = TypeVar("T")


def canonical_account(text: str) -> str:
    """Return an account as it is compared: full-width signs folded, no spaces, no dashes.

    Raises:
        InputError: nothing is left.
    """
    folded = unicodedata.normalize("NFKC", text)
    found = "".join(sign for sign in folded if not sign.isspace() and sign not in _DASHES)
    if not found:
        raise InputError("error.order-account")
    return found


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
