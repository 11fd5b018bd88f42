"""Claims of English notices. All sentences are synthetic."""

from decimal import Decimal

import pytest
from told_claims import only, read_claims, tell

from zhanlian.model.claim import Metric, Qualifier, Role, Unit


@pytest.mark.parametrize(
    ("sentence", "metric", "value"),
    [
        ("Police arrested 531 scam suspects.", Metric.SUSPECTS_CAPTURED, 531),
        ("A total of 531 scam suspects were arrested.", Metric.SUSPECTS_CAPTURED, 531),
        ("Some 531 suspects were deported after the scam raid.", Metric.SUSPECTS_TRANSFERRED, 531),
        ("Thailand handed over 531 scam suspects.", Metric.SUSPECTS_TRANSFERRED, 531),
        ("Prosecutors charged 531 people over the scam.", Metric.SUSPECTS_PROSECUTED, 531),
        ("The court sentenced 531 scammers.", Metric.SUSPECTS_SENTENCED, 531),
        ("Troops rescued 531 people from a scam compound.", Metric.PERSONS_RESCUED, 531),
        ("Police solved 531 scam cases.", Metric.CASES_SOLVED, 531),
        ("Police dismantled 531 scam compounds.", Metric.DENS_DESTROYED, 531),
        ("The agency took down 531 scam websites.", Metric.SITES_BLOCKED, 531),
    ],
)
def test_each_english_verb_has_its_own_metric(sentence: str, metric: Metric, value: int) -> None:
    claim = only(sentence)
    assert (claim.metric, int(claim.value)) == (metric, value)


@pytest.mark.parametrize(
    ("phrase", "value", "qualifier"),
    [
        ("more than 1,200", 1200, Qualifier.OVER),
        ("at least 70", 70, Qualifier.OVER),
        ("nearly 2,000", 2000, Qualifier.NEARLY),
        ("about 300", 300, Qualifier.ABOUT),
        ("twenty-one", 21, Qualifier.EXACT),
    ],
)
def test_an_english_comparator_is_kept(phrase: str, value: int, qualifier: Qualifier) -> None:
    claim = only(f"Police arrested {phrase} scam suspects.")
    assert (int(claim.value), claim.qualifier) == (value, qualifier)
    assert phrase in claim.quote


@pytest.mark.parametrize(
    ("sentence", "metric", "value", "unit", "currency"),
    [
        ("Victims lost nearly $3 million.", Metric.AMOUNT_LOSS, 3_000_000, Unit.USD, None),
        ("Police froze S$6.54m.", Metric.AMOUNT_INTERCEPTED, 6_540_000, Unit.OTHER, "SGD"),
        ("Police recovered 2.5 million yuan.", Metric.AMOUNT_RECOVERED, 2_500_000, Unit.CNY, None),
        ("The ring laundered €20 million.", Metric.AMOUNT_INVOLVED, 20_000_000, Unit.OTHER, "EUR"),
    ],
)
def test_english_money_has_metric_and_currency(
    sentence: str, metric: Metric, value: int, unit: Unit, currency: str | None
) -> None:
    claim = only(sentence)
    assert (claim.metric, int(claim.value)) == (metric, value)
    assert (claim.unit, claim.currency) == (unit, currency)


def test_each_figure_of_a_list_is_a_claim() -> None:
    text = "Officers arrested 27 suspects and seized 86 phones, 12 laptops and six cars."
    assert tell(text) == [
        ("suspects_captured", 27),
        ("items_seized", 86),
        ("items_seized", 12),
        ("items_seized", 6),
    ]


def test_a_fall_of_english_figures_is_a_negative_change() -> None:
    claim = only("The number of scam cases fell by 12.5 percent.")
    assert (claim.metric, claim.value, claim.of) == (
        Metric.CHANGE,
        Decimal("-12.5"),
        Metric.CASES_FILED,
    )


def test_roles_and_victims_are_told_apart() -> None:
    claims = read_claims("Police arrested 9 ringleaders. The scam had 310 victims.")
    assert [(claim.metric, int(claim.value), claim.role) for claim in claims] == [
        (Metric.SUSPECTS_CAPTURED, 9, Role.LEADER),
        (Metric.VICTIMS, 310, None),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The scam suspect was sentenced to 12 years.",
        "Scams of $100,000 or more go to a special unit.",
        "Hundreds of scam suspects were arrested.",
        "The raid was on June 5, 2030.",
        "The scam spread over 14 provinces.",
    ],
)
def test_the_english_sentence_states_no_figure(sentence: str) -> None:
    assert tell(sentence) == []


def test_a_listed_leader_is_a_leader() -> None:
    claims = read_claims("Police arrested 531 scam suspects, including 3 ringleaders.")
    assert [claim.role for claim in claims] == [None, Role.LEADER]
