"""Numbers with their measure word and the words of their clause before and behind them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from zhanlian.model.document import Span
from zhanlian.reading.numerals import Number, find_numbers, widen_by_suffix
from zhanlian.reading.passages import find_clause

_UNIT: Final = re.compile(r"\s?(?P<unit>名|人(?!民币)|位|起|件|宗|条|元|美元|美金)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a clause gives it.

    Attributes:
        number: value and comparator.
        end: offset behind the measure word and a comparator that follows it.
        unit: the measure word.
        before: the clause's words before the number, from the figure before it on.
        behind: the clause's words behind it, up to the next figure.
        clause: where the clause stands.
    """

    number: Number
    end: int
    unit: str
    before: str
    behind: str
    clause: Span


def iterate_figures(text: str, part: Span, reach: int) -> Iterator[Figure]:
    """Return the figures of a part in order.

    Args:
        text: folded (`passages.fold_text`).
        part: where to look.
        reach: how many characters behind a figure still speak of it.
    """
    floor = part.start
    numbers = find_numbers(text, part.start, part.end)
    for number, after in zip(numbers, [*numbers[1:], None][: len(numbers)], strict=True):
        unit = _UNIT.match(text, number.end, part.end)
        if unit is None:
            continue
        number, end = widen_by_suffix(number, text, unit.end())
        clause = find_clause(text, part, number.start, number.end)
        stop = min(clause.end, after.start if after else clause.end, end + reach)
        before = text[max(clause.start, min(floor, number.start)) : number.start]
        yield Figure(number, end, unit["unit"], before, text[end : max(stop, end)], clause)
        floor = end
