"""Series links: what two cases have in common, proposed by anybody, decided by a person.

A link joins nothing and moves nothing; each case keeps its own file and jurisdiction.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.cases.opening import CASE, CASE_ID, NAME
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.case import Link, LinkBasis, LinkStrength
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.record import ALSO, AnyRecord, Mark

LINK: Final = "link"
PAIR: Final = "link-pair"  # mark: both cases, the basis and what is shared; one at a time
PROPOSED: Final = "proposed"
CONFIRMED: Final = "confirmed"
REJECTED: Final = "rejected"
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class ProposeLink:
    """A link with another case, which the proposer sees, too.

    Attributes:
        other: name or id of the other case.
        shared: the account, domain, device … that both have.
        strength: the table's for the basis where it is not told; never more.
    """

    other: str
    link_basis: LinkBasis
    shared: str = identifier(Identifier.ACCOUNT)
    source: str = ""
    strength: LinkStrength | None = None
    note: str = identifier(Identifier.FREE_TEXT, "")


@dataclass(frozen=True, slots=True)
class DecideLink:
    """A link is confirmed or rejected, for a reason."""

    reason: str


def _propose(situation: Situation, asked: ProposeLink) -> tuple[AnyRecord, ...]:
    others = {one.id: one for name in ("id", "name") for one in situation.answers(name)}
    if not others:
        raise NotFoundError("error.record-missing", id=asked.other)
    other = next(iter(others.values()))
    if other.id == situation.on.id:
        raise InputError("error.link-same")
    shared = " ".join(asked.shared.split())
    if not (shared and asked.source.strip()) or len(shared) > _LONGEST:
        raise InputError("error.link-basis", longest=_LONGEST)
    entry = _bases()[asked.link_basis]
    most = LinkStrength(entry["strength"])
    if asked.strength is LinkStrength.STRONG and most is LinkStrength.WEAK:
        raise InputError("error.link-strength", basis=asked.link_basis.value)
    body = Link(
        other=other.id,
        other_case=other.body.name,
        link_basis=asked.link_basis,
        shared=shared,
        strength=asked.strength or most,
        legal=bool(entry["legal"]),
        source=asked.source.strip(),
        note=asked.note,
    )
    first, second = sorted((situation.on.id, other.id))
    pair = Mark(PAIR, f"{first} {second} {asked.link_basis.value} {shared.lower()}", unique=True)
    made = situation.begin(LINK, PROPOSED, body)
    return (replace(made, marks=(pair, Mark(CASE_ID, other.id), Mark(ALSO, other.id))),)


def _confirm(situation: Situation, asked: DecideLink) -> tuple[AnyRecord, ...]:
    situation.demand_state(PROPOSED)
    _demand_both(situation)
    return (_decide(situation, asked, CONFIRMED),)


def _reject(situation: Situation, asked: DecideLink) -> tuple[AnyRecord, ...]:
    situation.demand_state(PROPOSED, CONFIRMED)
    _demand_both(situation)
    decided = _decide(situation, asked, REJECTED)
    # The pair is free again: new evidence may show the same.
    return (replace(decided, marks=situation.on.marks_without(PAIR)),)


def _demand_both(situation: Situation) -> None:
    """Return when who decides works on both cases: members of either only see the link."""
    for name, case in (("first", situation.on.case), ("other", situation.on.body.other)):
        if not situation.answers(name):
            raise NotFoundError("error.record-missing", id=case)


def _decide(situation: Situation, asked: DecideLink, state: str) -> AnyRecord:
    if not asked.reason.strip():
        raise StateError("error.track-reason")
    body = replace(
        situation.on.body,
        decided_by=situation.actor.name,
        decided_at=situation.now,
        reason=asked.reason,
    )
    return situation.on.change(state=state, body=body)


@cache
def _bases() -> Mapping[LinkBasis, Mapping[str, Any]]:
    """Return the table of bases; every basis has its entry."""
    file = resources.files(__package__ or "").joinpath("data", "link_bases.toml")
    told = tomllib.loads(file.read_text(encoding="utf-8"))["basis"]
    return {LinkBasis(entry["name"]): entry for entry in told}


def _ask_other(asked: ProposeLink, _target: AnyRecord | None) -> tuple[Ask, ...]:
    told = asked.other.strip() or " "
    return (Ask("id", CASE, (CASE_ID, told)), Ask("name", CASE, (NAME, told)))


def _ask_linked(_asked: DecideLink, target: AnyRecord | None) -> tuple[Ask, ...]:
    if target is None:
        return ()
    cases = (("first", target.case or " "), ("other", target.body.other))
    return tuple(Ask(name, CASE, (CASE_ID, case)) for name, case in cases)


def _plain(_situation: Situation, _asked: object) -> str | None:
    return ""


KINDS: Final = (Kind(LINK, Link, (PROPOSED, CONFIRMED, REJECTED), "case"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("link.propose", ("case", "link"), ProposeLink, _propose, CASE, adds=True, asks=_ask_other),
    Act(
        "link.confirm",
        ("case", "confirm-link"),
        DecideLink,
        _confirm,
        LINK,
        asks=_ask_linked,
        condition=_plain,
    ),
    Act("link.reject", ("case", "reject-link"), DecideLink, _reject, LINK, asks=_ask_linked),
)
