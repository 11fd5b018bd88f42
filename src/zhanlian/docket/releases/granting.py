"""Release of one record to one party.

Released is that record, in the version that is newest at any time, and nothing beside it: neither
its case, nor its drafts, nor what hangs on it, nor what stood in it before. A record that only
named readers may see is never released.
"""

from dataclasses import dataclass
from typing import Final

from zhanlian.docket.accounts import PARTY, PARTY_CODE, USER
from zhanlian.docket.act import ANY, Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.drafts import DRAFT
from zhanlian.docket.releases.agreements import demand_gate
from zhanlian.docket.releases.links import ask_for, begin_beside, load_link
from zhanlian.errors import NotFoundError, StateError
from zhanlian.model.docket.agreement import AGREEMENT, Purpose, Release
from zhanlian.model.docket.record import READER, RELEASED, UNDER, WHOLE, AnyRecord, Mark

RELEASE: Final = "release"
IN_EFFECT: Final = "in-effect"
WITHDRAWN: Final = "withdrawn"
ABROAD: Final = "abroad"  # condition of the table of approvals
_NEVER: Final = frozenset((DRAFT, USER, PARTY, RELEASE))


@dataclass(frozen=True, slots=True)
class Grant:
    """One record is given to another party, under an agreement and for a purpose."""

    to_party: str
    agreement: str
    purpose: Purpose
    number: str
    restrictions: tuple[str, ...] = ()
    whole: bool = False


def find_hindrance(record: AnyRecord) -> str | None:
    """Return the key of why a record can never be released, or None."""
    if record.kind in _NEVER:
        return "error.docket-release-kind"
    return "error.docket-release-restricted" if record.values(READER) else None


def grant(situation: Situation, asked: Grant) -> tuple[AnyRecord, AnyRecord]:
    """Return the record with its new reader, and the release that tells of it.

    Raises:
        StateError: it can never be released, is released to that party already, or no agreement
            allows it.
        NotFoundError: there is no such party or agreement.
    """
    record, to = situation.on, asked.to_party
    hindrance = find_hindrance(record)
    if hindrance is not None:
        raise StateError(hindrance, id=record.id, kind=record.kind)
    load_country(situation, to)
    if to == record.party or to in record.values(RELEASED):
        raise StateError("error.docket-release-already", id=record.id, party=to)
    agreement = load_link(situation, AGREEMENT, asked.agreement)
    demand_gate(situation, agreement, record.kind, to, asked.purpose)
    under = Mark(UNDER, f"{to} {agreement.id}")
    added = (Mark(RELEASED, to), under, *((Mark(WHOLE, to),) if asked.whole else ()))
    body = Release(
        record=record.id,
        record_kind=record.kind,
        record_version=record.version,
        to_party=to,
        agreement=agreement.id,
        purpose=asked.purpose,
        number=asked.number,
        restrictions=(*agreement.body.restrictions, *asked.restrictions),
        whole=asked.whole,
    )
    made = begin_beside(situation, RELEASE, IN_EFFECT, body, Mark(RELEASED, to))
    return record.change(marks=(*record.marks, *added)), made


def load_country(situation: Situation, party: str) -> str:
    """Return the country of a party that has accounts here.

    Raises:
        NotFoundError: there is no such party.
    """
    for found in situation.answers(f"{PARTY} {party}"):
        return str(found.body.country)
    raise NotFoundError("error.party-unknown", party=party)


def tell_condition(situation: Situation, to_party: str) -> str:
    """Return by which condition the table tells who approves a release to a party."""
    own = load_country(situation, situation.on.party)
    return "" if load_country(situation, to_party) == own else ABROAD


def ask_granting(asked: Grant, target: AnyRecord | None) -> tuple[Ask, ...]:
    """Return the asks of a release."""
    own = () if target is None else (target.party,)
    parties = (
        Ask(f"{PARTY} {code}", PARTY, (PARTY_CODE, code), everywhere=True)
        for code in dict.fromkeys((asked.to_party, *own))
        if code
    )
    return (*parties, *ask_for(AGREEMENT, (asked.agreement,)))


def _grant(situation: Situation, asked: Grant) -> tuple[AnyRecord, ...]:
    return grant(situation, asked)


KINDS: Final = (Kind(RELEASE, Release, (IN_EFFECT, WITHDRAWN), "operation"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "record.release",
        ("operation", "release"),
        Grant,
        _grant,
        ANY,
        asks=ask_granting,
        condition=lambda situation, asked: tell_condition(situation, asked.to_party),
    ),
)
