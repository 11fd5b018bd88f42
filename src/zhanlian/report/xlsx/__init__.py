"""The ledger as a workbook: one sheet a kind of record, every figure row with its source."""

from zhanlian.report.xlsx.workbook import render_xlsx

__all__ = ["render_xlsx"]
