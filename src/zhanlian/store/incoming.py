"""Folders that are written aside before they take their place.

Apart from the columns themselves: every opening of a workspace clears them, and most commands need
no columns, whose libraries take longer to load than such a command runs.
"""

from pathlib import Path
from typing import Final

INCOMING: Final = "incoming"


def clear_incoming(folder: Path) -> None:
    """Remove what cut-off writes left; only for who knows that nobody else is writing."""
    incoming = folder / INCOMING
    if incoming.is_dir():
        for leftover in sorted(incoming.iterdir()):
            remove_folder(leftover)


def remove_folder(folder: Path) -> None:
    """Remove a folder of ours, which holds files only; none is left where there was none."""
    if folder.is_dir():
        for entry in folder.iterdir():
            entry.unlink(missing_ok=True)
        folder.rmdir()
