"""Records of joint operations and hand-overs: who, where, how many, what was seized."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.model.claim import Claim
from zhanlian.model.dates import PartialDate
from zhanlian.model.document import Body, Span
from zhanlian.model.record import Handover, Operation, OperationCount, SeizedItem
from zhanlian.reading.dates import DateKind, find_dates
from zhanlian.reading.operation_counts import TRANSFERRED, EventCount, read_counts
from zhanlian.reading.operation_event import (
    add_transfer,
    select_event,
    select_totals,
    share_nationality,
)
from zhanlian.reading.operation_fields import (
    find_day,
    find_others,
    find_people,
    find_port,
    find_provinces,
    find_seizures,
    find_subject,
    find_told_dates,
)
from zhanlian.reading.operation_name import build_name
from zhanlian.reading.operation_parties import find_agencies, find_places
from zhanlian.reading.operation_scope import Scope, find_scopes
from zhanlian.reading.operation_split import split_scope
from zhanlian.reading.passages import fold_text
from zhanlian.words import say

_TRIGGER: Final = re.compile("移交|押解|押回|押返|遣返|遣送|引渡|交接|接回|联合|聯合|联手|聯手")
_TRANSFER: Final = re.compile(
    "(?:移交|交接|押解|押回|押返|遣返|遣送|引渡|接回|带回)(?!押解|遣返|工作|行动|任务|机制|联合)"
)
_RECENT: Final = ("近日", "日前", "近期", "最近", "不久前", "连日来", "連日來")
_CAPTURE: Final = re.compile("抓获(?!的)|抓捕|落网|捣毁|清剿|联合打击|联合行动|收网")


def find_operations(text: str, body: Body, claims: Sequence[Claim]) -> tuple[Operation, ...]:
    """Return the joint operations and hand-overs that the article is about.

    Args:
        text: the document's text; quotes and offsets are its own characters.
        body: the article in it; nothing outside is read.
        claims: the claims found in the same text; they complete the counts.

    Returns:
        None for an article that only mentions one in passing, gives running totals, or tells
        of an operation inside the country.
    """
    if _TRIGGER.search(text) is None:
        return ()
    folded = fold_text(text)
    found = []
    for whole in find_scopes(folded, body):
        counts = read_counts(folded, whole.telling, claims)
        for scope in split_scope(folded, whole, counts, body.published):
            if scope is not whole:
                counts = read_counts(folded, scope.telling, claims)
            event = select_event(counts)
            if event and scope.is_cross_border:
                found.append(_Reading(text, folded, scope, counts, body.published).record(event))
    return tuple(found)


@dataclass(slots=True)
class _Reading:
    """One operation on its way to a record."""

    text: str
    folded: str
    scope: Scope
    counts: list[EventCount]
    published: PartialDate | None

    def record(self, event: list[OperationCount]) -> Operation:
        """Return the record with its counts as they are chosen."""
        folded, scope = self.folded, self.scope
        told = self._event_sentences()
        places = find_places(folded, told) or find_places(folded, scope.telling)
        handover, who = self._handover(event)
        provinces, is_open = find_provinces(folded, scope.sentences)
        seized, plenty = find_seizures(folded, scope.sentences)
        total = self._total()
        return Operation(
            name=build_name(self.text, folded, scope, places),
            when=self._when(told) or (str(handover.date) if handover and handover.date else None),
            published=self.published,
            places=self._cut_all(places),
            agencies=tuple(
                dict.fromkeys(
                    "".join(self._cut(span) for span in spans)
                    for spans in find_agencies(folded, scope.telling)
                )
            ),
            counts=tuple(self._quote(one) for one in self._complete(event, who)),
            handover=handover,
            provinces=self._cut_all(provinces),
            provinces_open_ended=is_open,
            items_seized=tuple(SeizedItem(self._cut(one.name), one.value) for one in seized),
            items_note=self._say("plenty", word=self._cut(plenty)) if plenty else None,
            cumulative_transferred=self._quote(total.count) if total else None,
            cumulative_since=self._since(total) if total else None,
            span=scope.span,
        )

    def _event_sentences(self) -> list[Span]:
        """Return the sentences that tell of the event: its counts, or its kind."""
        told = {one.sentence for one in self.counts if not one.cumulative and not one.planned}
        return [span for span in self.scope.sentences if span in told or span == self.scope.head]

    def _crossing(self) -> list[Span]:
        """Return the sentences that tell of the hand-over itself."""
        background = {one.sentence for one in self.counts if one.cumulative or one.planned}
        return [
            span
            for span in self.scope.telling
            if span not in background and _TRANSFER.search(self.folded, span.start, span.end)
        ]

    def _handover(self, event: Sequence[OperationCount]) -> tuple[Handover | None, Span | None]:
        crossing = self._crossing()
        if not crossing:
            return None, None
        at_port = [span for span in crossing if find_port(self.folded, [span])]
        named = [span for span in (*at_port, *crossing) if span != self.scope.head]
        port = find_port(self.folded, crossing)
        who = find_subject(self.folded, named or crossing, _TRANSFER)
        told = who
        if who is None:
            over = [count for count in event if count.what == TRANSFERRED and count.role is None]
            who = next((w for c in over if (w := find_people(self.folded, c.start))), None)
        others = find_others(self.folded, self.scope.telling)
        record = Handover(
            place=self._cut(port) if port else None,
            date=find_day(self.folded, crossing, self.published, _TRANSFER, _CAPTURE),
            who=self._cut(who) if who else None,
            other_nationals=self._cut(others) if others else None,
        )
        return record, told

    def _complete(self, event: list[OperationCount], who: Span | None) -> list[OperationCount]:
        """Return the counts with what the sentence of the hand-over adds to them."""
        event = share_nationality(event)
        if who is None:
            return event
        return add_transfer(event, self.folded[who.start : who.end], self._cut(who), who.start)

    def _when(self, told: Sequence[Span]) -> str | None:
        vague: str | None = None
        for sentence in told:
            if _CAPTURE.search(self.folded, sentence.start, sentence.end) is None:
                continue
            day = find_day(self.folded, [sentence], self.published, _CAPTURE, _TRANSFER)
            if day is not None:
                return str(day)
            vague = vague or self._recent(sentence)
        if vague is None:
            return None
        if self.published is None:
            return self._say("vague-date-unpublished", word=vague)
        return self._say("vague-date", word=vague, published=str(self.published))

    def _recent(self, sentence: Span) -> str | None:
        """Return the word for a day not told (近日) before the event, or None."""
        event = _CAPTURE.search(self.folded, sentence.start, sentence.end)
        words = self.text[sentence.start : event.start() if event else sentence.end]
        for date in find_told_dates(self.text, sentence, self.published):
            if words[date.start : date.end] in _RECENT:
                return words[date.start : date.end]
        return None

    def _total(self) -> EventCount | None:
        totals = [
            one
            for one in select_totals(self.counts)
            if one.count.what == TRANSFERRED and one.count.role is None
        ]
        return max(totals, key=lambda one: one.count.value, default=None)

    def _since(self, total: EventCount) -> PartialDate | None:
        sentence = total.sentence
        for date in find_dates(self.text[sentence.start : sentence.end], self.published):
            if date.kind is DateKind.SINCE and date.since is not None:
                return date.since
        return None

    def _quote(self, count: OperationCount) -> OperationCount:
        """Return the count with quote and note in the script of the document."""
        quote = self.text[count.start : count.start + len(count.quote)]
        note = count.note
        if note is not None:
            place = self.folded.rfind(note, 0, count.start + len(count.quote))
            note = self.text[place : place + len(note)] if place >= 0 else note
        return replace(count, quote=quote, note=note)

    def _cut(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def _cut_all(self, spans: Iterable[Span]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._cut(span) for span in spans))

    def _say(self, slug: str, **fields: str) -> str:
        return say(f"record.operation.{slug}", "zh", fields)
