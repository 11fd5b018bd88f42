"""The report room: a ledger becomes rows, a workbook, lines of JSON and one page to read.

It shows what sources claim, each figure with its quote and its place; it decides nothing.
"""
