"""Accounts that may not be frozen as a whole: clearing accounts, reserves of customers' money."""

from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.orders.demands import ACCOUNT, ask_account, canonical_account
from zhanlian.docket.stated import demand_text
from zhanlian.errors import StateError
from zhanlian.model.docket.order import ProtectedAccount
from zhanlian.model.docket.record import AnyRecord, Mark

PROTECTED: Final = "protected-account"
VALID: Final = "valid"
ENDED: Final = "ended"


@dataclass(frozen=True, slots=True)
class EndProtection:
    """An account is no longer one of these."""

    reason: str


def _protect(situation: Situation, asked: ProtectedAccount) -> tuple[AnyRecord, ...]:
    demand_text(ground=asked.ground, source=asked.source, bank=asked.bank)
    own = situation.actor.party
    if any(one.party == own and one.state == VALID for one in situation.answers(f"{PROTECTED}s")):
        raise StateError("error.account-protected")
    made = situation.begin(PROTECTED, VALID, asked)
    return (replace(made, marks=(Mark(ACCOUNT, canonical_account(asked.account)),)),)


def _end(situation: Situation, _asked: EndProtection) -> tuple[AnyRecord, ...]:
    situation.demand_state(VALID)
    return (situation.on.change(state=ENDED),)


def _ask(asked: ProtectedAccount, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return (ask_account(PROTECTED, asked.account),)


KINDS: Final = (Kind(PROTECTED, ProtectedAccount, (VALID, ENDED), "order"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("account.protect", ("order", "protect"), ProtectedAccount, _protect, asks=_ask),
    Act("account.unprotect", ("order", "unprotect"), EndProtection, _end, PROTECTED),
)
