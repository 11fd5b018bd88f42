"""An agreement binds for its term, between its parties, and warns before it ends."""

from datetime import date, timedelta
from typing import Any

import pytest
from docket import OTHER, OWN, situation
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.docket.registry import load_act
from zhanlian.docket.releases.agreements import is_in_force
from zhanlian.errors import InputError, SchemaError, StateError
from zhanlian.model.docket.plain import from_plain
from zhanlian.model.docket.record import AnyRecord, ClockState

SIGNED = {
    "name": "合成备忘录",
    "agreement_type": "memorandum",
    "between": [OWN, OTHER],
    "signed_on": "2024-01-10",
    "source": "合成一号",
}


def decide(act: str, where: Any, **request: Any) -> AnyRecord:
    found = load_act(act)
    return found.decide(where, from_plain(found.request, request))[0]


def sign(**told: Any) -> AnyRecord:
    return decide("agreement.sign", situation(), **{**SIGNED, **told})


@given(st.integers(-400, 400), st.integers(0, 300), st.one_of(st.none(), st.integers(0, 300)))
def test_it_binds_from_its_first_day_to_its_last(day: int, begin: int, length: int | None) -> None:
    signed = date(2024, 1, 10)
    first = signed + timedelta(days=begin)
    told: dict[str, Any] = {"in_force_on": str(first)}
    if length is not None:
        told["expires_on"] = str(first + timedelta(days=length))
    asked = signed + timedelta(days=day)
    inside = first <= asked and (length is None or asked <= first + timedelta(days=length))
    assert is_in_force(sign(**told), asked) is inside


def test_one_that_was_ended_binds_no_more_and_its_clock_counts_no_longer() -> None:
    ended = decide("agreement.end", situation(sign(expires_on="2024-12-31")), reason="合成理由")
    assert not is_in_force(ended, date(2024, 9, 23))
    assert [clock.state for clock in ended.clocks] == [ClockState.VOID]
    with pytest.raises(StateError):
        decide("agreement.end", situation(ended), reason="再次")


def test_a_longer_term_moves_its_clock() -> None:
    signed = sign(expires_on="2024-12-31")
    longer = decide("agreement.prolong", situation(signed), expires_on="2025-12-31", source="合成")
    (clock,) = longer.clocks
    assert str(clock.due) == "2025-12-31 16:00:00+00:00"
    for day in ("2024-12-31", "2024-06-01"):
        with pytest.raises(InputError):
            decide("agreement.prolong", situation(signed), expires_on=day, source="合成")
    with pytest.raises(InputError):
        decide("agreement.prolong", situation(sign()), expires_on="2025-12-31", source="合成")


def test_it_is_entered_by_one_of_its_parties_and_has_two() -> None:
    with pytest.raises(InputError):
        sign(between=[OTHER, "th-police"])
    with pytest.raises(SchemaError):
        sign(between=[OWN, OWN])
    with pytest.raises(SchemaError):
        sign(expires_on="2024-01-09")
    with pytest.raises(InputError):
        sign(signed_on="2024-09-24")
