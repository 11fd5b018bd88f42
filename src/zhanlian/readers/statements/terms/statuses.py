"""Whether a payment took place, by the words and codes that statements use for it."""

import functools
import re
import tomllib
from importlib import resources
from typing import Final

from zhanlian.model.statement import RowStatus

# 已退款(￥12.00): the amount behind the word says nothing about the row's own success.
_BEHIND: Final = re.compile(r"[(（￥¥].*$")


def find_status(word: str) -> RowStatus:
    """Return whether a word says that the payment took place; UNTOLD for a blank one.

    Raises:
        ValueError: a word that is not known, or a bare code: failed payments taken for paid
            ones, or the other way round, would be wrong money.
    """
    words = _load("words")
    for form in (word, _BEHIND.sub("", word)):
        found = words.get("".join(form.upper().split()))
        if found is not None:
            return found
    raise ValueError(word)


def find_coded_status(code: str) -> RowStatus | None:
    """Return what a bare code says in a bank's return, None for what is no such code.

    Banks do not agree on them, so that whoever reads one has to say it.
    """
    return _load("codes").get(code.strip().upper())


@functools.cache
def _load(section: str) -> dict[str, RowStatus]:
    file = resources.files("zhanlian.readers.statements.terms").joinpath("data", "statuses.toml")
    told = tomllib.loads(file.read_text(encoding="utf-8"))[section]
    return {word.upper(): RowStatus[name.upper()] for name, words in told.items() for word in words}
