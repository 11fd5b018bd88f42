"""A place is claimed, verified and cleared: each a statement with evidence, by more than one."""

from datetime import UTC, datetime
from typing import Any

import pytest
from docket import OTHER, OWN, actor, situation

from zhanlian.docket.registry import load_act
from zhanlian.errors import DeniedError, InputError, NotFoundError, SchemaError, StateError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.actor import Role
from zhanlian.model.docket.place import Assertion, Place, PlaceStatus, PlaceType
from zhanlian.model.docket.plain import from_plain
from zhanlian.model.docket.record import AnyRecord, Record

ASKED = {"on": "2024-09-21", "source": "d" * 64}


def place(state: str = "claimed", by: str = "li", kind: PlaceType = PlaceType.DEN) -> AnyRecord:
    at = datetime(2024, 9, 20, tzinfo=UTC)
    day = PartialDate(2024, 9, 20)
    told = Assertion(PlaceStatus(state), OWN, day, "d" * 64, by, OWN, at)
    return Record("pl1", "place", None, OWN, state, by, Place("合成窝点", kind, assertions=(told,)))


def decide(act: str, where: Any, **request: Any) -> AnyRecord:
    found = load_act(act)
    return found.decide(where, from_plain(found.request, request))[0]


def condition(act: str, where: Any) -> str | None:
    found = load_act(act)
    assert found.condition is not None
    return found.condition(where, from_plain(found.request, ASKED))


@pytest.mark.parametrize(
    ("act", "state"), [("place.verify", "claimed"), ("place.clear", "verified")]
)
def test_who_said_the_last_thing_needs_a_second_person(act: str, state: str) -> None:
    assert condition(act, situation(place(state, by="li"))) == ""
    assert condition(act, situation(place(state, by="sun"))) is None
    theirs = actor("mm-zhou", Role.LIAISON, OTHER)
    assert condition(act, situation(place(state, by="li"), actor=theirs)) is None


def test_verified_and_cleared_need_evidence() -> None:
    for act, state in (("place.verify", "claimed"), ("place.clear", "verified")):
        with pytest.raises(SchemaError):
            decide(act, situation(place(state)), on="2024-09-21", source="  ")


@pytest.mark.parametrize("state", ["claimed", "verified", "cleared"])
def test_a_status_follows_the_one_before_it(state: str) -> None:
    steps = {"place.verify": "claimed", "place.clear": "verified", "place.claim": "cleared"}
    for act, needed in steps.items():
        where = situation(place(state))
        if state == needed:
            made = decide(act, where, **ASKED)
            assert len(made.body.assertions) == 2
            assert made.state == made.body.assertions[-1].status.value
        else:
            with pytest.raises(StateError):
                decide(act, where, **ASKED)


def test_a_statement_is_not_older_than_the_one_before_nor_in_the_future() -> None:
    for day in ("2024-09-19", "2024-09-24"):
        with pytest.raises(InputError):
            decide("place.verify", situation(place()), on=day, source="d" * 64)


def test_another_party_says_only_what_it_says_itself() -> None:
    theirs = actor("mm-zhou", Role.LIAISON, OTHER)
    with pytest.raises(DeniedError):
        decide("place.verify", situation(place(), actor=theirs), **ASKED, says=OWN)


def test_a_den_lies_in_a_compound_that_the_actor_sees() -> None:
    asked = {"name": "合成", "place_type": "den", "says": OWN, **ASKED, "within": "pl1"}
    with pytest.raises(NotFoundError):
        decide("place.add", situation(), **asked)
    with pytest.raises(InputError):
        decide("place.add", situation(None, {"place pl1": (place(),)}), **asked)
    compound = place(kind=PlaceType.COMPOUND)
    made = decide("place.add", situation(None, {"place pl1": (compound,)}), **asked)
    assert made.values("within") == ("pl1",)
    with pytest.raises(InputError):
        decide("place.add", situation(), **{**asked, "place_type": "compound"})


def test_a_tenant_keeps_its_periods_and_bases() -> None:
    asked = {"tenant": "合成团伙", "source": "合成", "since": "2019-12", "went_to": "合成二号楼"}
    first = decide("place.lodge", situation(place()), **asked)
    second = decide("place.lodge", situation(first), **asked, until="2020-07")
    (tenant,) = second.body.tenants
    assert (str(tenant.since), str(tenant.until), tenant.went_to) == (
        "2019-12",
        "2020-07",
        "合成二号楼",
    )
    with pytest.raises(InputError):
        decide("place.lodge", situation(place()), **{**asked, "until": "2019-11"})


def test_what_is_not_told_anew_stays() -> None:
    first = decide("place.describe", situation(place()), source="合成", building="三号楼")
    second = decide("place.describe", situation(first), source="合成", floor="3")
    assert (second.body.building, second.body.floor) == ("三号楼", "3")
