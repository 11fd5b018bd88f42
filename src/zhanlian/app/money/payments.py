"""Victims' payments of a case: from lists and from statements, each once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from zhanlian.app.money.gather import Gathered
from zhanlian.model.answers import InputLine, Received, RowRef
from zhanlian.model.asset import find_exponent, find_usdt
from zhanlian.model.loss import LossClaim, VictimPayment
from zhanlian.model.record import PaymentMention
from zhanlian.model.statement import Precision
from zhanlian.model.zone import SHANGHAI
from zhanlian.money.ledger.identity.numbers import map_numbers
from zhanlian.money.ledger.ledger import JOINED

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ToldPayments:
    """What victims, or whoever listed it, tell.

    Attributes:
        payments: in the order of lists, then of texts; the same payment told twice stands once.
        losses: by asset and victim: claims with loss, recovered and flags, in order of filing.
        texts: the texts that tell of payments; one that names no day is a reject.
    """

    payments: tuple[VictimPayment, ...]
    losses: Mapping[str, tuple[LossClaim, ...]]
    texts: tuple[InputLine, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementText:
    """Payments read from one text, and where it lies."""

    sha256: str
    name: str
    text: str
    mentions: Sequence[PaymentMention]
    received: tuple[Received, ...] = ()


def collect_payments(gathered: Gathered, texts: Iterable[StatementText]) -> ToldPayments:
    """Return all payments told in a case.

    A payment of a statement that a list tells too (same victim, account, amount, and day) is the
    list's. The loss of a victim is the largest told; without one, it is the sum of the payments.
    """
    rows = gathered.table("payments").to_pylist()
    names = {index: one.item for index, one in enumerate(gathered.imported)}
    listed = [_from_row(row, names[row["item"]].sha256, names[row["item"]].name) for row in rows]
    told = [(text, list(_from_text(text))) for text in texts]
    every = [*listed, *(one for _, found in told for one in found)]
    numbers = map_numbers(sorted({one.payee for one in every}), JOINED.empty_table())
    known = {_likeness(one, numbers) for one in listed}
    read, inputs = [], []
    for text, found in told:
        read += [one for one in found if _likeness(one, numbers) not in known]
        inputs.append(_count(text, len(found)))
    payments = (*listed, *read)
    return ToldPayments(payments, _claim(payments, rows), tuple(inputs))


def _count(text: StatementText, taken: int) -> InputLine:
    left = len(text.mentions) - taken
    return InputLine(text.sha256, text.name, "text", "payments", taken, left, 0, text.received)


def _from_row(row: Mapping[str, Any], sha256: str, name: str) -> VictimPayment:
    return VictimPayment(
        victim=row["victim"],
        time=row["time"],
        precision=Precision(row["precision"]),
        payer=row["payer"] or "",
        payee=row["payee"],
        amount=row["amount"],
        asset=row["asset"],
        row=RowRef(sha256, name, row["line"], row["sheet"], row["offset"], row["length"]),
    )


def _from_text(told: StatementText) -> Iterator[VictimPayment]:
    """Yield the payments of a text that tell their day; the others cannot be looked for."""
    for one in told.mentions:
        if one.day is None or not one.day.day:
            continue
        asset = find_usdt(one.payee) if one.currency == "USDT" else one.currency
        units = one.amount.scaleb(find_exponent(asset))
        if units != units.to_integral_value() or units <= 0:
            continue
        hour, minute, second = (*one.clock, 0, 0, 0)[:3]
        day = one.day
        local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI)
        line = told.text.count("\n", 0, one.start) + 1
        yield VictimPayment(
            victim=one.victim,
            time=_EPOCH + timedelta(seconds=local.timestamp()),
            precision=Precision.MINUTE if one.clock else Precision.DAY,
            payer=one.payer,
            payee=one.payee,
            amount=int(units),
            asset=asset,
            row=RowRef(told.sha256, told.name, line),
        )


def _likeness(one: VictimPayment, numbers: Mapping[str, str]) -> tuple[str, str, int, str, str]:
    """Return what tells a payment apart, the account in one way of writing."""
    day = one.time.astimezone(SHANGHAI).date().isoformat()
    payee = numbers.get(one.payee, one.payee)
    return one.victim, payee, one.amount, one.asset, day


def _claim(
    payments: Sequence[VictimPayment], rows: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[LossClaim, ...]]:
    sums: dict[tuple[str, str], int] = {}
    for payment in payments:
        key = (payment.asset, payment.victim)
        sums[key] = sums.get(key, 0) + payment.amount
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        own = told.setdefault((row["asset"], row["victim"]), {})
        for name in ("loss", "recovered", "objection", "accused"):
            if row[name] is not None:
                own[name] = max(own.get(name, row[name]), row[name])
    claims: dict[str, list[LossClaim]] = {}
    for (asset, victim), paid in sums.items():
        own = told.get((asset, victim), {})
        claim = LossClaim(
            victim=victim,
            loss=own.get("loss", paid),
            recovered=max(own.get("recovered", 0), 0),
            objection=bool(own.get("objection", False)),
            accused=bool(own.get("accused", False)),
        )
        claims.setdefault(asset, []).append(claim)
    return {asset: tuple(found) for asset, found in claims.items()}
