"""Propose how an unknown table is read, try a mapping on a file, put it into a workspace."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from zhanlian.app.docket.gate import ADD_MAPPING as ADD
from zhanlian.app.docket.gate import Visitor, admit
from zhanlian.app.mappings import ENDING, FOLDER, load_mapping, parse_mapping
from zhanlian.errors import InputError, SchemaError
from zhanlian.model.asset import show_amount
from zhanlian.model.evidence import Reject
from zhanlian.model.statement import Direction, Precision, StatementPart
from zhanlian.readers.statements.face import load_head, read_statement
from zhanlian.readers.statements.mapped.mapping_text import LARGEST, write_mapping
from zhanlian.readers.statements.mapped.proposal import Proposal as Proposal
from zhanlian.readers.statements.mapped.proposal import propose_mapping
from zhanlian.report.flow.labels import time_text
from zhanlian.store.audit import Act, Entry
from zhanlian.store.file_source import FileSource
from zhanlian.store.whole_files import find_hash, load_start, prepare_folder, write_whole
from zhanlian.store.workspace import open_workspace
from zhanlian.words.paths import show_path

_SHOWN: Final = 5  # rows


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One row as a mapping reads it, ready to show: amounts with all their digits."""

    line: int
    time: str
    own: str
    other: str
    direction: Direction
    amount: str
    asset: str
    balance: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a mapping takes from a file.

    Attributes:
        rows: taken.
        others: lines that are no data.
        left_out: rows that could not be taken, by reason.
        sums: direction, amount and asset of all rows.
        first: the first rows.
        rejects: what concerns the file as a whole.
    """

    rows: int
    others: int
    left_out: tuple[tuple[str, int], ...]
    sums: tuple[tuple[Direction, str, str], ...]
    first: tuple[MappedRow, ...]
    rejects: tuple[Reject, ...]


def propose(path: Path, own_account: str, asset: str) -> Proposal:
    """Return how a file may be read.

    Args:
        path: of the table.
        own_account: the account that the whole file is about, or an empty text.
        asset: of all rows, or an empty text.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is no table.
        SchemaError: what is told is no asset.
    """
    with FileSource(path) as source:
        try:
            return propose_mapping(source, own_account, asset)
        except SchemaError as error:
            fields = {**error.fields, "path": show_path(path)}
            raise SchemaError(error.key, **fields) from error


def save_proposal(
    proposal: Proposal, out: Path, language: str, *, file: Path, force: bool = False
) -> Path:
    """Return where a proposal was written; never over the table itself.

    Raises:
        InputError: there is a file already, and it may not be replaced.
        StoreError: it cannot be written.
    """
    _refuse_existing(out, force and out.resolve() != file.resolve())
    examples = [column.examples for column in proposal.columns]
    text = write_mapping(proposal.mapping, examples, proposal.missing, language)
    return write_whole(out, iter((text.encode(),)))


def name_mapping(path: Path) -> str:
    """Return the usual name of a table's mapping: ``export.csv`` → ``export.mapping.toml``."""
    return path.name.removesuffix(ENDING).rsplit(".", 1)[0] + ENDING


def try_mapping(path: Path, mapping: Path) -> Trial:
    """Return what a mapping takes from a file, without keeping anything.

    Raises:
        InputError: a file cannot be opened.
        SchemaError: the mapping is broken or incomplete, or the file has another header.
    """
    form = load_mapping(mapping)
    with FileSource(path) as source:
        if not form.sniff(load_head(source)):
            fields = {"path": show_path(path), "line": form.mapping.header_line}
            raise SchemaError("error.mapping-other-table", **fields)
        return _sum_up(read_statement(source, form))


def add_mapping(mapping: Path, workspace: Path, force: bool, by: tuple[str, datetime]) -> Path:
    """Return where a complete mapping was put, from where `run` uses it.

    A mapping decides how money is read, so that the audit chain tells who added it and when, with
    its hash and that of the one it replaces. The line comes first: no mapping is there without one.

    Args:
        mapping: the file.
        workspace: folder of the workspace.
        force: replace another mapping of the same name.
        by: who adds it, and when.

    Raises:
        NotFoundError: there is no workspace.
        DeniedError: the workspace has accounts, and this one may not.
        SchemaError: the mapping is broken or incomplete.
        InputError: another mapping has the name, and may not be replaced.
        StoreError: the workspace cannot be written.
    """
    data = load_start(mapping, LARGEST + 1)
    parse_mapping(data, mapping)
    with open_workspace(workspace, create=False) as opened:
        admit(opened.docket, ADD, Visitor(*by))
        folder = workspace / FOLDER
        out = folder / name_mapping(mapping)
        former, added = find_hash(out), hashlib.sha256(data).hexdigest()
        if former == added:
            return out
        _refuse_existing(out, force)
        prepare_folder(folder)
        before = None if former is None else {"sha256": former}
        opened.docket.record([Entry(ADD, out.name, before, {"sha256": added})], Act(*by))
        return write_whole(out, iter((data,)))


def _refuse_existing(out: Path, force: bool) -> None:
    if not force and find_hash(out) is not None:
        raise InputError("error.mapping-exists", path=show_path(out))


def _sum_up(parts: Iterable[StatementPart]) -> Trial:
    rows = others = 0
    left_out: Counter[str] = Counter()
    sums: Counter[tuple[int, str]] = Counter()
    first: list[MappedRow] = []
    rejects: list[Reject] = []
    for part in parts:
        rows, others = rows + part.table.num_rows, others + part.others
        rejects.extend(part.rejects)
        left_out.update(part.row_rejects.column("reason").to_pylist())
        told = (part.table.column(name).to_pylist() for name in ("direction", "asset", "amount"))
        for direction, asset, amount in zip(*told, strict=True):
            sums[direction, asset] += amount or 0
        missing = _SHOWN - len(first)
        first.extend(_show_rows(part.table.slice(0, missing).to_pylist()))
    return Trial(
        rows,
        others,
        tuple(sorted(left_out.items())),
        tuple(
            (Direction(way), show_amount(units, asset), asset)
            for (way, asset), units in sorted(sums.items())
        ),
        tuple(first),
        tuple(rejects),
    )


def _show_rows(rows: Iterable[dict[str, Any]]) -> Iterator[MappedRow]:
    for row in rows:
        asset, balance = row["asset"], row["balance"]
        yield MappedRow(
            line=row["line"],
            time=time_text(row["time"], Precision(row["precision"])),
            own=row["own_card"] or row["own_account"],
            other=" ".join(one for one in (row["other_account"], row["other_name"]) if one),
            direction=Direction(row["direction"]),
            amount=show_amount(row["amount"], asset),
            asset=asset,
            balance="" if balance is None else show_amount(balance, asset),
        )
