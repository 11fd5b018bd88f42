"""Zhanlian (斩链): evidence in, sourced answers out."""

__version__ = "0.1.0"
