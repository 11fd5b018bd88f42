"""All formats of statements, in the order in which they are asked."""

from typing import Final

from zhanlian.model.statement import StatementFormat
from zhanlian.readers.statements import chain, consumer, police, transfer_messages, victims
from zhanlian.readers.statements.workbooks.sheets import is_archive

# Exports of one bank or wallet first: their headers are exact, while a bank return is known by
# aliases, among which some exports would find enough of their columns.
FORMATS: Final[tuple[StatementFormat, ...]] = (
    *victims.FORMATS,
    *consumer.FORMATS,
    *police.FORMATS,
    *transfer_messages.FORMATS,
    *chain.FORMATS,
)


def find_statement(head: bytes) -> StatementFormat | None:
    """Return the first format that knows a file by its first bytes, else None.

    Args:
        head: the first 64 KiB of a file, all of it if it is smaller or a workbook.
    """
    if is_archive(head):
        # Stored without packing, the header of the first member stands there in plain text.
        return None
    return next((one for one in FORMATS if one.sniff(head)), None)
