"""Who would see what of a record, told before it is released: the true audience, not a guess."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from zhanlian.access.masks import mask_plain
from zhanlian.access.rights import Relation, load_rights
from zhanlian.app.docket.desk import (
    Surroundings,
    demand_right,
    load_seen,
    open_desk,
    relate,
    see,
)
from zhanlian.app.docket.perform import Docket
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.accounts import OPEN, PARTY, PARTY_CODE, USER, to_actor
from zhanlian.docket.releases.granting import ABROAD, find_hindrance
from zhanlian.errors import NotFoundError
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.plain import to_plain
from zhanlian.model.docket.record import RELEASED, AnyRecord
from zhanlian.model.docket.rule import ApprovalRule
from zhanlian.model.zone import local_day
from zhanlian.store.records import RecordDesk

RELEASE: Final = "record.release"
AUDIENCE: Final = "record.audience"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who would see a record, and what of it.

    Attributes:
        record: newest version.
        to_party: the other party; `country` its country.
        would_see: its accounts that would see the record, by name.
        see_now: all accounts, of any party, that see it already.
        shown: body as the other party would see it.
        masked: paths of the fields that it would see masked.
        hindrance: key of why the record can never be released, or None.
        already: it is released to that party.
        approval: who must approve.
    """

    record: AnyRecord
    to_party: str
    country: str
    would_see: tuple[Actor, ...]
    see_now: tuple[Actor, ...]
    shown: Mapping[str, Any]
    masked: tuple[str, ...]
    hindrance: str | None
    already: bool
    approval: ApprovalRule


def tell_audience(
    docket: Docket, who: str, record_id: str, to_party: str, surroundings: Surroundings
) -> Audience:
    """Return who would see a record that were released to a party.

    Raises:
        NotFoundError: there is no such record for the actor, or no such party.
        DeniedError: the actor may not release it; the attempt is in the audit chain.
    """
    attempt = surroundings.attempt(who, AUDIENCE, record_id)
    with open_desk(docket, attempt) as (desk, actor):
        record = load_seen(desk, record_id, actor, named=True)
        demand_right(actor, RELEASE, relate(actor, record))
        country = _load_country(desk, to_party)
        condition = "" if country == _load_country(desk, record.party) else ABROAD
        hindrance = find_hindrance(record)
        accounts = list(_list_accounts(desk))
        return Audience(
            record=record,
            to_party=to_party,
            country=country,
            would_see=tuple(
                one
                for one in accounts
                if hindrance is None and one.party == to_party and _would_see(one, record)
            ),
            see_now=tuple(
                one
                for one in accounts
                if desk.find(record.id, see(replace(one, at=actor.at))) is not None
            ),
            shown=mask_plain(record.body),
            masked=tuple(_list_masked(mask_plain(record.body), to_plain(record.body))),
            hindrance=hindrance,
            already=to_party == record.party or to_party in record.values(RELEASED),
            approval=surroundings.rules.approval(
                RELEASE, local_day(attempt.at), condition=condition
            ),
        )


def _would_see(account: Actor, record: AnyRecord) -> bool:
    return record.kind in load_rights().kinds_read(account, Relation.RELEASED)


def _list_accounts(desk: RecordDesk) -> Iterator[Actor]:
    found = (to_actor(to_record(one)) for one in desk.list(None, kinds=(USER,), states=(OPEN,)))
    return iter(sorted(found, key=lambda actor: (actor.party, actor.name)))


def _load_country(desk: RecordDesk, party: str) -> str:
    for one in desk.list_marked(PARTY, PARTY_CODE, party, None) if party else ():
        return str(to_record(one).body.country)
    raise NotFoundError("error.party-unknown", party=party)


def _list_masked(shown: Any, whole: Any, path: str = "") -> Iterator[str]:
    """Yield the paths of values that are shown otherwise than they are."""
    if isinstance(whole, dict) and isinstance(shown, dict):
        for name, value in whole.items():
            yield from _list_masked(shown[name], value, f"{path}.{name}" if path else name)
    elif isinstance(whole, list) and isinstance(shown, list):
        for number, (one, value) in enumerate(zip(shown, whole, strict=True), start=1):
            yield from _list_masked(one, value, f"{path}[{number}]")
    elif shown != whole:
        yield path
