"""A person reads items of figures in words; a machine reads their codes."""

import io
import json
import sys
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from synthetic_ledger import build_ledger, load_text

from zhanlian.cli.session import Session
from zhanlian.cli.tables import show_claims
from zhanlian.figures.phrases import say_claim
from zhanlian.model.claim import Claim, Metric, SourcedClaim, Unit
from zhanlian.model.ledger import Ledger
from zhanlian.report.html import render_html
from zhanlian.report.jsonl import render_jsonl
from zhanlian.report.rows import claim_row
from zhanlian.report.xlsx import render_xlsx
from zhanlian.settings import load_settings

_CODE = "illegal_gains"
_WORDS = {"zh": "违法所得", "en": "illegal gains"}


def _ledger() -> Ledger:
    """Return the synthetic ledger with one claim made a figure of illegal gains."""
    ledger = build_ledger()
    first = ledger.readings[0]
    gained = replace(first.claims[0], metric=Metric.OTHER, unit=Unit.CNY, item=_CODE)
    reading = replace(first, claims=(gained, *first.claims[1:]))
    return replace(ledger, readings=(reading, *ledger.readings[1:]), series=(), checks=())


def _gained(item: str | None = _CODE) -> Claim:
    claim = _ledger().readings[0].claims[0]
    return replace(claim, item=item, value=Decimal(50000))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_terminal_tells_an_item_in_words(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    console = Session(language, load_settings({})).console(sys.stdout)
    show_claims(console, "甲.txt", [_gained(), _gained("手机")], language)
    told = capsys.readouterr().out
    assert _WORDS[language] in told and "手机" in told and _CODE not in told


def test_a_sentence_of_a_check_tells_an_item_in_words() -> None:
    source = _ledger().readings[0].source
    told = {one: say_claim(SourcedClaim(_gained(), source), one) for one in ("zh", "en")}
    assert told["zh"].startswith("违法所得") and "5万元" in told["zh"]
    assert told["en"].startswith("illegal gains: ") and "50,000 yuan" in told["en"]


def test_the_page_tells_an_item_in_both_languages() -> None:
    page = "".join(render_html(_ledger(), load_text, "zh"))
    for language, words in _WORDS.items():
        assert f'<span class="t" lang="{language}">{words}</span>' in page
    assert _CODE not in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_tells_an_item_in_words(language: str) -> None:
    book = load_workbook(io.BytesIO(render_xlsx(_ledger(), language)))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert _WORDS[language] in cells and "手机" in cells and _CODE not in cells


def test_a_machine_reads_the_code() -> None:
    assert claim_row(_gained(), "甲.txt")["item"] == _CODE
    rows = [json.loads(line) for line in render_jsonl(_ledger())]
    assert _CODE in [row.get("item") for row in rows]
