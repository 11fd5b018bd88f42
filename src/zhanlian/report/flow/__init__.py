"""The flow report: what following the money says, as one page, a workbook and lines of JSON.

It shows answers that `money` found, each with the transfers and rows it rests on; it finds none.
"""
