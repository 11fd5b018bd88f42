"""Facts stand side by side under what they bear on; the tool says where sources differ."""

from zhanlian.docket.people.relevance import sort_facts
from zhanlian.model.docket.person import Fact, FactKind
from zhanlian.words import has_key


def _fact(kind: FactKind, told: str, source: str = "合成甲", superseded: str = "") -> Fact:
    return Fact("s1", kind, source, told, superseded=superseded)


def test_two_sources_that_differ_are_told_side_by_side() -> None:
    facts = [
        _fact(FactKind.PASSPORT_TAKEN, "被扣", "供述"),
        _fact(FactKind.PASSPORT_TAKEN, "自己保管", "同案人供述"),
        _fact(FactKind.TITLE, "组长"),
    ]
    position, coercion = sort_facts(facts)
    assert (position.name, coercion.name) == ("position", "coercion")
    (taken,) = coercion.groups
    assert (taken.places, taken.sources, taken.differ) == ((0, 1), 2, True)
    assert not position.groups[0].differ


def test_several_true_facts_of_one_kind_are_no_contradiction() -> None:
    facts = [_fact(FactKind.TASK, "接单"), _fact(FactKind.TASK, "培训", "合成乙")]
    ((group,),) = (topic.groups for topic in sort_facts(facts))
    assert not group.differ


def test_superseded_facts_are_left_out() -> None:
    facts = [_fact(FactKind.LEFT, "三月", superseded="误"), _fact(FactKind.LEFT, "四月")]
    ((group,),) = (topic.groups for topic in sort_facts(facts))
    assert (group.places, group.differ) == ((1,), False)


def test_every_kind_of_fact_has_a_topic_and_words() -> None:
    topics = sort_facts([_fact(kind, "合成") for kind in FactKind])
    assert {group.fact for topic in topics for group in topic.groups} == set(FactKind)
    assert all(has_key(f"cli.people.topic.{topic.name}") for topic in topics)
    assert all(has_key(f"choice.{kind.value}") for kind in FactKind)
