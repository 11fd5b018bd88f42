"""Queries: records of an account asked from a bank; allowed before a case is filed, too."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Kind, Situation
from zhanlian.docket.orders.demands import (
    LINE,
    demand_approved,
    demand_officers,
    demand_order,
    demand_past,
    extend,
    mark_order,
)
from zhanlian.docket.stated import demand_text
from zhanlian.docket.timers import set_clock
from zhanlian.errors import InputError
from zhanlian.model.docket.order import Query, QueryRequest
from zhanlian.model.docket.record import AnyRecord, ClockState, Record

QUERY: Final = "query"
APPROVED: Final = "approved"
SENT: Final = "sent"
ANSWERED: Final = "answered"
REFUSED: Final = "refused"
WITHDRAWN: Final = "withdrawn"
REPLY: Final = "query.reply"  # clock: when to ask again

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class SendQuery:
    """The query went out."""

    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerQuery:
    """Records came back.

    Attributes:
        evidence: SHA-256 of each file, as it was received into the case.
        complete: nothing more is awaited.
    """

    at: datetime
    evidence: tuple[str, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class RefuseQuery:
    """The bank gave nothing, and said why."""

    at: datetime
    refusal: str


@dataclass(frozen=True, slots=True)
class WithdrawQuery:
    """A query that was not answered is taken back."""

    reason: str


def _order(situation: Situation, asked: QueryRequest) -> tuple[AnyRecord, ...]:
    demand_officers(asked.officer)
    demand_text(unit=asked.unit, bank=asked.bank, asked_for=asked.asked_for)
    demand_past(situation, asked.since)
    if asked.until < asked.since:
        raise InputError("error.query-span")
    made = situation.begin(QUERY, APPROVED, extend(Query, asked))
    return (replace(made, marks=mark_order(made)),)


def _send(situation: Situation, asked: SendQuery) -> tuple[AnyRecord, ...]:
    situation.demand_state(APPROVED)
    demand_approved(situation, asked.at)
    query: Record[Query] = situation.on
    clock = set_clock(situation, REPLY, asked.at)
    body = replace(query.body, sent_at=asked.at)
    return (query.change(state=SENT, body=body, clocks=(clock,)),)


def _answer(situation: Situation, asked: AnswerQuery) -> tuple[AnyRecord, ...]:
    situation.demand_state(SENT)
    query: Record[Query] = situation.on
    demand_order(situation, query.body.sent_at, asked.at)
    if not asked.evidence or not all(map(_SHA256.fullmatch, asked.evidence)):
        raise InputError("error.query-evidence")
    for sha256 in asked.evidence:
        if sha256 not in situation.received:
            raise InputError("error.query-unreceived", sha256=sha256)
    told = tuple(dict.fromkeys((*query.body.evidence, *asked.evidence)))
    body = replace(query.body, answered_at=asked.at, evidence=told)
    if not asked.complete:  # the reminder goes on for the rest
        return (query.change(body=body),)
    clocks = query.stop_clock(REPLY, ClockState.MET)
    return (query.change(state=ANSWERED, body=body, clocks=clocks),)


def _refuse(situation: Situation, asked: RefuseQuery) -> tuple[AnyRecord, ...]:
    situation.demand_state(SENT)
    query: Record[Query] = situation.on
    demand_order(situation, query.body.sent_at, asked.at)
    demand_text(refusal=asked.refusal)
    body = replace(query.body, answered_at=asked.at, refusal=asked.refusal)
    clocks = query.stop_clock(REPLY, ClockState.MET)
    marks = query.marks_without(LINE)  # it may be asked for once more
    return (query.change(state=REFUSED, body=body, clocks=clocks, marks=marks),)


def _withdraw(situation: Situation, _asked: WithdrawQuery) -> tuple[AnyRecord, ...]:
    situation.demand_state(APPROVED, SENT)
    query: Record[Query] = situation.on
    clocks = query.stop_clock(REPLY, ClockState.VOID)
    return (query.change(state=WITHDRAWN, clocks=clocks, marks=query.marks_without(LINE)),)


KINDS: Final = (Kind(QUERY, Query, (APPROVED, SENT, ANSWERED, REFUSED, WITHDRAWN), "order"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "query.order",
        ("order", "query"),
        QueryRequest,
        _order,
        on="case",
        adds=True,
        condition=lambda _situation, _asked: "",
    ),
    Act("query.send", ("order", "query-sent"), SendQuery, _send, QUERY),
    Act(
        "query.answer",
        ("order", "query-answered"),
        AnswerQuery,
        _answer,
        QUERY,
        evidence=lambda asked: asked.evidence,
    ),
    Act("query.refuse", ("order", "query-refused"), RefuseQuery, _refuse, QUERY),
    Act("query.withdraw", ("order", "query-withdraw"), WithdrawQuery, _withdraw, QUERY),
)
