"""Rows of the console contract: claims, listings and operations as plain JSON values.

The keys, their order and their kinds are a contract with whoever reads them; new keys may be
added behind the others, none may change its meaning.
"""

from decimal import Decimal

from zhanlian.model.claim import Claim
from zhanlian.model.dates import PartialDate
from zhanlian.model.record import CaseListing, Count, Operation, OperationCount, SupervisedCase

COUNT_FIELDS = (
    "members",
    "captured",
    "sentenced",
    "prosecuted",
    "linked_cases",
    "clues",
    "gangs",
)


def plain_number(value: Decimal) -> int | float:
    """Return an int for a whole number, else the float nearest to the decimal as written."""
    return int(value) if value == value.to_integral_value() else float(value)


def plain_date(date: PartialDate | None) -> str | None:
    """Return the ISO text of a date as far as it is known, or None."""
    return None if date is None else str(date)


def claim_row(claim: Claim, document: str) -> dict[str, object]:
    """Return one claim as a row of ``zhanlian figures --json``.

    Args:
        claim: the figure.
        document: path or name of its document, as the user gave it.

    Returns:
        document, metric, value, unit, qualifier, cumulative, nationality, role, since, as_of,
        place, quote, start; behind them item, currency, of, scope, planned where they apply.
    """
    row: dict[str, object] = {
        "document": document,
        "metric": claim.metric.value,
        "value": plain_number(claim.value),
        "unit": claim.unit.value,
        "qualifier": claim.qualifier.value,
        "cumulative": claim.cumulative,
        "nationality": claim.nationality,
        "role": None if claim.role is None else claim.role.value,
        "since": plain_date(claim.since),
        "as_of": plain_date(claim.as_of),
        "place": claim.place,
        "quote": claim.quote,
        "start": claim.start,
    }
    extra = {
        "item": claim.item,
        "currency": claim.currency,
        "of": None if claim.of is None else claim.of.value,
        "scope": claim.scope,
        "planned": True if claim.planned else None,
    }
    row.update((name, value) for name, value in extra.items() if value is not None)
    return row


def listing_row(listing: CaseListing, document: str) -> dict[str, object]:
    """Return a joint listing as a row of ``zhanlian cases --json``.

    Args:
        listing: the batch with its supervised cases.
        document: path or name of its document, as the user gave it.

    Returns:
        document, batch, published, earlier (None, or batches and cases), cases.
    """
    told = listing.earlier_batches is not None or listing.earlier_cases is not None
    earlier = {"batches": listing.earlier_batches, "cases": listing.earlier_cases}
    return {
        "document": document,
        "batch": listing.batch,
        "published": plain_date(listing.published),
        "earlier": earlier if told else None,
        "cases": [case_row(case) for case in listing.cases],
    }


def case_row(case: SupervisedCase) -> dict[str, object]:
    """Return one supervised case; a figure that the notice does not give is None."""
    row: dict[str, object] = {
        "name": case.name,
        "agency_place": case.agency_place,
        "discovered": plain_date(case.discovered),
        "lead_source": case.lead_source,
        "heads": list(case.heads),
        "base_places": list(case.base_places),
        "scam_types": list(case.scam_types),
        "amount": _amount_row(case.amount),
    }
    for field in COUNT_FIELDS:
        row[field] = _count_row(getattr(case, field))
    row["notes"] = case.notes
    return row


def operation_row(operation: Operation, document: str) -> dict[str, object]:
    """Return a joint operation as a row of ``zhanlian operations --json``.

    Args:
        operation: the operation with its counts and hand-over.
        document: path or name of its document, as the user gave it.

    Returns:
        document, operation, dates, places, agencies, counts, handover, provinces,
        provinces_open_ended, items_seized, items_note, background.
    """
    handover = operation.handover
    return {
        "document": document,
        "operation": operation.name,
        "dates": {
            "operation": operation.when,
            "handover": None if handover is None else plain_date(handover.date),
            "published": plain_date(operation.published),
        },
        "places": list(operation.places),
        "agencies": list(operation.agencies),
        "counts": [_operation_count_row(count) for count in operation.counts],
        "handover": None
        if handover is None
        else {
            "place": handover.place,
            "date": plain_date(handover.date),
            "who": handover.who,
            "other_nationals": handover.other_nationals,
        },
        "provinces": list(operation.provinces),
        "provinces_open_ended": operation.provinces_open_ended,
        "items_seized": [
            {"item": seized.item, "value": seized.value} for seized in operation.items_seized
        ],
        "items_note": operation.items_note,
        "background": _background_row(operation),
    }


def _amount_row(count: Count | None) -> dict[str, object] | None:
    if count is None:
        return None
    return {
        "value": count.value,
        "qualifier": count.qualifier.value,
        "currency": count.currency,
        "quote": count.quote,
    }


def _count_row(count: Count | None) -> dict[str, object] | None:
    if count is None:
        return None
    row: dict[str, object] = {"value": count.value, "qualifier": count.qualifier.value}
    if count.captured_from is not None:
        row["captured_from"] = count.captured_from
    if count.counted is not None:
        row["counted"] = count.counted
    return row


def _operation_count_row(count: OperationCount) -> dict[str, object]:
    row: dict[str, object] = {
        "what": count.what,
        "nationality": count.nationality,
        "role": None if count.role is None else count.role.value,
        "value": count.value,
        "qualifier": count.qualifier.value,
    }
    if count.note is not None:
        row["note"] = count.note
    return row


def _background_row(operation: Operation) -> dict[str, object] | None:
    total = operation.cumulative_transferred
    if total is None:
        return None
    return {
        "cumulative_transferred": {
            "value": total.value,
            "qualifier": total.qualifier.value,
            "nationality": total.nationality,
            "since": plain_date(operation.cumulative_since),
        }
    }
