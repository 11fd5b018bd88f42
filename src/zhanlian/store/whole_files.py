"""Files outside the workspace: written whole or not at all, read up to a limit."""

import hashlib
import os
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from zhanlian.errors import InputError, StoreError
from zhanlian.words.paths import show_path

_UNFINISHED: Final = ".part"
_TRIAL: Final = "zhanlian"


def prepare_folder(folder: Path) -> None:
    """Make a folder and try it, so that a run does not fail at its very end.

    Raises:
        StoreError: nothing can be written there.
    """
    trial = _aside(folder / _TRIAL)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as error:
        raise _unwritable(folder, error) from error


def write_whole(path: Path, chunks: Iterable[bytes]) -> Path:
    """Return the path after its content was replaced at once; a reader sees old or new, never half.

    Raises:
        StoreError: the file cannot be written; the former one is still there then.
    """
    unfinished = _aside(path)
    try:
        with unfinished.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)  # a full disk gets its room back
        raise _unwritable(path, error) from error
    return path


def remove_file(path: Path) -> None:
    """Remove a file that an earlier run wrote; none there is well, too.

    Raises:
        StoreError: it cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def _aside(path: Path) -> Path:
    """Return where a file is written first; two runs into one folder never share it."""
    return path.parent / f"{path.name}.{uuid.uuid4().hex}{_UNFINISHED}"


def load_start(path: Path, most: int) -> bytes:
    """Return the first bytes of a file, at most `most` of them.

    Raises:
        InputError: it cannot be opened or read.
    """
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError("error.path-unopened", path=show_path(path), why=why) from error


def find_hash(path: Path) -> str | None:
    """Return the SHA-256 of a file in hexadecimal, or None where there is none to be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _unwritable(path: Path, error: OSError) -> StoreError:
    why = error.strerror or type(error).__name__
    return StoreError("error.out-unwritable", path=show_path(path), why=why)
