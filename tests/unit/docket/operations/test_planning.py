"""An operation goes from plan to review, and is agreed only where agreements in force carry it."""

from datetime import date
from typing import Any

import pytest
from docket import OTHER, OWN, situation

from zhanlian.docket.accounts import Party
from zhanlian.docket.registry import load_act
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.agreement import Agreement, AgreementType
from zhanlian.model.docket.operation import Operation, OperationParty
from zhanlian.model.docket.plain import from_plain
from zhanlian.model.docket.record import AnyRecord, Record

PARTIES = (OperationParty(OWN, "CN"), OperationParty(OTHER, "MM"))
HOUSE: AnyRecord = Record("p1", "party", None, OWN, "open", "root1", Party(OWN, OWN, "CN"))


def operation(state: str, **told: Any) -> AnyRecord:
    body = Operation("合成行动", parties=PARTIES, lead=OWN, **told)
    return Record("op1", "operation", None, OWN, state, "zhou", body)


def agreement(**told: Any) -> AnyRecord:
    body: dict[str, Any] = {
        "between": (OTHER, OWN),
        "covers": ("operation",),
        "in_force_on": date(2024, 1, 1),
        **told,
    }
    noun = Agreement(
        "合成", AgreementType.PLAN, signed_on=date(2024, 1, 1), source="合成一号", **body
    )
    return Record("a1", "agreement", None, OWN, "signed", "zhou", noun)


def decide(act: str, where: Any, **request: Any) -> AnyRecord:
    found = load_act(act)
    return found.decide(where, from_plain(found.request, request))[0]


def agree(found: AnyRecord) -> AnyRecord:
    answers: dict[str, tuple[AnyRecord, ...]] = {"own": (HOUSE,), "agreement a1": (found,)}
    where = situation(operation("planned", agreements=("a1",)), answers)
    return decide("operation.agree", where, source="合成纪要")


def test_an_operation_with_a_party_abroad_rests_on_an_agreement_in_force() -> None:
    assert agree(agreement()).state == "agreed"
    for told in (
        {"in_force_on": date(2024, 10, 1)},
        {"expires_on": date(2024, 9, 22)},
        {"covers": ("lead",)},
        {"between": (OWN, "th-police")},
    ):
        with pytest.raises(StateError):
            agree(agreement(**told))


def test_agreeing_always_waits_for_approval() -> None:
    act = load_act("operation.agree")
    assert act.condition is not None
    assert act.condition(situation(operation("planned")), None) == ""
    rules = situation().rules
    assert rules.approval("operation.agree", date(2024, 9, 23)).level.value == "province"


def test_an_agreement_that_is_not_seen_is_told_as_missing() -> None:
    where = situation(operation("planned", agreements=("a1",)), {"own": (HOUSE,)})
    with pytest.raises(NotFoundError):
        decide("operation.agree", where, source="合成纪要")


def test_the_leading_agency_is_one_of_the_parties() -> None:
    with pytest.raises(InputError):
        decide("operation.plan", situation(), name="合成", parties=["wz@CN"], lead="mm-police")
    for form in ("wz", "@CN", "wz@cn", "wz@CHN"):
        with pytest.raises(InputError):
            decide("operation.plan", situation(), name="合成", parties=[form], lead="wz")


STEPS: dict[str, tuple[str, dict[str, Any]]] = {
    "operation.agree": ("planned", {"source": "合成"}),
    "operation.start": ("agreed", {"on": "2024-09-20"}),
    "operation.end": ("running", {"on": "2024-09-21"}),
    "operation.review": ("ended", {"lessons": ["合成"]}),
    "operation.cancel": ("planned", {"reason": "合成"}),
}


@pytest.mark.parametrize("act", STEPS)
@pytest.mark.parametrize(
    "state", ["planned", "agreed", "running", "ended", "reviewed", "cancelled", "reported"]
)
def test_a_step_is_taken_from_its_own_state_alone(act: str, state: str) -> None:
    allowed = {
        "operation.cancel": {"planned", "agreed"},
        "operation.review": {"ended", "reviewed", "reported"},
    }.get(act, {STEPS[act][0]})
    begun = PartialDate(2024, 9, 20)
    found: dict[str, tuple[AnyRecord, ...]] = {"own": (HOUSE,), "agreement a1": (agreement(),)}
    where = situation(operation(state, started_on=begun, agreements=("a1",)), found)
    if state in allowed:
        assert decide(act, where, **STEPS[act][1]).version == 2
    else:
        with pytest.raises(StateError):
            decide(act, where, **STEPS[act][1])


def test_an_operation_neither_begins_in_the_future_nor_ends_before_it_began() -> None:
    with pytest.raises(InputError):
        decide("operation.start", situation(operation("agreed")), on="2024-09-24")
    running = operation("running", started_on=PartialDate(2024, 9, 20))
    with pytest.raises(InputError):
        decide("operation.end", situation(running), on="2024-09-19")
    # A month that is known no closer may hold both.
    assert decide("operation.end", situation(running), on="2024-09").state == "ended"


def test_lessons_are_added_to_those_before() -> None:
    first = decide("operation.review", situation(operation("ended")), lessons=["其一"])
    second = decide("operation.review", situation(first), lessons=["其二"])
    assert second.body.lessons == ("其一", "其二")
