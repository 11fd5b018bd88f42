"""A file outside the workspace, open for reading in pieces, and the files of one kind beside it."""

from pathlib import Path
from types import TracebackType
from typing import Self

from zhanlian.errors import InputError
from zhanlian.words.paths import show_path, show_text


class FileSource:
    """One file, read from any offset (`model.statement.ByteSource`); a context manager.

    Args:
        path: of the file.

    Raises:
        InputError: it cannot be opened, or is a folder.
    """

    def __init__(self, path: Path) -> None:
        self.name = show_text(path.name)
        self._path = path
        try:
            self._file = path.open("rb", buffering=0)
            self.size = self._file.seek(0, 2)
        except OSError as error:
            raise self._unreadable(error) from error

    def read_at(self, offset: int, size: int) -> bytes:
        """Return so many bytes from an offset, fewer at the end.

        Raises:
            InputError: the disk cannot read it.
        """
        try:
            self._file.seek(offset)
            parts: list[bytes] = []
            while size > 0 and (part := self._file.read(size)):
                parts.append(part)
                size -= len(part)
            return b"".join(parts)
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> InputError:
        why = error.strerror or type(error).__name__
        return InputError("error.path-unopened", path=show_path(self._path), why=why)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


def list_named(folder: Path, ending: str) -> tuple[Path, ...]:
    """Return the files of a folder whose names end so, by name; none where there is no folder.

    Raises:
        InputError: the folder cannot be listed.
    """
    try:
        found = [entry for entry in folder.iterdir() if entry.name.endswith(ending)]
        return tuple(sorted(entry for entry in found if entry.is_file()))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InputError("error.path-unopened", path=show_path(folder), why=why) from error
