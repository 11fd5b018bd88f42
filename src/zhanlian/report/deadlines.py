"""Clocks and deadlines as rows for machines: codes beside their words in every language."""

from datetime import UTC, datetime

from zhanlian.model.docket.deadline import Deadline
from zhanlian.model.docket.rule import ClockRule, Rule
from zhanlian.report.jsonl import Row, message_row
from zhanlian.words import LANGUAGES
from zhanlian.words.rules import law_words, open_words, span_words


def clock_row(rule: ClockRule) -> Row:
    """Return one clock as it stands in the tables."""
    row: Row = {"rule": rule.id, **_words("title", rule.title), **_origin_row(rule)}
    row |= {"group": rule.group.value, "amount": rule.amount, "unit": rule.unit.value}
    row |= {"counting": rule.counting.value, "rolls": rule.rolls, "most": rule.most}
    row |= {"starts_on": rule.starts_on, "extends": list(rule.extends)}
    row["lengthens"] = None if rule.lengthens is None else rule.lengthens.value
    row["restarts"] = list(rule.restarts)
    return row | _words("condition", rule.condition)


def deadline_row(deadline: Deadline) -> Row:
    """Return a deadline with its rule, its extensions and every step of the computation."""
    return {
        "rule": clock_row(deadline.rule),
        "extensions": [clock_row(one) for one in deadline.extensions],
        "start": _instant(deadline.start),
        "due": _instant(deadline.due),
        "local": deadline.local,
        "last_day": deadline.last_day.isoformat(),
        "act_by": deadline.act_by.isoformat(),
        "warn_at": [_instant(at) for at in deadline.warn_at],
        "calendar_known": deadline.calendar_known,
        "policy": deadline.rule.policy,
        "steps": [message_row(step) for step in deadline.steps],
    }


def limit_words(rule: ClockRule, language: str) -> str:
    """Return how long a clock runs, in words; a term that a decision sets has no number."""
    return span_words(rule.amount, rule.unit.value, language) if rule.amount else ""


def source_words(rule: Rule, language: str) -> str:
    """Return the source of a rule in words: the law and its article."""
    return law_words(rule.law, rule.article, language)


def _origin_row(rule: Rule) -> Row:
    row: Row = {f"source_{one}": source_words(rule, one) for one in LANGUAGES}
    row |= {"law": rule.law, "article": rule.article, "status": rule.status.value}
    row |= {"place": rule.place, "valid_from": rule.valid_from.isoformat()}
    row["valid_to"] = None if rule.valid_to is None else rule.valid_to.isoformat()
    return row | {"policy": rule.policy} | _words("note", rule.note)


def _words(name: str, text: str) -> Row:
    return {f"{name}_{one}": open_words(text, one) for one in LANGUAGES}


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
