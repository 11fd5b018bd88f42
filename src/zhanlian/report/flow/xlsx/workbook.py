"""The workbook put together: the same answer gives the same bytes."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

import xlsxwriter

from zhanlian.model.answers import FlowAnswer
from zhanlian.report.flow.labels import code_words, time_text
from zhanlian.report.flow.xlsx import lists, material, paths
from zhanlian.report.flow.xlsx.cells import Numbers, columns
from zhanlian.report.xlsx.table import Cell, Column, Sheets
from zhanlian.words import say

# A workbook notes when it was made; a fixed day keeps the bytes a matter of the answer alone.
_MADE: Final = datetime(2000, 1, 1)
_OVERVIEW_COLUMNS: Final = columns(name=28, value=90)
_COUNTED: Final = ("queries", "freezes", "restitution", "accounts", "inputs", "gaps", "unmatched")
Section = tuple[str, Sequence[Column], Iterable[Sequence[Cell]]]


def render_flow_xlsx(answer: FlowAnswer, language: str) -> bytes:
    """Return the answer as an .xlsx workbook, everything in it and nothing left out.

    A sheet for each section; sums are numbers of their asset, or texts where a number of the
    format would lose digits. Transfers carry the same numbers as in the page.

    Args:
        answer: what to write.
        language: ``zh`` or ``en``, for headers, sheet names and words.
    """
    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _MADE, "title": say("report.flow.title", language)})
        sheets = Sheets(book, language, "flow.jsonl")
        for section, head, rows in _sections(answer, language):
            sheets.add(f"flow.{section}", head, rows)
    return target.getvalue()


def _sections(answer: FlowAnswer, language: str) -> Iterator[Section]:
    numbers = Numbers(answer)
    yield "overview", _OVERVIEW_COLUMNS, _overview_rows(answer, language)
    yield "totals", paths.TOTAL_COLUMNS, paths.total_rows(answer)
    yield "queries", lists.QUERY_COLUMNS, lists.query_rows(answer, numbers, language)
    yield "freezes", lists.FREEZE_COLUMNS, lists.freeze_rows(answer, numbers, language)
    yield "measures", lists.MEASURE_COLUMNS, lists.measure_rows(answer, language)
    plans = lists.restitution_rows(answer, numbers, language)
    yield "restitution", lists.RESTITUTION_COLUMNS, plans
    yield "accounts", paths.ACCOUNT_COLUMNS, paths.account_rows(answer, numbers, language)
    yield "shares", paths.SHARE_COLUMNS, paths.share_rows(answer, language)
    yield "cash_outs", paths.CASH_OUT_COLUMNS, paths.cash_out_rows(answer, language)
    yield "bands", paths.BAND_COLUMNS, paths.band_rows(answer, numbers, language)
    yield "comparison", paths.COMPARISON_COLUMNS, paths.comparison_rows(answer, language)
    yield "gaps", material.GAP_COLUMNS, material.gap_rows(answer, language)
    yield "unmatched", material.UNMATCHED_COLUMNS, material.unmatched_rows(answer, language)
    yield "cleaning", material.CLEANING_COLUMNS, material.cleaning_rows(answer, language)
    yield "orderings", material.ORDERING_COLUMNS, material.ordering_rows(answer, language)
    yield "joined", material.JOINED_COLUMNS, material.joined_rows(answer, language)
    yield "inputs", material.INPUT_COLUMNS, material.input_rows(answer, language)
    yield "settings", material.SETTING_COLUMNS, material.setting_rows(answer, language)
    yield "transfers", material.TRANSFER_COLUMNS, material.transfer_rows(answer, language)
    yield "rows", material.ROW_COLUMNS, material.row_rows(answer)


def _overview_rows(answer: FlowAnswer, language: str) -> Iterator[list[Cell]]:
    yield [say("report.text.case", language), answer.case]
    yield [say("report.flow.text.rule", language), code_words(answer.rule, language)]
    yield [say("report.flow.text.as_of", language), time_text(answer.as_of)]
    yield [say("report.text.version", language), answer.version]
    yield [say("report.flow.count.rows", language), answer.cleaning.rows]
    for name in _COUNTED:
        yield [say(f"report.flow.count.{name}", language), len(getattr(answer, name))]
    yield ["", say("report.flow.statement", language)]
    yield ["", say("report.flow.text.zone", language)]
    yield ["", say("report.text.neutralised", language, {"lines": "flow.jsonl"})]
