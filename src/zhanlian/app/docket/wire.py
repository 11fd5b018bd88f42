"""The docket with its real time, ids and rules."""

import secrets
from pathlib import Path
from typing import Final

from zhanlian.app.docket.desk import Surroundings
from zhanlian.app.wire import tell_time
from zhanlian.docket.rules.book import RuleBook, load_rules
from zhanlian.errors import FormatError
from zhanlian.store.file_source import list_named
from zhanlian.store.whole_files import load_start
from zhanlian.words.paths import show_path

RULES: Final = "rules"
_LARGEST: Final = 1_000_000  # bytes; the built-in tables have some 60,000
_SIGNS: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: none is mistaken for another
_ID_SIGNS: Final = 12  # 60 random bits: two of a thousand million records agree once in a thousand


def wire_surroundings(workspace: Path, login: str = "") -> Surroundings:
    """Return what comes into an act from outside.

    Args:
        workspace: its folder; tables in its `rules/` add to the built-in ones or replace them.
        login: of the machine, where it is not the name of the account that acts.

    Raises:
        FormatError: a table of the workspace cannot be used; names file, entry and remedy.
    """
    return Surroundings(tell_time, make_id, load_workspace_rules(workspace), login)


def load_workspace_rules(workspace: Path) -> RuleBook:
    """Return the tables in force for a workspace: the built-in ones with its own.

    Raises:
        FormatError: a table of the workspace cannot be used.
    """
    return load_rules(list_own_rules(workspace))


def list_own_rules(workspace: Path) -> tuple[tuple[str, str], ...]:
    """Return name and text of the tables of a workspace; none where it has none.

    Raises:
        FormatError: a file is no text, or too large.
    """
    return tuple((show_path(path), _read(path)) for path in list_named(workspace / RULES, ".toml"))


def _read(path: Path) -> str:
    data = load_start(path, _LARGEST + 1)
    try:
        if len(data) > _LARGEST:
            raise ValueError(f"> {_LARGEST} bytes")
        return data.decode("utf-8")
    except ValueError as error:
        raise FormatError("error.rules-text", path=show_path(path), detail=str(error)) from error


def make_id() -> str:
    """Return a fresh id: random, so that it tells nothing about other records."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_ID_SIGNS))
