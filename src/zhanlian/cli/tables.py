"""Tables for a person: numbers to the right with their comparator, grouped by document."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from zhanlian.model.claim import Claim, Qualifier
from zhanlian.model.record import CaseListing, Count, Operation, SupervisedCase
from zhanlian.report.labels import grouped, people_words, unit_word, word
from zhanlian.report.rows import COUNT_FIELDS
from zhanlian.words import say
from zhanlian.words.codes import item_words, nationality_words, role_words
from zhanlian.words.shown import plain_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def show_claims(console: "Console", document: str, claims: Sequence[Claim], language: str) -> None:
    """Write the figures of one document as a table."""
    _head(console, document, say("cli.figures.found", language, {"count": len(claims)}))
    if not claims:
        return
    table = _table(language, "metric", "comparator", "value", "unit", "people", "time", "place")
    table.add_column(say("report.column.quote", language), ratio=1)
    for claim in claims:
        table.add_row(
            _what(claim, language),
            _comparator(claim.qualifier, language),
            grouped(claim.value),
            unit_word(claim.unit, claim.currency, language),
            people_words(claim, language),
            _time(claim),
            plain_text(claim.place or ""),
            plain_text(" ".join(claim.quote.split())),
        )
    console.print(table)


def show_listings(
    console: "Console", document: str, listings: Sequence[CaseListing], language: str
) -> None:
    """Write the supervised cases of one document as a table for each listing."""
    count = sum(len(listing.cases) for listing in listings)
    _head(console, document, say("cli.cases.found", language, {"count": count}))
    for listing in listings:
        told = [listing.batch or "", str(listing.published or "")]
        if listing.earlier_batches is not None and listing.earlier_cases is not None:
            fields = {"batches": listing.earlier_batches, "cases": listing.earlier_cases}
            told.append(say("report.text.cases_earlier", language, fields))
        console.print(plain_text("  ".join(part for part in told if part)))
        for case in listing.cases:
            console.print(_case_table(case, language))


def show_operations(
    console: "Console", document: str, operations: Sequence[Operation], language: str
) -> None:
    """Write the joint operations of one document, each with its counts."""
    _head(console, document, say("cli.operations.found", language, {"count": len(operations)}))
    for operation in operations:
        table = _pairs(operation.name)
        handover = operation.handover
        rows = [
            ("when", operation.when),
            ("places", _listed(operation.places, language)),
            ("agencies", _listed(operation.agencies, language)),
            ("provinces", _provinces(operation, language)),
            ("handover_place", handover and handover.place),
            ("handover_date", handover and str(handover.date or "")),
            ("handover_who", handover and handover.who),
            ("other_nationals", handover and handover.other_nationals),
            ("items_seized", _listed([one.item for one in operation.items_seized], language)),
            ("items_note", operation.items_note),
        ]
        for name, value in rows:
            if value:
                table.add_row(say(f"report.column.{name}", language), plain_text(value))
        for count in operation.counts:
            people = [nationality_words(count.nationality, language) if count.nationality else ""]
            people.append(role_words(count.role, language) if count.role else "")
            about = " · ".join(part for part in people if part)
            name = " ".join(part for part in (word("what", count.what, language), about) if part)
            table.add_row(name, f"{_comparator(count.qualifier, language)} {count.value:,}".strip())
        console.print(table)


def _case_table(case: SupervisedCase, language: str) -> "Table":
    table = _pairs(case.name)
    texts = {
        "agency_place": case.agency_place,
        "discovered": str(case.discovered or ""),
        "lead_source": case.lead_source,
        "heads": _listed(case.heads, language),
        "base_places": _listed(case.base_places, language),
        "scam_types": _listed(case.scam_types, language),
    }
    for name, text in texts.items():
        if text:
            table.add_row(say(f"report.field.{name}", language), plain_text(text))
    for name in ("amount", *COUNT_FIELDS):
        count = getattr(case, name)
        if isinstance(count, Count):
            told = (_comparator(count.qualifier, language), f"{count.value:,}", count.currency)
            table.add_row(
                say(f"report.field.{name}", language), " ".join(part for part in told if part)
            )
    if case.notes:
        table.add_row(say("report.field.notes", language), plain_text(case.notes))
    return table


def _head(console: "Console", document: str, found: str) -> None:
    from rich.text import Text

    console.print()
    console.print(Text(plain_text(document), style="bold"), Text(found, style="dim"))


def _table(language: str, *columns: str) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
    for name in columns:
        heading = say(f"report.column.{name}", language)
        if name in ("comparator", "value"):
            table.add_column(heading, justify="right", no_wrap=True)
        else:
            table.add_column(heading)
    return table


def _pairs(title: str) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE, show_header=False, title=Text(plain_text(title)), title_justify="left"
    )
    table.add_column(no_wrap=True)
    table.add_column()
    return table


def _what(claim: Claim, language: str) -> str:
    name = word("metric", claim.metric.value, language)
    if claim.of is not None:
        name = f"{name} ({word('metric', claim.of.value, language)})"
    flags = [
        word("flag", flag, language)
        for flag, stands in (("cumulative", claim.cumulative), ("planned", claim.planned))
        if stands
    ]
    return plain_text(
        " · ".join([name, *([item_words(claim.item, language)] if claim.item else []), *flags])
    )


def _comparator(qualifier: Qualifier, language: str) -> str:
    return "" if qualifier is Qualifier.EXACT else word("qualifier", qualifier.value, language)


def _time(claim: Claim) -> str:
    return " – ".join(str(day) for day in (claim.since, claim.as_of) if day is not None)


def _listed(parts: Iterable[str], language: str) -> str:
    return say("cli.list-comma", language).join(parts)


def _provinces(operation: Operation, language: str) -> str:
    listed = _listed(operation.provinces, language)
    if not operation.provinces_open_ended:
        return listed
    return say("cli.list-open", language, {"listed": listed})
