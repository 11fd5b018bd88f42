"""What can be released, to whom, and who must approve it."""

from datetime import date
from typing import Any

import pytest
from docket import OTHER, OWN, situation

from zhanlian.docket.accounts import Party
from zhanlian.docket.act import Situation
from zhanlian.docket.registry import KINDS, load_act
from zhanlian.docket.releases.granting import ABROAD, find_hindrance
from zhanlian.errors import NotFoundError, StateError
from zhanlian.model.docket.agreement import Agreement, AgreementType, Purpose
from zhanlian.model.docket.lead import InformationGrade, Lead, SourceGrade
from zhanlian.model.docket.plain import from_plain
from zhanlian.model.docket.record import READER, RELEASED, WHOLE, AnyRecord, Mark, Record

ACT = load_act("record.release")
BODY = Lead("合成线索", "合成来源", SourceGrade.B, InformationGrade.PROBABLE)


def lead(*marks: Mark) -> AnyRecord:
    return Record("l1", "lead", "case1", OWN, "open", "li", BODY, marks=marks)


def party(code: str, country: str) -> AnyRecord:
    return Record(f"p-{code}", "party", None, code, "open", "root1", Party(code, code, country))


def agreement(to: str) -> AnyRecord:
    day = date(2024, 1, 1)
    body = Agreement(
        "合成",
        AgreementType.PLAN,
        (OWN, to),
        day,
        day,
        "合成",
        covers=tuple(KINDS),
        purposes=tuple(Purpose),
    )
    return Record("a1", "agreement", None, OWN, "signed", "zhou", body)


def place(target: AnyRecord, to: str = OTHER, country: str = "MM") -> Situation:
    found: dict[str, tuple[AnyRecord, ...]] = {
        f"party {OWN}": (party(OWN, "CN"),),
        f"party {to}": (party(to, country),),
        "agreement a1": (agreement(OTHER if to == OWN else to),),
    }
    return situation(target, found)


def ask(to: str = OTHER, **told: Any) -> Any:
    request = {"to_party": to, "agreement": "a1", "purpose": "capture", "number": "合1号", **told}
    return from_plain(ACT.request, request)


def test_a_release_is_a_mark_on_that_record_and_a_record_of_its_own() -> None:
    changed, made = ACT.decide(place(lead()), ask(whole=True))
    assert (changed.id, changed.version, changed.values(RELEASED)) == ("l1", 2, (OTHER,))
    assert changed.values(WHOLE) == (OTHER,)
    assert (made.kind, made.case, made.party, made.values(RELEASED)) == (
        "release",
        "case1",
        OWN,
        (OTHER,),
    )
    assert (made.body.record, made.body.record_version) == ("l1", 1)
    masked, _ = ACT.decide(place(lead()), ask())
    assert masked.values(WHOLE) == ()


def test_what_has_readers_is_never_released() -> None:
    with pytest.raises(StateError) as error:
        ACT.decide(place(lead(Mark(READER, "li"))), ask())
    assert error.value.key == "error.docket-release-restricted"


@pytest.mark.parametrize("kind", ["draft", "user", "party", "release"])
def test_some_kinds_are_never_released(kind: str) -> None:
    assert find_hindrance(Record("x", kind, None, OWN, "open", "li", BODY)) is not None


def test_a_party_that_has_no_accounts_here_is_told_as_missing() -> None:
    with pytest.raises(NotFoundError):
        ACT.decide(place(lead(), to="th-police", country="TH"), ask())


def test_nothing_is_released_to_its_own_party_or_twice() -> None:
    with pytest.raises(StateError):
        ACT.decide(place(lead(), to=OWN, country="CN"), ask(OWN))
    with pytest.raises(StateError):
        ACT.decide(place(lead(Mark(RELEASED, OTHER))), ask())


def test_the_country_of_the_party_tells_who_approves() -> None:
    assert ACT.condition is not None
    assert ACT.condition(place(lead()), ask()) == ABROAD
    assert ACT.condition(place(lead(), to="sz", country="CN"), ask("sz")) == ""
    tables = situation().rules
    day = date(2024, 9, 23)
    levels = [tables.approval(ACT.name, day, condition=one).level.value for one in ("", ABROAD)]
    assert levels == ["county", "province"]


def test_another_release_of_the_same_record_leaves_the_first_one() -> None:
    changed, _ = ACT.decide(place(lead(Mark(RELEASED, "th-police"))), ask())
    assert changed.values(RELEASED) == ("th-police", OTHER)
    revoke = load_act("record.revoke")
    asked = from_plain(revoke.request, {"to_party": OTHER, "reason": "合成"})
    (shut,) = revoke.decide(situation(changed), asked)
    assert shut.values(RELEASED) == ("th-police",)
