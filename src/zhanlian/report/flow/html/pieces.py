"""Pieces of the page: sums that lead to their transfers, accounts, rows, times."""

import functools
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Final

from markupsafe import Markup, escape

from zhanlian.model.answers import RowRef
from zhanlian.model.asset import show_grouped
from zhanlian.report.flow.html.selection import FlowSelection
from zhanlian.report.flow.labels import (
    account_words,
    asset_words,
    code_words,
    duration_text,
    level_words,
    unit_words,
    victim_words,
)
from zhanlian.report.html.bilingual import both, both_of
from zhanlian.report.labels import grouped
from zhanlian.words import LANGUAGES
from zhanlian.words.shown import plain_line

# A name that is longer fills the page; it stands in full in the workbook.
_LONGEST: Final = 160


def from_outside(text: str) -> Markup:
    """Return a text of the evidence, cut to a readable length and apart from what surrounds it.

    ``<bdi>`` keeps a name in a script that runs to the left from moving the sums beside it.
    """
    told = plain_line(text)
    if len(told) <= _LONGEST:
        return Markup("<bdi>{}</bdi>").format(told)
    note = both_of("report.flow.text.cut", {"count": grouped(len(told))})
    return Markup('<bdi>{}</bdi>… <span class="dim">{}</span>').format(told[:_LONGEST], note)


def from_outside_told(tell: Callable[[str], str]) -> Markup:
    """Return a text of the evidence that stands among words of ours, in both languages."""
    texts = {language: tell(language) for language in LANGUAGES}
    if len(set(texts.values())) == 1:
        return from_outside(texts[LANGUAGES[0]])
    return Markup().join(
        Markup('<span class="t" lang="{}">{}</span>').format(language, from_outside(text))
        for language, text in texts.items()
    )


def account_told(account: str) -> Markup:
    """Return an account number, or what rows say instead of one, in both languages."""
    told = from_outside_told(functools.partial(account_words, account))
    return Markup('<span class="acct">{}</span>').format(told)


def victim_of(victim: str) -> Markup:
    """Return a victim's name, or the word for those that are not named."""
    return from_outside_told(functools.partial(victim_words, victim))


def code_of(code: Enum) -> Markup:
    """Return the words of a code in both languages."""
    return both(functools.partial(code_words, code))


def level_of(level: int) -> Markup:
    """Return the name of a level in both languages."""
    return both(functools.partial(level_words, level))


def asset_of(asset: str) -> Markup:
    """Return the name of an asset with its identity, in both languages."""
    return both(functools.partial(asset_words, asset))


def span_of(seconds: int | None) -> Markup:
    """Return a span of time in words, or a dash where there is none."""
    return Markup("—") if seconds is None else both(functools.partial(duration_text, seconds))


def sum_of(units: int | None, asset: str) -> Markup:
    """Return a sum with its unit, or a dash where none was told."""
    if units is None:
        return Markup("—")
    unit = both(functools.partial(unit_words, asset))
    return Markup('<b class="number">{}</b> <span class="unit" title="{}">{}</span>').format(
        show_grouped(units, asset), plain_line(asset), unit
    )


class Links:
    """Pieces that lead to other places of one page."""

    def __init__(self, selection: FlowSelection) -> None:
        self._selection = selection

    def sum_cited(self, units: int, asset: str, ids: Iterable[str]) -> Markup:
        """Return a sum that leads to the transfers it rests on."""
        cites = self._selection.cite(ids)
        if not cites.numbers:
            return sum_of(units, asset)
        return Markup('<a class="to" href="#t{}" data-rows="{}">{}</a>').format(
            cites.numbers[0], cites.rows, sum_of(units, asset)
        )

    def cites_of(self, ids: Iterable[str]) -> Markup:
        """Return the numbers of the transfers behind a line, the rest counted."""
        cites = self._selection.cite(ids)
        parts = [
            Markup('<a href="#t{0}">#{0}</a>').format(number)
            for number in cites.numbers[: cites.named]
        ]
        rest = len(cites.numbers) - cites.named
        if rest > 0:
            parts.append(
                Markup('<a href="#t{}" data-rows="{}">+{}</a>').format(
                    cites.numbers[0], cites.rows, rest
                )
            )
        if cites.missing:
            told = both_of("report.flow.text.more_cited", {"count": grouped(cites.missing)})
            parts.append(Markup('<span class="dim">{}</span>').format(told))
        return Markup(" ").join(parts)

    def account_of(self, account: str, asset: str) -> Markup:
        """Return an account number that leads to its line."""
        told = account_told(account)
        row = self._selection.find_account_row(account, asset)
        return told if row is None else Markup('<a href="#{}">{}</a>').format(row, told)

    def row_of(self, row: RowRef) -> Markup:
        """Return a row of a statement: file, sheet, line, bytes; it leads to the file's hash."""
        name = from_outside(row.name)
        anchor = self._selection.find_input_row(row.sha256)
        if anchor is not None:
            name = Markup('<a href="#{}">{}</a>').format(anchor, name)
        parts = [name, Markup("<code>{}</code>").format(row.sha256[:12])]
        if row.sheet is not None:
            parts.append(both_of("report.flow.text.sheet") + " " + from_outside(row.sheet))
        parts.append(both_of("report.flow.text.line", {"n": grouped(row.line)}))
        if row.offset is not None:
            end = row.offset + (row.length or 0)
            fields = {"from": grouped(row.offset), "to": grouped(end)}
            parts.append(escape(both_of("report.flow.text.bytes", fields)))
        return Markup(" · ").join(parts)
