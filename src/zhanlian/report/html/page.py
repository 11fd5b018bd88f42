"""The page put together, piece by piece, so that a large ledger never stands in memory twice."""

import base64
import functools
import hashlib
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from zhanlian.model.ledger import Ledger
from zhanlian.report.html import bilingual, charts, views
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
from zhanlian.words.shown import plain_text

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
    selection = Selection(ledger, limits)
    context = {
        "ledger": ledger,
        "selection": selection,
        "limits": limits,
        "language": language,
        "summary": summarise(ledger),
        "style": _load_asset("style.css"),
        "script": _load_asset("script.js"),
        "policy": _policy(),
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
    found = Environment(
        loader=PackageLoader("zhanlian.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_spell,
    )
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


def _spell(told: object) -> object:
    """Return what the template shows; in texts from outside hidden characters are spelled out."""
    if isinstance(told, str) and not isinstance(told, Markup):
        return plain_text(told)
    return told


@functools.cache
def _load_asset(name: str) -> Markup:
    """Return a style or script of ours; it never holds anything from outside."""
    folder = resources.files("zhanlian.report") / "templates"
    return Markup((folder / name).read_text(encoding="utf-8"))  # noqa: S704


def _policy() -> str:
    """Return the Content-Security-Policy: nothing but our style and script, by their hashes."""
    style, script = (_fingerprint(_load_asset(name)) for name in ("style.css", "script.js"))
    return (
        f"default-src 'none'; style-src '{style}'; script-src '{script}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _fingerprint(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
