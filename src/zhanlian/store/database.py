"""Which database the docket lies in: the SQLite file of the workspace, or the one that is set.

Said once, where the program starts, and asked where a workspace is opened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_CHOSEN: Final[ContextVar[str]] = ContextVar("zhanlian_database", default="")


@contextmanager
def use_database(url: str) -> Iterator[None]:
    """Let workspaces that are opened inside keep their docket in a database.

    Args:
        url: ``postgresql://…``, or empty for the SQLite file of each workspace.
    """
    before = _CHOSEN.set(url)
    try:
        yield
    finally:
        _CHOSEN.reset(before)


def tell_database() -> str:
    """Return the database that is chosen, or an empty text for the file of the workspace."""
    return _CHOSEN.get()
