"""The files under the paths that were given, in a stable order, and what was left out of them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

from zhanlian.errors import InputError
from zhanlian.model.evidence import Reject
from zhanlian.model.message import Message
from zhanlian.words.paths import show_path, show_text


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to receive.

    Attributes:
        path: to open.
        source: path as given by the person, with its way below a given folder; text to show.
        size: bytes.
    """

    path: Path
    source: str
    size: int


@dataclass(frozen=True, slots=True)
class Omission:
    """A file or folder that was passed over on purpose, and why."""

    source: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Intake:
    """What lies under the given paths: files, what was left out, and what cannot be opened."""

    files: tuple[FoundFile, ...]
    omissions: tuple[Omission, ...]
    rejects: tuple[Reject, ...]


def find_files(paths: Sequence[str], apart: Sequence[Path] = ()) -> Intake:
    """Return the files at and below the paths, sorted by path within each.

    Hidden entries, symbolic links inside a folder (they may lead in circles or out of it),
    devices and the folders of Zhanlian itself are left out and named. A file reached
    twice is listed once.

    Args:
        paths: files and folders as given.
        apart: folders to keep out: workspace and output.

    Raises:
        InputError: a path is missing, or there is no path.
    """
    if not paths:
        raise InputError("error.no-paths")
    for path in paths:
        _demand(path)
    walk = _Walk(frozenset(_identity(folder) for folder in apart if folder.exists()))
    for path in paths:
        walk.visit(path)
    return Intake(tuple(walk.files), tuple(walk.omissions), tuple(walk.rejects))


def _demand(given: str) -> None:
    path = Path(given)
    if not given.strip():  # a variable of the shell that is not set: not the folder we stand in
        raise InputError("error.path-missing", path=repr(given))
    try:
        path.stat()
    except FileNotFoundError:
        raise InputError("error.path-missing", path=show_path(path)) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError("error.path-unopened", path=show_path(path), why=why) from error


def _identity(path: Path) -> tuple[int, int]:
    known = path.stat()
    return known.st_dev, known.st_ino


class _Walk:
    """One walk over the given paths; knows which files it has listed already."""

    def __init__(self, apart: frozenset[tuple[int, int]]) -> None:
        self.files: list[FoundFile] = []
        self.omissions: list[Omission] = []
        self.rejects: list[Reject] = []
        self._apart = apart
        self._seen: set[str] = set()

    def visit(self, given: str) -> None:
        """Walk without recursion, so that depth is bounded by the file system only."""
        waiting = [(Path(given), show_text(given), True)]
        while waiting:
            path, source, top = waiting.pop()
            try:
                entries = self._look_at(path, source, top)
            except OSError as error:
                self.rejects.append(reject_unopened(source, error))
                continue
            below = source if source.endswith(("/", os.sep)) else f"{source}/"
            waiting.extend(
                (entry, below + show_text(entry.name), False) for entry in reversed(entries)
            )

    def _look_at(self, path: Path, source: str, top: bool) -> list[Path]:
        known = path.stat() if top else path.lstat()
        if not top and path.name.startswith("."):
            return self._omit(source, "omitted.hidden")
        if S_ISLNK(known.st_mode):
            return self._omit(source, "omitted.link")
        if (known.st_dev, known.st_ino) in self._apart:
            return self._omit(source, "omitted.own")
        if S_ISDIR(known.st_mode):
            return sorted(path.iterdir(), key=lambda entry: os.fsencode(entry.name))
        if not S_ISREG(known.st_mode):
            return self._omit(source, "omitted.special")
        # The resolved path, not the inode: two hard links are two names that were received.
        real = os.path.realpath(path)
        if real not in self._seen:
            self._seen.add(real)
            self.files.append(FoundFile(path, source, known.st_size))
        return []

    def _omit(self, source: str, key: str) -> list[Path]:
        self.omissions.append(Omission(source, Message(key)))
        return []


def reject_unopened(source: str, error: OSError) -> Reject:
    """Return the reject for a file or folder that the system does not let us open."""
    return Reject(source, "", Message("reject.file-unopened", {"why": error.strerror or "?"}))


def load_file(file: FoundFile, most: int) -> bytes | Reject:
    """Return the bytes of a file, or why they cannot be had.

    Args:
        file: as found.
        most: largest size that is taken, in bytes.
    """
    if file.size > most:
        return Reject(file.source, "", Message("reject.file-too-large", {"most": most // 1024**2}))
    try:
        with file.path.open("rb") as opened:
            data = opened.read(file.size + 1)
    except OSError as error:
        return reject_unopened(file.source, error)
    if len(data) > file.size:
        return Reject(file.source, "", Message("reject.file-growing"))
    return data


def load_head(file: FoundFile, size: int) -> bytes | Reject:
    """Return the first bytes of a file, or why they cannot be had."""
    try:
        with file.path.open("rb") as opened:
            return opened.read(size)
    except OSError as error:
        return reject_unopened(file.source, error)
