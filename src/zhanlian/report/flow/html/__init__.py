"""The flow report as one page that needs nothing but a browser."""

from zhanlian.report.flow.html.page import render_flow_html
from zhanlian.report.flow.html.selection import FlowLimits

__all__ = ["FlowLimits", "render_flow_html"]
