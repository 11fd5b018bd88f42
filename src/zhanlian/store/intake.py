"""What an act of receiving has to add to the docket: decided against what is known, then done."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import Connection, Select, Table, insert, select, update

from zhanlian.model.evidence import EvidenceItem, Receipt, Reject
from zhanlian.store import tables
from zhanlian.store.audit import Act, Entry, append, storable
from zhanlian.store.rows import Fields, item_fields, receipt_fields, reject_fields

OPEN_CASE: Final = "case.open"
RECEIVE_ITEM: Final = "item.receive"  # bytes that no case had before, with their first receipt
ADD_RECEIPT: Final = "receipt.add"  # known bytes from another place or for another case
ADD_REJECT: Final = "reject.add"
SUPERSEDE_REJECT: Final = "reject.supersede"

_ASKED_AT_ONCE: Final = 500  # values in one IN (…); SQLite before 3.32 takes 999 parameters

Arrival: TypeAlias = tuple[EvidenceItem, Receipt]
Place: TypeAlias = tuple[str, str]  # (source, sha256)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Step:
    """One audit line with the rows that it tells of.

    Attributes:
        entry: what the line says.
        rows: rows that carry the line's number.
        stale: number of the reject that the line supersedes, or None.
    """

    entry: Entry
    rows: tuple[tuple[Table, Fields], ...] = ()
    stale: int | None = None


def plan_case(connection: Connection, case: str) -> list[Step]:
    """Return the step that opens a case, or none when it is open."""
    known = connection.execute(select(tables.case.c.seq).where(tables.case.c.name == case)).first()
    return [] if known else [_add(OPEN_CASE, case, (tables.case, {"name": case}))]


def plan_arrivals(connection: Connection, case: str, arrivals: Sequence[Arrival]) -> list[Step]:
    """Return one step for each receipt that is new, with the item where that is new too."""
    hashes = {item.sha256 for item, _ in arrivals}
    items = select(tables.item.c.sha256)
    known = {row.sha256 for row in _ask(connection, items, tables.item.c.sha256, hashes)}
    there = select(tables.receipt.c.source, tables.receipt.c.sha256).where(
        tables.receipt.c.case == case
    )
    seen = {tuple(row) for row in _ask(connection, there, tables.receipt.c.sha256, hashes)}
    steps = []
    for item, receipt in arrivals:
        if receipt.sha256 != item.sha256:
            raise ValueError("a receipt is for its item")
        place = (storable(receipt.source), item.sha256)
        if place in seen:
            continue
        seen.add(place)
        rows: list[tuple[Table, Fields]] = [(tables.receipt, receipt_fields(receipt))]
        if item.sha256 not in known:
            known.add(item.sha256)
            rows.insert(0, (tables.item, item_fields(item)))
        steps.append(_add(RECEIVE_ITEM if len(rows) > 1 else ADD_RECEIPT, item.sha256, *rows))
    return steps


def plan_rejects(
    connection: Connection,
    case: str,
    rejects: Sequence[tuple[str, Reject]],
    examined: Collection[Place],
) -> list[Step]:
    """Return the steps for rejects that are new and for those that no longer stand."""
    given: dict[tuple[object, ...], Fields] = {}
    for sha256, reject in rejects:
        fields = reject_fields(case, sha256, reject)
        given.setdefault(_identity(fields), fields)
    read = {(storable(source), sha256) for source, sha256 in examined}
    read |= {(str(fields["source"]), str(fields["sha256"])) for fields in given.values()}
    standing = _list_standing(connection, case, {sha256 for _, sha256 in read} | {""})
    steps = []
    for seq, fields in standing:
        if given.pop(_identity(fields), None) is None and _is_read_anew(fields, read):
            before = {tables.reject.name: fields, "seq": seq}
            entry = Entry(SUPERSEDE_REJECT, _name(fields), before=before)
            steps.append(Step(entry, stale=seq))
    steps += [_add(ADD_REJECT, _name(new), (tables.reject, new)) for new in given.values()]
    return steps


def apply(connection: Connection, act: Act, steps: Sequence[Step]) -> None:
    """Write the audit lines of an act and the rows that belong to them."""
    numbered = list(zip(append(connection, act, [s.entry for s in steps]), steps, strict=True))
    for table in (tables.case, tables.item, tables.receipt, tables.reject):
        rows = [
            {**fields, "seq": seq}
            for seq, step in numbered
            for target, fields in step.rows
            if target is table
        ]
        if rows:
            connection.execute(insert(table), rows)
    for seq, step in numbered:
        if step.stale is not None:
            stale = update(tables.reject).where(tables.reject.c.seq == step.stale)
            connection.execute(stale.values(superseded_by=seq))


def _add(action: str, about: str, *rows: tuple[Table, Fields]) -> Step:
    return Step(Entry(action, about, after={table.name: told for table, told in rows}), rows)


def _ask(
    connection: Connection, query: Select[Any], column: Any, values: Collection[str]
) -> Iterator[Any]:
    for some in _slices(sorted(values)):
        yield from connection.execute(query.where(column.in_(some)))


def _slices(values: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(values)
    while some := list(islice(rest, _ASKED_AT_ONCE)):
        yield some


def _list_standing(
    connection: Connection, case: str, hashes: Collection[str]
) -> list[tuple[int, Fields]]:
    query = select(tables.reject).where(
        tables.reject.c.case == case, tables.reject.c.superseded_by.is_(None)
    )
    found = [dict(r._mapping) for r in _ask(connection, query, tables.reject.c.sha256, hashes)]
    return sorted(((fields.pop("seq"), fields) for fields in found), key=lambda row: row[0])


def _identity(fields: Fields) -> tuple[object, ...]:
    return tuple(fields[name] for name in ("source", "sha256", "place", "reason", "fields"))


def _is_read_anew(fields: Fields, read: Collection[Place]) -> bool:
    """Return whether a standing reject is about something read, or about a member inside it."""
    source, sha256 = str(fields["source"]), str(fields["sha256"])
    if (source, sha256) in read:
        return True
    if not sha256:  # there were no bytes then, there are now
        return any(source == other for other, _ in read)
    return any(sha256 == other and source.startswith(whole) for whole, other in read)


def _name(fields: Fields) -> str:
    return str(fields["sha256"] or fields["source"])
