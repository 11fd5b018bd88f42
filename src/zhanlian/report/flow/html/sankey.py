"""The Sankey of one asset as inline SVG: every band a link to its transfers.

Kinds are told by word, pattern and outline, never by colour alone.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from markupsafe import Markup

from zhanlian.model.asset import show_grouped
from zhanlian.model.transfer import PurseKind
from zhanlian.report.flow.html.gathering import FlowGraph, Node, Station, stayed_at
from zhanlian.report.flow.html.layout import BOX, TOP, Box, Plan, Strip, lay_out
from zhanlian.report.flow.html.selection import FlowSelection
from zhanlian.report.flow.html.text_width import wrap
from zhanlian.report.flow.labels import (
    account_words,
    asset_words,
    code_key,
    level_words,
    unit_words,
    victim_words,
)
from zhanlian.words import LANGUAGES, say
from zhanlian.words.shown import plain_line

LINE: Final = 15
_LEFT: Final = 10
# Font sizes of the style; a card number of 19 digits stands on one line.
_INNER: Final = (BOX - _LEFT - 4) / 11.5
_INNER_ACCOUNT: Final = (BOX - _LEFT - 4) / 11
_NAME_LINES, _ACCOUNT_LINES = 2, 4
_STRIPE: Final = 6
Line = tuple[str, Callable[[str], str]]


def draw_sankey(graph: FlowGraph, selection: FlowSelection, name: str) -> tuple[Markup, Plan]:
    """Return the picture as an SVG element, with its layout.

    Args:
        graph: what to draw; it has at least one band.
        selection: of the page, for the links.
        name: unique in the page, for ids.
    """
    lines = [_label_lines(node, graph.asset) for node in graph.nodes]
    plan = lay_out(graph, [LINE * len(one) + 4 for one in lines])
    parts = [_head(graph, plan, name)]
    parts.extend(_heading(level, x) for level, x in plan.columns)
    parts.extend(_draw_strip(strip, graph, selection, name) for strip in plan.strips)
    for at, box in enumerate(plan.boxes):
        parts.append(_draw_box(box, lines[at], graph.asset, selection, name))
    return Markup().join([*parts, Markup("</svg>")]), plan


def _head(graph: FlowGraph, plan: Plan, name: str) -> Markup:
    told = " / ".join(
        say("report.flow.text.sankey_description", one, {"asset": asset_words(graph.asset, one)})
        for one in LANGUAGES
    )
    return Markup(
        '<svg class="sankey" width="{w}" height="{h}" viewBox="-1 0 {w} {h}" role="group" '
        'aria-labelledby="{n}-t"><title id="{n}-t">{told}</title><defs>'
        '<pattern id="{n}-out" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="p-out" d="M0 0V6"/></pattern>'
        '<pattern id="{n}-unknown" width="5" height="5" patternUnits="userSpaceOnUse">'
        '<path class="p-unknown" d="M1.5 1.5h1.4v1.4h-1.4z"/></pattern>'
        '<pattern id="{n}-back" width="8" height="8" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(-45)"><path class="p-back" d="M0 0V8"/></pattern></defs>'
    ).format(w=_px(plan.width), h=_px(plan.height), n=name, told=plain_line(told))


def _heading(level: int, x: float) -> Markup:
    return _text("heading", functools.partial(level_words, level), x + 1, TOP - 16)


def _label_lines(node: Node, asset: str) -> list[Line]:
    """Return the lines of a box: what it is, who, which account, how much, what stayed."""
    lines: list[Line] = []
    lines.extend(("tag", functools.partial(say, key)) for key in _tag_keys(node))
    if node.members > 1:
        lines.append(("who", functools.partial(_gathered, node)))
    elif not node.level:
        lines += _wrap("who", functools.partial(victim_words, node.account), _INNER, 2)
    else:
        if node.line is not None and node.line.holder:
            holder = plain_line(node.line.holder)
            lines.extend(("who", _same(one)) for one in wrap(holder, _INNER, _NAME_LINES))
        tell = functools.partial(account_words, node.account)
        lines += _wrap("account", tell, _INNER_ACCOUNT, _ACCOUNT_LINES)
    amount = node.received or node.sent
    lines.append(("sum", _same(show_grouped(amount, asset))))
    if stayed_at(node):
        stayed = show_grouped(stayed_at(node), asset)
        lines.append(("stayed", lambda one: say("report.flow.text.stayed", one, {"sum": stayed})))
    return lines


def _wrap(style: str, tell: Callable[[str], str], width: float, most: int) -> Iterator[Line]:
    """Yield the lines of a text, as many as the longer of its languages takes."""
    told = {language: wrap(plain_line(tell(language)), width, most) for language in LANGUAGES}
    for at in range(max(map(len, told.values()))):
        yield style, {one: "".join(lines[at : at + 1]) for one, lines in told.items()}.__getitem__


def _tag_keys(node: Node) -> Iterator[str]:
    """Return the keys of what a box says of its kind; a bank account with records says nothing."""
    if node.again:
        yield "report.flow.text.again"
    if node.line is not None and node.line.kind is not PurseKind.ACCOUNT:
        yield code_key(node.line.kind)
    elif node.station is Station.CASH_OUT:
        yield "report.flow.station.cash_out"
    if node.station is Station.UNKNOWN:
        yield "report.flow.station.unknown"


def _gathered(node: Node, language: str) -> str:
    kind = "accounts" if node.level else "victims"
    return say(f"report.flow.text.gathered_{kind}", language, {"count": node.members})


def _draw_strip(strip: Strip, graph: FlowGraph, selection: FlowSelection, name: str) -> Markup:
    band = strip.band
    source, target = graph.nodes[band.source], graph.nodes[band.target]
    kind = "back" if band.back else target.station.value
    fill = Markup(' fill="url(#{}-back)"').format(name) if band.back else ""
    path = Markup('<path class="band {}"{} d="{}"><title>{}</title></path>').format(
        kind, fill, _curve(strip), _tell_band(source, target, strip, graph.asset)
    )
    cites = selection.cite(band.transfers)
    if not cites.numbers:
        return path
    return Markup('<a href="#t{}" data-rows="{}">{}</a>').format(cites.numbers[0], cites.rows, path)


def _curve(strip: Strip) -> str:
    x0, x1 = _px(strip.left), _px(strip.right)
    middle = _px((strip.left + strip.right) / 2)
    y0, y1, thick = strip.left_y, strip.right_y, strip.height
    return (
        f"M{x0} {_px(y0)}C{middle} {_px(y0)} {middle} {_px(y1)} {x1} {_px(y1)}V{_px(y1 + thick)}"
        f"C{middle} {_px(y1 + thick)} {middle} {_px(y0 + thick)} {x0} {_px(y0 + thick)}Z"
    )


def _tell_band(source: Node, target: Node, strip: Strip, asset: str) -> str:
    def tell(language: str) -> str:
        sum_told = f"{show_grouped(strip.band.amount, asset)} {unit_words(asset, language)}"
        fields = {"count": strip.band.count, "sum": sum_told}
        ends = f"{_name(source, language)} → {_name(target, language)}"
        mark = " · " + say("report.flow.text.again", language) if strip.band.back else ""
        return f"{ends} · {say('report.flow.text.band', language, fields)}{mark}"

    return "\n".join(tell(language) for language in LANGUAGES)


def _name(node: Node, language: str) -> str:
    if node.members > 1:
        return _gathered(node, language)
    holder = "" if node.line is None else node.line.holder
    tell = account_words if node.level else victim_words
    return plain_line(f"{holder} {tell(node.account, language)}".strip())[:200]


def _draw_box(
    box: Box, lines: Sequence[Line], asset: str, selection: FlowSelection, name: str
) -> Markup:
    inner = Markup().join(_box_parts(box, lines, name))
    row = None
    if box.node.members == 1 and box.node.level:
        row = selection.find_account_row(box.node.account, asset)
    if row is None:
        return Markup("<g>{}</g>").format(inner)
    return Markup('<a href="#{}">{}</a>').format(row, inner)


def _box_parts(box: Box, lines: Sequence[Line], name: str) -> Iterator[Markup]:
    kind = box.node.station.value
    rect = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>')
    x, y, height = _px(box.x), _px(box.y), _px(box.height)
    yield rect.format(f"box {kind}", x, y, BOX, height, Markup(' rx="4"'))
    pattern = {"cash-out": "out", "unknown": "unknown"}.get(kind)
    fill = Markup(' fill="url(#{}-{})"').format(name, pattern) if pattern else ""
    yield rect.format(f"stripe {kind}", x, y, _STRIPE, height, fill)
    stayed, whole = stayed_at(box.node), box.node.received
    if stayed:
        part = max(2.0, box.height * stayed / whole)
        yield rect.format(
            "rest", _px(box.x + BOX - 4), _px(box.y + box.height - part), 4, _px(part), ""
        )
    down = box.y + (box.height - LINE * len(lines)) / 2 + LINE - 4
    for at, (style, tell) in enumerate(lines):
        yield _text(style, tell, box.x + _LEFT, down + LINE * at)


def _text(style: str, tell: Callable[[str], str], x: float, y: float) -> Markup:
    """Return a text of the picture, once where both languages say the same, else once in each."""
    texts = {language: tell(language) for language in LANGUAGES}
    if len(set(texts.values())) == 1:
        same = Markup('<text class="{}" x="{}" y="{}">{}</text>')
        return same.format(style, _px(x), _px(y), texts[LANGUAGES[0]])
    return Markup().join(
        Markup('<text class="{} t" lang="{}" x="{}" y="{}">{}</text>').format(
            style, language, _px(x), _px(y), text
        )
        for language, text in texts.items()
    )


def _same(text: str) -> Callable[[str], str]:
    return lambda _language: text


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
