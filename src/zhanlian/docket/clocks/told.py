"""Values for the messages of a computation, in every language of the catalogue."""

from datetime import date

from zhanlian.docket.clocks.calendar import WEEKEND, DayKind
from zhanlian.model.docket.rule import ClockRule, Unit
from zhanlian.model.message import Value
from zhanlian.words import LANGUAGES, say
from zhanlian.words.rules import event_words, law_words, open_words, span_words


def tell_span(name: str, amount: int, unit: Unit) -> dict[str, Value]:
    """Return a length of time under a name: ``span_zh``, ``span_en``."""
    return {f"{name}_{one}": span_words(amount, unit.value, one) for one in LANGUAGES}


def tell_rule(rule: ClockRule) -> dict[str, Value]:
    """Return title and source of a rule: ``rule_zh``, ``law_zh`` and so on."""
    told: dict[str, Value] = {f"rule_{one}": open_words(rule.title, one) for one in LANGUAGES}
    return told | {f"law_{one}": law_words(rule.law, rule.article, one) for one in LANGUAGES}


def tell_event(event: str) -> dict[str, Value]:
    """Return an event: ``event_zh``, ``event_en``."""
    return {f"event_{one}": event_words(event, one) for one in LANGUAGES}


def tell_day(name: str, day: date, kind: DayKind) -> dict[str, Value]:
    """Return a day with its weekday and what is special about it: ``last_zh``, ``last_en``."""
    return {f"{name}_{one}": _day_words(day, kind, one) for one in LANGUAGES}


def _day_words(day: date, kind: DayKind, language: str) -> str:
    fields = {"day": day.isoformat(), "weekday": say(f"rule-weekday.{day.isoweekday()}", language)}
    if not kind.name or kind.name == WEEKEND:
        return say("rule-day.plain", language, fields)
    fields["name"] = say(f"rule-holiday.{kind.name}", language)
    return say("rule-day.named", language, fields)
