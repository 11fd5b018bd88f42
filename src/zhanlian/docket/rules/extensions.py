"""Whether clocks and what refers to them fit together, over all tables in use."""

from collections.abc import Mapping

from zhanlian.docket.rules.tables import AnyRule, Identity
from zhanlian.errors import FormatError
from zhanlian.model.docket.rule import ClockRule, Lengthening, ListingPolicy, Unit

_FAMILIES = (
    frozenset({Unit.MINUTES, Unit.HOURS}),
    frozenset({Unit.DAYS, Unit.HALF_MONTHS, Unit.MONTHS, Unit.YEARS}),
    frozenset({Unit.WORKING_DAYS}),
)


def check_clocks(entries: Mapping[Identity, AnyRule]) -> None:
    """Return when every clock that is named exists, and can be lengthened as told.

    Raises:
        FormatError: an extension or a policy names a clock that no table has, or an extension is
            counted in a unit that cannot be added to it.
    """
    clocks: dict[str, list[ClockRule]] = {}
    for rule in entries.values():
        if isinstance(rule, ClockRule):
            clocks.setdefault(rule.id, []).append(rule)
    for rule in entries.values():
        if isinstance(rule, ClockRule):
            for name in rule.extends:
                for base in _load(clocks, name, rule.id):
                    _check_units(rule, base)
        elif isinstance(rule, ListingPolicy):
            for name in (rule.report_clock, rule.deadline_clock):
                _load(clocks, name, rule.id)


def _load(clocks: Mapping[str, list[ClockRule]], name: str, by: str) -> list[ClockRule]:
    if name not in clocks:
        raise FormatError("error.rule-no-clock", entry=by, clock=name)
    return clocks[name]


def _check_units(rule: ClockRule, base: ClockRule) -> None:
    same = any({rule.unit, base.unit} <= family for family in _FAMILIES)
    if rule.lengthens is Lengthening.TO:
        same = rule.unit is base.unit
    if not same or rule.counting is not base.counting:
        raise FormatError("error.rule-units", entry=rule.id, clock=base.id)
