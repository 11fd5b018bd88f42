"""The words of `sides.toml`: what the other side of a row is, by what the row says."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.kernels.flow import Flags, Int32s
from zhanlian.model.transfer import PurseKind
from zhanlian.money.ledger.texts import Coded, to_numpy

_TEXTS: Final = {"summary": "summary", "name": "other_name", "merchant": "merchant"}


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns of the file, alternatives joined.

    Attributes:
        sides: kind, names of the text columns, pattern; the first that fits stays.
        institutions: pattern of each institution.
        names: of each institution, as its purse is called.
        quick: pattern of summaries that tell a way of paying and not what was bought.
        wallet: pattern of numbers that payment companies give to wallets.
        firm: pattern of names that are firms.
        answered, unanswered: patterns of results of tasks.
    """

    sides: tuple[tuple[PurseKind, tuple[str, ...], str], ...]
    institutions: tuple[str, ...]
    names: tuple[str, ...]
    quick: str
    wallet: str
    firm: str
    answered: str
    unanswered: str

    @staticmethod
    def load() -> "Words":
        """Return the words of the package."""
        return _load()

    def find_kind(self, texts: Mapping[str, Coded]) -> Int32s:
        """Return (n,) the kind that the rows' texts tell, -1 where they tell none."""
        count = len(texts["summary"].codes)
        found = np.full(count, -1, dtype=np.int32)
        for kind, columns, pattern in reversed(self.sides):
            for column in columns:
                found[texts[column].test(pattern)] = kind
        return found

    def find_institution(self, names: Coded) -> Int32s:
        """Return (n,) the institution that keeps wallets and is named, -1 for none."""
        of = np.full(len(names.texts) + 1, -1, dtype=np.int32)
        either = "|".join(self.institutions)
        if len(names.texts):
            at = np.flatnonzero(_matches(names.texts, either))
            chosen = names.texts.take(pa.array(at))
            for number in reversed(range(len(self.institutions))):
                of[at[_matches(chosen, self.institutions[number])]] = number
        return of[names.codes]

    def find_firms(self, names: Coded) -> Flags:
        """Return (n,) whether the name is that of a firm."""
        return names.test(self.firm)

    def find_answered(self, results: Coded) -> Flags:
        """Return (n,) whether the result of a task says that records came back."""
        return results.test(self.answered) & ~results.test(self.unanswered)


def _matches(texts: pa.Array, pattern: str) -> Flags:
    found: Flags = to_numpy(pc.match_substring_regex(texts, pattern=pattern))
    return found


def _either(words: list[str]) -> str:
    return "|".join(f"(?:{word})" for word in words)


@cache
def _load() -> Words:
    file = resources.files("zhanlian.money.ledger").joinpath("data", "sides.toml")
    told: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    sides = tuple(
        (PurseKind[one["kind"]], tuple(_TEXTS[name] for name in one["in"]), _either(one["words"]))
        for one in told["side"]
    )
    return Words(
        sides=sides,
        institutions=tuple(_either(one["words"]) for one in told["institution"]),
        names=tuple(one["name"] for one in told["institution"]),
        quick=_either(told["quick"]["words"]),
        wallet=_either(told["wallet"]["numbers"]),
        firm=_either(told["firm"]["words"]),
        answered=_either(told["task"]["answered"]),
        unanswered=_either(told["task"]["unanswered"]),
    )
