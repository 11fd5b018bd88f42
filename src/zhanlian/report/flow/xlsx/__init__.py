"""The flow report as a workbook: everything, a sheet for each section."""

from zhanlian.report.flow.xlsx.workbook import render_flow_xlsx

__all__ = ["render_flow_xlsx"]
