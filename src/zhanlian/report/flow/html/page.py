"""The page put together, piece by piece."""

import functools
from collections.abc import Iterator
from typing import Final

from jinja2 import Environment
from markupsafe import Markup

from zhanlian.model.answers import FlowAnswer
from zhanlian.model.asset import show_grouped
from zhanlian.model.flow import Rule
from zhanlian.model.transfer import FIRST_CASH_OUT
from zhanlian.report.flow import labels
from zhanlian.report.flow.html import pieces, views
from zhanlian.report.flow.html.selection import DEFAULT_LIMITS, FlowLimits, FlowSelection
from zhanlian.report.html import bilingual
from zhanlian.report.html.assets import build_environment, build_policy, load_asset
from zhanlian.report.labels import grouped
from zhanlian.words import LANGUAGES, say

# Pieces of the template that are joined before they are handed on.
_JOINED: Final = 400


def render_flow_html(
    answer: FlowAnswer, language: str, limits: FlowLimits = DEFAULT_LIMITS
) -> Iterator[str]:
    """Return the flow report as pieces of one self-contained HTML page.

    The page needs no network and runs no script but its own (Content-Security-Policy by hash);
    without scripts every link and table works, only the language switch, the filter of the
    transfers and the opening of closed tables are missing. Every sum leads to its transfers, each
    transfer names its rows. What does not fit by `limits` is counted in the page.

    Args:
        answer: what to show.
        language: ``zh`` or ``en``; what the page opens in.
        limits: how much the page shows at most.

    Raises:
        KeyError: the language or the word of a message is not in the catalogue.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    style = load_asset("style.css") + load_asset("flow/flow.css")
    script = load_asset("flow/flow.js")
    selection = FlowSelection(answer, limits)
    links = pieces.Links(selection)
    context = {
        "answer": answer,
        "selection": selection,
        "limits": limits,
        "language": language,
        "style": style,
        "script": script,
        "policy": build_policy(style, script),
        "totals": views.total_views(selection),
        "flows": list(views.flow_views(selection)),
        "cash_outs": views.cash_out_views(selection),
        "rules": views.rules_of(answer),
        "shares": functools.partial(views.shares_shown, selection),
        "cited": links.sum_cited,
        "cites": links.cites_of,
        "account": links.account_of,
        "row": links.row_of,
        "first": selection.first,
        "swap": functools.partial(_swap, language),
    }
    stream = _environment().get_template("flow/page.html").stream(context)
    stream.enable_buffering(_JOINED)
    yield from stream


def _swap(language: str, name: str, key: str) -> Markup:
    return bilingual.attributes(name, lambda one: say(key, one), language)


@functools.cache
def _environment() -> Environment:
    found = build_environment()
    found.globals.update(
        t=lambda key, **fields: bilingual.both_of(f"report.{key}", fields or None),
        f=lambda key, **fields: bilingual.both_of(f"report.flow.{key}", fields or None),
        told=lambda key: bilingual.both(functools.partial(labels.reason_words, key)),
        join_of=lambda one: bilingual.both(functools.partial(labels.join_words, one)),
        format_of=lambda code: bilingual.both(functools.partial(labels.format_words, code)),
        parameter=lambda one: bilingual.both(functools.partial(labels.parameter_words, one)),
        message=lambda one: bilingual.both_of(one.key, one.fields),
        dust=lambda units, asset: bilingual.both(functools.partial(labels.dust_text, units, asset)),
        code=pieces.code_of,
        level=pieces.level_of,
        asset_of=pieces.asset_of,
        span=pieces.span_of,
        sum=pieces.sum_of,
        out=pieces.from_outside,
        acct=pieces.account_told,
        victim=pieces.victim_of,
        time=labels.time_text,
        share=labels.share_text,
        amount=show_grouped,
        is_ahead=labels.is_ahead,
        is_over=labels.is_over,
        payments=views.payments_of,
        paused=views.paused_of,
        is_cash_out=lambda line: line.kind >= FIRST_CASH_OUT,
        is_poison=lambda rule: rule is Rule.POISON,
        grouped=grouped,
    )
    return found
