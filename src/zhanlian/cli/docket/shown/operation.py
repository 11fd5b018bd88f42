"""Boards of operations, and the audience of a release, as tables and as JSON lines."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from zhanlian.cli.docket.shown.record import seen_row
from zhanlian.cli.docket.shown.table import make_table, write_json
from zhanlian.cli.session import Session
from zhanlian.model.docket.lead import Score
from zhanlian.model.docket.operation import Comparison, OutcomeCount
from zhanlian.model.docket.plain import to_plain
from zhanlian.report.docket.labels import kind_words, list_facts, state_words, value_words
from zhanlian.words.codes import nationality_words
from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from zhanlian.app.docket.audience import Audience
    from zhanlian.app.docket.boards import Trace
    from zhanlian.app.docket.look import Seen

_SHARED: Final = ("id", "kind", "state", "title")  # columns that every list of records has


def show_audience(audience: "Audience", session: Session, *, whole: bool, as_json: bool) -> None:
    """Write who would see a record, and each field as they would see it."""
    if as_json:
        write_json(_audience_row(audience, whole))
        return
    record, say = audience.record, session.say
    kind = kind_words(record.kind, session.language)
    head = {"kind": kind, "id": record.id, "version": record.version}
    to = {"party": audience.to_party, "country": audience.country}
    session.print(say("cli.operation.audience-head", **head, **to))
    if audience.hindrance is not None:
        why = say(audience.hindrance, id=record.id, kind=kind)
        session.print(say("cli.operation.audience-hindrance", why=why))
        return
    if audience.already:
        session.print(say("cli.operation.audience-already"))
    level = say(f"level.{audience.approval.level.value}")
    approvers = audience.approval.approvers
    session.print(say("cli.operation.audience-level", level=level, count=approvers))
    if not audience.would_see:
        session.print(say("cli.operation.audience-nobody"))
    accounts = (
        (one.name, value_words(sorted(one.roles), session.language)) for one in audience.would_see
    )
    _table(session, ("account", "role"), accounts)
    _table(session, ("field", "value", "how"), _list_fields(audience, session, whole))
    session.print(say("cli.operation.audience-always"))


def _list_fields(
    audience: "Audience", session: Session, whole: bool
) -> Iterable[tuple[str, str, str]]:
    told = list_facts(to_plain(audience.record.body), session.language)
    seen = list_facts(audience.shown, session.language)
    masked = "audience-unmaskable" if whole else "audience-masked"
    for (label, text), (_, shown) in zip(told, seen, strict=True):
        how = "audience-shown" if text == shown else masked
        yield label, shown, session.say(f"cli.operation.{how}")


def _audience_row(audience: "Audience", whole: bool) -> dict[str, Any]:
    record = audience.record
    return {
        "id": record.id,
        "kind": record.kind,
        "version": record.version,
        "to": audience.to_party,
        "country": audience.country,
        "already": audience.already,
        "hindrance": audience.hindrance,
        "would_see": [_account_row(one) for one in audience.would_see],
        "see_now": [_account_row(one) for one in audience.see_now],
        "body": dict(audience.shown),
        "masked": list(audience.masked),
        "may_unmask": whole,
        "level": audience.approval.level.value,
        "approvers": audience.approval.approvers,
    }


def _account_row(account: Any) -> dict[str, Any]:
    roles = sorted(role.value for role in account.roles)
    return {"account": account.name, "party": account.party, "roles": roles}


def show_counts(found: Sequence[Comparison], session: Session, *, as_json: bool) -> None:
    """Write what each party says, a group a thing counted, and where they differ."""
    if as_json:
        for one in found:
            write_json({**to_plain(one), "differs": one.differs})
        return
    if not found:
        session.print(session.say("cli.operation.counts-none"))
        return
    rows = (
        (
            _thing(one, session) if number == 0 else "",
            count.says,
            _number(count, session),
            str(count.as_of or ""),
            count.source if len(count.source) != 64 else f"{count.source[:12]}…",
            session.say("cli.operation.differs") if one.differs else "",
        )
        for one in found
        for number, count in enumerate(one.said)
    )
    _table(session, ("what", "says", "value", "as-of", "source", "differs"), rows)


def _thing(one: Comparison, session: Session) -> str:
    language = session.language
    parts = [value_words(one.verb.value, language), value_words(one.counted.value, language)]
    if one.nationality:
        parts.append(nationality_words(one.nationality, language))
    if one.counted_role is not None:
        parts.append(value_words(one.counted_role.value, language))
    if one.cumulative:
        parts.append(session.say("cli.operation.cumulative"))
    return " · ".join(parts)


def _number(count: OutcomeCount, session: Session) -> str:
    bound = count.comparator.value
    number = f"{count.value:,}"
    return number if bound == "exact" else f"{value_words(bound, session.language)} {number}"


def show_places(found: Sequence["Seen"], session: Session, *, as_json: bool) -> None:
    """Write the board of places: status, since when, by whom, on how much evidence."""
    if as_json:
        for one in found:
            write_json(seen_row(one))
        return
    if not found:
        session.print(session.say("cli.docket.none"))
        return
    places = [seen.record for seen in found]
    names = {one.id: one.body.name for one in places}
    rows = (
        (
            one.id,
            one.body.name,
            names.get(one.body.within, one.body.within),
            state_words(one.kind, one.state, session.language),
            str(one.body.assertions[-1].on),
            one.body.assertions[-1].says,
            str(len({told.source for told in one.body.assertions})),
            one.body.controlled_by,
            value_words(
                [tenant.tenant for tenant in one.body.tenants if tenant.until is None],
                session.language,
            ),
        )
        for one in places
    )
    columns = ("id", "place", "within", "status", "since", "by", "evidence", "controlled")
    _table(session, (*columns, "tenants"), rows)


def show_trace(trace: "Trace", session: Session, *, as_json: bool) -> None:
    """Write what an operation came of and what it led to, in that order."""
    records = (*trace.before, trace.operation, *trace.around)
    if as_json:
        for seen in records:
            write_json(seen_row(seen))
        return
    rows = (
        (
            seen.record.id,
            kind_words(seen.record.kind, session.language),
            state_words(seen.record.kind, seen.record.state, session.language),
            _title(seen.body),
        )
        for seen in records
    )
    _table(session, ("id", "kind", "state", "title"), rows)


def _title(body: Mapping[str, Any]) -> str:
    named = (str(body[name]) for name in ("title", "name") if body.get(name))
    counted = f"{body['says']} {body['value']:,}" if "says" in body and "value" in body else ""
    return next(named, counted)


def show_scores(found: Sequence[Score], session: Session, *, as_json: bool) -> None:
    """Write how many leads came back from each receiver; nothing is added over receivers."""
    if as_json:
        for one in found:
            write_json(to_plain(one))
        return
    if not found:
        session.print(session.say("cli.docket.none"))
        return
    rows = (
        (
            one.receiver,
            str(one.issued),
            str(one.received),
            str(one.checked),
            f"{one.answered}/{one.issued}",
            str(one.confirmed),
            "" if one.arrested is None else str(one.arrested),
        )
        for one in found
    )
    columns = ("receiver", "issued", "received", "checked", "answered", "confirmed", "arrested")
    _table(session, columns, rows)


def _table(session: Session, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    rooms = ("docket" if name in _SHARED else "operation" for name in columns)
    keys = (f"cli.{room}.column.{name}" for room, name in zip(rooms, columns, strict=True))
    ids = [number for number, name in enumerate(columns) if name == "id"]
    table = make_table([session.say(key) for key in keys], unbroken=ids)
    for row in rows:
        table.add_row(*(plain_line(text) for text in row))
    session.console(sys.stdout).print(table)
