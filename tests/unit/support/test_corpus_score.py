"""The scorer of the corpus gives and takes points as it says. All figures are synthetic."""

import json
from decimal import Decimal

import pytest
from corpus_score import Score, load_labels, score_claims

from zhanlian.model.claim import Claim, Metric, Qualifier, Unit

TEXT = "警方抓获诈骗嫌疑人47名，移交19名，抓获头目5名。"
CAUGHT, HANDED_OVER = Metric.SUSPECTS_CAPTURED, Metric.SUSPECTS_TRANSFERRED


def claim(metric: Metric, value: int, quote: str, **more: object) -> Claim:
    """Return a claim of the text above."""
    given = {"start": TEXT.find(quote), "qualifier": Qualifier.EXACT, **more}
    return Claim(metric, Decimal(value), Unit.PERSON, quote=quote, **given)  # type: ignore[arg-type]


def label(metric: Metric, value: int, **more: object) -> str:
    """Return a label as one line of JSON."""
    row = {"metric": metric, "value": value, "qualifier": "exact", "start": 2, "quote": str(value)}
    return json.dumps({**row, **more})


def counts(claims: list[Claim], labels: list[str]) -> tuple[int, int, int]:
    """Return how many labels are found and missed, and how many claims are invented."""
    score = score_claims(TEXT, claims, load_labels(labels))
    assert len(score.faults) == score.missed + score.invented
    return score.found, score.missed, score.invented


C47 = claim(CAUGHT, 47, "抓获诈骗嫌疑人47名")
C19 = claim(HANDED_OVER, 19, "移交19名")


def test_what_agrees_is_found() -> None:
    assert counts([C47, C19], [label(CAUGHT, 47), label(HANDED_OVER, 19)]) == (2, 0, 0)


@pytest.mark.parametrize(
    "other",
    [label(HANDED_OVER, 47), label(CAUGHT, 48), label(CAUGHT, 47, qualifier="over")],
    ids=["metric", "value", "comparator"],
)
def test_another_metric_value_or_comparator_misses_and_invents(other: str) -> None:
    assert counts([C47], [other]) == (0, 1, 1)


@pytest.mark.parametrize(
    "accepted",
    [
        label(HANDED_OVER, 47, also_accept={"metric": [CAUGHT]}),
        label(CAUGHT, 48, also_accept={"value": [47]}),
        label(CAUGHT, 47, qualifier="over", also_accept={"qualifier": ["exact"]}),
    ],
)
def test_an_accepted_reading_is_found(accepted: str) -> None:
    assert counts([C47], [accepted]) == (1, 0, 0)


def test_an_optional_label_is_neither_demanded_nor_punished() -> None:
    assert counts([], [label(CAUGHT, 47, optional=True)]) == (0, 0, 0)
    assert counts([C47], [label(CAUGHT, 47, optional=True)]) == (0, 0, 0)


def test_crime_in_general_and_other_are_left_out_on_both_sides() -> None:
    left_out = [label(Metric.OTHER, 320), label(CAUGHT, 47, scope="general")]
    assert counts([], left_out) == (0, 0, 0)
    claims = [claim(Metric.OTHER, 9, "警方"), claim(CAUGHT, 9, "警方", scope="general")]
    assert counts(claims, []) == (0, 0, 0)


def test_a_label_is_met_once() -> None:
    assert counts([C47, claim(CAUGHT, 47, "47名")], [label(CAUGHT, 47)]) == (1, 0, 1)


def test_a_claim_meets_the_demand_before_the_option() -> None:
    labels = [label(CAUGHT, 47, optional=True), label(CAUGHT, 47, start=9)]
    assert counts([C47], labels) == (1, 0, 0)


def test_a_quote_that_does_not_stand_at_its_place_is_wrong() -> None:
    assert counts([claim(CAUGHT, 47, "抓获诈骗嫌疑人47名", start=3)], [label(CAUGHT, 47)]) == (
        0,
        1,
        1,
    )
    assert counts([claim(Metric.OTHER, 9, "警方", start=9)], []) == (0, 0, 1)


def test_f1_weighs_misses_and_inventions_alike() -> None:
    assert Score(3, 1, 0).f1 == Score(3, 0, 1).f1 == pytest.approx(6 / 7)
    assert (Score().f1, Score(0, 1, 1).f1) == (1.0, 0.0)
    whole = Score(3, 1, 0, ("a",)) + Score(1, 0, 2, ("b", "c"))
    assert (whole.found, whole.missed, whole.invented) == (4, 1, 2)
    assert whole.faults == ("a", "b", "c")
