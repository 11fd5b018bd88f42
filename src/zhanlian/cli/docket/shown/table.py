"""Tables on the terminal, and JSON lines for programs: one form for all of the docket."""

import sys
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from rich.table import Table


def make_table(
    headings: Sequence[str], *, unbroken: Collection[int] = (), right: Collection[int] = ()
) -> "Table":
    """Return an empty table.

    Args:
        headings: of its columns.
        unbroken: numbers of the columns that keep a cell on one line, from nought.
        right: numbers of those that stand to the right.
    """
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, heading in enumerate(headings):
        justify: Any = "right" if number in right else "left"
        table.add_column(plain_line(heading), justify=justify, no_wrap=number in unbroken)
    return table


def write_json(*rows: Mapping[str, Any]) -> None:
    """Write rows as JSON lines."""
    from zhanlian.report.jsonl import json_line

    sys.stdout.writelines(json_line(dict(row)) for row in rows)
