"""The page put together, piece by piece, so that a large ledger never stands in memory twice."""

import functools
from collections.abc import Callable, Iterator
from typing import Final

from jinja2 import Environment
from markupsafe import Markup

from zhanlian.model.ledger import Ledger
from zhanlian.report.html import bilingual, charts, views
from zhanlian.report.html.assets import build_environment, build_policy, load_asset
from zhanlian.report.html.passages import mark_passages
from zhanlian.report.html.selection import DEFAULT_LIMITS, PageLimits, Selection, Shown
from zhanlian.report.labels import (
    area_words,
    grouped,
    outcome_words,
    party_words,
    rule_words,
)
from zhanlian.report.summary import summarise
from zhanlian.words import LANGUAGES, say
from zhanlian.words.codes import item_words, nationality_words, role_words

# Pieces of the template that are joined before they are handed on.
_JOINED: Final = 400
# Texts stand open where a reader can still scroll past them, else each is opened by its links.
_OPEN_TEXTS: Final = 12


def render_html(
    ledger: Ledger,
    load_text: Callable[[str], str],
    language: str,
    limits: PageLimits = DEFAULT_LIMITS,
) -> Iterator[str]:
    """Return the report as pieces of one self-contained HTML page.

    The page needs no network and runs no script but its own (Content-Security-Policy by hash);
    without scripts it is complete, only filters and the language switch are missing. Every
    figure in it leads to its marked place in the source text. What does not fit by `limits` is
    counted in the page, with where it stands in full.

    Args:
        ledger: what to show.
        load_text: the text of a document by its sha256; called once for each shown document.
        language: ``zh`` or ``en``; what the page opens in.
        limits: how much the page shows at most.

    Raises:
        KeyError: the language or the word of a message is not in the catalogue.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    style, script = load_asset("style.css"), load_asset("script.js")
    selection = Selection(ledger, limits)
    context = {
        "ledger": ledger,
        "selection": selection,
        "limits": limits,
        "language": language,
        "summary": summarise(ledger),
        "style": style,
        "script": script,
        "policy": build_policy(style, script),
        "figures": views.figure_views(selection),
        "panels": views.panel_views(selection),
        "checks": views.check_views(selection),
        "cases": views.case_views(selection),
        "operations": views.operation_views(selection),
        "mentions": views.mention_views(selection),
        "sources": views.source_views(selection),
        "texts": _texts(selection, load_text),
        "open_texts": len(selection.embedded) <= _OPEN_TEXTS,
        "swap": functools.partial(_swap, language),
    }
    stream = _environment().get_template("page.html").stream(context)
    stream.enable_buffering(_JOINED)
    yield from stream


def _texts(
    selection: Selection, load_text: Callable[[str], str]
) -> Iterator[tuple[Shown, Markup, int]]:
    """Return each shown text with its marks and its length; one is in memory at a time."""
    for one in selection.embedded:
        text = load_text(one.reading.item.sha256)
        cited = views.cite_document(one)
        yield one, mark_passages(text, one.reading.body, cited, selection.limits.text), len(text)


def _swap(language: str, name: str, key: str) -> Markup:
    return bilingual.attributes(name, lambda one: say(key, one), language)


@functools.cache
def _environment() -> Environment:
    found = build_environment()
    found.globals.update(
        t=lambda key, **fields: bilingual.both_of(f"report.{key}", fields or None),
        words=bilingual.both_words,
        item_of=lambda item: bilingual.both(functools.partial(item_words, item)),
        people_of=lambda code: bilingual.both(functools.partial(nationality_words, code)),
        role_of=lambda role: bilingual.both(functools.partial(role_words, role)),
        area=lambda code: bilingual.both(functools.partial(area_words, code)),
        rule=lambda code: bilingual.both(functools.partial(rule_words, code)),
        outcome=lambda code: bilingual.both(functools.partial(outcome_words, code)),
        party=party_words,
        message=lambda told: bilingual.both_of(told.key, told.fields),
        value=views.value_of,
        tells=views.tells_verb,
        grouped=grouped,
        sign=charts.legend_mark,
        style_of=charts.style_of,
    )
    return found
