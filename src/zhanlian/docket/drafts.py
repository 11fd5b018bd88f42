"""Drafts: no coercive, outward or paying act takes effect before other people agreed to it.

The draft holds the whole act. When the last approval it needs is given, the act is decided anew,
in the same transaction, by what holds then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from zhanlian.docket.act import Act, AnyAct, Kind, Situation
from zhanlian.docket.rules.book import load_rules
from zhanlian.errors import DeniedError, NotFoundError, StateError, Words
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.draft import Draft
from zhanlian.model.docket.record import READER, AnyRecord, Approval, Mark, Record
from zhanlian.model.docket.rule import ApprovalRule
from zhanlian.model.zone import local_day

DRAFT: Final = "draft"
OPEN: Final = "open"
APPROVED: Final = "approved"
REFUSED: Final = "refused"
WITHDRAWN: Final = "withdrawn"
TARGET: Final = "target"  # mark: id of the record that the draft acts on


@dataclass(frozen=True, slots=True)
class Approve:
    """Agreement with a draft, as it stands."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Refuse:
    """A draft is refused and ends."""

    reason: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Its author takes a draft back."""

    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a draft is made of.

    Attributes:
        request: canonical JSON of the act's request.
        condition: by which the table tells level and number of approvers.
        reason: in the author's words.
    """

    request: str
    condition: str
    reason: str


def begin_draft(
    situation: Situation, act: AnyAct, asked: Asked, versions: Sequence[AnyRecord] = ()
) -> Record[Draft]:
    """Return the draft of an act that nobody may do alone.

    Args:
        situation: in which it was asked for.
        act: that waits.
        asked: what was asked.
        versions: that the act would make.

    Raises:
        NotFoundError: the tables tell no level for it on this day.
    """
    target = situation.target
    needed = situation.rules.approval(act.name, local_day(situation.now), condition=asked.condition)
    body = Draft(
        act=act.name,
        target=None if target is None else target.id,
        target_version=0 if target is None or act.adds else target.version,
        request=asked.request,
        reason=asked.reason,
        level=needed.level,
        approvers=needed.approvers,
        condition=asked.condition,
        rule=needed.id,
        policy=situation.rules.version,
        **_tell_usual(needed, act.name, asked.condition, local_day(situation.now)),
    )
    marks = [] if target is None else [Mark(TARGET, target.id)]
    marks += (Mark(READER, name) for name in _list_readers(situation, versions))
    return replace(situation.begin(DRAFT, OPEN, body), marks=tuple(marks))


def _tell_usual(needed: ApprovalRule, act: str, condition: str, day: date) -> dict[str, Any]:
    """Return what the program's own table asks for, if the workspace's own asks for less.

    A workspace may have its own tables; that they make an approval easier is for its approvers,
    and for whoever reads the audit chain, to see on every draft.
    """
    try:
        usual = load_rules().approval(act, day, condition=condition)
    except NotFoundError:
        return {}
    if needed.level.reaches(usual.level) and needed.approvers >= usual.approvers:
        return {}
    return {"usual_level": usual.level, "usual_approvers": usual.approvers}


def _list_readers(situation: Situation, versions: Sequence[AnyRecord]) -> list[str]:
    """Return who alone may see a draft: whoever may see all that it acts on and would make."""
    told = [one.values(READER) for one in (situation.target, *versions) if one is not None]
    restricted = [set(readers) for readers in told if readers]
    if not restricted:
        return []
    return sorted(set.intersection(*restricted) | {situation.actor.name})


def demand_approvals(situation: Situation, act: AnyAct, request: object) -> None:
    """Return when the approvals are enough by what holds now, not only when the draft was made.

    Raises:
        StateError: the rule has changed since, or what it depends on.
    """
    condition = act.condition(situation, request) if act.condition else None
    if condition is None:
        return
    needed = situation.rules.approval(act.name, local_day(situation.now), condition=condition)
    given = [one for one in situation.approvals if one.level.reaches(needed.level)]
    if len(given) < needed.approvers:
        raise StateError(
            "error.draft-outgrown", needed=needed.level.value, approvers=needed.approvers
        )


def has_approved(draft: Record[Draft], name: str) -> bool:
    """Return whether somebody has agreed already."""
    return any(approval.by == name for approval in draft.approvals)


def is_complete(draft: Record[Draft]) -> bool:
    """Return whether enough people have agreed."""
    return len(draft.approvals) >= draft.body.approvers


def may_approve(draft: Record[Draft], actor: Actor) -> bool:
    """Return whether the draft waits for this actor: another person, of a level that suffices."""
    return (
        draft.state == OPEN
        and actor.name != draft.author
        and actor.level is not None
        and actor.level.reaches(draft.body.level)
        and not has_approved(draft, actor.name)
    )


def _approve(situation: Situation, asked: Approve) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN)
    draft, actor = situation.on, situation.actor
    if actor.name == draft.author:
        raise DeniedError("error.draft-own")
    if has_approved(draft, actor.name):
        raise StateError("error.draft-twice", by=actor.name)
    if actor.level is None or not actor.level.reaches(draft.body.level):
        raise DeniedError("error.draft-level", needed=Words(f"level.{draft.body.level.value}"))
    given = Approval(actor.name, actor.level, situation.now, asked.reason)
    agreed = replace(draft.change(), approvals=(*draft.approvals, given))
    return (replace(agreed, state=APPROVED) if is_complete(agreed) else agreed,)


def _refuse(situation: Situation, _asked: Refuse) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN)
    return (_end(situation, REFUSED),)


def _withdraw(situation: Situation, _asked: Withdraw) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN)
    if situation.actor.name != situation.on.author:
        raise DeniedError("error.draft-not-own")
    return (_end(situation, WITHDRAWN),)


def _end(situation: Situation, state: str) -> AnyRecord:
    return replace(situation.on.change(state=state), approvals=situation.on.approvals)


KINDS: Final = (Kind(DRAFT, Draft, (OPEN, APPROVED, REFUSED, WITHDRAWN), "draft"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("draft.approve", ("draft", "approve"), Approve, _approve, DRAFT),
    Act("draft.refuse", ("draft", "refuse"), Refuse, _refuse, DRAFT),
    Act("draft.withdraw", ("draft", "withdraw"), Withdraw, _withdraw, DRAFT),
)
