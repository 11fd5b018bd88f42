"""Paths as text to show: never to open."""

import os
from pathlib import Path


def show_path(path: Path) -> str:
    """Return a path as text that can be printed."""
    return show_text(str(path))


def show_text(text: str) -> str:
    """Return a name of the file system as text: bytes in it that are no UTF-8 are escaped."""
    return os.fsencode(text).decode("utf-8", "backslashreplace")
