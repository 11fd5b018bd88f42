"""Words of rules: names that a table gives as a key or as they stand, laws, and lengths of time."""

from zhanlian.words import has_key, say


def open_words(text: str, language: str) -> str:
    """Return the text of a key of the catalogue; what is no key stands for itself."""
    return say(text, language) if has_key(text) else text


def law_words(law: str, article: str, language: str) -> str:
    """Return a law by its code, with the article; a law without a code is named as it stands."""
    name = say(f"rule-law.{law}", language) if has_key(f"rule-law.{law}") else law
    if not article:
        return name
    return say("rule-law-article", language, {"law": name, "article": article})


def event_words(event: str, language: str) -> str:
    """Return what a clock runs from; an event without words is named as it stands."""
    return say(f"rule-event.{event}", language) if has_key(f"rule-event.{event}") else event


def span_words(amount: int, unit: str, language: str) -> str:
    """Return a length of time: 3 days, 1 month, 48 hours."""
    key = "rule-unit-one" if amount == 1 else "rule-unit"
    return say(f"{key}.{unit}", language, {"amount": amount})
