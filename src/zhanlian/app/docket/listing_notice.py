"""Enter a batch and its cases from a notice in one step, every field citing its place in it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from zhanlian.app.docket.denial import Attempt, tell_denied
from zhanlian.app.docket.desk import Surroundings, load_actor
from zhanlian.app.docket.gate import RECEIVE, Visitor, admit_to_case
from zhanlian.app.docket.listing_board import find_programme
from zhanlian.app.docket.notice import load_evidence, load_file
from zhanlian.app.docket.perform import Asked, perform
from zhanlian.app.documents import list_files
from zhanlian.app.ports import Progress, Reading, Workspace
from zhanlian.app.receive import ReceiveLimits, Receiver, Reception
from zhanlian.app.texts import join_documents
from zhanlian.docket.listings.course import LISTING
from zhanlian.errors import InputError
from zhanlian.model.docket.draft import Draft
from zhanlian.model.docket.listing import (
    Citation,
    CitedName,
    CitedText,
    Counted,
    ListedFacts,
    ToldCount,
)
from zhanlian.model.docket.plain import to_plain
from zhanlian.model.docket.record import AnyRecord, Record
from zhanlian.model.document import Document
from zhanlian.model.record import CaseListing, Count, SupervisedCase
from zhanlian.reading.numerals import find_numbers

ADD: Final = "listing.add-notice"
ENTER: Final = "batch.enter"
_HASH: Final = re.compile(r"[0-9a-fA-F]{64}")
_FIRST: Final = "首批"
_PART: Final = "其中"  # between a whole and its part
# Field of the reading room, and what it counts; parts come after their whole.
_COUNTS: Final = {
    "amount": Counted.AMOUNT,
    "members": Counted.MEMBERS,
    "captured": Counted.CAPTURED,
    "sentenced": Counted.SENTENCED,
    "prosecuted": Counted.PROSECUTED,
    "linked_cases": Counted.LINKED_CASES,
    "clues": Counted.CLUES,
    "gangs": Counted.GANGS,
}
_PARTS: Final = (Counted.SENTENCED, Counted.PROSECUTED)


class Evidence(Workspace, Protocol):
    """A workspace that holds evidence, and a docket with accounts."""

    @property
    def docket(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be entered.

    Attributes:
        source: path of a file, or SHA-256 of evidence of the case.
        programme: name or id.
        case: name of the case that the evidence belongs to, or is received for.
        batch: as written, where the notice does not tell it.
    """

    source: str
    programme: str
    case: str
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it.

    Attributes:
        batch: as written.
        sha256: of the notice.
        told: how many cases it tells of.
        listings: those that were added.
        draft: that lists them when it is approved; its reason is the hash of the notice.
    """

    batch: str
    sha256: str
    told: int
    listings: tuple[AnyRecord, ...]
    draft: Record[Draft] | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """What reads a notice and receives a file.

    Attributes:
        reading: bytes to documents.
        extract: a document to the joint listing that it announces, one or none.
        limits: of files.
        progress: told while a file is received.
    """

    reading: Reading
    extract: Callable[[Document], Sequence[CaseListing]]
    limits: ReceiveLimits
    progress: Progress


def enter_listings(
    workspace: Evidence, visitor: Visitor, order: Order, means: Means, surroundings: Surroundings
) -> Entered:
    """Return the batch and the cases that a notice tells of; what is known already is not added.

    Raises:
        NotFoundError: there is no such programme, case or evidence for this visitor.
        DeniedError: the visitor may not do it.
        InputError: the file cannot be opened, holds no joint listing, or tells no batch.
    """
    attempt = Attempt(visitor.who, ADD, order.programme, visitor.at, visitor.login)
    with tell_denied(workspace.docket, attempt), workspace.docket.read_records() as desk:
        actor = load_actor(desk, visitor.who, visitor.at)
        programme = find_programme(desk, actor, order.programme)
    sha256, data = _load(workspace, visitor, order, means)
    document = join_documents(means.reading.read(data, order.source).documents)
    if document is None:
        raise InputError("error.listing-notice-unreadable", source=order.source)
    found = means.extract(document)
    if not found:
        raise InputError("error.listing-notice-none", source=order.source)
    (listing,) = found
    batch = order.batch.strip() or listing.batch or ""
    if not batch:
        raise InputError("error.listing-batch-untold", source=order.source)
    request = _ask(listing, batch, sha256, document.text)
    done = perform(workspace.docket, visitor.who, Asked(ADD, request, programme.id), surroundings)
    added = tuple(one for one in done.records if one.kind == LISTING)
    draft = None
    if added:
        # The same step asks for the listing itself: whoever approves decides on the whole batch.
        asked = Asked(ENTER, {}, added[0].body.batch, reason=sha256)
        draft = perform(workspace.docket, visitor.who, asked, surroundings).draft
    return Entered(batch, sha256, len(listing.cases), added, draft)


def _load(workspace: Evidence, visitor: Visitor, order: Order, means: Means) -> tuple[str, bytes]:
    """Return hash and bytes of the notice; a file is received into the vault first."""
    if _HASH.fullmatch(order.source):
        sha256 = order.source.lower()
        return sha256, load_evidence(workspace, visitor, sha256, order.case)
    admit_to_case(workspace.docket, RECEIVE, visitor, order.case)
    _, sha256 = load_file(Path(order.source), means.limits.max_file_bytes)
    reception = Reception(order.case, visitor.who, "", lambda: visitor.at)
    receiver = Receiver(workspace, means.reading, reception)
    receiver.receive_files(list_files(order.source).files, means.limits, means.progress)
    # From the vault: what is cited is what was received.
    return sha256, workspace.vault.load(sha256)


def _ask(listing: CaseListing, batch: str, sha256: str, text: str) -> dict[str, Any]:
    day = listing.published
    told = {
        "name": batch,
        "source": sha256,
        "batch_number": read_number(batch),
        "listed_on": str(day) if day is not None and day.day else None,
        "listed_cases": [to_plain(tell_case(case, sha256, text)) for case in listing.cases],
    }
    return {name: value for name, value in told.items() if value is not None}


def read_number(batch: str) -> int | None:
    """Return the number of a batch as written (第三批, 第3批, 首批), or None."""
    if batch.startswith(_FIRST):
        return 1
    found = find_numbers(batch.removeprefix("第"))
    return int(found[0].value) if found and found[0].value == int(found[0].value) else None


def tell_case(case: SupervisedCase, sha256: str, text: str) -> ListedFacts:
    """Return what a notice tells of a case, each field with its place; nothing is filled in.

    Args:
        case: as the reading room found it.
        sha256: of the notice.
        text: that its offsets count.
    """

    def cite(words: str) -> tuple[str, int]:
        start = text.find(words, case.span.start, case.span.end)
        if start >= 0:
            return words, start
        # Put together from several words: the whole description is what it comes from.
        return text[case.span.start : case.span.end], case.span.start

    def cite_all(words: Iterable[str]) -> Iterator[CitedText]:
        return (CitedText(one, sha256, cite(one)[1]) for one in words)

    lead, place = case.lead_source or "", case.agency_place or ""
    discovered = case.discovered
    scalars = {"name": case.name, "code": case.code, "place": place, "lead_source": lead}
    citations = [
        Citation(field, sha256, start, quote)
        for field, words in scalars.items()
        if words
        for quote, start in (cite(words),)
    ]
    if discovered is not None:
        # A day is written in many forms: the description opens with it.
        whole = text[case.span.start : case.span.end]
        citations.append(Citation("discovered", sha256, case.span.start, whole))
    return ListedFacts(
        name=case.name,
        place=place,
        code=case.code,
        lead_source=lead,
        discovered=discovered,
        heads_as_masked=tuple(CitedName(head, sha256, cite(head)[1]) for head in case.heads),
        bases=tuple(cite_all(case.base_places)),
        scams=tuple(cite_all(case.scam_types)),
        case_counts=_tell_counts(case, sha256, text),
        citations=tuple(citations),
    )


def _tell_counts(case: SupervisedCase, sha256: str, text: str) -> tuple[ToldCount, ...]:
    whole = case.captured
    told: dict[Counted, Count] = {
        counted: getattr(case, field)
        for field, counted in _COUNTS.items()
        if getattr(case, field) is not None
    }
    parts = [one for one in _PARTS if one in told and _is_part(told[one], whole, text)]
    return tuple(
        ToldCount(
            counted_as=counted,
            value=count.value,
            comparator=count.qualifier,
            currency=count.currency or "",
            of=Counted.CAPTURED if counted in parts else None,
            ambiguous_nesting=counted in parts and len(parts) > 1,
            counted_words=count.counted or "",
            from_gangs=count.captured_from,
            source=sha256,
            start=count.start,
            quote=count.quote,
        )
        for counted, count in told.items()
    )


def _is_part(part: Count, whole: Count | None, text: str) -> bool:
    """Return whether the notice says “of whom” between a whole and this part."""
    if whole is None or part.start < whole.start:
        return False
    return _PART in text[whole.start + len(whole.quote) : part.start]
