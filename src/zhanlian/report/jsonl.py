"""The ledger as lines of JSON: everything, exact, one object a line.

This is the form for machines and for the reader who wants all of it: texts are kept character
for character (nothing is shortened or prefixed as in the workbook).
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Final

from zhanlian.model.claim import Claim, SourcedClaim
from zhanlian.model.evidence import EvidenceItem, Reject
from zhanlian.model.figure import Check, Series
from zhanlian.model.ledger import DocumentReading, Ledger
from zhanlian.model.message import Message
from zhanlian.model.record import Count
from zhanlian.report.roll import ClaimRoll
from zhanlian.report.rows import (
    COUNT_FIELDS,
    claim_row,
    listing_row,
    operation_row,
    plain_date,
    plain_number,
)
from zhanlian.report.summary import summarise
from zhanlian.words import LANGUAGES, say

Row = dict[str, object]

_UNSAFE: Final = re.compile("[\ud800-\udfff\u2028\u2029\x85]")


def render_jsonl(ledger: Ledger) -> Iterator[str]:
    """Return the ledger line by line, each a JSON object that ends in a newline.

    The first line is of kind ``ledger`` (case, version, counts); then come ``item``,
    ``reject``, ``claim``, ``listing``, ``operation``, ``mention``, ``series`` and ``check``.
    `number` is the figure's number in all outputs of the ledger; `sha256`, `start`, `end` and
    `quote` say where each figure stands.
    """
    roll = ClaimRoll(ledger)
    yield _line("ledger", _head_row(ledger))
    yield from (_line("item", _item_row(item)) for item in ledger.items)
    yield from (_line("reject", _reject_row(reject)) for reject in ledger.rejects)
    for number, reading, claim in roll:
        yield _line("claim", _claim_row(number, reading, claim))
    for reading in ledger.readings:
        yield from _record_lines(reading)
    yield from (_line("series", _series_row(series, roll)) for series in ledger.series)
    yield from (_line("check", _check_row(check, roll)) for check in ledger.checks)


def message_row(message: Message) -> Row:
    """Return a message with its key, its values and its text in each language."""
    told: Row = {"key": message.key, "fields": dict(message.fields)}
    told.update((language, say(message.key, language, message.fields)) for language in LANGUAGES)
    return told


def json_line(told: Row) -> str:
    """Return an object as one line of JSON that ends in a newline."""
    text = json.dumps(told, ensure_ascii=False, separators=(", ", ": "))
    # A lone surrogate cannot be written as UTF-8, and some readers break lines at U+2028:
    # such rare lines are written with \u escapes throughout.
    if _UNSAFE.search(text):
        text = json.dumps(told, ensure_ascii=True, separators=(", ", ": "))
    return text + "\n"


def _line(kind: str, row: Row) -> str:
    return json_line({"kind": kind, **row})


def _head_row(ledger: Ledger) -> Row:
    return {"case": ledger.case, "version": ledger.version, "counts": asdict(summarise(ledger))}


def _item_row(item: EvidenceItem) -> Row:
    return asdict(item)


def _reject_row(reject: Reject) -> Row:
    return {
        "source": reject.source,
        "place": reject.place,
        "reason": message_row(reject.reason),
    }


def _claim_row(number: int, reading: DocumentReading, claim: Claim) -> Row:
    return {
        "number": number,
        "sha256": reading.item.sha256,
        **claim_row(claim, reading.source.name),
        "end": claim.end,
        "verb": claim.verb,
        "part_of": claim.part_of,
        "source": _source_row(reading),
    }


def _source_row(reading: DocumentReading) -> Row:
    source = reading.source
    return {
        "title": source.title,
        "outlet": source.outlet,
        "agency": source.agency,
        "published": plain_date(source.published),
    }


def _record_lines(reading: DocumentReading) -> Iterator[str]:
    sha256, name = reading.item.sha256, reading.source.name
    if reading.listing is not None:
        places: list[Row] = []
        for case in reading.listing.cases:
            counts = {field: getattr(case, field) for field in ("amount", *COUNT_FIELDS)}
            span = {"start": case.span.start, "end": case.span.end}
            places.append({**span, "figures": _count_places(counts)})
        row = listing_row(reading.listing, name)
        yield _line("listing", {"sha256": sha256, **row, "places_in_text": places})
    for operation in reading.operations:
        total = operation.cumulative_transferred
        quotes = [*operation.counts, *([] if total is None else [total])]
        operation_places = [_place_row(count.quote, count.start) for count in quotes]
        yield _line(
            "operation",
            {
                "sha256": sha256,
                "start": operation.span.start,
                "end": operation.span.end,
                **operation_row(operation, name),
                "places_in_text": operation_places,
            },
        )
    for mention in reading.mentions:
        place = _place_row(mention.quote, mention.start)
        told = {"sha256": sha256, "document": name, "tag": mention.tag, "name": mention.name}
        yield _line("mention", {**told, **place})


def _count_places(counts: dict[str, Count | None]) -> Row:
    return {
        field: _place_row(count.quote, count.start)
        for field, count in counts.items()
        if count is not None
    }


def _place_row(quote: str, start: int) -> Row:
    return {"quote": quote, "start": start, "end": start + len(quote)}


def _series_row(series: Series, roll: ClaimRoll) -> Row:
    return {
        "key": asdict(series.key),
        "points": [_cited_rows(point.claims, roll) for point in series.points],
    }


def _check_row(check: Check, roll: ClaimRoll) -> Row:
    return {
        "rule": check.rule,
        "outcome": check.outcome.value,
        "reason": message_row(check.reason),
        "claims": _cited_rows(check.claims, roll),
    }


def _cited_rows(claims: Iterable[SourcedClaim], roll: ClaimRoll) -> list[Row]:
    return [
        {
            "number": roll.find_number(sourced),
            "sha256": sourced.source.sha256,
            "document": sourced.source.name,
            "metric": sourced.claim.metric.value,
            "value": plain_number(sourced.claim.value),
            "qualifier": sourced.claim.qualifier.value,
            "as_of": plain_date(sourced.claim.as_of),
            "published": plain_date(sourced.source.published),
            **_place_row(sourced.claim.quote, sourced.claim.start),
        }
        for sourced in claims
    ]
