"""Codes of claims in words: what is counted, whose nationals they are, what they are said to be.

One table each for the terminal, the report and the sentences of the checks. Contracts for
machines (``--json``, ``ledger.jsonl``) carry the codes.
"""

from zhanlian.words import has_key, say


def item_words(item: str, language: str) -> str:
    """Return the text of an item's code; an item in the words of its document stays as written."""
    key = f"item.{item}"
    return say(key, language) if has_key(key) else item


def nationality_words(code: str, language: str) -> str:
    """Return the nationals of an ISO 3166 code; a code without a text is named as a code."""
    key = f"nationality.{code}"
    return (
        say(key, language) if has_key(key) else say("nationality.other", language, {"code": code})
    )


def role_words(role: str, language: str) -> str:
    """Return what the counted people are said to be; `role` is a value of `Role`."""
    return say(f"role.{role}", language)
