"""Counts of parties stand side by side: none is added, none takes another's place."""

from typing import Any

import pytest
from docket import OTHER, OWN, actor, situation
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.docket.operations.counts import compare_counts
from zhanlian.docket.registry import load_act
from zhanlian.errors import DeniedError, InputError, SchemaError, StateError
from zhanlian.model.claim import Qualifier
from zhanlian.model.docket.actor import Role
from zhanlian.model.docket.operation import Counted, Operation, OutcomeCount, Verb
from zhanlian.model.docket.plain import from_plain
from zhanlian.model.docket.record import RELEASED, AnyRecord, Mark, Record

SHA = "c" * 64


def operation(state: str = "running", *marks: Mark) -> AnyRecord:
    return Record("op1", "operation", None, OWN, state, "li", Operation("合成行动"), marks=marks)


def decide(act: str, where: Any, **request: Any) -> AnyRecord:
    found = load_act(act)
    return found.decide(where, from_plain(found.request, request))[0]


def count(says: str, value: int, **told: Any) -> OutcomeCount:
    return OutcomeCount("op1", told.pop("verb", Verb.HANDED_OVER), value, says, SHA, **told)


def test_three_numbers_of_three_parties_stay_three_statements() -> None:
    told = [
        count("掸邦某方", 2680),
        count("公安部", 2349, nationality="CN"),
        count("掸邦某方", 2350, nationality="CN"),
    ]
    everybody, chinese = compare_counts(told)
    assert [(one.says, one.value) for one in everybody.said] == [("掸邦某方", 2680)]
    assert [(one.says, one.value) for one in chinese.said] == [("公安部", 2349), ("掸邦某方", 2350)]
    assert (everybody.differs, chinese.differs) == (False, True)


def test_equal_digits_of_other_verbs_are_other_statements() -> None:
    caught, handed = compare_counts(
        [count("公安部", 50_000), count("公安部", 50_000, verb=Verb.CAUGHT)]
    )
    assert (caught.verb, handed.verb) == (Verb.CAUGHT, Verb.HANDED_OVER)


def test_more_than_a_number_is_not_that_number() -> None:
    (one,) = compare_counts([count("a", 53_000), count("b", 53_000, comparator=Qualifier.OVER)])
    assert one.differs


def test_two_statements_of_one_party_are_no_disagreement() -> None:
    (one,) = compare_counts([count("公安部", 2317), count("公安部", 4666)])
    assert not one.differs
    assert len(one.said) == 2


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Verb)),
            st.sampled_from(list(Counted)),
            st.sampled_from(["", "CN", "MM"]),
            st.sampled_from(["a", "b", "c"]),
            st.integers(0, 5),
            st.booleans(),
        )
    )
)
def test_every_statement_is_kept_once_and_unchanged(rows: list[Any]) -> None:
    told = [
        count(says, value, verb=verb, counted=counted, nationality=nation, cumulative=total)
        for verb, counted, nation, says, value, total in rows
    ]
    groups = compare_counts(told)
    kept = [one for group in groups for one in group.said]
    assert sorted(map(repr, kept)) == sorted(map(repr, told))
    for group in groups:
        assert {one.verb for one in group.said} == {group.verb}
        assert {one.nationality for one in group.said} == {group.nationality}
    assert compare_counts(reversed(told)) == tuple(
        type(group)(**{**_fields(group), "said": tuple(reversed(group.said))}) for group in groups
    )


def _fields(group: Any) -> dict[str, Any]:
    return {name: getattr(group, name) for name in group.__slots__}


def test_an_operation_that_is_only_planned_has_no_counts() -> None:
    for state in ("planned", "cancelled"):
        with pytest.raises(StateError):
            decide(
                "operation.count", situation(operation(state)), verb="caught", value=1, source=SHA
            )


def test_a_count_needs_its_source_and_is_not_negative() -> None:
    where = situation(operation())
    with pytest.raises(SchemaError):
        decide("operation.count", where, verb="caught", value=1, source=" ")
    with pytest.raises(SchemaError):
        decide("operation.count", where, verb="caught", value=-1, source=SHA)
    with pytest.raises(InputError):
        decide("operation.count", where, verb="caught", value=1, source=SHA, as_of="2024-09-25")


def test_another_party_speaks_for_itself_alone() -> None:
    theirs = actor("mm-zhou", Role.LIAISON, OTHER)
    where = situation(operation("running", Mark(RELEASED, OTHER)), actor=theirs)
    with pytest.raises(DeniedError):
        decide("operation.count", where, verb="caught", value=1, source=SHA, says=OWN)
    made = decide("operation.count", where, verb="caught", value=1, source=SHA)
    assert (made.party, made.body.says, made.values(RELEASED)) == (OWN, OTHER, (OTHER,))


def test_a_correction_drops_the_words_that_carried_the_former_number() -> None:
    body = count(OWN, 2349, quote="移交2349名", start=12)
    stated: AnyRecord = Record("c1", "count", None, OWN, "stated", "li", body)
    made = decide("count.correct", situation(stated), value=2350, source=SHA, reason="合成更正")
    assert (made.state, made.version, made.body.value) == ("corrected", 2, 2350)
    assert (made.body.quote, made.body.start) == ("", None)
