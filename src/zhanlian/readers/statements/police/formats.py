"""The formats of the police package: what each file is, and how it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from zhanlian.model.statement import ByteSource, StatementPart
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.police.blocks import LONGEST_RECORD
from zhanlian.readers.statements.police.head import HEAD, find_head
from zhanlian.readers.statements.police.owner import find_owner
from zhanlian.readers.statements.police.sheets import find_families, read_workbook
from zhanlian.readers.statements.police.stream import read_table
from zhanlian.readers.statements.workbooks.sheets import is_workbook


@dataclass(frozen=True, slots=True)
class PoliceTables:
    """One family of tables, as CSV of any size or as sheets of a workbook.

    Attributes:
        KEY: name of the format.
    """

    KEY: str

    def sniff(self, head: bytes) -> bool:
        """Return whether the header of one of the family's tables is there.

        A workbook is known only by all of its bytes.
        """
        if is_workbook(head):
            return self.KEY in find_families(MemorySource(head))
        found = find_head(head)
        return found is not None and found.layout.table.family == self.KEY

    def parse(self, source: ByteSource) -> Iterator[StatementPart]:
        """Yield a file in its order; nothing where no table is found in it."""
        first = source.read_at(0, HEAD)
        if is_workbook(first):
            yield from read_workbook(source)
            return
        head = find_head(first)
        if head is None:
            return
        above = first[head.mark : head.header_end].decode(head.encoding, "replace")
        row = source.read_at(head.header_end, LONGEST_RECORD).split(b"\n", 1)[0]
        yield from read_table(source, head, find_owner(above, head.layout, row))


FORMATS: Final = (
    PoliceTables("cn-bank"),
    PoliceTables("alipay-police"),
    PoliceTables("tenpay-police"),
)
