"""Draft stops, freezes and queries from the lists of a trace; each keeps the lines it came from."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from zhanlian.access.masks import mask_text
from zhanlian.app.docket.denial import Attempt, tell_denied
from zhanlian.app.docket.desk import Surroundings, load_actor, load_seen, see
from zhanlian.app.docket.listed_lines import (
    FREEZE_LIST,
    QUERY_LIST,
    Candidate,
    load_candidates,
    tell_time,
)
from zhanlian.app.docket.perform import Asked, Docket, perform
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.drafts import DRAFT, OPEN
from zhanlian.docket.orders.demands import LINE, line_key
from zhanlian.errors import InputError, StateError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier
from zhanlian.model.docket.order import ListedLine, PropertyClass
from zhanlian.model.docket.plain import from_plain, to_plain
from zhanlian.model.message import Message

STOP: Final = "stop"
FREEZE: Final = "freeze"
QUERY: Final = "query"
_LISTS: Final = MappingProxyType({STOP: FREEZE_LIST, FREEZE: FREEZE_LIST, QUERY: QUERY_LIST})
# A stopped account is what a freeze is for; a second stop or freeze of others is not drafted.
_PASSED: Final = MappingProxyType({STOP: ("stopped", "frozen"), FREEZE: ("frozen",), QUERY: ()})


@dataclass(frozen=True, slots=True)
class StopTold:
    """What the list does not tell of a stop; the number gets the rank in the list.

    Attributes:
        bank, holder: of accounts for which the list tells none.
    """

    unit: str
    officer: tuple[str, ...]
    alarm: str
    alarm_at: datetime
    request_no: str
    facts: str = ""
    bank: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class FreezeTold:
    """What the list does not tell of a freeze."""

    unit: str
    officer: tuple[str, ...]
    property_class: PropertyClass = PropertyClass.DEPOSIT
    facts: str = ""
    bank: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class QueryTold:
    """What the list does not tell of a query."""

    unit: str
    officer: tuple[str, ...]
    asked_for: str
    facts: str = ""
    bank: str = ""
    holder: str = ""


TOLD: Final[Mapping[str, type[Any]]] = MappingProxyType(
    {STOP: StopTold, FREEZE: FreezeTold, QUERY: QueryTold}
)


@dataclass(frozen=True, slots=True)
class DraftingRequest:
    """What is to be drafted.

    Attributes:
        kind: of order: `STOP`, `FREEZE` or `QUERY`.
        case: id or name.
        path: of the flow.jsonl.
        told: fields that the list does not tell, alike in all orders, as JSON values; those of
            `TOLD`.
        top: how many of the list are looked at, or None for all.
    """

    kind: str
    case: str
    path: Path
    told: Mapping[str, Any]
    top: int | None = None


@dataclass(frozen=True, slots=True)
class DraftedLine:
    """What came of one line of the list.

    Attributes:
        account: masked.
        draft: id, or empty where none was made.
        why: it was not, else None.
    """

    rank: int
    account: str
    amount: str
    draft: str = ""
    why: Message | None = None


def draft_orders(
    docket: Docket, who: str, request: DraftingRequest, surroundings: Surroundings
) -> tuple[DraftedLine, ...]:
    """Return what came of each line of a list: a draft that waits, or why there is none.

    Raises:
        FormatError: the file is no result of a trace, or has no such list.
        NotFoundError: there is no such case for this actor.
        DeniedError: the actor may not draft such orders.
    """
    told = to_plain(from_plain(TOLD[request.kind], dict(request.told)))
    request = replace(request, told=told)
    candidates = load_candidates(request.path, _LISTS[request.kind])[: request.top]
    attempt = Attempt(who, f"{request.kind}.order", request.case, surroundings.now())
    with tell_denied(docket, replace(attempt, login=surroundings.login)):
        drawn = _find_drawn(docket, who, request)
    found = []
    for candidate in candidates:
        why = _find_hindrance(docket, who, request.kind, candidate, drawn)
        draft = ""
        if why is None:
            draft, why = _draft(docket, who, request, candidate, surroundings)
        line = candidate.line
        account = mask_text(line.account, Identifier.ACCOUNT)
        amount = "" if line.amount is None else line.amount.show()
        found.append(DraftedLine(line.rank, account, amount, draft, why))
    return tuple(found)


def _find_drawn(docket: Docket, who: str, request: DraftingRequest) -> set[str]:
    """Return the lines from which an order of the kind waits for approval already."""
    act = f"{request.kind}.order"
    with docket.read_records() as desk:
        actor = load_actor(desk, who)
        case = load_seen(desk, request.case, actor, named=True).id
        drafts = desk.list(see(actor), kinds=(DRAFT,), states=(OPEN,), case=case)
        waiting = [to_record(one).body for one in drafts]
    lines = [
        line
        for body in waiting
        if body.act == act
        for line in from_plain(tuple[ListedLine, ...], json.loads(body.request)["source"])
    ]
    return {line_key(request.kind, line) for line in lines}


def _find_hindrance(
    docket: Docket, who: str, kind: str, candidate: Candidate, drawn: set[str]
) -> Message | None:
    state = candidate.told.get("state")
    if state in _PASSED[kind]:
        return Message(f"order.listed-{state}")
    key = line_key(kind, candidate.line)
    if key in drawn:
        return Message("order.drafted-before")
    with docket.read_records() as desk:
        made = desk.list_marked(kind, LINE, key, see(load_actor(desk, who)))
    return Message("order.ordered-before", {"id": made[0].id}) if made else None


def _draft(
    docket: Docket,
    who: str,
    request: DraftingRequest,
    candidate: Candidate,
    surroundings: Surroundings,
) -> tuple[str, Message | None]:
    """Return the id of the draft, or why the order cannot be drafted as the list tells it."""
    try:
        fields = _FIELDS[request.kind](candidate, request.told)
        told = {**request.told, **fields, "source": [to_plain(one) for one in candidate.source]}
        asked = Asked(f"{request.kind}.order", told, request.case)
        done = perform(docket, who, asked, surroundings)
    except (InputError, StateError) as error:
        return "", Message(error.key, {name: str(value) for name, value in error.fields.items()})
    return ("" if done.draft is None else done.draft.id), None


def _tell_stop(candidate: Candidate, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a stop: a bank compares sum and time of a transfer, not of a trace."""
    move = candidate.transfer
    if move is None or move["precision"] == "day":
        raise InputError("error.order-untimed", rank=candidate.line.rank)
    victims = sorted(
        candidate.told["victims"], key=lambda one: (-_units(one["amount"], move), one["victim"])
    )
    return {
        **_tell_account(candidate),
        "request_no": f"{told['request_no']}-{candidate.line.rank}",
        "victim": str(victims[0]["victim"]) if victims else "",
        "amount": f"{move['amount']} {move['asset']}",
        "transferred_at": tell_time(move),
    }


def _units(amount: str, move: Mapping[str, Any]) -> int:
    found = Amount.parse(f"{amount} {move['asset']}")
    return 0 if found is None else found.units


def _tell_freeze(candidate: Candidate, _told: Mapping[str, Any]) -> dict[str, Any]:
    amount = candidate.line.amount
    return {**_tell_account(candidate), "amount": None if amount is None else str(amount)}


def _tell_query(candidate: Candidate, _told: Mapping[str, Any]) -> dict[str, Any]:
    span = {name: str(candidate.told[name]) for name in ("since", "until")}
    return {**_tell_account(candidate), **span}


def _tell_account(candidate: Candidate) -> dict[str, Any]:
    told = {name: candidate.told[name] for name in ("account", "holder", "bank")}
    return {name: str(text) for name, text in told.items() if text}


_FIELDS: Final[Mapping[str, Callable[[Candidate, Mapping[str, Any]], dict[str, Any]]]] = (
    MappingProxyType({STOP: _tell_stop, FREEZE: _tell_freeze, QUERY: _tell_query})
)
