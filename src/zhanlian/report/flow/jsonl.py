"""The flow answer as lines of JSON: everything, exact, one object a line."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import IntEnum

from zhanlian.model.answers import (
    AccountLine,
    AssetTotal,
    BalanceGap,
    CashOutLine,
    CitedTransfer,
    Cleaning,
    ExistingFreeze,
    FlowAnswer,
    FreezeLine,
    InputLine,
    LevelEdge,
    QueryLine,
    RestitutionSchedule,
    RowRef,
    RuleHolding,
    VictimShare,
)
from zhanlian.model.asset import show_amount
from zhanlian.report.jsonl import Row, json_line, message_row
from zhanlian.words import LANGUAGES, say


def render_flow_jsonl(answer: FlowAnswer) -> Iterator[str]:
    """Return the answer line by line, each a JSON object that ends in a newline.

    `record` says what a line is: ``flow`` (the first: case, rule, parameters, statement),
    ``input``, ``cleaning``, ``gap``, ``unmatched``, ``total``, ``account``, ``cash_out``, ``edge``,
    ``query``, ``freeze``, ``restitution``, ``comparison``, ``assumption``, ``transfer``. Sums are
    decimal texts of their asset, times ISO 8601 in UTC, codes lower-case words. Lines name
    transfers by `transfer_id`; the ``transfer`` lines give the rows.
    """
    yield json_line(_head(answer))
    for record, rows in (
        ("input", (_input(n, one) for n, one in enumerate(answer.inputs, 1))),
        ("cleaning", [_cleaning(answer.cleaning)]),
        ("gap", map(_gap, answer.gaps)),
        ("unmatched", ({"victim": one.victim, "told": one.told, "reason": message_row(one.reason)}
                       for one in answer.unmatched)),
        ("total", map(_total, answer.totals)),
        ("account", map(_account, answer.accounts)),
        ("cash_out", map(_cash_out, answer.cash_outs)),
        ("edge", map(_edge, answer.edges)),
        ("query", map(_query, answer.queries)),
        ("freeze", map(_freeze, answer.freezes)),
        ("restitution", map(restitution_row, answer.restitution)),
        ("comparison", map(_comparison, answer.comparison)),
        ("assumption", map(message_row, answer.assumptions)),
        ("transfer", (_transfer(n, one) for n, one in enumerate(answer.cited, 1))),
    ):  # fmt: skip
        yield from (json_line({"record": record, **row}) for row in rows)


def code_text(code: IntEnum) -> str:
    """Return the lower-case word of a code, as the lines write it: ``pari-passu``, ``no-time``."""
    return code.name.lower().replace("_", "-")


def instant_text(moment: datetime) -> str:
    """Return a time as ISO 8601 in UTC with a Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _head(answer: FlowAnswer) -> Row:
    return {
        "record": "flow",
        "case": answer.case,
        "version": answer.version,
        "rule": answer.rule.value,
        "as_of": instant_text(answer.as_of),
        "parameters": [{"name": name, "value": value} for name, value in answer.parameters],
        "command": answer.command,
        "statement": {one: say("report.flow.statement", one) for one in LANGUAGES},
    }


def _plain(record: object) -> Row:
    """Return the fields of a record that holds texts and numbers only."""
    return {name: getattr(record, name) for name in record.__slots__}  # type: ignore[attr-defined]


def _sums(record: object, asset: str, names: Iterable[str]) -> Row:
    """Return sums of a record as decimal texts; what was not told is null."""
    told = ((name, getattr(record, name)) for name in names)
    return {name: None if units is None else show_amount(units, asset) for name, units in told}


def _shares(shares: Iterable[VictimShare], asset: str) -> list[Row]:
    return [{"victim": one.victim, "amount": show_amount(one.amount, asset)} for one in shares]


def _input(number: int, one: InputLine) -> Row:
    return {"number": number, **_plain(one), "received": [_plain(told) for told in one.received]}


def _cleaning(one: Cleaning) -> Row:
    return {
        "rows": one.rows,
        "fates": {code_text(fate): count for fate, count in one.fates},
        "transfers": one.transfers,
        "orderings": {code_text(ordering): count for ordering, count in one.orderings},
        "contradictions": one.contradictions,
        "open_accounts": [{"account": name, "transfers": n} for name, n in one.open_accounts],
        "joined": [
            {"number": number, "canonical": canonical, "reason": reason}
            for number, canonical, reason in one.joined
        ],
        # Beyond what a number of JSON holds: texts.
        "dust": [{"asset": asset, "attounits": str(units)} for asset, units in one.dust],
    }


def _gap(one: BalanceGap) -> Row:
    return {
        "account": one.account,
        "asset": one.asset,
        **_sums(one, one.asset, ("missing",)),
        "since": instant_text(one.since),
        "until": instant_text(one.until),
        "before": _row(one.before),
        "after": _row(one.after),
    }


def _row(row: RowRef) -> Row:
    return _plain(row)


def _total(one: AssetTotal) -> Row:
    names = ("paid_in", "widened", "held", "returned", "cashed_out", "beyond_data", "difference")
    return {"asset": one.asset, **_sums(one, one.asset, names)}


def _account(one: AccountLine) -> Row:
    return {
        "account": one.account,
        "asset": one.asset,
        "holder": one.holder,
        "bank": one.bank,
        "kind": code_text(one.kind),
        "known": one.known,
        "level": one.level,
        **_sums(one, one.asset, ("received", "passed_on", "held", "last_balance")),
        "dwell_seconds": one.dwell_seconds,
        "first_in": instant_text(one.first_in),
        "last_in": instant_text(one.last_in),
        "shares": _shares(one.shares, one.asset),
        "transfers": list(one.transfers),
    }


def _cash_out(one: CashOutLine) -> Row:
    return {
        "kind": code_text(one.kind),
        "asset": one.asset,
        **_sums(one, one.asset, ("amount",)),
        "accounts": one.accounts,
        "transfers": one.transfers,
    }


def _edge(one: LevelEdge) -> Row:
    return {**_plain(one), "amount": show_amount(one.amount, one.asset)}


def _query(one: QueryLine) -> Row:
    return {
        **_plain(one),
        "amount": show_amount(one.amount, one.asset),
        "since": instant_text(one.since),
        "until": instant_text(one.until),
        "reason": message_row(one.reason),
    }


def _freeze(one: FreezeLine) -> Row:
    return {
        **_plain(one),
        **_sums(one, one.asset, ("held", "savable", "expected", "last_balance")),
        "last_seen": instant_text(one.last_seen),
        "state": one.state.value,
        "freezes": [_existing(told, one.asset) for told in one.freezes],
        "victims": _shares(one.victims, one.asset),
    }


def _existing(one: ExistingFreeze, asset: str) -> Row:
    return {
        "measure": one.measure,
        "authority": one.authority,
        **_sums(one, asset, ("amount",)),
        "since": None if one.since is None else instant_text(one.since),
        "until": None if one.until is None else instant_text(one.until),
        "row": _row(one.row),
    }


def restitution_row(one: RestitutionSchedule) -> Row:
    """Return a schedule as JSON values, sums as decimal texts."""
    return {
        "account": one.account,
        "asset": one.asset,
        **_sums(one, one.asset, ("frozen", "residue")),
        "round": one.round,
        "reading": one.reading.value,
        "notice_days": one.notice_days,
        "lines": [
            {
                **_plain(line),
                **_sums(line, one.asset, ("loss", "recovered", "payment", "proved")),
                "method": line.method.value,
            }
            for line in one.lines
        ],
        "disclosed": [message_row(told) for told in one.disclosed],
    }


def _comparison(one: RuleHolding) -> Row:
    return {
        "account": one.account,
        "asset": one.asset,
        "held": {rule.value: show_amount(units, one.asset) for rule, units in one.held},
        **_sums(one, one.asset, ("spread",)),
        "matters": one.matters,
    }


def _transfer(number: int, one: CitedTransfer) -> Row:
    return {
        "number": number,
        **_plain(one),
        "time": instant_text(one.time),
        "precision": code_text(one.precision),
        **_sums(one, one.asset, ("amount", "tainted")),
        "kind": code_text(one.kind),
        "rows": [_row(row) for row in one.rows],
    }
