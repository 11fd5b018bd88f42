"""Periods of different length are not set beside each other as years."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhanlian.figures.material import CITED_CLAIMS, Finding, Material, list_dated
from zhanlian.figures.phrases import tell_all
from zhanlian.model.claim import SourcedClaim
from zhanlian.model.figure import Outcome, Period, Series, SeriesKey


def check_windows(material: Material) -> Iterator[Finding]:
    """Yield one check for the figures of one kind whose closed periods differ.

    Eleven months of 2021, the twelve months to April 2022 and January 2023 to May 2024 are three
    series; the last figure of each is cited.
    """
    families: dict[SeriesKey, list[Series]] = defaultdict(list)
    for series in material.list_series(Period.CLOSED):
        families[replace(series.key, window=None)].append(series)
    for family in families.values():
        latest = [dated[-1] for series in family if (dated := list_dated(series))]
        if len(latest) > 1:
            latest.sort(key=lambda one: (one[0], one[1].source.sha256, one[1].claim.start))
            yield _show([stated for _, stated in latest[-CITED_CLAIMS:]], len(latest))


def _show(claims: Sequence[SourcedClaim], count: int) -> Finding:
    return Finding(
        Outcome.RELATED,
        "differ",
        tuple(claims),
        lambda: tell_all("figures", claims) | {"count": f"{count:,}"},
    )
