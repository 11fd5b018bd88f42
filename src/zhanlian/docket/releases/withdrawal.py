"""Taking a release back: the other party sees nothing of the record from then on.

What it has seen stays in the audit chain and cannot be made unseen.
"""

from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.act import ANY, Act, AnyAct, Ask, Situation
from zhanlian.docket.releases.granting import IN_EFFECT, RELEASE, WITHDRAWN
from zhanlian.docket.releases.links import BESIDE
from zhanlian.errors import StateError
from zhanlian.model.docket.record import RELEASED, UNDER, WHOLE, AnyRecord, ClockState, Mark

# Kinds of record that another party adds, or is given, beside one that was released to it, with
# the state in which those end that wait for that party.
_HANGING: Final = {RELEASE: WITHDRAWN, "dispatch": "recalled", "count": ""}
_WAITING: Final = frozenset((IN_EFFECT, "issued", "received", "checked"))


@dataclass(frozen=True, slots=True)
class Revoke:
    """A release is taken back."""

    to_party: str
    reason: str


def _revoke(situation: Situation, asked: Revoke) -> tuple[AnyRecord, ...]:
    record, to = situation.on, asked.to_party
    if to not in record.values(RELEASED):
        raise StateError("error.docket-release-none", id=record.id, party=to)
    changed = [record.change(marks=_without(record, to))]
    for kind in _HANGING:
        for one in situation.answers(kind):
            if to in one.values(RELEASED):
                changed.append(_shut(one, asked))
    return tuple(changed)


def _shut(hanging: AnyRecord, asked: Revoke) -> AnyRecord:
    """Return what hangs on the record, unseen by the party from now on, and waiting no longer."""
    shut = hanging.change(marks=_without(hanging, asked.to_party))
    if hanging.state not in _WAITING or not _HANGING[hanging.kind]:
        return shut
    clocks = tuple(
        replace(clock, state=ClockState.VOID) if clock.state is ClockState.RUNNING else clock
        for clock in hanging.clocks
    )
    body = replace(hanging.body, reason=asked.reason)
    return replace(shut, state=_HANGING[hanging.kind], body=body, clocks=clocks)


def _without(record: AnyRecord, party: str) -> tuple[Mark, ...]:
    return tuple(
        mark
        for mark in record.marks
        if not (mark.name in (RELEASED, WHOLE) and mark.value == party)
        and not (mark.name == UNDER and mark.value.startswith(f"{party} "))
    )


def _ask(_asked: Revoke, target: AnyRecord | None) -> tuple[Ask, ...]:
    on = "-" if target is None else target.id
    return tuple(Ask(kind, kind, (BESIDE, on)) for kind in _HANGING)


ACTS: Final[tuple[AnyAct, ...]] = (
    Act("record.revoke", ("operation", "revoke"), Revoke, _revoke, ANY, asks=_ask),
)
