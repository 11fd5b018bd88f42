"""Proposing cases for a batch: one by one, or all that a notice tells of."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.listings import programmes
from zhanlian.docket.listings.course import KEY, LISTING, PROPOSED, RETURNED, STATES
from zhanlian.docket.listings.programmes import BATCH, PROGRAMME
from zhanlian.docket.listings.terms import check_facts, describe_key, find_terms
from zhanlian.docket.stated import demand_text
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.listing import (
    Batch,
    Citation,
    CitedName,
    CitedText,
    ListedFacts,
    ToldCount,
)
from zhanlian.model.docket.record import AnyRecord, Mark, Record
from zhanlian.model.docket.supervision import Listing


@dataclass(frozen=True, slots=True)
class ProposeListing:
    """A case is proposed for the batch.

    Attributes:
        code: the label inside the quotation marks: never a date.
    """

    name: str
    place: str
    code: str = ""
    unit: str = ""
    authorities: tuple[str, ...] = ()
    lead_source: str = ""
    discovered: PartialDate | None = None
    heads_as_masked: tuple[CitedName, ...] = ()
    bases: tuple[CitedText, ...] = ()
    scams: tuple[CitedText, ...] = ()
    case_counts: tuple[ToldCount, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class AddNotice:
    """A batch with all cases of its notice, in one act; what is known already is left out.

    Attributes:
        listed_cases: as the notice describes them.
    """

    name: str
    source: str
    listed_cases: tuple[ListedFacts, ...]
    batch_number: int | None = None
    listed_on: date | None = None
    authorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AmendListing:
    """What is told of a proposed or returned case is put right; it is proposed anew."""

    reason: str
    name: str | None = None
    unit: str | None = None
    lead_source: str | None = None
    discovered: PartialDate | None = None
    heads_as_masked: tuple[CitedName, ...] | None = None
    bases: tuple[CitedText, ...] | None = None
    scams: tuple[CitedText, ...] | None = None
    case_counts: tuple[ToldCount, ...] | None = None


def _propose(situation: Situation, asked: ProposeListing) -> tuple[AnyRecord, ...]:
    batch: Record[Batch] = situation.on
    told = {one: getattr(asked, one) for one in ProposeListing.__dataclass_fields__}
    facts = ListedFacts(**told)
    if situation.answers("same 0"):
        raise StateError("error.listing-taken", name=facts.name)
    return (_begin(situation, batch, facts, _name_programme(situation)),)


def _add_notice(situation: Situation, asked: AddNotice) -> tuple[AnyRecord, ...]:
    """Return the batch and listings that are not there yet."""
    if not asked.listed_cases:
        raise InputError("error.listing-notice-none", source=asked.source)
    demand_text(source=asked.source)
    programme = situation.on
    known = tuple(one for one in situation.answers("batch") if one.body.programme == programme.id)
    batch = known[0] if known else programmes.begin_batch(situation, _batch_of(asked))
    made: list[AnyRecord] = [] if known else [batch]
    keys: set[str] = set()
    for number, facts in enumerate(asked.listed_cases):
        key = describe_key(programme.id, facts)
        if situation.answers(f"same {number}") or key in keys:
            continue
        keys.add(key)
        made.append(_begin(situation, batch, facts, programme.body.name))
    return tuple(made)


def _begin(
    situation: Situation, batch: Record[Batch], facts: ListedFacts, programme: str
) -> AnyRecord:
    check_facts(facts)
    facts = replace(facts, authorities=facts.authorities or batch.body.authorities)
    body = Listing(
        name=facts.name.strip(),
        programme=batch.body.programme,
        batch=batch.id,
        unit=facts.unit,
        as_listed=facts,
        terms=find_terms(situation, programme),
    )
    made = situation.begin(LISTING, PROPOSED, body)
    marks = (
        Mark(LISTING, made.id),
        Mark(PROGRAMME, batch.body.programme),
        Mark(BATCH, batch.id),
        Mark(KEY, describe_key(batch.body.programme, facts), unique=True),
    )
    return replace(made, marks=marks)


def _amend(situation: Situation, asked: AmendListing) -> tuple[AnyRecord, ...]:
    situation.demand_state(PROPOSED, RETURNED)
    demand_text(reason=asked.reason)
    listing = situation.on
    told = {
        name: getattr(asked, name)
        for name in AmendListing.__dataclass_fields__
        if name != "reason" and getattr(asked, name) is not None
    }
    if not told:
        raise InputError("error.listing-amend-nothing")
    facts = replace(listing.body.as_listed, **told)
    check_facts(facts)
    body = replace(
        listing.body, name=facts.name.strip(), unit=facts.unit, as_listed=facts, remark=asked.reason
    )
    key = Mark(KEY, describe_key(body.programme, facts), unique=True)
    return (listing.change(state=PROPOSED, body=body, marks=(*listing.marks_without(KEY), key)),)


def _name_programme(situation: Situation) -> str:
    for found in situation.answers("programme"):
        return str(found.body.name)
    raise NotFoundError("error.record-missing", id=situation.on.body.programme)


def _batch_of(asked: AddNotice) -> programmes.AddBatch:
    return programmes.AddBatch(
        asked.name, asked.batch_number, asked.listed_on, asked.authorities, asked.source
    )


def _ask_proposing(asked: ProposeListing, target: AnyRecord | None) -> tuple[Ask, ...]:
    if target is None or target.kind != BATCH:
        return ()
    facts = ListedFacts(asked.name, asked.place, asked.code)
    programme = target.body.programme
    return (Ask("programme", PROGRAMME, (PROGRAMME, programme)), _ask_same(0, programme, facts))


def _ask_notice(asked: AddNotice, target: AnyRecord | None) -> tuple[Ask, ...]:
    if target is None:
        return ()
    same = (_ask_same(nr, target.id, facts) for nr, facts in enumerate(asked.listed_cases))
    return (*programmes.ask_batch(_batch_of(asked), target), *same)


def _ask_same(number: int, programme: str, facts: ListedFacts) -> Ask:
    # Uniqueness holds over what the actor may not see, too; he is told no more than that.
    key = describe_key(programme, facts)
    return Ask(f"same {number}", LISTING, (KEY, key), everywhere=True)


KINDS: Final = (Kind(LISTING, Listing, STATES, "listing"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "listing.propose",
        ("listing", "propose"),
        ProposeListing,
        _propose,
        on=BATCH,
        adds=True,
        asks=_ask_proposing,
    ),
    Act(
        "listing.add-notice",
        ("listing", "add-notice"),
        AddNotice,
        _add_notice,
        on=PROGRAMME,
        adds=True,
        asks=_ask_notice,
    ),
    Act("listing.amend", ("listing", "amend"), AmendListing, _amend, LISTING),
)
