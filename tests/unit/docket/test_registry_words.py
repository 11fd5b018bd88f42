"""Everything that can be kept or done has its words, its line of rights and a fixed form."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import pytest
from any_noun import walk_types

from zhanlian.cli.program import GROUPS
from zhanlian.docket.registry import ACTS, KINDS, load_act
from zhanlian.errors import NotFoundError
from zhanlian.words import LANGUAGES, load_keys

TYPES = {
    **{name: kind.body for name, kind in KINDS.items()},
    **{name: act.request for name, act in ACTS.items()},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_states_and_acts_have_words(language: str) -> None:
    needed = {f"act.{name}" for name in ACTS} | {f"kind.{name}" for name in KINDS}
    needed |= {f"state.{name}.{state}" for name, kind in KINDS.items() for state in kind.states}
    assert sorted(needed - load_keys(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_and_choices_have_words(language: str) -> None:
    needed = set()
    for kind in {part for told in TYPES.values() for part in walk_types(told)}:
        if isinstance(kind, type) and issubclass(kind, Enum):
            # Grades of one sign, A to F and 1 to 6, are written so everywhere.
            needed |= {f"choice.{one.value}" for one in kind if len(str(one.value)) > 1}
        elif is_dataclass(kind) and kind.__module__.startswith("zhanlian.model.docket."):
            needed |= {f"field.{one.name}" for one in _shown_fields(kind)}
    for told in TYPES.values():
        needed |= {f"field.{one.name}" for one in fields(told)}
    needed -= {"field.request"}  # of a draft: shown decoded, field by field
    assert sorted(needed - _told(language)) == []


def _told(language: str) -> set[str]:
    """Return all keys; a field that each group calls by a name of its own counts as told."""
    keys = load_keys(language)
    own = {"field." + key.split(".", 2)[2] for key in keys if key.startswith("field-of.")}
    return {*keys, *own}


def _shown_fields(kind: Any) -> Iterator[Any]:
    return iter(() if kind.__name__ == "Amount" else fields(kind))


@pytest.mark.parametrize("name", TYPES)
def test_bodies_and_requests_never_change(name: str) -> None:
    for kind in walk_types(TYPES[name]):
        if is_dataclass(kind):
            parameters: Any = kind.__dataclass_params__  # type: ignore[union-attr]
            assert parameters.frozen, kind
            assert "__slots__" in vars(kind), kind


def test_no_two_acts_are_one_command_and_each_stands_in_a_group() -> None:
    commands = [act.command for act in ACTS.values()]
    assert len(set(commands)) == len(commands)
    assert {group for group, _ in commands} <= set(GROUPS)


def test_names_fit_into_their_columns() -> None:
    assert all(len(name) <= 40 for name in KINDS)
    assert all(len(state) <= 40 for kind in KINDS.values() for state in kind.states)


def test_targets_of_acts_are_kinds() -> None:
    assert {act.on for act in ACTS.values()} - {None, "*"} <= set(KINDS)


def test_an_unknown_act_is_told() -> None:
    with pytest.raises(NotFoundError):
        load_act("case.steal")
