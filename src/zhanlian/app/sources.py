"""How files and members are named to the user: texts to show, never paths to open."""

import os
from pathlib import Path
from typing import Final

_INSIDE: Final = "!"


def show_path(path: Path) -> str:
    """Return a path as text that can be printed."""
    return show_text(str(path))


def show_text(text: str) -> str:
    """Return a name of the file system as text: bytes in it that are no UTF-8 are escaped."""
    return os.fsencode(text).decode("utf-8", "backslashreplace")


def printable(text: str) -> str:
    """Return a text without halves of characters, which no file or database can hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def member_source(shown: str, member: str) -> str:
    """Return how a member of a container is named to the user: ``path!member``."""
    return f"{shown}{_INSIDE}{member}"
