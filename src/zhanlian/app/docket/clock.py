"""Explain a deadline: which clock, in force on which day, ends when, and how that is reckoned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from zhanlian.docket.clocks.calendar import ChinaCalendar
from zhanlian.docket.clocks.deadline import compute_deadline
from zhanlian.docket.clocks.length import shorten_extension
from zhanlian.docket.rules.book import RuleBook, load_rules
from zhanlian.errors import InputError
from zhanlian.model.docket.deadline import Deadline
from zhanlian.model.docket.rule import ClockRule
from zhanlian.model.zone import SHANGHAI, local_day

_YEARS: Final = (1900, 2200)
_LONG: Final = 9  # digits

Texts = Sequence[tuple[str, str]]
"""(name, text) of TOML files whose entries are added to the package's or replace them."""


@dataclass(frozen=True, slots=True)
class ClockQuestion:
    """What somebody asks of a clock.

    Attributes:
        rule: id of the clock.
        start: aware; what it runs from.
        place: where, CN or a place within it.
        extensions: ids of the clocks by which it was lengthened, in their order; ``id=2`` where
            less was granted than the rule allows.
        on: day whose tables decide; the day of the start unless told.
        term: so many units as the decision tells.
    """

    rule: str
    start: datetime
    place: str = "CN"
    extensions: tuple[str, ...] = ()
    on: date | None = None
    term: int | None = None


def explain_clock(question: ClockQuestion, extra: Texts = ()) -> Deadline:
    """Return the deadline that is asked for, with its rule, source and computation.

    Raises:
        FormatError: a file of `extra` cannot be used.
        NotFoundError: there is no such clock, or none in force on the day.
        InputError: an extension or a term that the rule does not allow.
    """
    book, day = load_rules(extra), question.on or local_day(question.start)
    extensions = [_load_extension(book, told, day, question.place) for told in question.extensions]
    return compute_deadline(
        book.clock(question.rule, day, question.place),
        question.start,
        ChinaCalendar(),
        zone=SHANGHAI,
        extensions=extensions,
        term=question.term,
    )


def _load_extension(book: RuleBook, told: str, day: date, place: str) -> ClockRule:
    name, sign, amount = told.partition("=")
    rule = book.clock(name, day, place)
    if not sign:
        return rule
    if not (amount.isascii() and amount.isdigit() and len(amount) < _LONG):
        raise InputError("error.clock-term", rule=name, term=amount, most=rule.amount)
    return shorten_extension(rule, int(amount))


def list_clocks(
    on: date | None, place: str, now: Callable[[], datetime], extra: Texts = ()
) -> tuple[ClockRule, ...]:
    """Return the clocks in force on a day, or today, in a place.

    Raises:
        FormatError: a file of `extra` cannot be used.
    """
    book: RuleBook = load_rules(extra)
    return book.list_clocks(on or local_day(now()), place)


def parse_start(text: str) -> datetime:
    """Return the aware time of a text; one that tells no zone is Beijing's.

    Raises:
        InputError: it is no day and no time between 1900 and 2199.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InputError("error.clock-time", told=text) from None
    if not _YEARS[0] <= found.year < _YEARS[1]:
        raise InputError("error.clock-time", told=text)
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def parse_day(text: str) -> date:
    """Return the day of a text.

    Raises:
        InputError: it is no day between 1900 and 2199.
    """
    return parse_start(text).date()
