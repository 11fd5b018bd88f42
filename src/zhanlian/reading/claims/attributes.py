"""Attributes: when, where and of whom a figure speaks."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from zhanlian.model.dates import PartialDate
from zhanlian.reading.claims.english_words import find_english_nationality
from zhanlian.reading.claims.finding import Finding
from zhanlian.reading.claims.sentence import Sentence
from zhanlian.reading.date_mention import DateKind, DateMention
from zhanlian.reading.gazetteer import any_of, load_table

_PEOPLE_METRICS: Final = ("suspects_", "members", "persons_")
# A sentence before still gives a running total its start for this many characters.
_REACH: Final = 200
# A date that the body set apart as the head of the line is no longer than this.
_HEAD: Final = 40
_RUNNING: Final = re.compile(any_of(load_table("marks")["cumulative"]["words"]))

_RUNNING_ENGLISH: Final = re.compile(
    r"\b(?:since|so far|to date|as of|up to now|cumulative(?:ly)?|in total)\b", re.IGNORECASE
)


def is_cumulative(finding: Finding) -> bool:
    """Return whether the sentence says that the figure is a running total.

    累计, 以来, 至今, 截至 count when they stand before the number or in its clause; a breakdown
    takes it from its total.
    """
    if finding.parent is not None:
        return is_cumulative(finding.parent)
    if finding.change is not None:
        return False
    sentence, counted = finding.sentence, finding.counted
    running = _RUNNING_ENGLISH if sentence.english else _RUNNING
    _, clause_end = sentence.clause_span(counted.clause)
    told = sentence.text[sentence.start : max(counted.end, min(clause_end, counted.end + 6))]
    return running.search(told) is not None


def find_period(
    finding: Finding, dates: Sequence[DateMention], starts: Sequence[int]
) -> tuple[PartialDate | None, PartialDate | None]:
    """Return since and as-of of a figure, from the dates of its sentence that stand before it.

    Args:
        finding: the figure.
        dates: mentions of the document, by place.
        starts: their begins, for the search.
    """
    sentence, counted = finding.sentence, finding.counted
    since = as_of = None
    first = bisect_right(starts, _line_start(sentence) - 1)
    limit = counted.start
    if finding.governor is not None and finding.governor.token.end <= sentence.end:
        limit = max(limit, finding.governor.token.start)  # 388名已于3月4日移交
    for mention in dates[first:]:
        if mention.start >= limit:
            break
        if mention.kind is DateKind.SINCE:
            since = mention.since or since
        elif mention.kind is DateKind.UNTIL:
            as_of = mention.as_of or as_of
        elif mention.kind is DateKind.CLOSED:
            since, as_of = mention.since, mention.as_of
        elif mention.kind is not DateKind.VAGUE:
            as_of = mention.as_of or as_of
    if since is None and as_of is None and finding.parent is not None:
        return find_period(finding.parent, dates, starts)
    if since is None and is_cumulative(finding):
        since = _since_told_before(sentence, dates, first)
    return since, as_of


def _line_start(sentence: Sentence) -> int:
    """Return where the line begins whose head (a date before the article) opens the sentence."""
    if sentence.start != sentence.opening:
        return sentence.start
    floor = max(0, sentence.start - _HEAD)
    return max(floor, sentence.text.rfind("\n", floor, sentence.start) + 1)


def _since_told_before(
    sentence: Sentence, dates: Sequence[DateMention], first: int
) -> PartialDate | None:
    """Return the start that the sentence before gives to a running total (……以来，部署……)."""
    for mention in reversed(dates[:first]):
        if mention.start < max(sentence.opening, sentence.start - _REACH):
            return None
        if mention.kind is DateKind.SINCE:
            return mention.since
    return None


def find_nationality(finding: Finding) -> str | None:
    """Return the nationality of the people counted, as an ISO code, where the text says it."""
    if not str(finding.metric).startswith(_PEOPLE_METRICS):
        return None
    sentence, counted = finding.sentence, finding.counted
    if sentence.english:
        return find_english_nationality(finding)
    clause_start, _ = sentence.clause_span(counted.clause)
    start = max(clause_start, counted.floor)
    stop = counted.noun_end if counted.noun_end > counted.end else counted.end
    found = None
    for token in sentence.tokens_between(start, max(stop, counted.end)):
        if token.entry.nation is not None:
            found = token.entry.nation
    if found is None and finding.parent is not None:
        return find_nationality(finding.parent)
    return found


def is_planned(finding: Finding) -> bool:
    """Return whether the text announces the figure and does not report it."""
    sentence, governor = finding.sentence, finding.governor
    if governor is None:
        return finding.parent is not None and is_planned(finding.parent)
    start, _ = sentence.clause_span(sentence.clause_at(governor.token.start))
    return sentence.has_mark("planned", start, governor.token.end)
