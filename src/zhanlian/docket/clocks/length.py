"""How long a clock runs in all: its own length, the term decided, and its extensions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.clocks.months import DAYS_OF_HALF_MONTH, MONTHS_OF_YEAR
from zhanlian.docket.clocks.told import tell_rule, tell_span
from zhanlian.errors import InputError
from zhanlian.model.docket.rule import ClockRule, Lengthening, Unit
from zhanlian.model.message import Message

MINUTES_OF_HOUR: Final = 60
_LONGEST_MONTH: Final = 31
_LONGEST_TERM: Final = 600  # units; no decision sets more, and no calendar would hold much more


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time by what it is counted in; months are counted before days."""

    minutes: int = 0
    working_days: int = 0
    months: int = 0
    days: int = 0

    def plus(self, other: "Length") -> "Length":
        """Return both together."""
        return Length(
            self.minutes + other.minutes,
            self.working_days + other.working_days,
            self.months + other.months,
            self.days + other.days,
        )

    def is_shorter(self, other: "Length") -> bool:
        """Return whether it ends before another, both counted in the same units.

        The tables see to that: what lengthens a clock *to* something is in the clock's own unit.
        """
        return self._order() < other._order()

    def _order(self) -> tuple[int, int, int]:
        return self.minutes, self.working_days, self.months * _LONGEST_MONTH + self.days


def measure(amount: int, unit: Unit) -> Length:
    """Return so many of a unit as a length."""
    match unit:
        case Unit.MINUTES:
            return Length(minutes=amount)
        case Unit.HOURS:
            return Length(minutes=amount * MINUTES_OF_HOUR)
        case Unit.WORKING_DAYS:
            return Length(working_days=amount)
        case Unit.DAYS:
            return Length(days=amount)
        case Unit.HALF_MONTHS:
            return Length(days=amount * DAYS_OF_HALF_MONTH)
        case Unit.MONTHS:
            return Length(months=amount)
        case Unit.YEARS:
            return Length(months=amount * MONTHS_OF_YEAR)


def choose_term(rule: ClockRule, term: int | None) -> tuple[int, list[Message]]:
    """Return how many units the clock runs without extensions, and what there is to say of it.

    Raises:
        InputError: the rule leaves the length to the decision and none is told, or the decided one
            is longer than the rule allows.
    """
    if term is None:
        if not rule.amount:
            raise InputError("error.clock-term-missing", rule=rule.id)
        return rule.amount, []
    most = rule.amount or _LONGEST_TERM
    if not 1 <= term <= most:
        raise InputError("error.clock-term", rule=rule.id, term=term, most=most)
    if not rule.amount:
        return term, [Message("clock-step.decided", tell_span("span", term, rule.unit))]
    told = tell_span("span", term, rule.unit) | tell_span("limit", rule.amount, rule.unit)
    return term, [Message("clock-step.term", told)]


def shorten_extension(extension: ClockRule, amount: int) -> ClockRule:
    """Return an extension by which less was granted than the rule allows: 2 of 4 days.

    Raises:
        InputError: it is not between 1 and what the rule allows, or the rule is no extension.
    """
    if not extension.is_extension:
        raise InputError("error.clock-no-extension", rule=extension.id)
    if not 1 <= amount <= extension.amount:
        most = extension.amount
        raise InputError("error.clock-term", rule=extension.id, term=amount, most=most)
    return replace(extension, amount=amount)


def lengthen(
    rule: ClockRule, own: Length, extensions: Sequence[ClockRule]
) -> tuple[Length, list[Message]]:
    """Return the whole length with all extensions, and a step for each.

    Raises:
        InputError: the rule is itself an extension, or one of them does not belong here.
    """
    if rule.is_extension:
        raise InputError("error.clock-only-extends", rule=rule.id, bases=", ".join(rule.extends))
    applied, length, steps = {rule.id}, own, []
    for extension in extensions:
        if extension.id in applied or not applied & set(extension.extends):
            bases = ", ".join(extension.extends) or "-"
            raise InputError("error.clock-extension", rule=extension.id, bases=bases, of=rule.id)
        applied.add(extension.id)
        added = measure(extension.amount, extension.unit)
        if extension.lengthens is Lengthening.TO:
            length = length if added.is_shorter(length) else added
        else:
            length = length.plus(added)
        told = tell_span("span", extension.amount, extension.unit) | tell_rule(extension)
        steps.append(Message(f"clock-step.lengthened-{extension.lengthens}", told))
    return length, steps
