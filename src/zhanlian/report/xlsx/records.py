"""Sheets of records: supervised cases, operations, mechanisms, sources and rejects."""

from collections.abc import Iterator
from typing import Final

from zhanlian.model.ledger import DocumentReading, Ledger
from zhanlian.model.record import CaseListing, Count, Operation, SupervisedCase
from zhanlian.report.labels import word
from zhanlian.report.rows import COUNT_FIELDS, plain_date
from zhanlian.report.xlsx.table import Cell, Column
from zhanlian.words import say
from zhanlian.words.codes import nationality_words, role_words

_WHERE: Final = (Column("document", 28), Column("sha256", 20))
_FIGURE: Final = (
    Column("field", 18),
    Column("comparator", 10),
    Column("value", 16),
    Column("currency", 8),
    Column("note", 24),
    Column("quote", 40),
    Column("start", 9),
)
CASE_COLUMNS: Final = (
    Column("batch", 10),
    Column("published", 12),
    Column("case", 40),
    Column("agency_place", 18),
    Column("discovered", 12),
    Column("scam_types", 30),
    Column("heads", 20),
    Column("base_places", 20),
    *_FIGURE,
    Column("lead_source", 36),
    Column("notes", 60),
    Column("span_start", 9),
    Column("span_end", 9),
    *_WHERE,
)
OPERATION_COLUMNS: Final = (
    Column("operation", 40),
    Column("when", 30),
    Column("published", 12),
    Column("places", 24),
    Column("agencies", 40),
    *_FIGURE,
    Column("handover_place", 20),
    Column("handover_date", 12),
    Column("handover_who", 36),
    Column("other_nationals", 36),
    Column("provinces", 24),
    Column("items_seized", 36),
    Column("items_note", 24),
    *_WHERE,
)
MENTION_COLUMNS: Final = (
    Column("tag", 20),
    Column("name", 30),
    Column("quote", 60),
    Column("start", 9),
    *_WHERE,
)
SOURCE_COLUMNS: Final = (
    Column("document", 32),
    Column("title", 44),
    Column("outlet", 18),
    Column("agency", 16),
    Column("published", 12),
    Column("figures", 10),
    Column("media_type", 24),
    Column("size", 12),
    Column("sha256", 68),
    Column("sm3", 68),
    Column("parent", 20),
    Column("member", 32),
)
REJECT_COLUMNS: Final = (Column("source", 48), Column("source_place", 24), Column("reason", 80))


def case_rows(ledger: Ledger, language: str) -> Iterator[list[Cell]]:
    """Return one row a figure of each supervised case (one row for a case without figures)."""
    for reading in ledger.readings:
        if reading.listing is not None:
            for case in reading.listing.cases:
                yield from _case_rows(reading, reading.listing, case, language)


def operation_rows(ledger: Ledger, language: str) -> Iterator[list[Cell]]:
    """Return one row a figure of each operation (one row for one without figures)."""
    for reading in ledger.readings:
        for operation in reading.operations:
            yield from _operation_rows(reading, operation, language)


def mention_rows(ledger: Ledger, language: str) -> Iterator[list[Cell]]:
    """Return one row a named mechanism."""
    for reading in ledger.readings:
        for mention in reading.mentions:
            yield [
                word("mention", mention.tag, language),
                mention.name,
                mention.quote,
                mention.start,
                *_where(reading),
            ]


def source_rows(ledger: Ledger) -> Iterator[list[Cell]]:
    """Return one row an evidence item, those without a text among them."""
    by_hash = {reading.item.sha256: reading for reading in ledger.readings}
    for item in ledger.items:
        reading = by_hash.get(item.sha256)
        source = None if reading is None else reading.source
        yield [
            item.name if source is None else source.name,
            *_article_cells(reading),
            item.media_type,
            item.size,
            item.sha256,
            item.sm3,
            item.parent,
            item.member,
        ]


def reject_rows(ledger: Ledger, language: str) -> Iterator[list[Cell]]:
    """Return one row for each thing that could not be read."""
    for reject in ledger.rejects:
        reason = say(reject.reason.key, language, reject.reason.fields)
        yield [reject.source, reject.place, reason]


def _article_cells(reading: DocumentReading | None) -> list[Cell]:
    if reading is None:
        return [None, None, None, None, None]
    source = reading.source
    published = plain_date(source.published)
    return [source.title, source.outlet, source.agency, published, len(reading.claims)]


def _where(reading: DocumentReading) -> list[Cell]:
    return [reading.source.name, reading.item.sha256]


def _case_rows(
    reading: DocumentReading, listing: CaseListing, case: SupervisedCase, language: str
) -> Iterator[list[Cell]]:
    figures = [
        _count_cells(field, getattr(case, field), language)
        for field in ("amount", *COUNT_FIELDS)
        if getattr(case, field) is not None
    ]
    for figure in figures or [[None] * len(_FIGURE)]:
        yield [
            listing.batch,
            plain_date(listing.published),
            case.name,
            case.agency_place,
            plain_date(case.discovered),
            "、".join(case.scam_types),
            "、".join(case.heads),
            "、".join(case.base_places),
            *figure,
            case.lead_source,
            case.notes,
            case.span.start,
            case.span.end,
            *_where(reading),
        ]


def _count_cells(field: str, count: Count, language: str) -> list[Cell]:
    notes = [count.counted] if count.counted else []
    if count.captured_from is not None:
        fields = {"count": count.captured_from}
        notes.append(say("report.text.captured_from", language, fields))
    return [
        word("field", field, language),
        word("qualifier", count.qualifier.value, language),
        count.value,
        count.currency,
        "；".join(notes),
        count.quote,
        count.start,
    ]


def _operation_rows(
    reading: DocumentReading, operation: Operation, language: str
) -> Iterator[list[Cell]]:
    seized = [
        one.item if one.value is None else f"{one.item} {one.value:,}"
        for one in operation.items_seized
    ]
    for figure in _operation_figures(operation, language) or [[None] * len(_FIGURE)]:
        yield [
            operation.name,
            operation.when,
            plain_date(operation.published),
            "、".join(operation.places),
            "、".join(operation.agencies),
            *figure,
            *_handover_cells(operation),
            "、".join(operation.provinces)
            + (say("report.flag.etc", language) if operation.provinces_open_ended else ""),
            "、".join(seized),
            operation.items_note,
            *_where(reading),
        ]


def _handover_cells(operation: Operation) -> list[Cell]:
    handover = operation.handover
    if handover is None:
        return [None, None, None, None]
    date = plain_date(handover.date)
    return [handover.place, date, handover.who, handover.other_nationals]


def _operation_figures(operation: Operation, language: str) -> list[list[Cell]]:
    total = operation.cumulative_transferred
    told = [(word("what", count.what, language), count) for count in operation.counts]
    if total is not None:
        told.append((say("report.text.background", language), total))
    return [
        [
            name,
            word("qualifier", count.qualifier.value, language),
            count.value,
            None,
            " · ".join(
                part
                for part in (
                    count.nationality and nationality_words(count.nationality, language),
                    count.role and role_words(count.role, language),
                    count.note,
                )
                if part
            ),
            count.quote,
            count.start,
        ]
        for name, count in told
    ]
