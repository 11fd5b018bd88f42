"""The event behind the counts: its own figures told apart from totals, plans and other events."""

from collections.abc import Sequence
from dataclasses import replace

from zhanlian.model.claim import Role
from zhanlian.model.record import OperationCount
from zhanlian.reading.operation_counts import (
    CAPTURED,
    TRANSFERRED,
    EventCount,
    find_nationality,
)


def select_event(found: Sequence[EventCount]) -> list[OperationCount]:
    """Return the counts of the event itself: captures first, each distinct one once.

    A number that the text elsewhere gives as a running total is that total (a headline often
    leaves 累计 out).
    """
    totals = {one.count.value for one in select_totals(found)}
    chosen: dict[tuple[str, Role | None, int], OperationCount] = {}
    kept: list[OperationCount] = []
    for one in found:
        count = one.count
        if one.cumulative or one.planned or count.value in totals:
            continue
        key = (count.what, count.role, count.value)
        old = chosen.get(key)
        if old is None:
            chosen[key] = count
            kept.append(count)
        elif old.nationality is None and count.nationality is not None:
            chosen[key] = replace(old, nationality=count.nationality)
            kept[kept.index(old)] = chosen[key]
    return sorted(kept, key=lambda count: (count.what != CAPTURED, count.start))


def add_transfer(
    event: Sequence[OperationCount], who: str, quote: str, start: int
) -> list[OperationCount]:
    """Return the counts with the hand-over of all those caught, when no number says it again.

    Args:
        event: counts of the event.
        who: folded words for those handed over (全部中国籍犯罪嫌疑人).
        quote, start: the clause that says so.
    """
    code = find_nationality(who, "")
    caught = [one for one in event if one.what == CAPTURED and one.role is None]
    own = [one for one in caught if one.nationality == code] or caught
    if not own or any(one.what == TRANSFERRED and one.role is None for one in event):
        return list(event)
    total = max(own, key=lambda one: one.value)
    if code is None and len(caught) > 1 and total.nationality is None:
        return list(event)  # of several nationalities: who went is not said
    return [*event, replace(total, what=TRANSFERRED, quote=quote, start=start)]


def share_nationality(event: Sequence[OperationCount]) -> list[OperationCount]:
    """Return the counts with a hand-over of the same number as a captured group named as it."""
    known = {
        one.value: one.nationality for one in event if one.what == CAPTURED and one.nationality
    }
    return [
        replace(one, nationality=known.get(one.value))
        if one.what == TRANSFERRED and one.nationality is None
        else one
        for one in event
    ]


def select_totals(found: Sequence[EventCount]) -> list[EventCount]:
    """Return the running totals, without those that are the operation's own."""
    own = {one.count.value for one in found if one.own_total}
    event = any(
        one.count.role is None and not (one.cumulative or one.own_total or one.planned)
        for one in found
        if one.count.value not in own
    )
    # …押解工作以来，已有7000名: the operation itself, unless the text tells of one more batch.
    return [
        one
        for one in found
        if (one.own_total and event) or (one.cumulative and (event or one.count.value not in own))
    ]
