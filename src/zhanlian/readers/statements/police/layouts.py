"""Tables of returns, told from their header cells alone; names and aliases are data."""

import functools
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from zhanlian.readers.statements.cells import trim_cell

_HALF_WIDTH: Final = {**{0xFF01 + k: 0x21 + k for k in range(94)}, 0x3000: 0x20}


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of table, as `data/aliases.toml` describes it.

    Attributes:
        key: its name.
        family: key of the format it belongs to.
        told: key of `SCHEMAS` that its rows become; ``others`` for a table without money.
        fields: names of the columns that say it, by field, the preferred one first.
        names: all names that the table is known to use.
        needs: alternatives of fields; one of each must be in a header.
        must: names that must be in a header.
        least: columns of a header that must be known.
        share: part of a header's columns that must be known.
        named: accounts may be written with their holder in brackets.
        fen: amounts are in 分, 0.01 yuan.
    """

    key: str
    family: str
    told: str
    fields: MappingProxyType[str, tuple[str, ...]]
    names: frozenset[str]
    needs: tuple[tuple[str, ...], ...]
    must: tuple[str, ...]
    least: int
    share: float
    named: bool
    fen: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A table with the header of one file.

    Attributes:
        table: what kind it is.
        header: the header's cells in their compared form.
        columns: numbers of the columns that say a field, the preferred one first.
        known: how many of the header's columns are known.
    """

    table: Table
    header: tuple[str, ...]
    columns: MappingProxyType[str, tuple[int, ...]]
    known: int

    @property
    def slots(self) -> tuple[int, ...]:
        """Numbers of all columns that say anything, in their order."""
        return tuple(sorted({one for found in self.columns.values() for one in found}))


def compare_form(cell: str) -> str:
    """Return a header cell as it is compared: no blanks, tabs or quotes, half-width brackets."""
    told = "".join(trim_cell(cell).translate(_HALF_WIDTH).split())
    # A spreadsheet library numbers repeated columns: 网联/银联.1
    return told[:-2] if told[-2:-1] == "." and told[-1:].isdigit() else told


def find_layout(cells: Sequence[str]) -> Layout | None:
    """Return the table whose header these cells are, the one that knows most of them."""
    header = tuple(compare_form(cell) for cell in cells)
    while header and not header[-1]:
        header = header[:-1]
    found = [one for table in load_tables() if (one := _fit(table, header)) is not None]
    return max(found, key=lambda one: one.known, default=None)


def is_header_like(cells: Sequence[str]) -> bool:
    """Return whether cells hold column names of some table: enough to look at them closer."""
    return sum(compare_form(cell) in _load_names() for cell in cells) >= 3


def _fit(table: Table, header: tuple[str, ...]) -> Layout | None:
    filled = [one for one in header if one]
    known = sum(one in table.names for one in filled)
    if known < table.least or known < table.share * len(filled):
        return None
    if not set(table.must) <= set(header):
        return None
    columns = {
        field: tuple(header.index(name) for name in names if name in header)
        for field, names in table.fields.items()
    }
    columns = {field: found for field, found in columns.items() if found}
    if not all(any(field in columns for field in choice) for choice in table.needs):
        return None
    return Layout(table, header, MappingProxyType(columns), known)


@functools.cache
def load_tables() -> tuple[Table, ...]:
    """Return the tables of the data file, in its order."""
    told = tomllib.loads(_read("aliases.toml"))
    return tuple(_make_table(one) for one in told["table"])


@functools.cache
def _load_names() -> frozenset[str]:
    return frozenset(name for table in load_tables() for name in table.names)


@functools.cache
def load_codes() -> dict[str, dict[str, list[str]]]:
    """Return the codes and words of cells (`data/codes.toml`) by section and meaning."""
    return tomllib.loads(_read("codes.toml"))


def _make_table(told: dict[str, Any]) -> Table:
    fields = {
        field: tuple(compare_form(name) for name in names)
        for field, names in told["fields"].items()
    }
    names = {name for found in fields.values() for name in found}
    return Table(
        key=told["key"],
        family=told["family"],
        told=told["told"],
        fields=MappingProxyType(fields),
        names=frozenset(names | {compare_form(name) for name in told.get("also", ())}),
        needs=tuple(tuple(choice) for choice in told["needs"]),
        must=tuple(compare_form(name) for name in told.get("must", ())),
        least=told["least"],
        share=told["share"],
        named=told.get("named", False),
        fen=told.get("fen", False),
    )


def _read(name: str) -> str:
    folder = resources.files("zhanlian.readers.statements.police").joinpath("data")
    return folder.joinpath(name).read_text(encoding="utf-8")
