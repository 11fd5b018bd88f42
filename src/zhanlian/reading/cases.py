"""Records of joint listings: the batch, what was listed before, and every case with its fields."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from zhanlian.model.claim import Claim
from zhanlian.model.dates import PartialDate
from zhanlian.model.document import Body, Span
from zhanlian.model.record import CaseListing, Count, SupervisedCase
from zhanlian.reading.case_counts import find_counts, find_gangs
from zhanlian.reading.case_names import CaseName, find_descriptions, find_names, select_listed
from zhanlian.reading.case_notes import build_notes
from zhanlian.reading.case_words import find_bases, find_heads, find_lead, find_scams, tidy_lead
from zhanlian.reading.dates import find_dates
from zhanlian.reading.listing_head import read_head
from zhanlian.reading.passages import fold_text, iterate_parts, split_sentences

_TRIGGERS: Final = ("挂牌督办", "掛牌督辦", "掛牌督办")
_OPENING: Final = 40  # characters of a description in which its date stands


def find_listing(text: str, body: Body, claims: Sequence[Claim]) -> CaseListing | None:
    """Return the joint listing for supervision that the article announces, or None.

    Args:
        text: the document's text; quotes and offsets are its own characters.
        body: the article in it; nothing outside is read.
        claims: the claims found in the same text; they give the counts of the cases.

    Returns:
        The listing, if the article both says that cases are listed and names them; a report
        that one case is under supervision, or was tried, is none.
    """
    if not any(trigger in text for trigger in _TRIGGERS):
        return None
    folded = fold_text(text)
    parts = sorted(iterate_parts(body), key=lambda part: part.start)
    statements = [
        sentence
        for part in parts
        for sentence in split_sentences(folded, part)
        if "督办" in folded[sentence.start : sentence.end]
    ]
    head = read_head(folded, statements)
    if head.batch is None and head.count is None:
        return None
    names = find_names(folded, parts)
    listed = select_listed(names, folded, head.count)
    if not listed:
        return None
    told = find_descriptions(names, listed, folded, parts)
    ordered = sorted(claims, key=lambda claim: claim.start)
    cases = tuple(_read_case(text, folded, name, told, ordered, body.published) for name in listed)
    return CaseListing(
        batch=_cut(text, head.batch) if head.batch else None,
        published=body.published,
        earlier_batches=head.earlier_batches,
        earlier_cases=head.earlier_cases,
        cases=cases,
    )


def _read_case(
    text: str,
    folded: str,
    name: CaseName,
    told: dict[str, tuple[CaseName, list[Span]]],
    claims: Sequence[Claim],
    published: PartialDate | None,
) -> SupervisedCase:
    head, parts = told.get(name.key, (name, []))
    lead = next((found for part in parts if (found := find_lead(folded, part))), None)
    words = lead.words if lead else None
    heads = [span for part in parts for span in find_heads(folded, part)]
    bases = [span for part in parts for span in find_bases(folded, part)]
    scams = [items for part in parts for items in find_scams(folded, part)]
    counts = {
        field: _quote(text, count) for field, count in find_counts(folded, claims, parts).items()
    }
    used = [*heads, *bases, *(span for items in scams for span in items)]
    used += [span for span in (lead and lead.agency, lead and lead.words) if span]
    used += [Span(c.start, c.start + len(c.quote)) for c in counts.values() if c]
    begin = words.end if words else lead.agency.end if lead else 0
    full = head if head.place or not name.place else name
    places = lead.places if lead else (full.place,) if full.place else ()
    return SupervisedCase(
        name=_cut(text, full),
        code=_cut(text, full.code) if full.code else "",
        agency_place="".join(_cut(text, span) for span in places) or None,
        discovered=_discovered(text, parts, published),
        lead_source=tidy_lead(_cut(text, words)) if words else None,
        heads=_unique(_cut(text, span) for span in heads),
        base_places=_unique(_cut(text, span) for span in bases),
        scam_types=_unique("".join(_cut(text, s) for s in items) for items in scams),
        **counts,
        gangs=_quote(text, find_gangs(folded, parts)),
        notes=build_notes(text, folded, parts, used, begin),
        span=Span(head.start, max((part.end for part in parts), default=head.end)),
    )


def _discovered(
    text: str, parts: Sequence[Span], published: PartialDate | None
) -> PartialDate | None:
    """Return the date with which the description opens; the case code is none."""
    for part in parts:
        for date in find_dates(text[part.start : part.start + _OPENING], published):
            if date.start > 2:
                break
            return date.since or date.as_of
    return None


def _quote(text: str, count: Count | None) -> Count | None:
    """Return the count with its quote in the script of the document."""
    if count is None:
        return None
    return replace(count, quote=text[count.start : count.start + len(count.quote)])


def _cut(text: str, span: Span | CaseName) -> str:
    return text[span.start : span.end]


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
