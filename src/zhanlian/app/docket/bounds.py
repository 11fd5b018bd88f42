"""How much one act may bring: no line of the audit chain grows beyond what anybody can read.

Whatever is written must be readable again: a version that is not would block every list it is in.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from zhanlian.app.docket.stored import to_record
from zhanlian.errors import InputError, LimitError, StoreError
from zhanlian.model.docket.plain import Plain
from zhanlian.store.records import StoredVersion

TEXT: Final = 20_000  # signs of one text: some twelve printed pages
ROWS: Final = 20_000  # of one list; the largest hand-over to one agency on record had some 1,200
RECORDS: Final = 5_000  # versions of one act: others wait some ten seconds for it
REQUEST: Final = 8_000_000  # signs of a whole request as JSON: so many rows with every field filled
VERSION: Final = 16_000_000  # signs of all that a record holds


def check_request(told: Plain, written: str) -> None:
    """Return when a request is no larger than an act may be.

    Args:
        told: the request, or a text beside it, as JSON values by field name.
        written: the same as one text.

    Raises:
        LimitError: a text, a list, or all of it is too large; names the field.
    """
    if len(written) > REQUEST:
        raise LimitError("error.request-large", most=REQUEST)
    waiting = [("", told)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, str) and len(value) > TEXT:
            raise LimitError("error.request-text", field=place, most=TEXT)
        if isinstance(value, list) and len(value) > ROWS:
            raise LimitError("error.request-rows", field=place, most=ROWS)
        if isinstance(value, Mapping):
            waiting += [(f"{place}.{name}" if place else name, one) for name, one in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{place}[{nr}]", one) for nr, one in enumerate(value, start=1)]


def check_versions(versions: Sequence[StoredVersion]) -> None:
    """Return when versions are not too many for one act, nor too large, and can be read again.

    Raises:
        LimitError: there are too many, or a record holds too much.
        InputError: something in it lies outside of what the docket can tell, as a far-off year.
    """
    if len(versions) > RECORDS:
        raise LimitError("error.records-many", most=RECORDS)
    for version in versions:
        _check(version)


def _check(version: StoredVersion) -> None:
    if len(version.content) > VERSION:
        raise LimitError("error.record-large", id=version.id, most=VERSION)
    try:
        to_record(version)
    except StoreError as error:
        cause = error.__cause__
        detail = getattr(cause, "fields", {}).get("value", type(cause).__name__)
        raise InputError("error.record-unreadable", detail=detail) from error
