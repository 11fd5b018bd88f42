"""The list of accounts: whose records we have, and what stands behind each."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

import pyarrow as pa

from zhanlian.errors import SchemaError
from zhanlian.model.transfer import PurseKind

_YES: Final = frozenset({"true", "1", "yes", "y", "是", "有"})
_NO: Final = frozenset({"false", "0", "no", "n", "否", "无"})


@dataclass(frozen=True, slots=True)
class ToldAccount:
    """One line of the list of accounts."""

    known: bool
    kind: PurseKind


def parse_accounts(table: pa.Table) -> dict[str, ToldAccount]:
    """Return what is told of each account of a table with columns account, known and kind.

    An empty kind is an account. Told twice in the same words, it counts once.

    Raises:
        SchemaError: with the row (from 0) that has no account, or a word that cannot be taken,
            or says something else than an earlier one.
    """
    columns = [_texts(table, name) for name in ("account", "known", "kind")]
    found: dict[str, ToldAccount] = {}
    for row, (account, known, kind) in enumerate(zip(*columns, strict=True)):
        if not account:
            raise SchemaError("error.trace-account-empty", row=row)
        told = ToldAccount(_parse_known(known, row), _parse_kind(kind, row))
        if found.setdefault(account, told) != told:
            raise SchemaError("error.trace-account-twice", row=row, cell=account)
    return found


def _texts(table: pa.Table, name: str) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in table.column(name).to_pylist()]


def _parse_known(word: str, row: int) -> bool:
    if word.lower() in _YES:
        return True
    if word.lower() in _NO:
        return False
    raise SchemaError("error.trace-known", row=row, cell=word)


def _parse_kind(word: str, row: int) -> PurseKind:
    if not word:
        return PurseKind.ACCOUNT
    kind = _kind_words().get(word.lower())
    if kind is None:
        known = ", ".join(kind.name.lower() for kind in PurseKind)
        raise SchemaError("error.trace-kind", row=row, cell=word, known=known)
    return kind


@functools.cache
def _kind_words() -> Mapping[str, PurseKind]:
    file = resources.files(__package__).joinpath("data", "purse_kinds.toml")
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    return {word.lower(): PurseKind[name.upper()] for name, words in told.items() for word in words}
