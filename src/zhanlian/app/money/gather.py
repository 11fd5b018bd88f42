"""All tables of a case's statements, one after the other, each row with the index of its file."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from zhanlian.app.money.ports import Columns
from zhanlian.app.money.statements import Imported
from zhanlian.errors import StoreError
from zhanlian.model.statement import SCHEMAS

ITEM = pa.field("item", pa.int32(), nullable=False)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the statements of a case tell.

    Attributes:
        tables: by kind of row, of `SCHEMAS` with a last column ``item``: index of the file.
        imported: the files, in the order of their index.
    """

    tables: dict[str, pa.Table]
    imported: tuple[Imported, ...]

    def table(self, told: str) -> pa.Table:
        """Return all rows of one kind, perhaps none."""
        return self.tables[told]


def gather_tables(imported: Sequence[Imported], columns: Columns) -> Gathered:
    """Return the tables of all files together.

    Cost: all of them lie in memory; some 150 bytes a row.

    Raises:
        StoreError: a table is missing or damaged.
    """
    parts: dict[str, list[pa.Table]] = {told: [] for told in SCHEMAS}
    for index, one in enumerate(imported):
        for told in SCHEMAS:
            if told not in one.tables:
                continue
            table = columns.load_table(one.item.sha256, one.version, told)
            if not table.schema.equals(SCHEMAS[told]):
                raise StoreError("error.lake-unusable", path=one.item.name, detail=told)
            number = pa.repeat(pa.scalar(index, pa.int32()), table.num_rows)
            parts[told].append(table.append_column(ITEM, number))
    tables = {
        told: pa.concat_tables([SCHEMAS[told].append(ITEM).empty_table(), *found])
        for told, found in parts.items()
    }
    return Gathered(tables, tuple(imported))
