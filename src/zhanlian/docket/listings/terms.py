"""What is asked of a listed case: the terms of its supervision, and counts that fit together."""

from collections.abc import Iterable
from typing import Final

from zhanlian.docket.act import Situation
from zhanlian.errors import InputError
from zhanlian.model.claim import Qualifier
from zhanlian.model.docket.listing import Counted, Interval, ListedFacts, Terms, ToldCount
from zhanlian.model.docket.spelling import fold_signs
from zhanlian.model.zone import local_day

_BOUNDED_BELOW: Final = (Qualifier.EXACT, Qualifier.OVER)


def find_terms(situation: Situation, programme: str) -> Terms:
    """Return the terms by the policy in force today for a programme, by its name.

    Raises:
        NotFoundError: no policy is in force, or a clock that it names is not.
    """
    day, tables = local_day(situation.now), situation.rules
    policy = tables.listing_policy(programme, day)
    report, deadline = (
        tables.clock(policy.report_clock, day),
        tables.clock(policy.deadline_clock, day),
    )
    return Terms(
        report_every=Interval(report.amount, report.unit),
        solve_within=Interval(deadline.amount, deadline.unit),
        report_clock=policy.report_clock,
        deadline_clock=policy.deadline_clock,
        policy=policy.policy,
        policy_status=policy.status,
        delist_when=policy.delist_when,
    )


def check_facts(facts: ListedFacts) -> None:
    """Return when a case has a name, and its counts fit together; a notice may tell no place.

    Raises:
        InputError: the name is empty, or a part is larger than its whole.
    """
    if not facts.name.strip():
        raise InputError("error.field-missing", field="name")
    check_counts(facts.case_counts)


def check_counts(counts: Iterable[ToldCount]) -> None:
    """Return when each thing is counted once, and each part has a whole that can hold it.

    Raises:
        InputError: it is not so; the error names the count.
    """
    known: dict[Counted, ToldCount] = {}
    for count in counts:
        if count.counted_as in known:
            raise InputError("error.listing-count-twice", count=count.counted_as.value)
        known[count.counted_as] = count
    for count in known.values():
        if count.of is None:
            continue
        whole = known.get(count.of)
        if whole is None:
            raise InputError(
                "error.listing-count-whole", count=count.counted_as.value, whole=count.of.value
            )
        if _exceeds(count, whole):
            raise InputError(
                "error.listing-count-part",
                count=count.counted_as.value,
                value=count.value,
                whole=count.of.value,
                most=whole.value,
            )


def _exceeds(part: ToldCount, whole: ToldCount) -> bool:
    """Return whether a part is surely larger: its least is more than the most of the whole."""
    least_known = part.comparator in _BOUNDED_BELOW
    most_known = whole.comparator in (Qualifier.EXACT, Qualifier.NEARLY)
    return least_known and most_known and part.value > whole.value


def describe_key(programme: str, facts: ListedFacts) -> str:
    """Return what makes a listing unique: programme, place, label; the name for what is untold."""
    parts = (programme, facts.place or facts.name, facts.code or facts.name)
    return "|".join(map(fold_signs, parts))
