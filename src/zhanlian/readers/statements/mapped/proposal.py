"""A proposal of how an unknown table may be read; what is unclear is left to the person."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.model.asset import fold_asset
from zhanlian.model.statement import ByteSource
from zhanlian.readers.statements.cells import find_asset, find_direction
from zhanlian.readers.statements.mapped.column_fields import (
    DAYS,
    NUMBERED_DAY,
    UNIX,
    name_columns,
)
from zhanlian.readers.statements.mapped.header_words import (
    Confidence,
    tells_fen,
    tells_payee,
    tells_payer,
    tells_utc,
    tells_yuan,
)
from zhanlian.readers.statements.mapped.mapping import (
    MONEY,
    OPEN,
    UNUSED,
    Mapping,
    check_values,
    label_columns,
    list_missing,
    tells_ten_thousands,
)
from zhanlian.readers.statements.mapped.running_balance import (
    find_sign_rule,
    is_running,
    read_units,
)
from zhanlian.readers.statements.mapped.tables import find_table, find_table_encoding
from zhanlian.readers.statements.records import Record
from zhanlian.readers.statements.signs import narrow_cell, trim_cell

_EXAMPLES: Final = 3
_OWN: Final = re.compile(
    r"(?:账号|帐号|卡号|账户|account(?: no\.?| number)?)[^0-9]{0,12}([0-9][0-9*]{7,24})", re.I
)


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """What one column may mean.

    Attributes:
        label: its name in the mapping.
        field: one of `FIELDS`, or ``-``.
        confidence: how it was found.
        examples: up to three cells that differ.
    """

    label: str
    field: str
    confidence: Confidence
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping to be confirmed.

    Attributes:
        mapping: with ``?`` for what a person must decide.
        columns: of the table, in its order.
        missing: what must still be filled in (`list_missing`).
    """

    mapping: Mapping
    columns: tuple[ProposedColumn, ...]
    missing: tuple[str, ...]


def propose_mapping(source: ByteSource, own_account: str = "", asset: str = "") -> Proposal:
    """Return how a table may be read, from its header, its cells and its running balances.

    The direction is proposed where a column of known words, two columns of amounts, or a payer
    and a payee tell it. What a minus means is proposed only where every balance bears it out.

    Args:
        source: the file; its first 300 records are looked at.
        own_account: the account that the whole file is about, if the person says so.
        asset: of all rows, if the person says so.

    Raises:
        FormatError: the file is no table.
        SchemaError: what the person says is no asset.
    """
    encoding = find_table_encoding(source)
    table = find_table(source, encoding)
    header = table.header.cells
    labels = label_columns(header)
    every = [_list_cells(table.rows, place) for place in range(len(labels))]
    cells = [[cell for cell in told if cell] for told in every]
    found = name_columns(header, cells)
    found = _add_balance(found, every)
    sign = _find_sign(found, every)
    if sign:
        found = [(field, Confidence.PROVEN if field == "amount" else how) for field, how in found]
    mapping = Mapping(
        columns=tuple(zip(labels, (field for field, _ in found), strict=True)),
        header_line=table.header.place.line,
        encoding=encoding,
        delimiter=table.delimiter,
        direction=sign or OPEN,
        own_account=own_account or _find_own(table.before),
        asset=fold_asset(asset),
    )
    mapping = _add_rules(mapping, header, cells)
    check_values(mapping)
    columns = tuple(
        ProposedColumn(label, field, confidence, tuple(dict.fromkeys(told))[:_EXAMPLES])
        for label, (field, confidence), told in zip(labels, found, cells, strict=True)
    )
    return Proposal(mapping, columns, list_missing(mapping))


def _list_cells(rows: Sequence[Record], place: int) -> list[str]:
    return [trim_cell(row.cells[place]) if place < len(row.cells) else "" for row in rows]


def _find_place(found: Sequence[tuple[str, Confidence]], field: str) -> int | None:
    return next((place for place, (told, _) in enumerate(found) if told == field), None)


def _add_balance(
    found: list[tuple[str, Confidence]], every: Sequence[list[str]]
) -> list[tuple[str, Confidence]]:
    """Return the columns with the one as balance that the amounts run through, if none is yet."""
    sides = [_find_place(found, name) for name in ("amount", "in_amount", "out_amount")]
    told = [read_units(every[place]) for place in sides if place is not None]
    if not told or _find_place(found, "balance") is not None:
        return found
    moved = [next((one for one in row if one), None) for row in zip(*told, strict=True)]
    for place, (field, _) in enumerate(found):
        if field == UNUSED and is_running(read_units(every[place]), moved):
            return [
                ("balance", Confidence.PROVEN) if one == place else column
                for one, column in enumerate(found)
            ]
    return found


def _find_sign(found: Sequence[tuple[str, Confidence]], every: Sequence[list[str]]) -> str:
    amount, balance = _find_place(found, "amount"), _find_place(found, "balance")
    if amount is None or balance is None:
        return ""
    return find_sign_rule(read_units(every[balance]), read_units(every[amount]))


def _tells_sides(mapping: Mapping, header: Sequence[str], cells: Sequence[list[str]]) -> bool:
    """Return whether each row names payer and payee, so that money leaves the own account."""
    sides = [mapping.list_places(field) for field in ("own_account", "other_account", "amount")]
    if not all(sides):
        return False
    (own, *_), (other, *_), (amount, *_) = sides
    signed = any(narrow_cell(cell).startswith("-") for cell in cells[amount])
    return tells_payer(header[own]) and tells_payee(header[other]) and not signed


def _add_rules(mapping: Mapping, header: Sequence[str], cells: Sequence[list[str]]) -> Mapping:
    told = {field: cells[place] for place, (_, field) in enumerate(mapping.columns)}
    direction = mapping.direction
    if _all(told.get("direction", []), find_direction):
        direction = "column"
    elif "in_amount" in told and "out_amount" in told:
        direction = "split"
    elif direction == OPEN and _tells_sides(mapping, header, cells):
        direction = "all-out"
    asset = mapping.asset
    has_column = _all(told.get("asset", []), find_asset)
    if not asset and not has_column:
        yuan = any(
            tells_yuan(name)
            for name, (_, field) in zip(header, mapping.columns, strict=True)
            if field in MONEY
        )
        asset = "CNY" if yuan else ""
    fen = any(
        tells_fen(name)
        for name, (_, field) in zip(header, mapping.columns, strict=True)
        if field in MONEY
    )
    wan = [tells_ten_thousands(label) for label, field in mapping.columns if field in MONEY]
    utc = any(
        tells_utc(name)
        for name, (_, field) in zip(header, mapping.columns, strict=True)
        if field in DAYS
    )
    days = told.get("time") or told.get("date") or []
    return replace(
        mapping,
        direction=direction,
        asset=asset or ("CNY" if fen and not has_column else ""),
        dates=_find_dates(days),
        zone="UTC" if utc else mapping.zone,
        # Where only some columns say 万元, no one unit is right, and a person decides.
        units="smallest" if fen else "ten-thousand" if wan and all(wan) else mapping.units,
    )


def _all(cells: Sequence[str], read: Callable[[str], object]) -> bool:
    try:
        for cell in cells:
            read(cell)
    except ValueError:
        return False
    return bool(cells)


def _find_dates(cells: Sequence[str]) -> str:
    """Return the form of some days; ``?`` where day and month could change places."""
    narrow = [narrow_cell(cell) for cell in cells]
    if narrow and all(UNIX.fullmatch(cell) for cell in narrow):
        return "unix"
    numbered = [found for cell in narrow if (found := NUMBERED_DAY.fullmatch(cell))]
    if not numbered:
        return "year-first"
    day_first = any(int(found[1]) > 12 for found in numbered)
    month_first = any(int(found[2]) > 12 for found in numbered)
    if day_first == month_first:
        return OPEN
    return "day-first" if day_first else "month-first"


def _find_own(before: Sequence[Record]) -> str:
    """Return the account that stands above the table, where exactly one does."""
    found = {
        told[1] for record in before for told in _OWN.finditer(narrow_cell(" ".join(record.cells)))
    }
    return found.pop() if len(found) == 1 else ""
