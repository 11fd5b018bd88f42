"""The columns of the lake: what statements tell, as Parquet files by item and version.

Like all of the lake they may be thrown away at any time. A statement is there wholly or not at
all: its tables are written aside, and the small file that names them comes last. It holds the hash
of each file and a check value of itself, so what was damaged or swapped since counts as not there,
and is read anew from the evidence.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from zhanlian.errors import StoreError
from zhanlian.store.incoming import INCOMING, remove_folder

_FORMAT: Final = 2
# Of the codecs at hand LZ4 wrote 5 M rows fastest; statements repeat themselves and shrink anyway.
_CODEC: Final = "lz4"
_LONGEST_INDEX: Final = 1 << 28  # bytes; an index lists counts and rejects of one file
_INDEX: Final = "index.json"
_ATTEMPTS: Final = 3  # two runs may write one statement at once; their tables are the same
_BROKEN: Final = (AttributeError, pa.ArrowException, OSError, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class StoredTables:
    """The tables of one statement.

    Attributes:
        meta: what the writer said of them; JSON values.
        tables: names of the tables that have rows.
    """

    meta: Mapping[str, Any]
    tables: tuple[str, ...]


class TableWriter:
    """Takes the tables of one statement, batch after batch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writers: dict[str, pq.ParquetWriter] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables that have rows, sorted."""
        return tuple(sorted(self._writers))

    def add(self, name: str, table: pa.Table) -> None:
        """Write a batch of rows; none makes no table."""
        if not table.num_rows:
            return
        if name not in self._writers:
            self._writers[name] = pq.ParquetWriter(
                self._folder / f"{name}.parquet",
                table.schema,
                compression=_CODEC,
                write_page_checksum=True,
            )
        self._writers[name].write_table(table)

    def close(self) -> None:
        """Finish all files."""
        for writer in self._writers.values():
            writer.close()


class ColumnLake:
    """Tables of statements in one workspace.

    Args:
        folder: made when something is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / INCOMING

    def find_tables(self, sha256: str, version: str) -> StoredTables | None:
        """Return what is kept of a statement by a version, or None where it is to be read anew."""
        place = self._place(sha256, version)
        try:
            with (place / _INDEX).open("rb") as file:
                told = json.loads(file.read(_LONGEST_INDEX))
            if told["format"] != _FORMAT or told.pop("check") != _check(sha256, told):
                return None
            for name, expected in told["tables"].items():
                if _hash_file(place / f"{name}.parquet") != expected:
                    return None
            return StoredTables(dict(told["meta"]), tuple(told["tables"]))
        except _BROKEN:
            return None

    def is_damaged(self, sha256: str, version: str) -> bool:
        """Return whether tables were kept that can no longer be used as they were written."""
        place = self._place(sha256, version)
        return place.exists() and self.find_tables(sha256, version) is None

    @contextmanager
    def write_tables(
        self, sha256: str, version: str, meta: dict[str, Any]
    ) -> Iterator[TableWriter]:
        """Give a writer; what it got is kept when the block ends well, together with `meta`.

        `meta` may still be filled inside the block.

        Raises:
            StoreError: the disk refuses.
        """
        place = self._place(sha256, version)
        aside = self._incoming / uuid.uuid4().hex
        try:
            aside.mkdir(parents=True)
            place.parent.mkdir(exist_ok=True)
            writer = TableWriter(aside)
            try:
                yield writer
            finally:
                writer.close()
            tables = {name: _hash_file(aside / f"{name}.parquet") for name in writer.names}
            index = {"format": _FORMAT, "meta": meta, "tables": tables}
            text = json.dumps({**index, "check": _check(sha256, index)}, ensure_ascii=False)
            (aside / _INDEX).write_text(text, "utf-8")
            self._put(aside, sha256, version)
        except (OSError, pa.ArrowException) as error:
            raise StoreError(
                "error.lake-unusable", path=str(self._folder), detail=str(error)
            ) from error
        finally:
            remove_folder(aside)

    def _put(self, aside: Path, sha256: str, version: str) -> None:
        """Move tables to their place, unless another run has put them there meanwhile."""
        place = self._place(sha256, version)
        for _ in range(_ATTEMPTS):
            if self.find_tables(sha256, version) is not None:
                return
            remove_folder(place)
            try:
                aside.replace(place)
            except OSError:
                continue
            return
        aside.replace(place)

    def load_table(
        self, sha256: str, version: str, name: str, columns: Sequence[str] | None = None
    ) -> pa.Table:
        """Return a table, or the named columns of it.

        Raises:
            StoreError: it is missing or damaged; remove the lake and run again.
        """
        path = self._table(sha256, version, name)
        try:
            return pq.read_table(path, columns=columns, page_checksum_verification=True)
        except (OSError, pa.ArrowException) as error:
            raise StoreError("error.lake-unusable", path=str(path), detail=str(error)) from error

    def _table(self, sha256: str, version: str, name: str) -> Path:
        return self._place(sha256, version) / f"{name}.parquet"

    def _place(self, sha256: str, version: str) -> Path:
        return self._folder / sha256[:2] / f"{sha256[2:]}-{version}"


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check(sha256: str, index: Mapping[str, Any]) -> str:
    """Return the check value of an index, bound to the statement that it is about."""
    # As JSON gives it back: numbers as keys become texts on the way.
    told = json.loads(json.dumps(index))
    text = json.dumps([sha256, told], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
