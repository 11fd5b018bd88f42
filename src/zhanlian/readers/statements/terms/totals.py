"""Whether a cell says that its row sums up others."""

import re
from typing import Final

TOTAL_PATTERN: Final = (
    r"(?i)^\s*(?:合计|总计|小计|共计|总金额|总笔数|记录数|(?:sub ?|grand ?)?totals?\b|sum\b)"
)
"""Of RE2, whose word boundaries are those of ASCII. Latin words count as whole words only: Summit
Ltd is somebody."""
_TOTAL: Final = re.compile(TOTAL_PATTERN, re.ASCII)


def tells_total(cell: str) -> bool:
    """Return whether a cell begins with a word for a total."""
    return bool(_TOTAL.match(cell))
