"""Sums of counts over listings that keep their comparators: “more than 2,010”, never a total."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhanlian.model.claim import Qualifier
from zhanlian.model.docket.listing import Counted, ToldCount


@dataclass(frozen=True, slots=True)
class Total:
    """What a count comes to over several listings.

    Attributes:
        counts: what is counted.
        currency: of amounts, else "".
        counted_words: what was counted where the notices say it otherwise (诈骗窝点), else "".
        value: sum of the numbers that bound the true one from the side that `comparator` tells.
        comparator: exact; over: more than the value; nearly: less than it; None: no bound is known.
        summed: how many numbers the value holds.
        unbounded: how many are told but bound nothing on that side (“nearly 300 million” is no
            lower bound).
        not_stated: how many listings do not tell it: none of them counts as nought.
    """

    counts: Counted
    currency: str
    counted_words: str
    value: int
    comparator: Qualifier | None
    summed: int
    unbounded: int
    not_stated: int


def add_up(
    counted: Counted, listings: Iterable[Iterable[ToldCount]], currency: str = "", words: str = ""
) -> Total | None:
    """Return one count over listings, or None where none of them tells it.

    Dens (诈骗窝点) are not added to gangs, nor one currency to another. Parts are never added to
    their wholes: each kind of count is summed by itself.
    """
    told: list[ToldCount] = []
    number = 0
    for counts in listings:
        number += 1
        told += (
            one
            for one in counts
            if (one.counted_as, one.currency, one.counted_words) == (counted, currency, words)
        )
    if not told:
        return None
    kinds = {one.comparator for one in told}
    if Qualifier.OVER in kinds or kinds == {Qualifier.EXACT}:
        fitting = [one for one in told if one.comparator in (Qualifier.EXACT, Qualifier.OVER)]
    elif Qualifier.ABOUT not in kinds:
        fitting = told
    else:
        fitting = [one for one in told if one.comparator is Qualifier.EXACT]
    return Total(
        counts=counted,
        currency=currency,
        counted_words=words,
        value=sum(one.value for one in fitting),
        comparator=_bound(kinds),
        summed=len(fitting),
        unbounded=len(told) - len(fitting),
        not_stated=number - len(told),
    )


def _bound(kinds: set[Qualifier]) -> Qualifier | None:
    """Return how a sum of such numbers bounds the true one."""
    if kinds == {Qualifier.EXACT}:
        return Qualifier.EXACT
    if Qualifier.OVER in kinds:
        return Qualifier.OVER
    return None if Qualifier.ABOUT in kinds else Qualifier.NEARLY
