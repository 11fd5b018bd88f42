"""The workbook put together: the same ledger gives the same bytes."""

import io
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Final

import xlsxwriter

from zhanlian.model.ledger import Ledger
from zhanlian.report.roll import ClaimRoll
from zhanlian.report.summary import summarise
from zhanlian.report.xlsx import figures, records
from zhanlian.report.xlsx.table import Cell, Column, Sheets
from zhanlian.words import say

# A workbook notes when it was made; a fixed day keeps the bytes a matter of the ledger alone.
_MADE: Final = datetime(2000, 1, 1)
_SUMMARY_COLUMNS: Final = (Column("measure", 28), Column("value", 70))


def render_xlsx(ledger: Ledger, language: str) -> bytes:
    """Return the ledger as an .xlsx workbook.

    Sheets: overview, figures, series, checks, supervised cases, operations, mechanisms, sources,
    rejects. Rows are written through to temporary files while they come (``constant_memory``):
    100,000 figures need some tens of megabytes besides the ledger.

    Args:
        ledger: what to write.
        language: ``zh`` or ``en``, for headers, sheet names and words.
    """
    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    roll = ClaimRoll(ledger)
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _MADE, "title": say("report.title", language)})
        sheets = Sheets(book, language)
        sheets.add("overview", _SUMMARY_COLUMNS, _summary_rows(ledger, language))
        sheets.add("figures", figures.FIGURE_COLUMNS, figures.figure_rows(roll, language))
        sheets.add("series", figures.SERIES_COLUMNS, figures.series_rows(ledger, roll, language))
        sheets.add("checks", figures.CHECK_COLUMNS, figures.check_rows(ledger, roll, language))
        sheets.add("cases", records.CASE_COLUMNS, records.case_rows(ledger, language))
        sheets.add(
            "operations", records.OPERATION_COLUMNS, records.operation_rows(ledger, language)
        )
        sheets.add("mechanisms", records.MENTION_COLUMNS, records.mention_rows(ledger, language))
        sheets.add("sources", records.SOURCE_COLUMNS, records.source_rows(ledger))
        sheets.add("rejects", records.REJECT_COLUMNS, records.reject_rows(ledger, language))
    return target.getvalue()


def _summary_rows(ledger: Ledger, language: str) -> Iterator[list[Cell]]:
    yield [say("report.text.case", language), ledger.case]
    yield [say("report.text.version", language), ledger.version]
    for name, count in asdict(summarise(ledger)).items():
        yield [say(f"report.count.{name}", language), count]
    yield ["", say("report.statement", language)]
    yield ["", say("report.text.neutralised", language, {"lines": "ledger.jsonl"})]
