"""The ledger as one page that needs nothing but a browser."""

from zhanlian.report.html.page import render_html
from zhanlian.report.html.selection import PageLimits

__all__ = ["PageLimits", "render_html"]
