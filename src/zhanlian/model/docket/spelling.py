"""Numbers and names as they are compared: what looks the same to a reader is the same here.

Bounds of the law hang on it: whoever spells an account otherwise gets no third stop of it.
"""

import unicodedata


def fold_signs(text: str) -> str:
    """Return a text without what makes no difference to the eye.

    Full-width signs and digits of other scripts become plain ones, and every kind of space, and
    signs that are not seen (zero width, direction of writing), are left out. Letters of other
    scripts that only look alike stay different: no table of those is complete.
    """
    folded = unicodedata.normalize("NFKC", text)
    kept = (sign for sign in folded if unicodedata.category(sign)[0] not in "CZ")
    return "".join(_plain(sign) for sign in kept)


def fold_number(text: str) -> str:
    """Return the number of an account or document as it is compared: folded, without any dash."""
    return "".join(sign for sign in fold_signs(text) if not _is_dash(sign))


def has_hidden(text: str) -> bool:
    """Return whether a text has signs that are not seen, so that it may be taken for another."""
    return any(unicodedata.category(sign)[0] == "C" for sign in text)


def _plain(sign: str) -> str:
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)


def _is_dash(sign: str) -> bool:
    return unicodedata.category(sign) == "Pd" or sign == "\N{MINUS SIGN}"
