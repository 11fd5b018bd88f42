"""Losses that victims claim: what each of them may get back, and on which account."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.orders.demands import canonical_account, demand_past, demand_sum, extend
from zhanlian.docket.people.identity import PERSON
from zhanlian.docket.people.standing import PERSON_ID, STANDING
from zhanlian.docket.stated import demand_text
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.person import PersonRole
from zhanlian.model.docket.record import AnyRecord, Mark, Record
from zhanlian.model.docket.restitution import Loss, LossRequest
from zhanlian.model.docket.spelling import fold_signs

LOSS: Final = "loss"
CLAIMED: Final = "claimed"
WITHDRAWN: Final = "withdrawn"
LOSSES_OF: Final = "losses-of"  # mark: id of the case
VICTIM: Final = "loss-victim"  # mark: case, victim and account; unique


@dataclass(frozen=True, slots=True)
class CorrectLoss:
    """What is told of a loss is put right; what is not told stays as it was."""

    reason: str
    source: str
    amount: Amount | None = None
    proved: Amount | None = None
    recovered: Amount | None = None
    accused: bool | None = None
    victim_account: str = identifier(Identifier.ACCOUNT, "")


@dataclass(frozen=True, slots=True)
class WithdrawLoss:
    """A claim is taken back."""

    reason: str


def _claim(situation: Situation, asked: LossRequest) -> tuple[AnyRecord, ...]:
    _check(situation, asked)
    if asked.person and not situation.answers("person"):
        raise NotFoundError("error.record-missing", id=asked.person)
    accused = asked.accused or is_suspect(situation.answers("standings"), situation.on.case)
    body = extend(Loss, asked, filed_at=situation.now, accused=accused)
    made = situation.begin(LOSS, CLAIMED, body)
    return (replace(made, marks=_mark(made)),)


def _check(situation: Situation, loss: LossRequest) -> None:
    demand_text(victim=loss.victim, source=loss.source)
    demand_sum(loss.amount)
    assets = {sum_.asset for sum_ in (loss.proved, loss.recovered) if sum_ is not None}
    if (assets | {one.amount.asset for one in loss.payments}) - {loss.amount.asset}:
        raise InputError("error.loss-asset", asset=loss.amount.asset)
    for payment in loss.payments:
        demand_past(situation, payment.at)


def _mark(loss: Record[Loss]) -> tuple[Mark, ...]:
    name, account = loss.body.victim, canonical_account(loss.body.victim_account)
    key = f"{loss.case}|{fold_signs(name).casefold()}|{account}"
    person = (Mark("person", loss.body.person),) if loss.body.person else ()
    return (
        Mark(LOSS, loss.id),
        Mark(LOSSES_OF, loss.case or loss.id),
        Mark(VICTIM, key, unique=True),
        *person,
    )


def _correct(situation: Situation, asked: CorrectLoss) -> tuple[AnyRecord, ...]:
    situation.demand_state(CLAIMED)
    loss: Record[Loss] = situation.on
    names = ("amount", "proved", "recovered", "accused", "victim_account")
    told = {name: getattr(asked, name) for name in names}
    told = {name: value for name, value in told.items() if value not in (None, "")}
    body = replace(loss.body, source=asked.source, **told)
    _check(situation, body)
    if not body.accused and is_suspect(situation.answers("standings"), loss.case):
        raise StateError("error.loss-suspect", id=loss.id)
    changed = loss.change(body=body)
    return (replace(changed, marks=_mark(changed)),)


def is_suspect(standings: Iterable[AnyRecord], case: str | None) -> bool:
    """Return whether a person is on record as a suspect of the case; it may be a victim, too."""
    return any(
        role.role is PersonRole.SUSPECT and not role.ended
        for one in standings
        if one.case == case
        for role in one.body.roles
    )


def _ask_person(person: str) -> tuple[Ask, ...]:
    if not person:
        return ()
    return (
        Ask("person", PERSON, (PERSON_ID, person)),
        Ask("standings", STANDING, (PERSON_ID, person)),
    )


def _withdraw(situation: Situation, _asked: WithdrawLoss) -> tuple[AnyRecord, ...]:
    situation.demand_state(CLAIMED)
    marks = situation.on.marks_without(VICTIM)
    return (situation.on.change(state=WITHDRAWN, marks=marks),)


KINDS: Final = (Kind(LOSS, Loss, (CLAIMED, WITHDRAWN), "order"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "loss.claim",
        ("order", "loss"),
        LossRequest,
        _claim,
        on="case",
        adds=True,
        asks=lambda asked, _: _ask_person(asked.person),
    ),
    Act(
        "loss.correct",
        ("order", "loss-correct"),
        CorrectLoss,
        _correct,
        LOSS,
        asks=lambda _, loss: () if loss is None else _ask_person(loss.body.person),
    ),
    Act("loss.withdraw", ("order", "loss-withdraw"), WithdrawLoss, _withdraw, LOSS),
)
