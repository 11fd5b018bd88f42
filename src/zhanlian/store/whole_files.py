"""Files outside the workspace: written whole or not at all, read up to a limit.

A file is written aside first. What a killed run left there is removed when the folder is prepared
anew; the lock that its writer held tells it from the file of a run that is still at work.
"""

import hashlib
import os
import re
import uuid
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO, Final

from zhanlian.errors import InputError, StoreError
from zhanlian.store.own_files import refuse_own
from zhanlian.words.paths import show_path

_UNFINISHED: Final = ".part"
_TRIAL: Final = "zhanlian"
_ASIDE: Final = re.compile(r".+\.[0-9a-f]{32}\.part", re.DOTALL)


def _find_locks() -> ModuleType | None:
    try:
        return import_module("fcntl")
    except ImportError:  # Windows, where a file that is open cannot be removed anyway
        return None


_LOCKS: Final = _find_locks()


def prepare_folder(folder: Path) -> None:
    """Make a folder, clear it of what killed runs left, and try it, so that none fails at its end.

    Raises:
        StoreError: nothing can be written there, or it is a workspace's own.
    """
    trial = _aside(folder / _TRIAL)
    refuse_own(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for entry in folder.iterdir():
            if _ASIDE.fullmatch(entry.name):
                _remove_left(entry)
        trial.write_bytes(b"")
        trial.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def write_whole(path: Path, chunks: Iterable[bytes]) -> Path:
    """Return the path after its content was replaced at once; a reader sees old or new, never half.

    Raises:
        StoreError: the file cannot be written, or is a workspace's own; the former one is still
            there then.
    """
    refuse_own(path)
    unfinished = _aside(path)
    try:
        with _open_aside(unfinished) as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)  # a full disk gets its room back
        raise _unwritable(path, error) from error
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
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


def _open_aside(path: Path) -> IO[bytes]:
    """Return a new file, held so that nobody takes it for left behind."""
    while True:
        file = path.open("xb")
        try:
            _hold(file, wait=True)
        except OSError:  # a file system without locks
            return file
        if path.exists():
            return file
        file.close()  # taken away between opening and holding


def _remove_left(path: Path) -> None:
    try:
        if _LOCKS is None:
            path.unlink()
            return
        with path.open("rb") as file:
            _hold(file, wait=False)
            path.unlink(missing_ok=True)
    except OSError:
        return  # somebody is writing it, or it is not ours to remove


def _hold(file: IO[bytes], *, wait: bool) -> None:
    if _LOCKS is not None:
        _LOCKS.flock(file, _LOCKS.LOCK_EX if wait else _LOCKS.LOCK_EX | _LOCKS.LOCK_NB)


def load_start(path: Path, most: int) -> bytes:
    """Return the first bytes of a file, at most `most` of them.

    Raises:
        InputError: it cannot be opened or read.
    """
    try:
        with path.open("rb") as file:
            return file.read(most)
    except FileNotFoundError:
        raise InputError("error.path-missing", path=show_path(path)) from None
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
