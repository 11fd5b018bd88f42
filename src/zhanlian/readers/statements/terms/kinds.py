"""What a bank's own word for a row says it is."""

import functools
import re
import tomllib
from importlib import resources

from zhanlian.model.statement import RowKind


def find_kind(told: str) -> RowKind:
    """Return the kind that a word of a statement names; UNTOLD where none does.

    A query of the balance is not told: it is one only where no money moved.
    """
    for kind, pattern in load_patterns():
        if re.search(pattern, told, re.ASCII):
            return RowKind.UNTOLD if kind is RowKind.QUERY else kind
    return RowKind.UNTOLD


@functools.cache
def load_patterns() -> tuple[tuple[RowKind, str], ...]:
    """Return the pattern of each kind in the order of asking, reversals first.

    They are of RE2, whose word boundaries are those of ASCII; Python needs `re.ASCII` for them.
    """
    file = resources.files("zhanlian.readers.statements.terms").joinpath("data", "kinds.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        (RowKind[name.upper()], "(?i)" + "|".join(map(_bound, words)))
        for name, words in table.items()
    )


def _bound(word: str) -> str:
    """Return the pattern of a word; Latin letters count as a whole word only (POS, deposit)."""
    begin, end = (
        r"\b" if sign.isascii() and sign.isalnum() else "" for sign in (word[0], word[-1])
    )
    return begin + re.escape(word) + end
