"""Exports that private customers get from their bank, Alipay or WeChat; one format a file.

All of them are told by their headers. A workbook is told by its inside, so `sniff` needs all bytes
of one, not only the first 64 KiB (`readers.statements.workbooks.sheets.is_workbook`).
"""

from typing import Final

from zhanlian.model.statement import StatementFormat
from zhanlian.readers.statements.consumer import (
    abc,
    alipay,
    boc,
    bocom,
    ccb,
    cmb_credit,
    hsbc_hk,
    icbc,
    wechat,
)

FORMATS: Final[tuple[StatementFormat, ...]] = (
    alipay,
    wechat,
    abc,
    boc,
    bocom,
    icbc,
    ccb,
    cmb_credit,
    hsbc_hk,
)


def find_format(head: bytes) -> StatementFormat | None:
    """Return the format that a file's first bytes are of (all bytes of a workbook), else None."""
    return next((one for one in FORMATS if one.sniff(head)), None)
