"""Agreements between agencies: what may be given to whom, for what, and until when."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Kind, Situation
from zhanlian.docket.releases.links import agreed_clock, name_itself, refuse_future
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.agreement import (
    AGREEMENT,
    ENDED,
    EXPIRY,
    Agreement,
    AgreementType,
    Contact,
    Purpose,
)
from zhanlian.model.docket.record import AnyRecord, ClockState
from zhanlian.model.zone import local_day

SIGNED: Final = "signed"


@dataclass(frozen=True, slots=True)
class Sign:
    """A signed agreement is entered."""

    name: str
    agreement_type: AgreementType
    between: tuple[str, ...]
    signed_on: date
    source: str
    in_force_on: date | None = None
    expires_on: date | None = None
    covers: tuple[str, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    restrictions: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()

    def __post_init__(self) -> None:
        if len(set(self.between)) < 2:
            raise ValueError("an agreement has two parties or more")
        first = self.in_force_on or self.signed_on
        if self.expires_on is not None and self.expires_on < first:
            raise ValueError("an agreement expires after it comes into force")


@dataclass(frozen=True, slots=True)
class Prolong:
    """The parties agreed on a later last day."""

    expires_on: date
    source: str


@dataclass(frozen=True, slots=True)
class End:
    """An agreement was ended before its last day."""

    reason: str


def is_in_force(agreement: AnyRecord, day: date) -> bool:
    """Return whether an agreement binds on a day."""
    return agreement.state == SIGNED and bool(agreement.body.binds_on(day))


def demand_gate(
    situation: Situation, agreement: AnyRecord, kind: str, to_party: str, purpose: Purpose
) -> None:
    """Return when an agreement lets a kind of record go to a party for a purpose today.

    Raises:
        StateError: it is not in force, not between these parties, or covers neither.
    """
    body: Agreement = agreement.body
    if not is_in_force(agreement, local_day(situation.now)):
        raise StateError("error.docket-agreement-force", agreement=agreement.id)
    if not {situation.on.party, to_party} <= set(body.between):
        raise StateError("error.docket-agreement-parties", agreement=agreement.id, party=to_party)
    if kind not in body.covers:
        raise StateError("error.docket-agreement-kind", agreement=agreement.id, kind=kind)
    if purpose not in body.purposes:
        raise StateError(
            "error.docket-agreement-purpose", agreement=agreement.id, purpose=purpose.value
        )


def _sign(situation: Situation, asked: Sign) -> tuple[AnyRecord, ...]:
    refuse_future(situation, asked.signed_on)
    if situation.actor.party not in asked.between:
        raise InputError("error.docket-agreement-own", party=situation.actor.party)
    body = Agreement(
        name=asked.name.strip(),
        agreement_type=asked.agreement_type,
        between=tuple(sorted(set(asked.between))),
        signed_on=asked.signed_on,
        in_force_on=asked.in_force_on or asked.signed_on,
        source=asked.source,
        expires_on=asked.expires_on,
        covers=asked.covers,
        purposes=asked.purposes,
        restrictions=asked.restrictions,
        contacts=asked.contacts,
    )
    made = name_itself(situation.begin(AGREEMENT, SIGNED, body))
    if body.expires_on is None:
        return (made,)
    return (replace(made, clocks=(agreed_clock(situation, EXPIRY, body.expires_on),)),)


def _prolong(situation: Situation, asked: Prolong) -> tuple[AnyRecord, ...]:
    situation.demand_state(SIGNED)
    agreement: Agreement = situation.on.body
    if agreement.expires_on is None or asked.expires_on <= agreement.expires_on:
        raise InputError("error.docket-agreement-earlier", last=str(agreement.expires_on or "-"))
    body = replace(agreement, expires_on=asked.expires_on, source=asked.source)
    kept = tuple(clock for clock in situation.on.clocks if clock.name != EXPIRY)
    clocks = (*kept, agreed_clock(situation, EXPIRY, asked.expires_on))
    return (situation.on.change(body=body, clocks=clocks),)


def _end(situation: Situation, asked: End) -> tuple[AnyRecord, ...]:
    situation.demand_state(SIGNED)
    clocks = situation.on.stop_clock(EXPIRY, ClockState.VOID)
    body = replace(situation.on.body, reason=asked.reason)
    return (situation.on.change(state=ENDED, body=body, clocks=clocks),)


KINDS: Final = (Kind(AGREEMENT, Agreement, (SIGNED, ENDED), "operation"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("agreement.sign", ("operation", "sign"), Sign, _sign),
    Act("agreement.prolong", ("operation", "prolong"), Prolong, _prolong, AGREEMENT),
    Act("agreement.end", ("operation", "end-agreement"), End, _end, AGREEMENT),
)
