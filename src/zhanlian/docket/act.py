"""An act: one thing that a person may do in the docket, as data.

The list of all acts (`docket.registry`) is what commands, rights, forms, pages and the matrix of
attacks are made from. An act's `decide` is pure: it gets the situation and what was asked, and
returns the versions that come of it, or raises. Who may act, whether a second person must agree,
and how it is written down is nobody's business here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from zhanlian.docket.rules.book import RuleBook
from zhanlian.errors import StateError, Words
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.record import AnyRecord, Approval, Record

ANY: Final = "*"  # target of an act that works on records of every kind

R = TypeVar("R")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Ask:
    """What an act must know beside its target.

    Attributes:
        name: under which `Situation.found` holds the answer.
        kind: of the records.
        mark: (name, value) that they carry.
        everywhere: also records that the actor may not see. Only for what the law makes depend
            on them (queue of freezes, uniqueness); nothing of them may reach the actor but that.
    """

    name: str
    kind: str
    mark: tuple[str, str]
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """All that an act is decided by, beside what was asked.

    Attributes:
        now: aware, UTC.
        actor: who makes the act take effect: the last approver, where approval was needed.
        drafter: name of who asked for it; the actor's own without approval.
        approvals: on the draft, in their order.
        received: SHA-256 of what the request names as evidence and the target's case received.
        rules: the tables of law and policy.
        target: the record acted on, in its present version, or None.
        found: answers to the act's asks.
        new_id: gives a fresh id for a record.
    """

    now: datetime
    actor: Actor
    drafter: str
    rules: RuleBook
    new_id: Callable[[], str]
    target: AnyRecord | None = None
    found: Mapping[str, tuple[AnyRecord, ...]] | None = None
    approvals: tuple[Approval, ...] = ()
    received: frozenset[str] = frozenset()

    @property
    def on(self) -> AnyRecord:
        """The record acted on, of an act that has one."""
        if self.target is None:
            raise LookupError("this act has no target")
        return self.target

    def answers(self, name: str) -> tuple[AnyRecord, ...]:
        """Return what was found for the ask of a name."""
        return (self.found or {}).get(name, ())

    def begin(self, kind: str, state: str, body: B, *, in_case: bool = True) -> Record[B]:
        """Return the first version of a new record, of the target's case where there is one.

        What one party makes beside a record that was released to it stands in no case: it would
        be in one of the other party, where neither of them sees it.
        """
        near = self.target if in_case else None
        return Record(
            id=self.new_id(),
            kind=kind,
            case=near.case if near is not None and near.party == self.actor.party else None,
            party=self.actor.party,
            state=state,
            author=self.drafter,
            body=body,
            approvals=self.approvals,
        )

    def demand_state(self, *states: str) -> None:
        """Return when the target is in one of these states.

        Raises:
            StateError: it is in another one.
        """
        if self.on.state not in states:
            kind = self.on.kind
            raise StateError(
                "error.docket-state",
                id=self.on.id,
                state=Words(f"state.{kind}.{self.on.state}"),
                needed=Words(*(f"state.{kind}.{state}" for state in states)),
            )


def no_asks(_request: Any, _target: AnyRecord | None) -> tuple[Ask, ...]:
    """Return no asks: the target is all that an act must know."""
    return ()


def no_evidence(_request: Any) -> tuple[str, ...]:
    """Return no hashes: the request names no evidence that must have been received."""
    return ()


def ask_nothing(_record: AnyRecord) -> tuple[Ask, ...]:
    """Return no asks: a record's own state is all."""
    return ()


@dataclass(frozen=True, slots=True)
class Act(Generic[R]):
    """One thing that a person may do.

    Attributes:
        name: ``freeze.order``: also the action in the audit chain, and the key of its words.
        command: group of commands that it stands in, and its own name there: ("order", "freeze").
        request: frozen dataclass of what the actor states.
        decide: gives the versions that come of it.
        on: kind of its target, ANY for every kind, or None for an act of the party's own (a new
            case, a programme).
        adds: it puts something beside its target; what others changed there meanwhile does not
            matter to it. Else a version that is not the newest is refused.
        asks: what else it must know.
        condition: for an act that takes effect only when approved: the condition by which the
            table of approvals tells level and number ("" for the plain case), or None where this
            very request needs none. The whole is None where the act never does.
        evidence: hashes that the request names; whether they were received is in the situation.
    """

    name: str
    command: tuple[str, str]
    request: type[R]
    decide: Callable[[Situation, R], tuple[AnyRecord, ...]]
    on: str | None = None
    adds: bool = False
    asks: Callable[[R, AnyRecord | None], tuple[Ask, ...]] = no_asks
    condition: Callable[[Situation, R], str | None] | None = None
    evidence: Callable[[R], tuple[str, ...]] = no_evidence


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    Attributes:
        name: also the key of its words.
        body: type of its body.
        states: all that it can be in, the first one first.
        command: group of commands under which it is shown and listed.
        state_at: state that a record is in at a time, where time alone changes it (a freeze that
            was not renewed); None where a record stays in the state that was written.
        asks: what else than the record the state at a time depends on.
        state_among: that state, where it depends on other records (the queue of freezes).
    """

    name: str
    body: type[Any]
    states: tuple[str, ...]
    command: str
    state_at: Callable[[AnyRecord, datetime], str] | None = None
    asks: Callable[[AnyRecord], tuple[Ask, ...]] = ask_nothing
    state_among: Callable[[Situation], str] | None = None

    @property
    def is_timed(self) -> bool:
        """Whether time alone changes the state of its records."""
        return self.state_at is not None or self.state_among is not None


AnyAct = Act[Any]
