"""Claims of a synthetic text, checked against it, in the short form that tests compare."""

import re
from decimal import Decimal

from zhanlian.model.claim import Claim, Metric, Qualifier
from zhanlian.model.dates import PartialDate
from zhanlian.model.document import Body, Span
from zhanlian.reading.claims import find_claims

PUBLISHED = "2031-03-10"


def make_body(text: str, *, titled: bool = False) -> Body:
    """Return a body with every line as a paragraph, the first as title where the text has one."""
    lines = [Span(*line.span()) for line in re.finditer(r"[^\n]*\S[^\n]*", text)]
    title, paragraphs = (lines[0], lines[1:]) if titled else (None, lines)
    return Body(title, tuple(paragraphs), published=PartialDate.parse(PUBLISHED))


def read_claims(text: str, *, titled: bool = False) -> tuple[Claim, ...]:
    """Return the claims of a text published on 10 March 2031.

    Every quote must stand at its place and the claims must come in order.
    """
    claims = find_claims(text, make_body(text, titled=titled))
    for claim in claims:
        assert text[claim.start : claim.start + len(claim.quote)] == claim.quote
    assert [claim.start for claim in claims] == sorted(claim.start for claim in claims)
    return claims


def tell(text: str, *, titled: bool = False) -> list[tuple[str, int | Decimal]]:
    """Return metric and value of the claims of a text."""
    return [(str(c.metric), shorten(c.value)) for c in read_claims(text, titled=titled)]


def only(text: str) -> Claim:
    """Return the one claim of a text."""
    (claim,) = read_claims(text)
    return claim


def of(text: str, metric: Metric) -> list[Claim]:
    """Return the claims of one metric."""
    return [claim for claim in read_claims(text) if claim.metric is metric]


def bounds(text: str) -> list[tuple[int | Decimal, Qualifier]]:
    """Return value and comparator of the claims of a text."""
    return [(shorten(claim.value), claim.qualifier) for claim in read_claims(text)]


def shorten(value: Decimal) -> int | Decimal:
    """Return a whole value as int, for tables that are pleasant to read."""
    return int(value) if value == value.to_integral_value() else value
