"""Figures of our own in words: sentences whose clauses are claims like those of any document."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhanlian.model.claim import Claim, Qualifier, Source, SourcedClaim, Unit
from zhanlian.model.docket.stated import StatedFigure
from zhanlian.words import has_key, say
from zhanlian.words.codes import nationality_words


@dataclass(frozen=True, slots=True)
class ToldFigures:
    """A text of our own and the claims in it, in the order of the figures.

    Attributes:
        text: as it can be published.
        claims: each quotes its clause of the text.
    """

    text: str
    claims: tuple[SourcedClaim, ...]


def tell_figures(figures: Sequence[StatedFigure], language: str, source: Source) -> ToldFigures:
    """Return figures as sentences: each total with day and place, its parts behind it.

    Args:
        figures: a total before its parts.
        language: ``zh`` or ``en``.
        source: that the claims carry.
    """
    text, starts = "", {}
    for total in _order(figures):
        parts = [nr for nr, one in enumerate(figures) if one.part_of == total]
        if total not in starts:
            lead = _tell_lead(figures[total], language)
            text, starts[total] = text + lead, len(text) + len(lead)
            text += _tell_clause(figures[total], language) + say("figure.stop", language)
        for place, part in enumerate(parts):
            text += _tell_joint(figures[total], place, language)
            starts[part] = len(text)
            text += _tell_clause(figures[part], language)
        text += say("figure.stop", language) if parts else ""
    claims = (_claim(one, starts[nr], starts, language) for nr, one in enumerate(figures))
    return ToldFigures(text.strip(), tuple(SourcedClaim(claim, source) for claim in claims))


def _order(figures: Sequence[StatedFigure]) -> list[int]:
    """Return the places of totals, each before the parts of it that are totals themselves."""
    found: list[int] = []
    totals = {one.part_of for one in figures if one.part_of is not None}

    def add(place: int) -> None:
        found.append(place)
        for nr, one in enumerate(figures):
            if one.part_of == place and nr in totals:
                add(nr)

    for nr, one in enumerate(figures):
        if one.part_of is None:
            add(nr)
    return found


def _tell_lead(figure: StatedFigure, language: str) -> str:
    day = "" if figure.as_of is None else str(figure.as_of)
    if figure.words == "dealt-with":
        return say("figure.lead.dealt-with", language)
    key = "figure.lead.until" if figure.cumulative or _is_before(figure) else "figure.lead.plain"
    if figure.since is not None:
        key = "figure.lead.between"
    since = "" if figure.since is None else str(figure.since)
    lead = say(key, language, {"day": day, "since": since})
    place = figure.done_at or figure.place
    return lead + (say("figure.lead.place", language, {"place": place}) if place else "")


def _is_before(figure: StatedFigure) -> bool:
    """Return whether something was done by the day that is told, not on it."""
    return figure.words == "captured"


def _tell_joint(total: StatedFigure, place: int, language: str) -> str:
    if place:
        return say("figure.comma", language)
    if total.nationality and total.part_of is not None:
        whose = nationality_words(total.nationality, language)
        return say("figure.among", language, {"whose": whose})
    return say("figure.of-them", language)


def _tell_clause(figure: StatedFigure, language: str) -> str:
    code = figure.nationality
    whose = nationality_words(code, language) if code else say("figure.anybody", language)
    told = {
        "whose": whose,
        "count": f"{figure.value:,f}",
        "item": figure.item or "",
        "unit": figure.currency or figure.unit.value,
    }
    return say(f"figure.{figure.words}", language, told)


def _claim(figure: StatedFigure, start: int, starts: dict[int, int], language: str) -> Claim:
    verb = f"figure.verb.{figure.words}"
    return Claim(
        metric=figure.metric,
        value=figure.value,
        unit=figure.unit,
        qualifier=Qualifier.EXACT,
        quote=_tell_clause(figure, language),
        start=start,
        cumulative=figure.cumulative,
        nationality=figure.nationality,
        role=figure.role,
        since=figure.since,
        as_of=figure.as_of,
        place=figure.place or None,
        item=figure.item,
        currency=figure.currency if figure.unit is Unit.OTHER else None,
        verb=say(verb, language) if has_key(verb) else "",
        part_of=None if figure.part_of is None else starts[figure.part_of],
    )
