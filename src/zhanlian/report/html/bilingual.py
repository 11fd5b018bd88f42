"""Texts in both languages: the page carries both, and its reader switches between them."""

from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from zhanlian.report.labels import word
from zhanlian.words import LANGUAGES, say
from zhanlian.words.shown import plain_text


def both(tell: Callable[[str], str], tag: str = "span") -> Markup:
    """Return what `tell` says in each language, each in an element that style shows or hides."""
    told = {language: tell(language) for language in LANGUAGES}
    if len(set(told.values())) == 1:
        return escape(plain_text(told[LANGUAGES[0]]))
    return Markup().join(
        Markup('<{0} class="t" lang="{1}">{2}</{0}>').format(tag, language, plain_text(text))
        for language, text in told.items()
    )


def both_of(key: str, fields: Mapping[str, object] | None = None) -> Markup:
    """Return a text of the catalogue in both languages."""
    return both(lambda language: say(key, language, fields))


def both_words(kind: str, code: str) -> Markup:
    """Return the word of a code in both languages."""
    return both(lambda language: word(kind, code, language))


def attributes(name: str, tell: Callable[[str], str], language: str) -> Markup:
    """Return an attribute in the page's first language, with both for the switch to choose from.

    Args:
        name: of the attribute, such as ``aria-label``.
        tell: the text in a language.
        language: that the page opens in.
    """
    texts = {one: plain_text(tell(one)) for one in LANGUAGES}
    return Markup('{}="{}" data-swap="{}" data-zh="{}" data-en="{}"').format(
        name, texts[language], name, texts["zh"], texts["en"]
    )
