"""Counts of an operation: how many were caught, how many handed over, and who they are.

Each count keeps its verb: people caught and then handed over are two counts, even when the
number is the same.
"""

import functools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.model.claim import Claim, Metric, Role
from zhanlian.model.document import Span
from zhanlian.model.record import OperationCount
from zhanlian.reading.clause_figures import Figure, iterate_figures
from zhanlian.reading.gazetteer import any_of, load_gazetteer, load_table

CAPTURED: Final = "captured"
TRANSFERRED: Final = "transferred"
_PEOPLE: Final = ("名", "人", "位")
_NEAR: Final = 4  # claims before a number that may quote it
_AHEAD: Final = 400  # characters of a sentence to either side that speak of a number
_BEHIND: Final = 48  # characters behind a number in which its verb may follow
_NOT_SUSPECTS: Final = re.compile(r"民警|警力|警员|特警|群众|被害|受害|被困|解救|专家|记者|派出")
_NUMBER_WORDS: Final = re.compile(
    r"^(?:其中|包括|当中|里面|含|内有|有|为|分别为|的)+|(?:共|等|计|共计|达)+$"
)
_HOME: Final = ("中国大陆", "中国", "我国", "大陆", "中")
_EARLIER: Final = re.compile(r"继|去年|前年|此前已")
_NOUN: Final = re.compile(r"[在被，、由已自从经]")
_SEPARATE: Final = re.compile(r"[，\s]")
_BOTH: Final = re.compile(r"抓获[并后、，]?(?:已|被|全部)*(?:移交|押解|遣返)")
_METRICS: Final = {
    Metric.SUSPECTS_CAPTURED: CAPTURED,
    Metric.SUSPECTS_TRANSFERRED: TRANSFERRED,
}


@dataclass(frozen=True, slots=True)
class EventCount:
    """A count with what its sentence says about it.

    Attributes:
        count: the figure.
        sentence: where the sentence stands.
        cumulative: a running total, not the event.
        planned: announced, not done.
        own_total: a running total of the operation itself (…押解工作以来，共有…).
    """

    count: OperationCount
    sentence: Span
    cumulative: bool
    planned: bool
    own_total: bool


@dataclass(slots=True)
class _Context:
    """What a breakdown takes over from the figure before it in the same sentence."""

    what: str | None = None
    nationality: str | None = None
    cumulative: bool = False


def read_counts(text: str, sentences: Sequence[Span], claims: Sequence[Claim]) -> list[EventCount]:
    """Return all counts of people caught or handed over, in order of place.

    Args:
        text: folded (`passages.fold_text`).
        sentences: of the notice's part about the operation.
        claims: of the document; they tell nationality and role where the clause does not.
    """
    found: list[EventCount] = []
    context = _Context()
    ordered = sorted(claims, key=lambda claim: claim.start)
    for sentence in sentences:
        words = text[sentence.start : sentence.end].lstrip()
        if not _within().match(words):
            context = _Context()
        for figure in iterate_figures(text, sentence, _BEHIND):
            if figure.unit in _PEOPLE:
                read = _read_figure(text, sentence, figure, context)
                found += [_complete(one, ordered) for one in read]
    return found


def verb_of(words: str, *, told_of: bool = False) -> str | None:
    """Return captured or transferred by the last such verb in the words, or None.

    Args:
        words: a piece of a sentence.
        told_of: also take a verb that only describes the people (抓获的920余名…).
    """
    last = None
    for match in _verbs().finditer(words):
        if told_of or not words.startswith("的", match.end()):
            last = match.lastgroup
    return last


def _read_figure(text: str, sentence: Span, figure: Figure, context: _Context) -> list[EventCount]:
    before, behind = figure.before, figure.behind
    if (
        _EARLIER.search(before)
        or _NOT_SUSPECTS.search(behind[:8])
        or _NOT_SUSPECTS.search(before[-6:])
    ):
        return []
    role = _role(before, behind)
    ahead = text[max(sentence.start, figure.number.start - _AHEAD) : figure.number.start]
    what = verb_of(before)
    within = what is None and context.what is not None
    within = within and (_within().search(ahead) is not None or role is not None)
    if what is None:
        what = verb_of(behind) or context.what
    if what is None and _elsewhere().search(before + behind):
        return []
    if what is None:
        rest = text[figure.end : min(sentence.end, figure.end + _AHEAD)]
        what = verb_of(ahead) or verb_of(rest) or verb_of(ahead, told_of=True)
    if what is None:
        return []
    own = find_nationality(before, behind) or (None if within else _only_nationality(ahead))
    nationality = own or (context.nationality if within else None)
    if not within:
        context.what, context.nationality = what, own
    number = figure.number
    count = OperationCount(
        what,
        nationality,
        role,
        int(number.value),
        number.qualifier,
        text[number.start : figure.end],
        number.start,
        _note(before, behind) if role is Role.LEADER else None,
    )
    clause = ahead + text[number.start : min(figure.clause.end, sentence.end)]
    own_total = _own_period().search(clause) is not None
    cumulative = not own_total and _cumulative().search(clause) is not None
    if within:
        cumulative = cumulative or context.cumulative
    else:
        context.cumulative = cumulative
    planned = _planned().search(text[figure.clause.start : number.start]) is not None
    counts = [count]
    if _BOTH.search(behind):  # 3人被抓获并移交我方: one number under two verbs
        counts = [replace(count, what=CAPTURED), replace(count, what=TRANSFERRED)]
    return [EventCount(one, sentence, cumulative, planned, own_total) for one in counts]


def _complete(one: EventCount, claims: Sequence[Claim]) -> EventCount:
    count = one.count
    near = bisect_right(claims, count.start, key=lambda claim: claim.start)
    for claim in reversed(claims[max(0, near - _NEAR) : near]):
        what = _METRICS.get(claim.metric)
        if what != count.what or not claim.start <= count.start < claim.end:
            continue
        count = replace(
            count,
            nationality=count.nationality or claim.nationality,
            role=count.role or claim.role,
            quote=claim.quote,
            start=claim.start,
        )
        break
    return replace(one, count=count)


def find_nationality(before: str, behind: str) -> str | None:
    pattern = _citizens()
    found = None
    for match in pattern.finditer(before):
        found = match
    found = found or pattern.search(behind)
    return code_of(found["country"]) if found else None


def _only_nationality(ahead: str) -> str | None:
    """Return the nationality that the sentence has told so far, if it told just one."""
    told = {code_of(match["country"]) for match in _citizens().finditer(ahead)}
    return told.pop() if len(told) == 1 else None


def code_of(name: str) -> str | None:
    if name in _HOME:
        return "CN"
    places = load_gazetteer()
    return places.countries.get(places.short.get(name, name))


def _role(before: str, behind: str) -> Role | None:
    before, near = _SEPARATE.split(before)[-1], _NOUN.split(behind)[0]
    for role, pattern in _roles():
        if pattern.search(before) or pattern.search(near):
            return role
    return None


def _note(before: str, behind: str) -> str | None:
    """Return the words for the leaders, which stand before the number or behind it."""
    cue = _roles()[0][1]
    words = _SEPARATE.split(before.strip("，：； "))[-1]
    if not cue.search(words):
        words = _NOUN.split(behind)[0]
        ends = [found.end() for found in cue.finditer(words)]
        words = words[: ends[-1]] if ends else ""
    return _NUMBER_WORDS.sub("", words) or None


@functools.cache
def _verbs() -> re.Pattern[str]:
    table = load_table("operations")
    return re.compile(
        rf"(?P<transferred>{any_of(table['transferred'])})|(?P<captured>{any_of(table['captured'])})"
    )


@functools.cache
def _roles() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    table = load_table("operations")
    return (
        (Role.LEADER, re.compile(any_of(table["leader"]))),
        (Role.FUGITIVE, re.compile(any_of(table["fugitive"]))),
    )


@functools.cache
def _citizens() -> re.Pattern[str]:
    places = load_gazetteer()
    names = any_of([*_HOME, *places.countries, *places.short])
    return re.compile(rf"(?P<country>{names})籍")


@functools.cache
def _within() -> re.Pattern[str]:
    return re.compile(any_of(load_table("operations")["within"]))


@functools.cache
def _cumulative() -> re.Pattern[str]:
    return re.compile(any_of(load_table("operations")["cumulative"]))


@functools.cache
def _own_period() -> re.Pattern[str]:
    return re.compile(any_of(load_table("operations")["own_period"]))


@functools.cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile(any_of(load_table("operations")["elsewhere"]))


@functools.cache
def _planned() -> re.Pattern[str]:
    return re.compile(any_of(load_table("operations")["planned"]))
