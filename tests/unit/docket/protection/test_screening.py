"""Screening: seen by its officers alone, without a result, and never without a reader."""

from typing import Any

import pytest
from docket import OTHER, OWN, situation

from zhanlian.docket.accounts import User
from zhanlian.docket.registry import load_act
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.docket.actor import Role
from zhanlian.model.docket.plain import from_plain
from zhanlian.model.docket.protection import Screening
from zhanlian.model.docket.record import READER, AnyRecord, Record

FACT = {"indicator": "ilo-documents", "source": "合成谈话记录", "told": "合成"}


def user(
    name: str, role: Role = Role.CASE_OFFICER, party: str = OWN, state: str = "open"
) -> AnyRecord:
    return Record(f"u-{name}", "user", None, party, state, "root1", User(name, party, (role,)))


def decide(
    act: str, target: AnyRecord | None = None, *accounts: AnyRecord, **told: Any
) -> AnyRecord:
    wanted = load_act(act)
    found: dict[str, tuple[AnyRecord, ...]] = {f"user {one.body.name}": (one,) for one in accounts}
    (made,) = wanted.decide(situation(target, found), from_plain(wanted.request, told))
    return made


def begin() -> AnyRecord:
    told = {"officer_account": ["han"], "subject": "合成被询问人"}
    return decide("screening.begin", None, user("han"), **told)


def test_whoever_begins_and_the_named_officers_are_its_only_readers() -> None:
    made = begin()
    assert sorted(made.values(READER)) == ["han", "li"]
    assert (made.case, made.state) == (None, "open")


@pytest.mark.parametrize("officers", [[], ["li"]])
def test_nobody_screens_alone(officers: list[str]) -> None:
    with pytest.raises(InputError, match="screening-nobody"):
        decide("screening.begin", officer_account=officers, subject="合成被询问人")


@pytest.mark.parametrize(
    "account",
    [
        user("han", state="closed"),
        user("han", party=OTHER),
        user("han", Role.ADMINISTRATOR),
        user("han", Role.AUDITOR),
    ],
)
def test_only_an_open_account_of_the_own_party_that_sees_cases_is_an_officer(
    account: AnyRecord,
) -> None:
    told = {"officer_account": ["han"], "subject": "合成被询问人"}
    with pytest.raises(NotFoundError, match="user-unknown"):
        decide("screening.begin", None, account, **told)
    with pytest.raises(NotFoundError, match="user-unknown"):
        decide("screening.admit", begin(), account, officer_account="han", reason="合成")


def test_officers_come_and_go_but_the_last_one_stays() -> None:
    more = decide("screening.admit", begin(), user("lu"), officer_account="lu", reason="合成")
    assert sorted(more.values(READER)) == ["han", "li", "lu"]
    with pytest.raises(StateError):
        decide("screening.admit", more, user("lu"), officer_account="lu", reason="合成")
    left = more
    for name in ("lu", "han"):
        left = decide("screening.dismiss", left, officer_account=name, reason="合成")
    assert left.values(READER) == ("li",)
    with pytest.raises(StateError, match="last-member"):
        decide("screening.dismiss", left, officer_account="li", reason="合成")
    with pytest.raises(NotFoundError):
        decide("screening.dismiss", left, officer_account="han", reason="合成")


def test_facts_are_told_with_a_source_until_the_end() -> None:
    told = decide("screening.note", begin(), **FACT)
    (fact,) = told.body.noted
    assert (fact.source, fact.told) == ("合成谈话记录", "合成")
    for name in ("told", "source"):
        with pytest.raises(InputError):
            decide("screening.note", told, **{**FACT, name: " "})
    ended = decide("screening.end", told, support="合成安置")
    assert ended.body.support == "合成安置"
    for act, more in (("screening.note", FACT), ("screening.end", {"support": ""})):
        with pytest.raises(StateError):
            decide(act, ended, **more)


def test_a_screening_has_no_place_for_a_result() -> None:
    names = set(Screening.__dataclass_fields__)
    assert names == {"subject", "handover", "seq", "person", "noted", "support"}
