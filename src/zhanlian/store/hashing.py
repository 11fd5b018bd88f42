"""Both hashes of evidence, computed in one pass."""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from zhanlian.store.sm3 import new_sm3

CHUNK_BYTES: Final = 1 << 20  # one read; large enough that the calls do not show in the time


@dataclass(frozen=True, slots=True)
class Digests:
    """What identifies a sequence of bytes.

    Attributes:
        sha256: lower-case hex; the name of the object.
        sm3: lower-case hex (GB/T 32905-2016).
        size: bytes.
    """

    sha256: str
    sm3: str
    size: int


def hash_bytes(data: bytes) -> Digests:
    """Return both hashes and the size of bytes that are in memory."""
    return hash_chunks((data,))


def hash_ahead(batch: Iterable[bytes]) -> Iterator[tuple[bytes, Digests]]:
    """Yield each of the byte sequences with its hashes, in order.

    While one is hashed, which needs no interpreter, the next one is drawn and the one before it
    is used by the caller.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="zhanlian-hash") as pool:
        before = None
        for data in batch:
            hashed = pool.submit(hash_bytes, data)
            if before is not None:
                yield before[0], before[1].result()
            before = data, hashed
        if before is not None:
            yield before[0], before[1].result()


def hash_chunks(chunks: Iterable[bytes]) -> Digests:
    """Return both hashes and the total size of a stream of chunks."""
    sha256, sm3, size = hashlib.sha256(), new_sm3(), 0
    for chunk in chunks:
        sha256.update(chunk)
        sm3.update(chunk)
        size += len(chunk)
    return Digests(sha256.hexdigest(), sm3.hexdigest(), size)


def hash_file(path: Path) -> Digests:
    """Return both hashes and the size of a file, in constant memory.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return hash_chunks(read_chunks(file))


def read_chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield what is left of an open file in chunks of `CHUNK_BYTES`."""
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
