"""Which items are statements: their kind stands in the media type that the docket keeps."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from zhanlian.app.money.ports import StatementReading
from zhanlian.model.statement import StatementFormat

HEAD_BYTES: Final = 64 * 1024
_PREFIX: Final = "application/x-statement."
_UNKNOWN: Final = "unknown"
_MOST_KNOWN: Final = 1024
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def is_statement(media_type: str) -> bool:
    """Return whether a media type is one of statements, or of a table that no format knows."""
    return media_type.startswith(_PREFIX)


def needs_all(head: bytes) -> bool:
    """Return whether a file is told only from all of its bytes: a workbook's list comes last."""
    return head.startswith(_WORKBOOKS)


def find_format(
    head: bytes, reading: StatementReading
) -> tuple[str, StatementFormat | None] | None:
    """Return the media type of a statement and its format, or None for what is no statement.

    Args:
        head: first 64 KiB of a file; all of a workbook.
        reading: the rooms that know the formats.
    """
    found = reading.find(head)
    if found is not None:
        return _PREFIX + found.KEY, found
    if reading.looks_like_table(head):
        return _PREFIX + _UNKNOWN, None
    return None


def ask_once(
    find: Callable[[bytes], StatementFormat | None],
) -> Callable[[bytes], StatementFormat | None]:
    """Return the same question, put once for the same bytes of late.

    A file is looked at when it is received and when it is imported; of its bytes only a digest is
    kept, since workbooks come whole.
    """
    known: dict[bytes, StatementFormat | None] = {}

    def find_once(head: bytes) -> StatementFormat | None:
        digest = hashlib.sha256(head).digest()
        if digest not in known:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            known[digest] = find(head)
        return known[digest]

    return find_once


def add_mappings(reading: StatementReading, mapped: Sequence[StatementFormat]) -> StatementReading:
    """Return the rooms with the mappings of a workspace: what a person confirmed goes first."""
    if not mapped:
        return reading

    def find(head: bytes) -> StatementFormat | None:
        own = next((one for one in mapped if one.sniff(head)), None)
        return own or reading.find(head)

    return replace(reading, find=find, is_mapped=True)
