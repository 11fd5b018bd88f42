"""Totals of one area that may not be compared are shown side by side, and why they may not."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from zhanlian.figures.material import CITED_CLAIMS, Finding, Material, list_dated
from zhanlian.figures.phrases import tell_all, tell_area, tell_metrics
from zhanlian.model.claim import SourcedClaim
from zhanlian.model.figure import Outcome, Period, Series


def check_related(material: Material) -> Iterator[Finding]:
    """Yield one check for the running totals of an area whose verbs or populations differ.

    Its claims are in order of their day, so that the family reads as one development (handed
    over 48,000, caught over 50,000, caught over 53,000) with its verbs told apart. Of a large
    family the last figures are cited.
    """
    families: dict[tuple[object, ...], list[Series]] = defaultdict(list)
    for series in material.list_series(Period.CUMULATIVE):
        key = series.key
        if key.area is not None:
            families[(key.area, key.unit, key.role, key.item, key.currency)].append(series)
    for family in families.values():
        if len(family) > 1:
            yield _show(family)


def _show(family: Sequence[Series]) -> Finding:
    dated = [pair for series in family for pair in list_dated(series)]
    undated = [series.points[0].claims[0] for series in family if not list_dated(series)]
    claims = [stated for _, stated in sorted(dated, key=_by_day)] + undated
    shown = claims[-CITED_CLAIMS:]
    metrics = list(dict.fromkeys(stated.claim.metric for stated in claims))
    if len(metrics) > 1:
        case = "verbs"
    elif len({series.key.nationality for series in family}) > 1:
        case = "populations"
    else:
        case = "starts"
    return Finding(
        Outcome.RELATED,
        case,
        tuple(shown),
        lambda: (
            tell_area("area", family[0].key.area)
            | tell_metrics("verbs", metrics)
            | tell_all("figures", shown)
            | {"count": f"{len(claims):,}"}
        ),
    )


def _by_day(dated: tuple[date, SourcedClaim]) -> tuple[date, str, str, int]:
    day, stated = dated
    return (day, stated.claim.metric, stated.source.sha256, stated.claim.start)
