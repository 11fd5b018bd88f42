"""The one way into statements: what a file is, and its parts; never an error for its bytes."""

from collections.abc import Iterator
from typing import Final

import pyarrow as pa

from zhanlian.errors import ZhanlianError
from zhanlian.model.evidence import Reject
from zhanlian.model.message import Message
from zhanlian.model.statement import ROWS, ByteSource, StatementFormat, StatementPart
from zhanlian.readers.limits import DEFAULT_LIMITS
from zhanlian.readers.statements.refusals import refuse_file
from zhanlian.readers.statements.registry import find_statement
from zhanlian.readers.statements.workbooks.sheets import is_workbook

_HEAD: Final = 1 << 16  # bytes
_LONGEST_DETAIL: Final = 100
_SLIPS: Final = (ValueError, ArithmeticError, LookupError, TypeError, pa.ArrowException)


def find_format(source: ByteSource) -> StatementFormat | None:
    """Return the format of a file, else None; a workbook is read whole to tell it."""
    return find_statement(load_head(source))


def load_head(source: ByteSource) -> bytes:
    """Return what `find_statement` and `find_unknown_table` need of a file."""
    head = source.read_at(0, _HEAD)
    if is_workbook(head) and source.size <= DEFAULT_LIMITS.max_bytes:
        return source.read_at(0, source.size)
    return head


def read_statement(source: ByteSource, form: StatementFormat) -> Iterator[StatementPart]:
    """Yield what a file tells, in its order; never raises for what the bytes are.

    Text is read in bounded memory whatever its size. A workbook is held whole, and bounded by
    its reader. What a format cannot take ends as a reject of the file; parts before it stay.

    Args:
        source: the file.
        form: as `find_format` tells it.
    """
    told = False
    try:
        for part in form.parse(source):
            told = told or bool(
                part.table.num_rows or part.row_rejects.num_rows or part.others or part.rejects
            )
            yield part
    except ZhanlianError as error:
        yield _make_part(refuse_file(source.name, error))
    except _SLIPS as error:
        detail = f"{type(error).__name__}: {error}"[:_LONGEST_DETAIL]
        yield _refuse(source, Message("reject.broken", {"detail": detail}))
    else:
        if not told:
            yield _refuse(source, Message("reject.statement-not-read", {"format": form.KEY}))


def refuse_unknown(source: ByteSource) -> StatementPart:
    """Return the reject of a table of money that no format knows."""
    return _refuse(source, Message("reject.table-unknown"))


def _refuse(source: ByteSource, message: Message) -> StatementPart:
    return _make_part(Reject(source.name, "", message))


def _make_part(reject: Reject) -> StatementPart:
    return StatementPart("rows", ROWS.empty_table(), rejects=(reject,))
